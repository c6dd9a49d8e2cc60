"""What parts of a long roster may use up of contracts over many weeks."""

from dataclasses import replace

import numpy as np
import pytest

from solver.contract import Limit
from solver.problem import RosterProblem
from solver.schedules.shares import Shares
from tests.solver.schedules.test_whole_schedules import ward

N_DAYS, PART = 364, 28


@pytest.fixture(scope="module")
def year() -> RosterProblem:
    """A year, and people who could work every day of it, each of which asks for as much."""
    problem = ward(20, N_DAYS)
    people = tuple(replace(p, unavailable=()) for p in problem.people)
    return replace(problem, people=people, required=np.ones_like(problem.required))


def allowed(problem: RosterProblem, limit: Limit, end: int) -> list[int]:
    """What everybody may have done by the end of a part, if nothing was done before it."""
    shares, window = Shares(problem), (end - PART, end)
    found = [shares.of(p, limit, (), window) for p in range(len(problem.people))]
    return [limit.most for limit in found if limit is not None]


@pytest.mark.parametrize(
    ("unit", "most"), [("weekends", 26), ("shifts", 31)], ids=["weekends", "shifts"]
)
def test_the_last_part_is_left_its_share_of_what_is_whole(
    year: RosterProblem, unit: str, most: int
) -> None:
    limit = Limit("whole", unit, 0, most, 0, N_DAYS)  # type: ignore[arg-type]
    for end in range(PART, N_DAYS, PART):
        share = most * end / N_DAYS
        mean = float(np.mean(allowed(year, limit, end)))
        assert share <= mean + 0.1
        assert mean - share <= max(0.1 * most, 1) * (1 - end / N_DAYS) + 0.1
    assert allowed(year, limit, N_DAYS) == [most] * len(year.people)


def test_what_is_owed_by_the_end_of_a_part_leaves_no_more_than_a_share(
    year: RosterProblem,
) -> None:
    limit, shares = Limit("hours", "minutes", 60 * 1800, 60 * 1900, 0, N_DAYS), Shares(year)
    for end in range(PART, N_DAYS, PART):
        found = shares.of(0, limit, (), (end - PART, end))
        assert found is not None
        assert found.least == -(-60 * 1800 * end // N_DAYS)
        assert found.most == 60 * 1900 * end // N_DAYS + 720


def test_what_is_whole_is_not_owed_by_everybody_at_once(year: RosterProblem) -> None:
    limit, shares = Limit("whole", "shifts", 1, 5, 0, 4 * PART), Shares(year)
    for end, share in ((PART, 0.25), (2 * PART, 0.5), (3 * PART, 0.75), (4 * PART, 1)):
        found = [shares.of(p, limit, (), (end - PART, end)) for p in range(len(year.people))]
        owed = [one.least for one in found if one is not None]
        assert float(np.mean(owed)) == pytest.approx(share, abs=0.1)


def test_hours_may_lie_a_shift_behind_where_parts_are_weeks(year: RosterProblem) -> None:
    """Contracts of three shifts and three quarters a week make nobody work four in each."""
    limit, shares = Limit("hours", "minutes", 7200, 7200, 0, 28), Shares(year, by_weeks=True)
    found = [shares.of(0, limit, (), (end - 7, end)) for end in (7, 14, 21, 28)]
    assert [one.least for one in found if one] == [1080, 2880, 4680, 7200]
    assert [one.most for one in found if one] == [2520, 4320, 6120, 7200]


def test_weekends_have_a_price_until_there_are_no_more_parts(year: RosterProblem) -> None:
    shares, person = Shares(year), year.people[0]
    (price,) = shares.spared(person, (28, 56))
    assert (price.unit, price.most, price.cents_above) == ("weekends", 0, 20)
    assert not shares.spared(person, (336, N_DAYS))
    priced = Limit("weekends", "weekends", 0, 26, 0, N_DAYS, cents_above=500)
    early = Limit("weekends", "weekends", 0, 4, 0, 56)
    for other in (priced, early):
        assert not shares.spared(replace(person, limits=(other,)), (28, 56))


def test_days_count_as_much_as_they_ask_of_those_who_can(year: RosterProblem) -> None:
    """Twice as much is asked for from the second half on, when half of the people are away."""
    half, n_slots = N_DAYS // 2, year.n_slots
    required = year.required.copy()
    required[:, n_slots // 2 :] = 2
    away = tuple(replace(p, unavailable=((n_slots // 2, n_slots),)) for p in year.people[:10])
    uneven = replace(year, people=(*away, *year.people[10:]), required=required)
    limit, shares = Limit("hours", "minutes", 60 * 1800, 60 * 1900, 0, N_DAYS), Shares(uneven)
    gone, there = (shares.of(p, limit, (), (0, half)) for p in (0, 10))
    assert gone is not None
    assert there is not None
    assert gone.least == 60 * 1800
    assert there.least == 60 * 1800 / (1 + 4)
