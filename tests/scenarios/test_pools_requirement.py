"""What pools ask for: enough for every set of queues, never more than apart."""

from dataclasses import replace

import numpy as np
import pytest

from planner.demand import PoolRequirement, Requirement
from planner.people import Agent, Team
from planner.pools import Pool
from planner.queues import Channel, Queue
from scenarios.coverage import shared_agents
from scenarios.inputs import Inputs
from scenarios.problem import required_by_skill, rostered_skills
from scenarios.staffing.requirement import require_agents
from tests.work_fixture import (
    BASE,
    DAY,
    FIVE,
    GRID,
    MAIL,
    NINE,
    OFFICE,
    PHONE,
    crew,
    forecast_of,
    inputs_of,
    roster_of,
)

FRENCH = replace(PHONE, id="french", skill="french")
GERMAN = replace(PHONE, id="german", skill="german")
CHAT = replace(PHONE, id="chat", skill="chat", channel=Channel.CHAT, concurrency=2)
TRAFFIC = {("phone", ""): 100.0, ("french", ""): 60.0, ("german", ""): 30.0, ("mail", ""): 6.0}


def pooled(*queues: Queue, able: int = 4, shrinkage: float = 0.0) -> Inputs:
    """Queues whose skills make one pool, in a team of ten where so many have all of them."""
    skills = tuple(queue.skill for queue in queues)
    agents = tuple(
        Agent(f"a{i}", f"A {i}", "london", "full", skills if i < able else skills[:1])
        for i in range(10)
    )
    team = Team(BASE.team.sites, BASE.team.contracts, agents)
    found = inputs_of(*queues, shrinkage=shrinkage)
    return replace(found, team=team, pools=(Pool("both", skills),))


def required(inputs: Inputs) -> tuple[Requirement, Requirement]:
    """Requirement with the pool, and without."""
    queues = [queue.id for queue in inputs.queues]
    wide = forecast_of({(queue, ""): TRAFFIC[queue, ""] for queue in queues})
    return require_agents(inputs, wide, GRID), require_agents(replace(inputs, pools=()), wide, GRID)


MIXES = {
    "two live queues": (PHONE, FRENCH),
    "three live queues": (PHONE, FRENCH, GERMAN),
    "calls and mail": (PHONE, MAIL),
    "calls, calls and mail": (PHONE, FRENCH, MAIL),
    "shares in time": (PHONE, replace(MAIL, on_time=0.8)),
    "mail first": (replace(MAIL, min_agents=3), PHONE),
    "unequal shrinkage": (PHONE, replace(MAIL, shrinkage=0.6)),
    "hours of its own": (PHONE, replace(FRENCH, opening=OFFICE)),
}


@pytest.mark.parametrize("queues", MIXES.values(), ids=MIXES)
@pytest.mark.parametrize("able", [1, 5, 10])
def test_a_pool_covers_each_queue_and_costs_no_more_than_apart(
    queues: tuple[Queue, ...], able: int
) -> None:
    together, apart = required(pooled(*queues, able=able, shrinkage=0.1))
    (pool,) = together.pools
    assert pool.queues == tuple(queue.id for queue in queues)
    for part in ("net", "scheduled"):
        flexible = getattr(pool, part)
        for queue in queues:
            own, before = (getattr(r.of(queue.id), part) for r in (together, apart))
            assert (own + flexible >= before).all()
            assert (own >= 0).all()
        total = flexible + sum(getattr(q, part) for q in together.queues)
        assert (total <= sum(getattr(q, part) for q in apart.queues)).all()
    for queue in queues:
        np.testing.assert_array_equal(together.of(queue.id).alone, apart.of(queue.id).net)


def test_two_lines_of_ten_erlangs_need_25_agents_of_whom_some_are_flexible() -> None:
    lines = (replace(PHONE, aht_s=240), replace(PHONE, id="other", skill="other", aht_s=240))
    inputs = pooled(*lines)
    wide = forecast_of({("phone", ""): 75, ("other", ""): 75})
    found = require_agents(inputs, wide, GRID)
    (pool,) = found.pools
    assert {int(q.alone[0]) for q in found.queues} == {14}
    own = sum(int(q.net[0]) for q in found.queues)
    assert own + pool.net[0] == 25
    assert pool.net[0] >= 3


def test_short_mail_fits_into_the_idle_time_of_calls() -> None:
    inputs = pooled(PHONE, replace(MAIL, aht_s=180))
    wide = forecast_of({("phone", ""): 100, ("mail", ""): 20})  # 10 and 2 erlangs
    found = require_agents(inputs, wide, GRID)
    assert [int(q.alone[0]) for q in found.queues] == [14, 2]
    total = found.pools[0].net + sum((q.net for q in found.queues), np.zeros(GRID.n_slots))
    assert set(total) <= {14.0, 15.0}


NO_POOL = {
    "nobody is able": (pooled(PHONE, FRENCH, able=0), ("phone", "french")),
    "one queue beside chat": (pooled(PHONE, CHAT), ("phone", "chat")),
}


@pytest.mark.parametrize(("inputs", "queues"), NO_POOL.values(), ids=NO_POOL)
def test_a_pool_that_saves_nothing_leaves_its_queues_alone(
    inputs: Inputs, queues: tuple[str, ...]
) -> None:
    wide = forecast_of({(queue, ""): 20.0 for queue in queues})
    together = require_agents(inputs, wide, GRID)
    apart = require_agents(replace(inputs, pools=()), wide, GRID)
    for queue in queues:
        for part in ("alone", "net", "scheduled"):
            np.testing.assert_array_equal(
                getattr(together.of(queue), part), getattr(apart.of(queue), part)
            )
    assert not any(pool.scheduled.any() for pool in together.pools)


@pytest.mark.parametrize(("inputs", "queues"), NO_POOL.values(), ids=NO_POOL)
def test_agents_of_a_pool_that_asks_for_nobody_are_counted(
    inputs: Inputs, queues: tuple[str, ...]
) -> None:
    requirement = require_agents(inputs, forecast_of({(queue, ""): 5.0 for queue in queues}), GRID)
    _, scheduled = shared_agents(inputs, requirement, roster_of(crew("both", 2)))
    assert set(np.sum([scheduled[queue] for queue in queues], axis=0)) == {2}


def test_queues_outside_the_pool_are_left_alone() -> None:
    inputs = pooled(PHONE, FRENCH)
    inputs = replace(inputs, queues=(*inputs.queues, MAIL))
    together, apart = required(inputs)
    np.testing.assert_array_equal(together.of("mail").scheduled, apart.of("mail").scheduled)
    assert together.pool_of("mail") is None
    assert together.pool_of("french") is together.pools[0]


def test_the_solver_is_asked_for_the_pool_as_for_a_skill() -> None:
    inputs = pooled(PHONE, FRENCH)
    together, _ = required(inputs)
    assert rostered_skills(inputs) == ("phone", "french", "both")
    asked = required_by_skill(inputs, together)
    parts = [q.scheduled for q in together.queues] + [p.scheduled for p in together.pools]
    np.testing.assert_array_equal(asked, np.stack(parts))


def test_nobody_is_asked_for_while_all_of_a_pool_is_closed() -> None:
    queues = [replace(queue, opening=OFFICE) for queue in (PHONE, FRENCH)]
    together, _ = required(pooled(*queues))
    is_open = np.zeros((7, DAY), dtype=bool)
    is_open[:5, NINE:FIVE] = True
    parts = [q.scheduled for q in together.queues] + [p.scheduled for p in together.pools]
    assert not np.stack(parts)[:, ~is_open.ravel()].any()
    assert together.pools[0].scheduled[is_open.ravel()].all()


@pytest.mark.parametrize("flexible", [0, 3, 6, 9])
def test_flexible_agents_are_shared_out_whole(flexible: int) -> None:
    inputs = pooled(PHONE, FRENCH)
    requirement, _ = required(inputs)
    (pool,) = requirement.pools
    assert isinstance(pool, PoolRequirement)
    own = [crew(q, int(requirement.of(q).scheduled[0])) for q in ("phone", "french")]
    asked, scheduled = shared_agents(inputs, requirement, roster_of(*own, crew("both", flexible)))
    total = sum(requirement.of(q).scheduled for q in ("phone", "french"))
    np.testing.assert_array_equal(asked["phone"] + asked["french"], total + pool.scheduled)
    np.testing.assert_array_equal(scheduled["phone"] + scheduled["french"], total + flexible)
