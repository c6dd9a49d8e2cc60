"""A roster that is there already, judged by simulated weeks; nothing is solved or changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from planner.demand import Requirement
from planner.errors import InputError, Problem
from planner.readers.reading import Findings, Reading
from planner.readers.roster import read_roster, utc_text
from planner.roster import Assignment, Coverage, Roster, Violation
from planner.simulation.judgement import Judgement
from planner.timegrid import TimeGrid
from scenarios.broken_rules import broken_rules
from scenarios.coverage import cover
from scenarios.figures import key_figures
from scenarios.floor_gaps import floor_gaps
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge.judge import judgement
from scenarios.judge.rounds import VERIFICATION, Judge
from scenarios.other_week import other_week
from scenarios.pipeline import make_requirement
from scenarios.plan import Figures, FloorGap, Shortfall, UnkeptTerm
from scenarios.problem import carried_in
from scenarios.progress import Progress, silent
from scenarios.roster_context import context_of
from scenarios.rostering.waiting import as_rostered
from scenarios.shortfalls import shortfalls
from scenarios.unkept.told import unkept_terms

USUAL_WEEKS: Final = SimulationSettings().weeks


@dataclass(frozen=True, slots=True, eq=False)
class JudgedRoster:
    """
    What simulated weeks say of a roster, held against today's forecast and requirement.

    `seed` is the plan's, from which the weeks of `judgement` are drawn as those that verify a plan:
    a roster as it was planned is told the same as in its plan. `violations` are rules that it
    breaks, `unkept_terms` what it breaks at a price.
    """

    inputs: Inputs
    grid: TimeGrid
    roster: Roster
    requirement: Requirement
    coverage: Coverage
    figures: Figures
    shortfalls: tuple[Shortfall, ...]
    floor_gaps: tuple[FloorGap, ...]
    judgement: Judgement
    violations: tuple[Violation, ...]
    unkept_terms: tuple[UnkeptTerm, ...]
    notes: tuple[str, ...]
    seed: int


def judge_roster(
    inputs: Inputs,
    assignments: tuple[Assignment, ...],
    *,
    week: date | None = None,
    weeks: int | None = None,
    seed: int | None = None,
    progress: Progress = silent,
) -> JudgedRoster:
    """
    Judge shifts of a week, as `read_assignments` gives them.

    Parameters
    ----------
    week, seed
        As of `make_plan`.
    weeks
        Weeks to simulate, 2 to 2,000; None takes the settings', or 200 where those are 0.
    progress
        Returning False ends it early, with at least 20 weeks simulated.

    Raises
    ------
    InputError
        For `weeks` out of range, and where the inputs do not fit the week.
    """
    n_weeks = weeks if weeks is not None else inputs.simulation.weeks or USUAL_WEEKS
    settings = replace(inputs.simulation, weeks=n_weeks, rounds=0)
    inputs = replace(inputs, simulation=settings)
    chosen = inputs.settings.seed if seed is None else seed
    wide, requirement = make_requirement(inputs, week=week, progress=progress)
    grid = requirement.grid
    roster = Roster(grid.interval, assignments, carried_in(inputs, grid))
    requirement = as_rostered(inputs, wide, requirement, roster)
    drawn_from = chosen + VERIFICATION
    judge = Judge(inputs, wide, chosen, progress)
    simulate = judge.look if weeks is None else judge.case_of
    case = simulate(requirement, roster, drawn_from, "the roster")
    coverage, gaps = cover(inputs, wide, requirement, roster), floor_gaps(inputs, grid, roster)
    unkept = unkept_terms(inputs, grid, assignments)
    return JudgedRoster(
        inputs=inputs,
        grid=grid,
        roster=roster,
        requirement=requirement,
        coverage=coverage,
        figures=key_figures(inputs, roster, coverage, gaps, unkept),
        floor_gaps=gaps,
        shortfalls=shortfalls(inputs, coverage),
        judgement=judgement(case, seed=drawn_from),
        violations=broken_rules(inputs, requirement, roster),
        unkept_terms=unkept,
        notes=tuple(_notes(assignments, grid)),
        seed=chosen,
    )


def read_assignments(
    path: Path, inputs: Inputs, week: date | None = None, *, as_it_is: bool = False
) -> tuple[Assignment, ...]:
    """
    Shifts of the roster file `path`, checked against the workspace and the week.

    With `as_it_is`, what breaks a rule of the roster rather than of the file is passed on.

    Raises
    ------
    InputError
        With every problem: no such file, an agent, shift or skill that is not known, shifts of
        another week, shifts that overlap.
    """
    require_roster(path)
    reading = read_roster(path, context_of(inputs), as_it_is=as_it_is)
    grid = inputs.week_grid(week)
    problems = [p for p in reading.problems if not p.warning]
    problems += other_week(path.name, reading, inputs, grid)
    if not as_it_is:
        problems += _carried_over(path.name, reading, inputs, grid)
    if problems:
        raise InputError.of(problems)
    return reading.items


def require_roster(path: Path) -> None:
    """Refuse a roster file that is not there, with an `InputError`."""
    if not path.is_file():
        raise InputError(f"{path}: no roster there; run rotacast plan first, or name another file")


def _carried_over(
    file: str, reading: Reading[Assignment], inputs: Inputs, grid: TimeGrid
) -> tuple[Problem, ...]:
    """Shifts that begin while last week's shift of the same agent goes on."""
    ends = {a.agent: a.shift.interval.end for a in carried_in(inputs, grid)}
    findings = Findings(file)
    for made, line in zip(reading.items, reading.lines, strict=True):
        if made.agent in ends and grid.start <= made.shift.interval.start < ends[made.agent]:
            findings.add(
                f"the shift of {made.agent} begins before the one of last_week.csv ends at "
                f"{utc_text(ends[made.agent])} UTC; move it",
                line=line,
                field="start_utc",
                value=made.agent,
                code="overlapping_shifts",
            )
    return findings.found()


def _notes(assignments: tuple[Assignment, ...], grid: TimeGrid) -> Iterator[str]:
    odd = sum(
        any(grid.offset(i) % 1 for i in (a.shift.interval.start, a.shift.interval.end))
        for a in assignments
    )
    if odd:
        shifts = "1 shift begins or ends" if odd == 1 else f"{odd} shifts begin or end"
        yield (
            f"{shifts} off the {grid.minutes}-minute grid: simulated to the minute, "
            "counted in whole intervals where agents are held against the requirement"
        )
