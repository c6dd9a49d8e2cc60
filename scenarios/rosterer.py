"""Rosters what is required: at first, and again where simulated weeks ask for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from planner.demand import Forecast, Requirement
from planner.errors import InfeasibleError
from planner.local_time import zone
from planner.roster import Assignment, Roster
from planner.shifts import Break, Shift
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from scenarios.judge.rounds import Rostered
from scenarios.options import site_days
from scenarios.problem import carried_in, roster_problem
from scenarios.progress import Progress
from scenarios.rostering.waiting import placed_around, with_waiting
from scenarios.rule_words import on_the_clock
from scenarios.solve_progress import reporter
from scenarios.start_from import start_roster
from solver.problem import RosterProblem
from solver.result import Choice, Limits, Result, SlotRoster
from solver.solve import solve

PATIENCE = 20.0
"""Wall time that a repeatable run may take, as a multiple of its limit of work."""

CORRECTION_TIME = 0.25
"""Time for rostering a corrected requirement, as a part of that for the first roster."""

LEAST_CORRECTION_S = 10.0
"""Time that such a roster has at least, unless the first had less."""


@dataclass(frozen=True, slots=True, eq=False)
class Rosterer:
    """Rosters of one plan; arguments as of `make_plan`."""

    inputs: Inputs
    wide: Forecast
    seed: int
    time_s: float
    repeatable: bool
    start_from: Sequence[Assignment]
    progress: Progress

    def first(self, asked: Requirement) -> Rostered:
        """The first roster; it asks for work that can wait where its agents do it."""
        problem = with_waiting(self.inputs, self.wide, asked, roster_problem(self.inputs, asked))
        hint = None
        if self.start_from:
            hint = start_roster(self.inputs, problem, asked.grid, self.start_from)
        result, roster = self._solved(problem, asked.grid, self.time_s, hint)
        return Rostered(placed_around(self.inputs, problem, asked, roster), roster, result)

    def again(self, asked: Requirement, before: Rostered) -> Rostered:
        """A roster of a raised requirement, from the one before, in a part of the time."""
        time_s = max(CORRECTION_TIME * self.time_s, min(self.time_s, LEAST_CORRECTION_S))
        problem = roster_problem(self.inputs, asked)
        result, roster = self._solved(problem, asked.grid, time_s, before.result.roster)
        return Rostered(asked, roster, result)

    def _solved(
        self, problem: RosterProblem, grid: TimeGrid, time_s: float, hint: SlotRoster | None
    ) -> tuple[Result, Roster]:
        limits, clock = _limits(time_s, self.repeatable), zone(self.inputs.settings.zone)
        try:
            result = solve(problem, limits, self.seed, hint, reporter(self.progress))
        except InfeasibleError as error:
            told = [on_the_clock(reason, grid, clock) for reason in error.reasons]
            raise InfeasibleError(on_the_clock(str(error), grid, clock), told) from None
        return result, week_roster(self.inputs, problem, result, grid)


def week_roster(inputs: Inputs, problem: RosterProblem, result: Result, grid: TimeGrid) -> Roster:
    """Roster in instants, from one in slots."""
    days = {site.id: site_days(site, grid) for site in inputs.team.sites}
    shares = {template.id: template.paid_share for template in inputs.templates}
    assignments = sorted(
        (_assignment(problem, choice, days, shares, grid) for choice in result.roster.choices),
        key=lambda a: (a.agent, a.shift.interval.start),
    )
    return Roster(grid.interval, tuple(assignments), carried_in(inputs, grid))


def _assignment(
    problem: RosterProblem,
    choice: Choice,
    days: dict[str, tuple[date, ...]],
    shares: dict[str, float],
    grid: TimeGrid,
) -> Assignment:
    option = problem.options[choice.option]

    def span(first: int, last: int) -> Interval:
        return Interval(grid.instant(first), grid.instant(last))

    breaks = tuple(
        Break(span(start, start + window.length), window.paid, window.name)
        for window, start in zip(option.breaks, choice.break_starts, strict=True)
    )
    return Assignment(
        agent=problem.people[choice.person].id,
        shift=Shift(
            template=option.template,
            day=days[option.site][option.day],
            interval=span(option.start, option.end),
            breaks=tuple(sorted(breaks, key=lambda b: b.interval)),
            paid_share=shares[option.template],
        ),
        skill=problem.skills[choice.skill],
    )


def _limits(time_limit_s: float, repeatable: bool) -> Limits:
    if not repeatable:
        return Limits(time_s=time_limit_s)
    return Limits(time_s=PATIENCE * time_limit_s, deterministic=time_limit_s, workers=1)
