"""What a correction asks for: more where it was rostered and missed, nothing where it was not."""

from dataclasses import replace

import numpy as np
import pytest

from planner.arrays import IntArray
from planner.demand import Forecast, PoolRequirement, QueueRequirement, Requirement
from planner.pools import Pool
from planner.queues import Queue
from planner.roster import Roster
from scenarios.inputs import Inputs
from scenarios.judge.correction import corrected, raised_hours
from scenarios.judge.judge import judgement
from scenarios.staffing.requirement import require_agents
from tests.work_fixture import (
    DAY,
    FIVE,
    GRID,
    MAIL,
    NINE,
    OFFICE,
    PHONE,
    case_of,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

CALLS = forecast_of({("phone", ""): 50.0})  # 5 erlangs: 8 agents for 80 % within 20 s


def at_heads(requirement: Requirement, heads: IntArray | int) -> Requirement:
    level = np.broadcast_to(heads, GRID.n_slots).astype(np.int64)
    queues = tuple(replace(q, alone=level, net=level, scheduled=level) for q in requirement.queues)
    return replace(requirement, queues=queues)


def correction(
    inputs: Inputs, wide: Forecast, requirement: Requirement, roster: Roster
) -> Requirement | None:
    case = case_of(inputs, wide, requirement, roster)
    return corrected(case, requirement, judgement(case, seed=1))


def of_phone(
    queue: Queue, asked: int, rostered: Roster, shrinkage: float = 0.0
) -> QueueRequirement:
    inputs = inputs_of(queue, shrinkage=shrinkage)
    requirement = at_heads(require_agents(inputs, CALLS, GRID), asked)
    return (correction(inputs, CALLS, requirement, rostered) or requirement).of("phone")


def test_agents_are_added_where_they_were_rostered_and_it_misses() -> None:
    found = of_phone(PHONE, 6, roster_of(crew("phone", 6)))
    assert (found.scheduled[4:] > 6).mean() > 0.8  # a few slots may be lucky
    np.testing.assert_array_equal(found.scheduled, found.net)
    np.testing.assert_array_equal(found.scheduled, found.alone)


def test_nothing_is_added_where_agents_are_lacking_already() -> None:
    half = roster_of(crew("phone", 6, 0, 168), crew("phone", 5, 168))
    found = of_phone(PHONE, 6, half)
    assert (found.scheduled[168:] == 6).all()
    assert (found.scheduled[:168] > 6).mean() > 0.8


def test_nothing_is_added_where_it_holds() -> None:
    inputs = inputs_of(PHONE)
    requirement = at_heads(require_agents(inputs, CALLS, GRID), 10)
    assert correction(inputs, CALLS, requirement, roster_of(crew("phone", 10))) is None


def test_nothing_is_added_while_closed() -> None:
    found = of_phone(replace(PHONE, opening=OFFICE), 6, roster_of(crew("phone", 6)))
    by_day = found.scheduled.reshape(7, DAY)
    assert by_day[:5, NINE:FIVE].max() > 6
    assert (by_day[5:] == 6).all()
    assert (by_day[:, :NINE] == 6).all()


def test_agents_beyond_what_was_asked_are_asked_for_too() -> None:
    """Six were asked for, seven came and it misses: seven and a step are asked for."""
    found = of_phone(PHONE, 5, roster_of(crew("phone", 6)))
    assert set(found.scheduled) <= {5, 7}
    assert (found.scheduled == 7).mean() > 0.5


def test_a_step_is_grossed_up_for_shrinkage() -> None:
    found = of_phone(PHONE, 12, roster_of(crew("phone", 12)), shrinkage=0.5)
    raised = found.scheduled > 12
    assert raised.mean() > 0.8
    assert set(found.scheduled[raised] - 12) <= {2, 4}
    np.testing.assert_array_equal((found.net - 12)[raised] * 2, (found.scheduled - 12)[raised])


@pytest.mark.parametrize("over", ["day", "week"])
def test_over_a_longer_time_agents_are_added_where_contacts_are(over: str) -> None:
    peaks = forecast_of(
        {("phone", ""): [80.0 if NINE <= s < NINE + 4 else 2.0 for s in range(DAY)]}
    )
    inputs = inputs_of(replace(PHONE, holds_over=over))  # type: ignore[arg-type]
    heads = np.tile([9 if NINE <= s < NINE + 4 else 3 for s in range(DAY)], 7)
    crews = [crew("phone", 3)]
    crews += [crew("phone", 6, day * DAY + NINE, day * DAY + NINE + 4) for day in range(7)]
    requirement = at_heads(require_agents(inputs, peaks, GRID), heads)
    found = correction(inputs, peaks, requirement, roster_of(*crews))
    assert found is not None
    more = (found.of("phone").scheduled - heads).reshape(7, DAY)
    assert more.sum() > 0
    assert not more[:, :NINE].any()
    assert not more[:, NINE + 4 :].any()
    assert raised_hours(requirement, found) == more.sum() / 2


def test_flexible_agents_of_a_pool_are_not_asked_for_twice() -> None:
    """Four of its own and three of the pool are rostered as asked: one more is one more."""
    other = replace(PHONE, id="other", skill="other", opening=OFFICE)
    inputs = inputs_of(PHONE, other)
    wide = forecast_of({("phone", ""): 50.0, ("other", ""): 0.0})
    asked = require_agents(inputs, wide, GRID)
    own = replace(
        asked.of("phone"),
        alone=np.full(GRID.n_slots, 7),
        net=np.full(GRID.n_slots, 4),
        scheduled=np.full(GRID.n_slots, 4),
    )
    pool = _pool(3)
    requirement = replace(asked, queues=(own, asked.of("other")), pools=(pool[1],))
    inputs = replace(inputs, pools=(pool[0],))
    roster = roster_of(crew("phone", 4), crew("both", 3))
    found = correction(inputs, wide, requirement, roster)
    assert found is not None
    assert set(found.of("phone").scheduled) <= {4, 5, 6}
    assert found.of("phone").scheduled.max() > 4
    assert set(found.of("phone").alone - found.of("phone").net) == {3}


def _pool(flexible: int) -> tuple[Pool, PoolRequirement]:
    agents = np.full(GRID.n_slots, flexible)
    return Pool("both", ("phone", "other")), PoolRequirement(
        "both", ("phone", "other"), agents, agents
    )


def test_late_mail_asks_for_one_more_in_the_hours_that_save_enough() -> None:
    mails = forecast_of({("mail", ""): 4.0})  # two agents' work
    inputs = inputs_of(replace(MAIL, aht_cv=0.5))
    requirement = at_heads(require_agents(inputs, mails, GRID), 1)
    found = correction(inputs, mails, requirement, roster_of(crew("mail", 1)))
    assert found is not None
    assert set(found.of("mail").scheduled) == {1, 2}
    assert (found.of("mail").scheduled == 2).mean() > 0.5  # half of the work has nobody
    ample = at_heads(requirement, 4)
    assert correction(inputs, mails, ample, roster_of(crew("mail", 4))) is None


def test_long_waits_ask_for_one_more_where_they_are() -> None:
    queue = replace(PHONE, target=None, max_asa_s=20)
    found = of_phone(queue, 7, roster_of(crew("phone", 7)))
    assert set(found.scheduled) == {7, 8}
    assert (found.scheduled == 8).mean() > 0.5


def test_a_little_late_mail_asks_for_few_hours() -> None:
    mails = forecast_of({("mail", ""): 4.0})
    inputs = inputs_of(replace(MAIL, aht_cv=0.5, on_time=0.999))
    requirement = at_heads(require_agents(inputs, mails, GRID), 3)
    found = correction(inputs, mails, requirement, roster_of(crew("mail", 3)))
    assert found is None or (found.of("mail").scheduled == 4).mean() < 0.2
