"""The loop of judgement and correction: when it stops, what it keeps, what verifies it."""

from dataclasses import replace
from typing import cast

import numpy as np
import pytest

from planner.demand import Forecast, Requirement
from planner.errors import TimeLimitError
from planner.queues import Queue, ServiceLevelTarget
from planner.roster import Roster
from planner.simulation.judgement import Judgement
from scenarios.inputs import Inputs, SimulationSettings
from scenarios.judge import rounds
from scenarios.judge.case import Case
from scenarios.judge.centre import judged_week
from scenarios.judge.judge import judgement
from scenarios.judge.missing import missed_contacts
from scenarios.judge.rounds import VERIFICATION, Judge, Rostered, away_s, judged
from scenarios.progress import Progress, silent
from scenarios.staffing.requirement import require_agents
from solver.result import Result
from tests.work_fixture import (
    DAY,
    GRID,
    NINE,
    PHONE,
    case_of,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

MORNING = [100.0 if NINE <= slot < NINE + 6 else 0.0 for slot in range(DAY)]
DEMAND = forecast_of({("phone", ""): MORNING})  # 10 erlangs: 13 agents come to 80 % within 20 s
NO_RESULT = cast(Result, None)


class Solver:
    """Rosters every requirement in full, as far as there are agents, and remembers it."""

    def __init__(self, most: int = 10_000) -> None:
        self.most = most
        self.asked: list[int] = []

    def __call__(self, requirement: Requirement, before: Rostered | None = None) -> Rostered:
        heads = min(self.most, int(requirement.queues[0].scheduled.max()))
        self.asked.append(heads)
        return Rostered(requirement, roster_of(crew("phone", heads)), NO_RESULT)


def planned(
    queue: Queue, rounds: int = 3, weeks: int = 20, certainty: float | None = None
) -> Inputs:
    settings = SimulationSettings(weeks=weeks, rounds=rounds, threads=1)
    return replace(inputs_of(queue, certainty=certainty), simulation=settings)


def requirement_of(inputs: Inputs, heads: int, wide: Forecast = DEMAND) -> Requirement:
    """So many agents asked for in every slot."""
    found = require_agents(inputs, wide, GRID)
    level = np.full(GRID.n_slots, heads)
    queues = tuple(replace(q, alone=level, net=level, scheduled=level) for q in found.queues)
    return replace(found, queues=queues)


def close_loop(
    inputs: Inputs, heads: int, solver: Solver, progress: Progress = silent
) -> tuple[Rostered, Judgement]:
    first = solver(requirement_of(inputs, heads))
    return judged(Judge(inputs, DEMAND, 1, progress), first, solver)


def heads_of(rostered: Rostered) -> int:
    return len(rostered.roster.assignments)


def test_a_roster_that_holds_is_not_sent_back() -> None:
    solver = Solver()
    final, found = close_loop(planned(PHONE), 15, solver)
    assert solver.asked == [15]
    assert found.is_held
    assert (found.rounds, found.raised_hours) == (0, 0.0)
    assert heads_of(final) == 15


def test_an_understaffed_roster_is_raised_until_it_holds() -> None:
    solver = Solver()
    final, found = close_loop(planned(PHONE), 11, solver)
    assert found.is_held
    assert heads_of(final) in (13, 14, 15)
    assert found.rounds == len(solver.asked) - 1 > 0
    assert found.raised_hours == (final.requirement.queues[0].scheduled - 11).sum() / 2


def test_a_roster_that_fails_when_verified_is_corrected_once_more() -> None:
    """Thirteen agents, on the edge of the target, pass the round by luck."""
    solver = Solver()
    inputs = planned(PHONE)
    first = solver(requirement_of(inputs, 11))
    final, found = judged(Judge(inputs, DEMAND, 3, silent), first, solver)
    assert solver.asked == [11, 13, 14]
    assert (heads_of(final), found.is_held, found.rounds) == (14, True, 2)
    assert found.seed == 3 + VERIFICATION + 1


def test_what_is_too_close_to_tell_is_looked_at_more_closely() -> None:
    inputs = planned(PHONE)
    first = Solver()(requirement_of(inputs, 13))
    judge = Judge(inputs, DEMAND, 5, silent)
    quick = judge.case_of(first.requirement, first.roster, 5, "quick")
    assert judgement(quick, seed=5).of("phone").verdict == "unsure"
    closer = judge.case(first, 5, "first")
    assert (quick.weeks, closer.weeks) == (20, 80)
    alike = closer.tally.offered[:20] == quick.tally.offered
    assert alike.all()


PROMISES = {
    "mean wait alone": (replace(PHONE, target=None, max_asa_s=10), None, 12),
    "share who hang up": (replace(PHONE, patience_s=120, max_abandonment=0.02), None, 12),
    "priorities": (
        replace(PHONE, target_by_priority={"": ServiceLevelTarget(0.9, 20)}),
        None,
        12,
    ),
    "weeks that meet it": (PHONE, 0.75, 13),
    "lower end of the interval": (PHONE, None, 12),
}


@pytest.mark.parametrize(("queue", "certainty", "heads"), PROMISES.values(), ids=PROMISES)
def test_each_kind_of_promise_is_corrected_and_the_better_roster_kept(
    queue: Queue, certainty: float | None, heads: int
) -> None:
    inputs = planned(queue, certainty=certainty)
    _, before = close_loop(
        replace(inputs, simulation=SimulationSettings(20, 0, threads=1)), heads, Solver()
    )
    assert not before.is_held
    final, found = close_loop(inputs, heads, Solver())
    assert found.is_held
    assert heads_of(final) > heads


def test_agents_that_nobody_can_roster_are_not_asked_for_again() -> None:
    solver = Solver(most=11)
    final, found = close_loop(planned(PHONE), 14, solver)
    assert solver.asked == [11]
    assert found.of("phone").verdict == "missed"
    assert "could not be rostered" in found.of("phone").reason
    assert final.requirement.queues[0].scheduled.max() == 14


def test_rounds_of_0_judge_once_and_correct_nothing() -> None:
    solver = Solver()
    _, found = close_loop(planned(PHONE, rounds=0), 11, solver)
    assert solver.asked == [11]
    assert (found.of("phone").verdict, found.rounds) == ("missed", 0)


def test_no_more_rounds_than_allowed() -> None:
    solver = Solver()
    close_loop(planned(PHONE, rounds=1), 8, solver)
    assert len(solver.asked) == 2


def test_the_better_of_two_rosters_is_kept() -> None:
    inputs = planned(PHONE)
    worse = iter([9, 8, 7])

    def again(requirement: Requirement, before: Rostered) -> Rostered:
        return Rostered(requirement, roster_of(crew("phone", next(worse))), NO_RESULT)

    first = Solver()(requirement_of(inputs, 11))
    final, found = judged(Judge(inputs, DEMAND, 1, silent), first, again)
    assert final is first
    assert found.rounds == 0


def test_no_time_to_roster_again_keeps_what_there_is() -> None:
    def again(requirement: Requirement, before: Rostered) -> Rostered:
        raise TimeLimitError("no full roster in 0.1 s")

    inputs = planned(PHONE)
    first = Solver()(requirement_of(inputs, 11))
    final, found = judged(Judge(inputs, DEMAND, 1, silent), first, again)
    assert final is first
    assert found.of("phone").verdict == "missed"


def test_every_judgement_meets_weeks_that_none_before_has_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seeds = []
    case_of = Judge.case_of

    def spy(judge: Judge, asked: Requirement, roster: Roster, seed: int, text: str) -> Case:
        seeds.append(seed)
        return case_of(judge, asked, roster, seed, text)

    monkeypatch.setattr(Judge, "case_of", spy)
    _, found = close_loop(planned(PHONE), 8, Solver())
    assert len(set(seeds)) == len(seeds) > 2
    assert found.seed == seeds[-1]


def test_a_run_that_is_stopped_simulates_twenty_weeks_and_corrects_no_more() -> None:
    solver = Solver()
    _, found = close_loop(planned(PHONE, weeks=60), 11, solver, progress=lambda moment: False)
    assert solver.asked == [11]
    assert found.weeks == rounds.LEAST_WEEKS == 20


@pytest.mark.parametrize("threads", [2, 3])
def test_threads_do_not_change_a_judgement(threads: int) -> None:
    found = []
    for n in (1, threads):
        inputs = replace(planned(PHONE), simulation=SimulationSettings(20, 0, threads=n))
        requirement = requirement_of(inputs, 13)
        case = case_of(inputs, DEMAND, requirement, Roster(GRID.interval, crew("phone", 13)))
        found.append(judgement(case, seed=1).of("phone"))
    one, other = found
    assert (one.in_time, one.asa_s, one.days) == (other.in_time, other.asa_s, other.days)
    np.testing.assert_array_equal(one.slots, other.slots)


def test_contacts_short_are_counted_from_the_deciding_end_of_the_interval() -> None:
    inputs = planned(PHONE)
    requirement = requirement_of(inputs, 12)
    case = case_of(inputs, DEMAND, requirement, roster_of(crew("phone", 12)))
    found = judgement(case, seed=1)
    level = found.of("phone").in_time
    assert level is not None
    promises, slots = missed_contacts(found, case)
    assert promises == pytest.approx((0.8 - level.low) * 100 * 6 * 7)
    assert 0 < slots < promises
    week = replace(inputs, queues=(replace(PHONE, holds_over="week"),))
    assert missed_contacts(found, case._replace(inputs=week)) == (promises, 0.0)


def test_whoever_is_away_is_away_for_several_contacts() -> None:
    for aht_s, hours in ((180.0, 2.0), (900.0, 2.0), (2700.0, 6.0)):
        inputs = inputs_of(replace(PHONE, aht_s=aht_s))
        requirement = requirement_of(inputs, 14)
        week = judged_week(inputs, DEMAND, requirement, roster_of(crew("phone", 3)))
        assert away_s(week) == hours * 3600
