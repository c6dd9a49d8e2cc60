"""`forecast --against`: a kept forecast and what came, in tables."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import typer
from rich.console import Console

from api.cli.console import ResultConsole, StageBars, stage_bars
from api.cli.plain_table import table
from api.cli.runs import alone_in, read
from api.cli.tables import say_softly
from planner.demand import History
from planner.errors import InputError
from planner.exports.files import write_all
from planner.local_time import first_day_of_week, zone
from planner.wording import change_per_cent, per_cent, short_day
from scenarios.forecasts.actuals import choose_version, read_actuals
from scenarios.forecasts.against import Against, against_document, against_table, hold_against
from scenarios.forecasts.document import Remark
from scenarios.forecasts.keep import keep
from scenarios.forecasts.lookup import find_kept
from scenarios.forecasts.run import MOST_WEEKS, make_run
from scenarios.forecasts.scores import HourScore, by_hour, by_weekday
from scenarios.forecasts.versions import (
    KeptForecast,
    find_version,
    list_versions,
    read_version,
)
from scenarios.inputs import HistorySettings, Inputs
from scenarios.output import check_out
from scenarios.setup import FILE, read_setup

DAYS_SHOWN: Final = 14
WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LEGEND: Final = """WAPE: mean error as a share of the contacts; the smaller, the better
bias: above 0 too much was forecast, below 0 too little
80 % band: share of intervals with 5 contacts or more, and of whole days, within; best near 80 %
n/a: fewer than 20 such intervals, or no whole day"""


@dataclass(frozen=True, slots=True)
class AgainstRequest:
    """What was asked for; None for `version` and `as_of` takes the newest that fits."""

    folder: Path
    actuals: Path
    version: str | None
    as_of: date | None
    remark: Remark
    out: Path | None
    as_json: bool

    @property
    def target(self) -> Path:
        """Folder for results."""
        return self.out or self.folder / "out"


def against(request: AgainstRequest) -> None:
    """`forecast --against`."""
    target = request.target
    check_out(target)
    with alone_in(target), stage_bars() as bars:
        inputs = read(request.folder, bars, for_rosters=False)
        actuals, warnings = read_actuals(request.actuals, inputs, _settings(request.folder))
        kept = _kept(request, inputs, actuals, bars)
        found = hold_against(inputs, kept, actuals, request.actuals)
        bars.end_if_interrupted()
        (path,) = write_all(target, {"against.csv": against_table(inputs, found)})
    if request.as_json:
        told = against_document(found)
        told["notes"] = [*told["notes"], *(str(w) for w in warnings)]
        typer.echo(json.dumps(told, indent=1, ensure_ascii=False))
        return
    print_against(ResultConsole(), inputs, found)
    for warning in warnings:
        say_softly(ResultConsole(), f"note: {warning}")
    typer.echo(f"written: {path}")


def _settings(folder: Path) -> HistorySettings:
    setup = read_setup(folder / FILE)[0]
    return HistorySettings() if setup is None else setup.history


def _kept(
    request: AgainstRequest, inputs: Inputs, actuals: History, bars: StageBars
) -> KeptForecast:
    """The version asked for, or made as of then, or the newest that fits."""
    target = request.target
    if request.version is not None:
        return find_kept(request.version, target, request.folder / "out")
    if request.as_of is None:
        newest = choose_version(list_versions(target)[0], actuals, request.actuals.name)
        return read_version(target, newest)
    week, weeks = _weeks(inputs, actuals, request.as_of)
    run = make_run(inputs, week=week, weeks=weeks, as_of=request.as_of, progress=bars)
    kept = keep(run, target, datetime.now(UTC), remark=request.remark)
    return read_version(target, find_version(target, kept.version))


def _weeks(inputs: Inputs, actuals: History, as_of: date) -> tuple[date, int]:
    """First day of the weeks of the actuals that begin on `as_of` or later; 13 of them at most."""
    clock = zone(inputs.settings.zone)
    days = [actuals.grid.start.astimezone(clock).date()]
    days.append(actuals.grid.instant(actuals.grid.n_slots - 1).astimezone(clock).date())
    first, last = (first_day_of_week(day, inputs.settings.week_starts) for day in days)
    ahead = first_day_of_week(as_of + timedelta(days=6), inputs.settings.week_starts)
    if ahead > last:
        raise InputError(
            f"the actuals end on {days[1]}, before the first week that begins on as-of {as_of} or "
            f"later, that of {ahead}; use an as-of day up to {last}, or give a longer file"
        )
    first = max(first, ahead)
    return first, min(MOST_WEEKS, (last - first).days // 7 + 1)


def print_against(console: Console, inputs: Inputs, found: Against) -> None:
    """Scores, days, weekdays, hours and the hours missed most."""
    version = found.version
    title = f"{version.version}, made as of {version.as_of}, against {found.file}"
    columns = ["queue", "forecast", "came", "WAPE", "bias", "80 %\nband", "of\ndays"]
    console.print(table(title, columns, _score_rows(found)))
    _print_days(console, found)
    for name, title in ((by_weekday, "Bias by weekday"), (by_hour, "Bias by hour")):
        sums = {key: name(rows) for key, rows in _wholes(found).items()}
        labels = _labels(sums, WEEKDAYS if name is by_weekday else None)
        console.print(table(title, ["", *sums], _bias_rows(sums, labels)))
    _print_misses(console, inputs, found)
    _print_effects(console, found)
    for note in found.notes:
        say_softly(console, f"note: {note}")
    say_softly(console, LEGEND)


def _score_rows(found: Against) -> Iterator[list[str]]:
    for one in found.scores:
        yield [
            _name(one.of, one.queue, one.priority),
            f"{one.forecast:,.0f}",
            f"{one.actual:,.0f}",
            _share(one.wape),
            change_per_cent(one.bias),
            _share(one.slots_in_band),
            _share(one.days_in_band),
        ]


def _print_days(console: Console, found: Against) -> None:
    """Every day of each queue, or that there are too many to show."""
    wholes = set(_wholes(found))
    rows = [d for d in found.days if _name(d.of, d.queue, d.priority) in wholes]
    if len({d.day for d in rows}) > DAYS_SHOWN:
        say_softly(console, "Single days are in --json.")
        return
    shown = [
        [
            short_day(d.day),
            _name(d.of, d.queue, d.priority),
            f"{d.forecast:,.0f}",
            f"{d.low:,.0f} to {d.high:,.0f}",
            f"{d.actual:,.0f}",
            _bias((d.forecast, d.actual)),
            "" if d.is_inside else "outside",
        ]
        for d in sorted(rows, key=lambda d: d.day)
    ]
    if shown:
        columns = ["day", "queue", "forecast", "80 % band", "came", "bias", ""]
        console.print(table("Days", columns, shown, ["queue", ""]))


def _wholes(found: Against) -> dict[str, list[HourScore]]:
    """Weekday and hour scores of whole queues, and of all, by name."""
    several = {s.queue for s in found.scores if s.of == "queue"}
    rows: dict[str, list[HourScore]] = {}
    for row in found.hours:
        if row.of != "series" or row.queue not in several:
            rows.setdefault(_name(row.of, row.queue, row.priority), []).append(row)
    return rows


def _labels(
    sums: Mapping[str, Mapping[int, tuple[float, float]]], names: Sequence[str] | None
) -> dict[int, str]:
    keys = sorted({key for of in sums.values() for key in of})
    return {key: names[key] if names else f"{key:02d}:00" for key in keys}


def _bias_rows(
    sums: Mapping[str, Mapping[int, tuple[float, float]]], labels: Mapping[int, str]
) -> Iterator[list[str]]:
    for key, label in labels.items():
        yield [label, *(_bias(of.get(key, (0.0, 0.0))) for of in sums.values())]


def _bias(both: tuple[float, float]) -> str:
    forecast, actual = both
    return change_per_cent(forecast / actual - 1) if actual else "n/a"


def _print_misses(console: Console, inputs: Inputs, found: Against) -> None:
    clock = zone(inputs.settings.zone)
    say_softly(console, f"Missed most, times of {clock.key}:", "bold")
    for miss in found.misses:
        name = _name("series", miss.queue, miss.priority)
        local = miss.start.astimezone(clock)
        when = f"{short_day(local.date())} {local:%H:%M}"
        band = ", out of the band" if miss.is_outside else ""
        why = f" ({'; '.join(miss.why)})" if miss.why else ""
        line = f"{when}, {name}: {miss.forecast:,.0f} forecast, {miss.actual:,.0f} came"
        say_softly(console, f"  - {line}{band}{why}")


def _print_effects(console: Console, found: Against) -> None:
    """Overrides, and whether they helped."""
    for one in found.effects:
        name = _name("series", one.queue, one.priority)
        verdict = "helped" if one.helped else "did not help"
        errors = f"WAPE {_share(one.wape_before)} to {_share(one.wape_after)}"
        contacts = f"{one.before:,.0f} forecast, {one.after:,.0f} with it, {one.actual:,.0f} came"
        say_softly(console, f"override {verdict}: {name}, {one.what}: {contacts}; {errors}")


def _name(of: str, queue: str, priority: str) -> str:
    return "all" if of == "total" else "/".join(part for part in (queue, priority) if part)


def _share(value: float) -> str:
    return per_cent(value)
