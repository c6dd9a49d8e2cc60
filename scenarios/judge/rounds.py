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
from scenarios.inputs import MOST_WEEKS, Inputs
from scenarios.judge.case import Case
from scenarios.judge.centre import JudgedWeek, judged_week
from scenarios.judge.correction import corrected, raised_hours
from scenarios.judge.judge import judgement
from scenarios.judge.missing import Missing, missed_contacts
from scenarios.progress import Progress, StageProgress
from scenarios.rostering.waiting import as_rostered
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
        """Simulated weeks of what was rostered, as in `look`."""
        return self.look(rostered.requirement, rostered.roster, seed, text)

    def look(self, requirement: Requirement, roster: Roster, seed: int, text: str) -> Case:
        """
        Simulated weeks of a roster.

        Where they are too few to tell, and nothing is missed for certain, four times as many.
        """
        weeks = self.inputs.simulation.weeks
        case = self.case_of(requirement, roster, seed, text)
        verdicts = {queue.verdict for queue in judgement(case, seed=seed).queues}
        if "unsure" not in verdicts or "missed" in verdicts or case.weeks < weeks:
            return case
        more = min(CLOSER * weeks, MOST_WEEKS)
        return self.case_of(requirement, roster, seed, f"{text}, looking closer", more)

    def case_of(
        self,
        requirement: Requirement,
        roster: Roster,
        seed: int,
        text: str,
        weeks: int | None = None,
    ) -> Case:
        """Simulated weeks of a roster, as many as the settings say where `weeks` does not."""
        week = judged_week(self.inputs, self.wide, requirement, roster)
        settings = self.inputs.simulation

        def told(done: int, of: int) -> bool:
            moment = StageProgress("judge", done / of, f"{text}: {done} of {of} weeks simulated")
            return self.progress(moment) or done < LEAST_WEEKS

        tally = replicate(
            week.centre,
            weeks or settings.weeks,
            seed,
            threads=settings.threads,
            shrinkage=list(week.shrinkage),
            block_s=away_s(week),
            progress=told,
        )
        coverage = cover(self.inputs, self.wide, requirement, roster)
        return Case(self.inputs, week, tally, coverage)

    def as_told(self, case: Case, rostered: Rostered) -> Case:
        """The case with work that can wait asked for where this roster does it, not the first."""
        asked = as_rostered(self.inputs, self.wide, rostered.requirement, rostered.roster)
        if asked is rostered.requirement:
            return case
        return case._replace(coverage=cover(self.inputs, self.wide, asked, rostered.roster))


CLOSER: Final = 4
"""Times as many weeks are simulated where the first ones cannot tell."""

AWAY_S: Final = 7200.0
"""How long whoever is away for training, a meeting or illness stays away, at least."""

AWAY_CONTACTS: Final = 8.0
"""And at least so many times the longest mean handling time, which is finished first."""


def away_s(week: JudgedWeek) -> float:
    """How long whoever is away stays away: long enough that contacts in hand eat little of it."""
    longest_s = max((line.handling.mean_s for line in week.centre.lines), default=0.0)
    return max(AWAY_S, AWAY_CONTACTS * longest_s)


LEAST_WEEKS: Final = 20
"""Weeks that are simulated even when a run is asked to stop, so that there is an interval."""


@dataclass(slots=True)
class _Best:
    """The roster that misses least, the round it is from, and what unseen weeks say of it."""

    rostered: Rostered
    miss: Missing
    round: int
    verified: Judgement | None = None


def judged(judge: Judge, first: Rostered, again: Again) -> tuple[Rostered, Judgement]:
    """
    A roster that holds what was promised or as good a one as the rounds found, and its judgement.

    A roster that seems to hold is verified on weeks that no correction has seen; one that fails
    there is corrected by them while rounds are left, and verified on others. Rounds end when
    nothing is missed that more agents could mend, or when no time is left to roster again.
    """
    rounds = judge.inputs.simulation.rounds
    best, now = _Best(first, (inf, inf), 0), first
    n_verified = 0
    for number in range(rounds + 1):
        case = judge.case(now, judge.seed + number, _named(number))
        found = judgement(case, seed=judge.seed + number)
        if (miss := missed_contacts(found, case)) < best.miss:
            best = _Best(now, miss, number)
        asked = corrected(case, now.requirement, found)
        if asked is None and number < rounds:
            case, found = _verify(judge, first, best, n_verified)
            n_verified += 1
            if found.is_held:
                break
            asked, now = corrected(case, best.rostered.requirement, found), best.rostered
        if asked is None or number == rounds or not judge.progress(StageProgress("judge", 1.0)):
            break
        try:
            now = again(asked, now)
        except TimeLimitError:
            break
    if best.verified is None:
        _, found = _verify(judge, first, best, n_verified)
    return best.rostered, best.verified or found


def _verify(judge: Judge, first: Rostered, best: _Best, nth: int) -> tuple[Case, Judgement]:
    """Judge the best roster on weeks that nothing else has met, and note what they say."""
    seed = judge.seed + VERIFICATION + nth
    hours = raised_hours(first.requirement, best.rostered.requirement)
    case = judge.case(best.rostered, seed, "verifying")
    told = judge.as_told(case, best.rostered)
    best.verified = judgement(told, seed=seed, rounds=best.round, raised_hours=hours)
    best.miss = missed_contacts(best.verified, case)
    return case, best.verified


def _named(number: int) -> str:
    return "first roster" if number == 0 else f"correction {number}"
