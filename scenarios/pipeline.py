"""The one pipeline: forecast, staffing, roster, simulation, plan."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from planner.arrays import FloatArray
from planner.demand import Forecast, History, Requirement
from planner.roster import Assignment, Roster
from planner.simulation.judgement import Judgement
from planner.timegrid import TimeGrid
from scenarios.certainty import curves_of_plan
from scenarios.coverage import cover, service_by_day
from scenarios.explanations import help_lines, roster_lines
from scenarios.figures import key_figures
from scenarios.floor_gaps import floor_gaps
from scenarios.forecast import OnFit, forecast_wide
from scenarios.inputs import Inputs
from scenarios.judge.rounds import Judge, judged
from scenarios.override_words import override_lines
from scenarios.plan import Plan, SolveSummary
from scenarios.price_notes import price_notes
from scenarios.problem import roster_problem
from scenarios.progress import Progress, StageProgress, silent
from scenarios.rosterer import Rosterer
from scenarios.rostering.placed import placed_notes, placed_work
from scenarios.rostering.waiting import as_rostered
from scenarios.shortfalls import shortfalls
from scenarios.staffing.requirement import require_agents
from scenarios.unkept.told import unkept_explanations, unkept_note, unkept_terms
from scenarios.week_notes import week_notes
from solver.result import Result

ASKING_FOR_HELP = "asking what would help"
GETTING_READY = "getting ready; half a minute the first time"

HELP_TIME = 0.15
"""Time for what would help with uncovered demand, as a part of that for the first roster."""


def make_forecast(
    inputs: Inputs, *, week: date | None = None, progress: Progress = silent
) -> Forecast:
    """Forecast of the week alone."""
    grid = inputs.week_grid(week)
    return forecast_wide(inputs, grid, progress).cut(grid)


def make_requirement(
    inputs: Inputs,
    *,
    week: date | None = None,
    progress: Progress = silent,
    on_fit: OnFit | None = None,
) -> tuple[Forecast, Requirement]:
    """Forecast and requirement of the week; `on_fit` is told what each series learned."""
    grid = inputs.week_grid(week)
    wide = forecast_wide(inputs, grid, progress, on_fit)
    progress(StageProgress("staffing", 0.0, GETTING_READY))
    requirement = require_agents(inputs, wide, grid)
    progress(StageProgress("staffing", 1.0))
    return wide, requirement


def make_plan(
    inputs: Inputs,
    *,
    week: date | None = None,
    seed: int | None = None,
    time_limit_s: float | None = None,
    repeatable: bool = False,
    curves: bool = True,
    start_from: Sequence[Assignment] = (),
    progress: Progress = silent,
    on_fit: OnFit | None = None,
) -> Plan:
    """
    Plan one week.

    Parameters
    ----------
    week
        Any day of it; None as `Inputs.week_grid` says.
    seed, time_limit_s
        Of the roster; None takes the settings'.
    repeatable
        Limit the roster by work instead of wall time, with one worker: equal inputs and seed give
        the same roster every time, on the same machine and versions.
    curves
        Tell what certainty costs, where that takes seconds.
    start_from
        Shifts of this week or an earlier one that the search begins with, as far as they fit.
    progress
        Told of each moment; returning False while the roster is solved keeps the best so far.
    on_fit
        Told what each series learned for the forecast.

    Raises
    ------
    InputError
        When the inputs do not fit the week.
    InfeasibleError
        When the rules leave no roster; with the reasons in words.
    TimeLimitError
        When no roster was found in time.
    """
    chosen_seed = inputs.settings.seed if seed is None else seed
    wide, requirement = make_requirement(inputs, week=week, progress=progress, on_fit=on_fit)
    progress(StageProgress("roster", 0.0, "getting ready"))
    time_s = time_limit_s or inputs.settings.time_limit_s
    rosterer = Rosterer(inputs, wide, chosen_seed, time_s, repeatable, tuple(start_from), progress)
    final, judgement = rosterer.first(requirement), None
    if inputs.simulation.weeks:
        judge = Judge(inputs, wide, chosen_seed, progress)
        final, judgement = judged(judge, final, rosterer.again)
    requirement = as_rostered(inputs, wide, final.requirement, final.roster)
    solved = summary(final.result)
    plan = assemble(inputs, wide, requirement, final.roster, solved, chosen_seed, judgement)
    problem = roster_problem(inputs, requirement)
    lines = roster_lines(inputs, problem, plan.grid, plan.roster.assignments)
    goes_on = progress(StageProgress("write", 0.0, ASKING_FOR_HELP))
    if lines and goes_on and not repeatable:
        shifts = plan.roster.assignments
        lines += help_lines(inputs, problem, plan.grid, shifts, HELP_TIME * time_s)
    return replace(
        plan,
        curves=curves_of_plan(inputs, wide, requirement) if curves else (),
        explanations=(*lines, *plan.explanations),
    )


def assemble(
    inputs: Inputs,
    wide: Forecast,
    requirement: Requirement,
    roster: Roster,
    solved: SolveSummary,
    seed: int,
    judgement: Judgement | None = None,
) -> Plan:
    """Plan of a given roster: what it covers, what it earns, what it costs."""
    grid = requirement.grid
    coverage = cover(inputs, wide, requirement, roster)
    placed, gaps = placed_work(inputs, wide, requirement, roster), floor_gaps(inputs, grid, roster)
    unkept = unkept_terms(inputs, grid, roster.assignments)
    return Plan(
        inputs=inputs,
        grid=grid,
        known_history=known_history(inputs.history, grid),
        actual=actual_contacts(inputs, grid),
        forecast=wide.cut(grid),
        requirement=requirement,
        roster=roster,
        coverage=coverage,
        service=service_by_day(inputs, coverage),
        shortfalls=shortfalls(inputs, coverage),
        floor_gaps=gaps,
        unkept_terms=unkept,
        explanations=tuple(unkept_explanations(inputs, unkept)),
        figures=key_figures(inputs, roster, coverage, gaps, unkept),
        solve=solved,
        seed=seed,
        judgement=judgement,
        placed=placed,
        notes=(
            *(str(note) for note in inputs.notes),
            *week_notes(inputs, grid),
            *price_notes(inputs, grid, roster),
            *unkept_note(inputs, unkept),
            *placed_notes(inputs, grid, placed),
            *override_lines(inputs, wide),
        ),
    )


def summary(result: Result) -> SolveSummary:
    """How good the roster is known to be, in money."""
    return SolveSummary(
        quality=str(result.quality),
        objective=result.objective / 100,
        bound=result.bound / 100,
        gap=result.gap,
        runtime_s=result.runtime_s,
        costs={line.goal: line.cents / 100 for line in result.costs},
    )


def known_history(history: History, grid: TimeGrid) -> History:
    """History before the week begins."""
    return history.until(min(history.grid.n_slots, int(history.grid.offset(grid.start))))


def actual_contacts(inputs: Inputs, grid: TimeGrid) -> dict[str, FloatArray]:
    """Contacts of the week that the history already holds, by queue, NaN where missing."""
    history = inputs.history
    first = int(history.grid.offset(grid.start))
    if history.grid.n_slots <= first:
        return {}
    found: dict[str, FloatArray] = {}
    for i, (queue, _) in enumerate(history.streams):
        known = history.counts[i, first : first + grid.n_slots]
        counts = np.full(grid.n_slots, np.nan)
        counts[: len(known)] = known
        found[queue] = found[queue] + counts if queue in found else counts
    return found
