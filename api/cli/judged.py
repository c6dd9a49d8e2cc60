"""Tables of a judged roster for the terminal: promises, how busy groups are, what falls short."""

from collections.abc import Iterator

import numpy as np
from rich.console import Console

from api.cli.plain_table import table
from api.cli.tables import print_promises, say_softly
from planner.local_time import local_days, zone
from planner.simulation.judgement import QueueJudgement
from planner.wording import per_cent
from scenarios.judge_roster import JudgedRoster
from scenarios.plan import Figures
from scenarios.shortfalls import spell
from scenarios.unkept.told import unkept_line

SHOWN = 8


def print_judged(console: Console, judged: JudgedRoster) -> None:
    """Key figures, promises, days, groups, what falls short, rules and terms that are broken."""
    settings = judged.inputs.settings
    first = judged.grid.start.astimezone(zone(settings.zone))
    title = f"{settings.name}, roster of the week of {first:%d %B %Y}"
    console.print(table(title, ["", "value"], _figures(judged.figures, settings.currency)))
    print_promises(console, judged.inputs, judged.judgement)
    console.print(table("In time, simulated", *_days(judged)))
    console.print(table("Agents at work", *_groups(judged)))
    _print_list(console, "Worst intervals, service simulated:", list(_worst(judged)))
    _print_list(
        console,
        f"Fewer agents than required, times of {settings.zone}, the largest first:",
        [one.message for one in judged.shortfalls],
    )
    _print_list(
        console,
        f"Too few on duty of those asked for by floors, times of {settings.zone}:",
        [one.message for one in judged.floor_gaps],
    )
    _print_list(console, "Rules broken:", [v.message for v in judged.violations])
    _print_list(
        console,
        "Asked for at a price and not kept, the dearest first:",
        [unkept_line(one, settings.currency) for one in judged.unkept_terms],
    )
    for note in judged.notes:
        say_softly(console, f"note: {note}")


def _figures(figures: Figures, currency: str) -> list[list[str]]:
    return [
        ["agents rostered", f"{figures.agents}"],
        ["paid hours", f"{figures.paid_hours:,.1f}"],
        ["cost", f"{figures.cost:,.0f} {currency}"],
        ["required agent-hours", f"{figures.required_hours:,.1f}"],
        ["covered", per_cent(figures.covered)],
        ["agent-hours short", f"{figures.short_hours:,.1f}"],
        ["agent-hours over", f"{figures.over_hours:,.1f}"],
    ]


def _days(judged: JudgedRoster) -> tuple[list[str], list[list[str]]]:
    days = local_days(judged.grid, zone(judged.inputs.settings.zone))
    rows = [
        [
            found.queue,
            *(per_cent(day.mean if day else None, 0) for day in found.days),
            "-" if found.target is None else per_cent(found.target, 0),
        ]
        for found in judged.judgement.queues
    ]
    return ["queue", *(f"{day:%a\n%d}" for day in days), "target"], rows


def _groups(judged: JudgedRoster) -> tuple[list[str], list[list[str]]]:
    rows = [
        [
            group.group,
            per_cent(group.occupancy.mean if group.occupancy else None),
            f"{group.overtime_hours:,.1f}",
        ]
        for group in judged.judgement.groups
    ]
    return ["skill", "occupancy", "overtime hours a week"], rows


def _worst(judged: JudgedRoster) -> Iterator[str]:
    """For each queue the intervals whose whole confidence interval lies below the target."""
    for found in judged.judgement.queues:
        if found.n_slots_below and found.target is not None:
            yield _worst_of(judged, found, found.target)


def _worst_of(judged: JudgedRoster, found: QueueJudgement, target: float) -> str:
    mean, _, high = found.slots
    below = np.flatnonzero(np.nan_to_num(high, nan=1.0) < target)
    lowest = below[np.argsort(mean[below], kind="stable")][:3]
    clock = zone(judged.inputs.settings.zone)
    spells = ", ".join(
        f"{spell(judged.grid.instant(i), judged.grid.instant(i + 1), clock)} {per_cent(mean[i], 0)}"
        for i in map(int, lowest)
    )
    intervals = "1 interval" if len(below) == 1 else f"{len(below)} intervals"
    title = judged.inputs.queue(found.queue).title
    return f"{title}: {intervals} below {per_cent(target, 0)}, lowest {spells}"


def _print_list(console: Console, head: str, lines: list[str]) -> None:
    """Lines under a heading, the first few; nothing where there are none."""
    if not lines:
        return
    say_softly(console, head, "bold")
    for line in lines[:SHOWN]:
        say_softly(console, f"  - {line}")
    if len(lines) > SHOWN:
        say_softly(console, f"  ... and {len(lines) - SHOWN} more, all with --json")
