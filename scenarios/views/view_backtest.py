"""A backtest read off for its page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd

from forecasting.backtest import Backtest
from forecasting.base import Floats, Series
from forecasting.explained import Finding
from forecasting.tally import LEADS
from planner.wording import per_cent
from scenarios.views.backtest_view import (
    BacktestSeries,
    BacktestView,
    Calibration,
    MissedDay,
    Score,
)
from scenarios.views.bins import day_numbers

BASELINE: Final = "eight_week_mean"
LAST_WEEK: Final = "seasonal_naive"
MOST_SERIES: Final = 40
FEWEST_A_STRETCH: Final = 3

_FOUND: Final = {"outlier": "unusual day", "level_break": "new level"}
"""Findings whose names are no planner's words; the page of a forecast calls them the same."""

_SPOKEN: Final = {BASELINE: "the eight-week mean", LAST_WEEK: "last week"}


def backtest_view(
    name: str,
    histories: Sequence[Series],
    found: Backtest,
    chosen: str,
    *,
    titles: Mapping[str, str] | None = None,
    reasons: Mapping[str, str] | None = None,
    findings: Mapping[str, Iterable[Finding]] | None = None,
    facts: Mapping[str, str] | None = None,
) -> BacktestView:
    """
    What the page of a backtest shows.

    Parameters
    ----------
    chosen
        Name of the forecaster in use.
    titles
        What a series is called, where not by its id.
    reasons
        What speaks for the forecaster, by series, besides its error.
    findings
        What was found in the history of a series, to say what its worst days were.
    """
    shown = busiest(histories)
    named, said, apart = titles or {}, reasons or {}, findings or {}
    return BacktestView(
        name=name,
        series=tuple(
            _series(
                series,
                _Told(
                    title=named.get(series.unique_id, series.unique_id),
                    reason=said.get(series.unique_id, ""),
                    findings=tuple(apart.get(series.unique_id, ())),
                ),
                found,
                chosen,
            )
            for series in shown
        ),
        n_left_out=len(histories) - len(shown),
        facts=facts or {},
    )


def busiest(histories: Sequence[Series]) -> list[Series]:
    """The series with the most contacts, as many as a page shows, in the order given."""
    by_size = sorted(histories, key=lambda series: -float(np.nansum(series.y)))[:MOST_SERIES]
    return [series for series in histories if any(series is one for one in by_size)]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a series besides its numbers."""

    title: str
    reason: str
    findings: tuple[Finding, ...]


def _series(series: Series, told: _Told, found: Backtest, chosen: str) -> BacktestSeries:
    key = series.unique_id
    week = _of(found.first_week, key)
    hours = _of(found.by_hour, key, chosen)
    leads = _of(found.by_lead, key)
    known = [lead for lead in LEADS if lead in set(leads["days_ahead"])]
    return BacktestSeries(
        title=told.title,
        zone=series.zone,
        chosen=chosen,
        why="; ".join(part for part in (_why(week, chosen), told.reason) if part),
        n_origins=int(week["n_origins"].max()),
        scores=_scores(week, _counts(_of(found.calibration, key)), chosen),
        leads=tuple(known),
        wape_by_lead=_by_lead(leads, known, "wape"),
        bias_by_lead=_by_lead(leads, known, "bias"),
        calibration=_calibration(_of(found.calibration, key, chosen), _of(found.pit, key, chosen)),
        wape_by_hour=_by_hour(hours, "wape"),
        bias_by_hour=_by_hour(hours, "bias"),
        contacts_by_hour=_by_hour(hours, "mean_contacts"),
        missed=tuple(_missed(_of(found.missed, key, chosen), series, told.findings)),
    )


def _of(table: pd.DataFrame, key: str, forecaster: str | None = None) -> pd.DataFrame:
    rows = table[table["unique_id"] == key]
    return rows if forecaster is None else rows[rows["forecaster"] == forecaster]


def _counts(bands: pd.DataFrame) -> Mapping[str, tuple[int, int]]:
    """How many slots and days each forecaster's bands are measured by, up to a week ahead."""
    rows = bands[(bands["band"] == bands["band"].min()) & (bands["days_ahead"] == LEADS[0])]
    return {
        str(row["forecaster"]): (int(row["n_slots"]), int(row["n_days"]))
        for row in rows.to_dict("records")
    }


def _scores(
    week: pd.DataFrame, counts: Mapping[str, tuple[int, int]], chosen: str
) -> tuple[Score, ...]:
    base = _wape(week, BASELINE)
    found = []
    for row in week.to_dict("records"):
        n_slots, n_days = counts.get(str(row["forecaster"]), (0, 0))
        score = Score(
            forecaster=str(row["forecaster"]),
            wape=float(row["wape"]),
            bias=float(row["bias"]),
            against=float(row["wape"]) / base if base > 0 else float("nan"),
            slots_in_band=float(row["coverage_80"]),
            days_in_band=float(row["day_coverage_80"]),
            n_slots=n_slots,
            n_days=n_days,
            is_chosen=row["forecaster"] == chosen,
        )
        found.append(score)
    return tuple(found)


def _wape(week: pd.DataFrame, name: str) -> float:
    """WAPE of a forecaster, NaN where it has none."""
    found = week.loc[week["forecaster"] == name, "wape"].to_list()
    return float(found[0]) if found else float("nan")


def _why(week: pd.DataFrame, chosen: str) -> str:
    """WAPE of the chosen forecaster beside last week's and the eight-week mean's."""
    own = _wape(week, chosen)
    if not own >= 0:
        return "too little history to measure any"
    others = [
        f"{per_cent(_wape(week, name))} of {spoken}"
        for name, spoken in _SPOKEN.items()
        if name != chosen and _wape(week, name) >= 0
    ]
    told = f"WAPE {per_cent(own)} up to a week ahead, against {' and '.join(others)}"
    return told.replace(" %", "\u00a0%")


def _by_lead(leads: pd.DataFrame, known: Sequence[str], column: str) -> dict[str, Floats]:
    return {
        str(name): rows.set_index("days_ahead")[column].reindex(list(known)).to_numpy(np.float64)
        for name, rows in leads.groupby("forecaster", sort=False)
    }


def _calibration(bands: pd.DataFrame, pit: pd.DataFrame) -> Calibration:
    nominal = np.sort(bands["band"].unique()).astype(np.float64)
    return Calibration(
        nominal=nominal,
        slots=_covered(bands, nominal, "slots_covered", "n_slots"),
        days=_covered(bands, nominal, "days_covered", "n_days"),
        pit_slots=_told_share(pit["slots"].to_numpy(np.float64)),
        pit_days=_told_share(pit["days"].to_numpy(np.float64)),
    )


def _covered(bands: pd.DataFrame, nominal: Floats, share: str, count: str) -> Floats:
    """Share inside each band, over all days ahead."""
    found = np.full(len(nominal), np.nan)
    for at, band in enumerate(nominal):
        rows = bands[(bands["band"] == band) & (bands[count] > 0)]
        if len(rows):
            found[at] = np.average(rows[share], weights=rows[count])
    return found


def _told_share(counts: Floats) -> Floats:
    """Share of each stretch, none where so few fell into all of them that chance alone shows."""
    return counts / counts.sum() if counts.sum() >= FEWEST_A_STRETCH * len(counts) else np.empty(0)


def _by_hour(hours: pd.DataFrame, column: str) -> Floats:
    table = np.full((7, 24), np.nan)
    table[hours["weekday"], hours["hour"]] = hours[column]
    return table


def _missed(days: pd.DataFrame, series: Series, findings: Sequence[Finding]) -> Iterable[MissedDay]:
    for row in days.to_dict("records"):
        day: date = row["day"]
        came, mean, low, high = (float(row[name]) for name in ("came", "mean", "low", "high"))
        yield MissedDay(day, came, mean, low, high, _what(day, series, findings))


def _what(day: date, series: Series, findings: Sequence[Finding]) -> str:
    """A holiday or its neighbours, and what was found on the day."""
    words: list[str] = []
    for off, said in ((0, "{}"), (1, "eve of {}"), (-1, "day after {}")):
        name = series.holidays.get(day + timedelta(days=off))
        if name and not words:
            words.append(said.format(name))
    number = (day - date(1970, 1, 1)).days
    for one in findings:
        span = day_numbers(np.array([one.start, one.end - np.timedelta64(1, "s")]), series.zone)
        if one.kind == "level_break":
            is_on = span[0] == number
        else:
            is_on = one.kind != "holiday" and span[0] <= number <= span[1]
        if is_on:
            kind = _FOUND.get(one.kind, one.kind)
            words.append(f"{kind}: {one.name}" if one.name else kind)
    return ", ".join(dict.fromkeys(words))
