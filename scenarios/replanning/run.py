"""The re-plan: a published roster, what has changed since, and the fewest shifts that mend it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import starmap
from math import ceil
from typing import Protocol

from planner.changes import ChangeKind, RosterChange
from planner.demand import Forecast, Requirement
from planner.local_time import shift_instant, zone
from planner.roster import Assignment, Roster
from planner.timegrid import TimeGrid
from scenarios.hand_made import hand_made
from scenarios.inputs import Inputs
from scenarios.judge.judge import judgement
from scenarios.judge.rounds import VERIFICATION, Judge
from scenarios.options import NOON, site_days
from scenarios.pipeline import assemble, make_requirement, summary
from scenarios.plan import Plan
from scenarios.problem import carried_in, roster_problem
from scenarios.progress import Progress, StageProgress, silent
from scenarios.replanning.absences import SickCall, require_in_week
from scenarios.replanning.asked import Published as Asked
from scenarios.replanning.asked import raised
from scenarios.replanning.left_before import left_before, only_what_is_lost
from scenarios.replanning.order import (
    ReplanOrder,
    require_one_a_day,
    require_same_skills,
    require_time_left,
)
from scenarios.replanning.standing import Standing, change_prices, standing, still_worked
from scenarios.replanning.words import Reasons
from scenarios.rosterer import week_roster
from scenarios.rostering.waiting import as_mended, as_rostered, placed_queues
from scenarios.rule_words import on_the_clock
from solver.problem import RosterProblem
from solver.published import DayChange, Published
from solver.replan import Replanned, replan
from solver.result import Choice, Limits, OnProgress, SlotRoster, SolveProgress


class Change(Protocol):
    """What happened: a sick call, or any what-if."""

    def apply(self, inputs: Inputs) -> Inputs:
        """The inputs after it."""


def make_replan(
    inputs: Inputs,
    published: tuple[Assignment, ...],
    asked: Asked,
    changes: Sequence[Change],
    order: ReplanOrder,
    progress: Progress = silent,
) -> Plan:
    """
    Plan of the week with the published roster mended; `Plan.changes` says what changed and why.

    Parameters
    ----------
    inputs
        The workspace as it is now.
    published, asked
        Shifts as `read_assignments` gives them, and what their plan required.
    changes
        Sick calls and what-ifs that the workspace does not hold.

    Raises
    ------
    InputError
        Where the week is over, somebody has two shifts on a day, or the inputs do not fit the week.
    InfeasibleError
        Where the budget of changes is below what rules ask for.

    Notes
    -----
    Agents missing where the published roster had left them missing already, of floors too, are no
    reason to change anybody's shift: only what is lost since, and what is required beyond, is
    covered. A note tells what was missing before. Floors whose price is ``never`` are kept where
    they can be; a re-plan that misses one is given out, and says so.
    """
    grid = inputs.week_grid(order.week)
    require_time_left(grid, order.now, inputs)
    require_in_week(changes, grid, inputs)
    require_one_a_day(published)
    changed = inputs
    for change in changes:
        changed = change.apply(changed)
    require_same_skills(inputs, changed)
    carried, moving = carried_in(inputs, grid), {q.id for q in placed_queues(inputs)}
    wide, level = make_requirement(inputs, week=order.week, progress=progress)
    fresh = as_rostered(inputs, wide, level, Roster(grid.interval, published, carried))
    before = raised(fresh, fresh, asked, moving)
    left = left_before(inputs, wide, before, Roster(grid.interval, published, carried))
    if changes:
        wide, level = make_requirement(changed, week=order.week, progress=progress)

    def required(shifts: tuple[Assignment, ...], since: int) -> Requirement:
        roster = Roster(grid.interval, shifts, carried)
        return raised(as_mended(changed, wide, level, roster, since), fresh, asked, moving)

    requirement = required(still_worked(changed, published), ceil(grid.offset(order.now)))
    progress(StageProgress("roster", 0.0, "getting ready"))
    problem, roster, _ = hand_made(changed, roster_problem(changed, requirement), grid, published)
    problem = only_what_is_lost(inputs, problem, roster, before)
    stand = standing(changed, problem, roster, grid, order.now)
    found = _mended(changed, stand, grid, order, progress)
    mended = _in_instants(changed, stand.problem, found, published, roster, grid)
    told = _told(changed, stand, found, roster, published, mended, grid, order.now)
    if moving:
        requirement = required(mended.assignments, 0)
    made = _plan(changed, wide, requirement, mended, found, told, order, progress)
    sick = tuple(one for one in changes if isinstance(one, SickCall))
    return replace(made, sick=sick, notes=(*made.notes, *([left] if left else [])))


def _mended(
    inputs: Inputs, stand: Standing, grid: TimeGrid, order: ReplanOrder, progress: Progress
) -> Replanned:
    cents = change_prices(inputs, stand, grid, order.now)
    published = Published(stand.roster, cents, most_changes=order.most_changes)
    seed = inputs.settings.seed if order.seed is None else order.seed
    limits = Limits(time_s=order.time_limit_s)
    return replan(stand.problem, published, limits, seed, _reporter(progress))


def _reporter(progress: Progress) -> OnProgress:
    def report(moment: SolveProgress) -> bool:
        objective = None if moment.objective is None else moment.objective / 100
        return progress(
            StageProgress("roster", moment.done, f"{moment.solutions} tried", objective)
        )

    return report


def _in_instants(
    inputs: Inputs,
    problem: RosterProblem,
    found: Replanned,
    published: tuple[Assignment, ...],
    roster: SlotRoster,
    grid: TimeGrid,
) -> Roster:
    """The roster in instants; what did not change is to the second what was published."""
    known = _by_day(published)
    old = {(c.person, c.option, c.skill, c.break_starts) for c in roster.choices}
    fresh = week_roster(inputs, problem, found.result, grid)
    choices = {
        (problem.people[c.person].id, _day(inputs, problem, grid, c)): c
        for c in found.result.roster.choices
    }
    kept = []
    for made in fresh.assignments:
        c = choices[made.agent, made.shift.day]
        same = (c.person, c.option, c.skill, c.break_starts) in old
        kept.append(known[made.agent, made.shift.day] if same else made)
    return Roster(grid.interval, tuple(kept), carried_in(inputs, grid))


def _by_day(shifts: Iterable[Assignment]) -> dict[tuple[str, date], Assignment]:
    return {(one.agent, one.shift.day): one for one in shifts}


def _day(inputs: Inputs, problem: RosterProblem, grid: TimeGrid, choice: Choice) -> date:
    option = problem.options[choice.option]
    site = next(s for s in inputs.team.sites if s.id == option.site)
    return site_days(site, grid)[option.day]


def _told(
    inputs: Inputs,
    stand: Standing,
    found: Replanned,
    roster: SlotRoster,
    published: tuple[Assignment, ...],
    mended: Roster,
    grid: TimeGrid,
    now: datetime,
) -> tuple[RosterChange, ...]:
    """Every change in words: who is away first, then by day and person."""
    problem, old, new = stand.problem, _by_day(published), _by_day(mended.assignments)

    def told(person: int, day: date, kind: ChangeKind, why: str) -> RosterChange:
        agent = inputs.team.agent(problem.people[person].id)
        site = inputs.team.site(agent)
        before, after = old.get((agent.id, day)), new.get((agent.id, day))
        starts = [one.shift.interval.start for one in (before, after) if one is not None]
        first = min(starts, default=shift_instant(day, NOON, zone(site.zone)))
        words = on_the_clock(why, grid, zone(site.zone))
        notice = (first - now) / timedelta(hours=1)
        return RosterChange(
            agent.id, agent.name, site.id, site.zone, day, before, after, notice, kind, words
        )

    return tuple(starmap(told, _what_changed(inputs, stand, found, grid)))


def _what_changed(
    inputs: Inputs, stand: Standing, found: Replanned, grid: TimeGrid
) -> Iterator[tuple[int, date, ChangeKind, str]]:
    """Person, day, kind of every change and why."""
    problem = stand.problem
    away = tuple((c, _absence(inputs, problem, c, grid)) for c in stand.fallen)
    reasons = Reasons(problem, away, stand.roster, found.changes)
    taken = {(c.person, c.day) for c in found.changes}
    for choice, kind in away:
        number = problem.options[choice.option].day
        if (choice.person, number) not in taken:
            yield choice.person, _day(inputs, problem, grid, choice), "away", f"away ({kind})"
    for one in sorted(found.changes, key=lambda c: (c.is_light, c.day, c.person)):
        size: ChangeKind = "light" if one.is_light else "shift"
        yield one.person, _change_day(inputs, problem, grid, one), size, reasons.of(one)


def _change_day(inputs: Inputs, problem: RosterProblem, grid: TimeGrid, change: DayChange) -> date:
    choice = change.after or change.before
    assert choice is not None
    return _day(inputs, problem, grid, choice)


def _absence(inputs: Inputs, problem: RosterProblem, choice: Choice, grid: TimeGrid) -> str:
    """Kind of the time off in which a shift lies."""
    option, agent = problem.options[choice.option], problem.people[choice.person].id
    return next(
        off.kind
        for off in reversed(inputs.team.time_off)
        if off.agent == agent
        and grid.offset(off.interval.start) < option.end
        and grid.offset(off.interval.end) > option.start
    )


def _plan(
    inputs: Inputs,
    wide: Forecast,
    requirement: Requirement,
    mended: Roster,
    found: Replanned,
    told: tuple[RosterChange, ...],
    order: ReplanOrder,
    progress: Progress,
) -> Plan:
    seed = inputs.settings.seed if order.seed is None else order.seed
    judged = None
    if inputs.simulation.weeks:
        drawn_from = seed + VERIFICATION
        judge = Judge(inputs, wide, seed, progress)
        judged = judgement(
            judge.look(requirement, mended, drawn_from, "the re-plan"), seed=drawn_from
        )
    plan = assemble(inputs, wide, requirement, mended, summary(found.result), seed, judged)
    notes = (*plan.notes, *_notes(inputs, found), *_missed(plan))
    return replace(plan, changes=told, notes=notes)


def _missed(plan: Plan) -> Iterator[str]:
    """Floors that no plan may miss, and this one does: a re-plan is in force or of no use."""
    for title in dict.fromkeys(gap.title for gap in plan.floor_gaps if gap.is_ban):
        yield (
            f"{title}: never to be missed, but nobody was found for all of it; a re-plan is given "
            "out all the same, as the roster before it would leave no less missing"
        )


def _notes(inputs: Inputs, found: Replanned) -> Iterator[str]:
    for agent in sorted(found.kept):
        name = inputs.team.agent(agent).name
        yield (
            f"{name} ({agent}): the published week breaks a rule that no change from now on can "
            "mend; it stays as it is"
        )
