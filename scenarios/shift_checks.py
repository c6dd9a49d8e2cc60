"""Whether shifts and their breaks fit the grid of the planned week and the contracts."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from math import ceil

from planner.local_time import local_days, shift_instant, zone
from planner.people import Agent, Contract, Site
from planner.readers.reading import Findings
from planner.shifts import BreakRule, ShiftTemplate, paid_part
from planner.timegrid import SLOT_MINUTES, TimeGrid
from scenarios.setup import Setup


def check_shifts(setup: Setup, grid: TimeGrid, findings: Findings) -> None:
    """Tell starts, ends and breaks that are off the grid at one of their sites."""
    told: set[tuple[str, str, str]] = set()
    for template in setup.templates.values():
        for site_id in template.sites:
            site = setup.sites.get(site_id)
            if site is not None:
                _check_edges(template, site, grid, setup, findings, told)
    for template in setup.shifts:
        for i, rest in enumerate(template.breaks):
            _check_break(template, i, rest, grid, setup, findings)


def _check_edges(
    template: ShiftTemplate,
    site: Site,
    grid: TimeGrid,
    setup: Setup,
    findings: Findings,
    told: set[tuple[str, str, str]],
) -> None:
    """Of shifts that differ in start or length alone, the first that is off the grid is told."""
    clock = zone(site.zone)
    is_made = template.id != template.family
    for key, wall, verb, choice in (
        ("start", template.start, "starts", "start_from"),
        ("until", template.until, "ends", "length_hours"),
    ):
        for day in local_days(grid, clock):
            instant = shift_instant(day, wall, clock)
            if grid.offset(instant) % 1 == 0 or (template.family, site.id, key) in told:
                continue
            told.add((template.family, site.id, key))
            named = choice if is_made else key
            findings.add(
                f"shift {template.id} {verb} at {wall:%H:%M} in {site.zone}, which is "
                f"{instant:%H:%M} UTC and off the {grid.minutes}-minute grid; "
                f"{_nearby(instant, verb.rstrip('s'), site, grid)}",
                line=setup.line("shift", template.id, named),
                field=named,
                value=f"{wall:%H:%M}",
                code="off_grid",
            )
            break


def _nearby(instant: datetime, verb: str, site: Site, grid: TimeGrid) -> str:
    """Times on either side that are on the grid, and the grid that would take this one."""
    slot = int(grid.offset(instant) // 1)
    times = [
        grid.instant(i).astimezone(zone(site.zone)).strftime("%H:%M") for i in (slot, slot + 1)
    ]
    finer = next(
        (m for m in reversed(SLOT_MINUTES) if m < grid.minutes and _fits(instant, grid, m)), None
    )
    remedy = f"{verb} at {times[0]} or {times[1]}"
    return f"{remedy}, or use interval_minutes = {finer}" if finer else remedy


def _fits(instant: datetime, grid: TimeGrid, minutes: int) -> bool:
    seconds = (instant.astimezone(UTC) - grid.start).total_seconds()
    return seconds % (minutes * 60) == 0


def _check_break(
    template: ShiftTemplate,
    index: int,
    rest: BreakRule,
    grid: TimeGrid,
    setup: Setup,
    findings: Findings,
) -> None:
    slot = grid.minutes
    for key, value in (
        ("minutes", rest.minutes),
        ("earliest_minutes", rest.earliest_minutes),
        ("latest_minutes", rest.latest_minutes),
    ):
        if value % slot == 0:
            continue
        down, up = value // slot * slot, ceil(value / slot) * slot
        choice = f"{down} or {up}" if down else f"{up}"
        finer = next((m for m in reversed(SLOT_MINUTES) if m < slot and value % m == 0), None)
        remedy = f"use {choice}" + (f", or interval_minutes = {finer}" if finer else "")
        findings.add(
            f"shift {template.id}: {key} of {rest.name} is {value}, no whole number of "
            f"{slot}-minute slots; {remedy}",
            line=setup.line("shift", template.id, "breaks", index, key),
            field=f"breaks.{index}.{key}",
            value=str(value),
            code="off_grid",
        )


def check_contracts(setup: Setup, agents: tuple[Agent, ...], findings: Findings) -> None:
    """Tell contracts whose agents have no shift that they could ever work."""
    pairs = dict.fromkeys((agent.contract, agent.site) for agent in agents)
    for contract_id, site_id in pairs:
        contract = setup.contracts.get(contract_id)
        if contract is None or site_id not in setup.sites:
            continue
        at_site = [t for t in setup.templates.values() if site_id in t.sites]
        if not at_site:
            message = f"site {site_id} has agents but no shift; add it to the sites of a shift"
            line = setup.line("site", site_id)
            findings.add(message, line=line, field="sites", code="no_shift", warning=True)
            continue
        _check_contract(contract, site_id, at_site, setup, findings)


def _check_contract(
    contract: Contract,
    site_id: str,
    at_site: list[ShiftTemplate],
    setup: Setup,
    findings: Findings,
) -> None:
    allowed = list(_allowed(contract, at_site))
    paid = (paid_part(worked_minutes(t), t.paid_share) / 60 for t in allowed)
    shortest = min(paid, default=None)
    if shortest is None:
        kind = "night" if contract.nights_only else "day"
        message = (
            f"contract {contract.id} works {kind} shifts only, and site {site_id} has none; "
            "add one or change the contract"
        )
        findings.add(
            message,
            line=setup.line("contract", contract.id, "nights_only"),
            field="nights_only",
            code="no_shift",
            warning=True,
        )
    elif shortest > contract.max_hours:
        findings.add(
            f"contract {contract.id}: max_hours is {contract.max_hours:g} but the shortest shift "
            f"of site {site_id} has {shortest:g} paid hours (start to until); "
            "raise max_hours or add a shorter shift",
            line=setup.line("contract", contract.id, "max_hours"),
            field="max_hours",
            value=f"{contract.max_hours:g}",
            code="shift_too_long",
        )


def _allowed(contract: Contract, templates: list[ShiftTemplate]) -> Iterator[ShiftTemplate]:
    for template in templates:
        if contract.nights_only and not template.counts_as_night:
            continue
        if contract.max_nights == 0 and template.counts_as_night:
            continue
        yield template


def check_periods(setup: Setup, grid: TimeGrid, findings: Findings) -> None:
    """Tell pay periods that do not begin with a week."""
    clock = zone(setup.plan.zone if setup.plan else "UTC")
    first = grid.start.astimezone(clock).date()
    for contract in setup.contracts.values():
        begins = contract.period_from
        if begins is not None and (first - begins).days % 7:
            findings.add(
                f"contract {contract.id}: period_from is {begins:%A %Y-%m-%d}, but weeks begin on "
                f"{first:%A}; use {begins - timedelta(days=(begins - first).days % 7)} or a "
                "week later",
                line=setup.line("contract", contract.id, "period_from"),
                field="period_from",
                value=str(begins),
                code="bad_period",
            )


def worked_minutes(template: ShiftTemplate) -> int:
    """Minutes of a shift on an ordinary day, without unpaid breaks."""
    return template.wall_minutes - sum(b.minutes for b in template.breaks if not b.paid)


def check_opening(setup: Setup, grid: TimeGrid, findings: Findings) -> None:
    """Tell opening windows that begin or end inside a slot."""
    day = grid.start.date()
    for queue in setup.queues.values():
        for i, window in enumerate(queue.opening):
            for key, wall in (("start", window.start), ("until", window.until)):
                if grid.offset(shift_instant(day, wall, zone(queue.zone))) % 1 == 0:
                    continue
                findings.add(
                    f"queue {queue.id}: opening {key} {wall:%H:%M} lies inside a "
                    f"{grid.minutes}-minute slot, and the whole slot counts as open; "
                    "use a finer interval_minutes if that matters",
                    line=setup.line("queue", queue.id, "opening", i, key),
                    field="opening",
                    value=f"{wall:%H:%M}",
                    code="opening_off_grid",
                    warning=True,
                )
