"""The loop: simulate the roster, ask for more where it misses, roster again, and verify afresh."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Final

from planner.demand import Forecast, Requirement
from planner.errors import TimeLimitError
from planner.roster import Roster
from planner.simulation.judgement import Judgement
from planner.simulation.replicate import replicate
from scenarios.coverage import cover
from scenarios.inputs import Inputs
from scenarios.judge.centre import judged_week
from scenarios.judge.correction import corrected, raised_hours
from scenarios.judge.judge import Case, judgement
from scenarios.judge.missing import missed_contacts
from scenarios.progress import Progress, StageProgress
from solver.result import Result

VERIFICATION: Final = 1_000_003
"""Weeks that verify are drawn from a seed this far behind those that correct."""


@dataclass(frozen=True, slots=True, eq=False)
class Rostered:
    """A roster, what was asked of it, and what the solver said."""

    requirement: Requirement
    roster: Roster
    result: Result


Again = Callable[[Requirement, Rostered], Rostered]
"""Rosters a raised requirement anew, from the roster before."""


@dataclass(slots=True)
class Judge:
    """Simulates rosters of one plan; every judgement meets weeks that none before has seen."""

    inputs: Inputs
    wide: Forecast
    seed: int
    progress: Progress

    def case(self, rostered: Rostered, seed: int, text: str) -> Case:
        """Simulated weeks of what was rostered."""
        return self.case_of(rostered.requirement, rostered.roster, seed, text)

    def case_of(self, requirement: Requirement, roster: Roster, seed: int, text: str) -> Case:
        """Simulated weeks of a roster."""
        week = judged_week(self.inputs, self.wide, requirement, roster)
        settings = self.inputs.simulation

        def told(done: int, of: int) -> bool:
            moment = StageProgress("judge", done / of, f"{text}: {done} of {of} weeks simulated")
            return self.progress(moment) or done < LEAST_WEEKS

        tally = replicate(
            week.centre,
            settings.weeks,
            seed,
            threads=settings.threads,
            shrinkage=list(week.shrinkage),
            block_s=AWAY_S,
            progress=told,
        )
        coverage = cover(self.inputs, self.wide, requirement, roster)
        return Case(self.inputs, week, tally, coverage)


AWAY_S: Final = 7200.0
"""How long whoever is away for training, a meeting or illness stays away."""

LEAST_WEEKS: Final = 20
"""Weeks that are simulated even when a run is asked to stop, so that there is an interval."""


def judged(judge: Judge, first: Rostered, again: Again) -> tuple[Rostered, Judgement]:
    """
    A roster that holds what was promised or as good a one as the rounds found, and its judgement.

    Rounds end when nothing is missed that more agents could mend, or when no time is left to roster
    again. What is returned was verified on weeks that no correction has seen.
    """
    best, best_miss, now = first, (inf, inf), first
    done = 0
    for number in range(judge.inputs.simulation.rounds + 1):
        case = judge.case(now, judge.seed + number, _named(number))
        found = judgement(case, seed=judge.seed + number)
        if (miss := missed_contacts(found, case)) < best_miss:
            best, best_miss, done = now, miss, number
        asked = corrected(case, now.requirement, found)
        is_last = number == judge.inputs.simulation.rounds
        if asked is None or is_last or not judge.progress(StageProgress("judge", 1.0)):
            break
        try:
            now = again(asked, now)
        except TimeLimitError:
            break
    seed = judge.seed + VERIFICATION
    hours = raised_hours(first.requirement, best.requirement)
    case = judge.case(best, seed, "verifying")
    return best, judgement(case, seed=seed, rounds=done, raised_hours=hours)


def _named(number: int) -> str:
    return "first roster" if number == 0 else f"correction {number}"
