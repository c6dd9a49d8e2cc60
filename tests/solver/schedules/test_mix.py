"""Mixes of schedules: two ways to solve them agree, and dives keep to what is decided."""

from dataclasses import replace

import numpy as np
import pytest

from solver.check import violations
from solver.goals import total_cost
from solver.problem import RosterProblem
from solver.schedules.column import UNDECIDED, Column, roster_of
from solver.schedules.cover import Cover, bought, cover
from solver.schedules.decisions import Decisions
from solver.schedules.dive import dive
from solver.schedules.interior import cheapest_mix
from solver.schedules.large import worth
from solver.schedules.master import Master
from solver.schedules.normal import Normal
from solver.schedules.path import Floats
from solver.schedules.pricer import Pricer, Strays
from solver.schedules.programme import Point, Programme
from solver.schedules.simplex import cheapest_vertex
from tests.solver.schedules.test_whole_schedules import ward


def programme(seed: int, over: float, has_mild: bool) -> Programme:
    """People with some columns each over a few rows, some of them covered from elsewhere."""
    rng = np.random.default_rng(seed)
    n_rows, n_people, each = 12, 7, 6
    rows = [np.flatnonzero(rng.random(n_rows) < 0.3) for _ in range(n_people * each)]
    every, mild = np.arange(n_rows), np.arange(n_rows if has_mild else 0)
    most = np.full(len(rows) + 2 * n_rows, np.inf)
    cents = rng.integers(0, 90, len(rows)).astype(float)
    return Programme(
        first=np.cumsum([0, *(row.size for row in rows)]),
        rows=np.concatenate(rows),
        person=np.repeat(np.arange(n_people), each),
        need=rng.integers(-1, 4, n_rows).astype(float),
        slack_row=np.concatenate((every, every, mild)),
        slack_sign=np.repeat([1.0, -1.0, 1.0], [n_rows, n_rows, mild.size]),
        cents=np.concatenate(
            (cents, np.full(n_rows, 150.0), np.full(n_rows, over), np.full(mild.size, 100.0))
        ),
        most=np.concatenate((most, np.full(mild.size, 1.0))),
    )


def dearest_mistake(g: Programme, point: Point) -> float:
    """Cents by which some column is cheaper than its rows and its person pay for it."""
    n_rows = g.need.size
    paid = [
        point.prices[g.rows[g.first[j] : g.first[j + 1]]].sum()
        + point.prices[n_rows + g.person[j]]
        - g.cents[j]
        for j in range(g.person.size)
    ]
    return float(max(paid))


@pytest.mark.parametrize("has_mild", [False, True])
@pytest.mark.parametrize("over", [0.0, 3.0])
def test_interior_point_and_simplex_find_mixes_of_one_price(over: float, has_mild: bool) -> None:
    for seed in range(12):
        g = programme(seed, over, has_mild)
        vertex = cheapest_vertex(g)
        point = cheapest_mix(g, np.zeros(g.need.size))
        assert point.cents == pytest.approx(vertex.cents, rel=1e-4, abs=1e-2)
        for found in (point, vertex):
            assert np.bincount(g.person, found.shares) == pytest.approx(np.ones(7), abs=1e-5)
            assert found.shares.min() > -1e-6
            assert dearest_mistake(g, found) < 1e-2


def test_interior_point_gets_there_from_any_prices() -> None:
    g = programme(3, 2.0, has_mild=True)
    least = cheapest_vertex(g).cents
    for prices in (-1e4, -2.0, 75.0, 1e4):
        point = cheapest_mix(g, np.full(g.need.size, prices))
        assert point.cents == pytest.approx(least, rel=1e-4)


def test_mix_that_may_be_rough_is_near_and_no_cheaper() -> None:
    g = programme(5, 2.0, has_mild=False)
    least = cheapest_vertex(g).cents
    rough = cheapest_mix(g, np.zeros(g.need.size), close=0.05)
    assert least - 1e-3 <= rough.cents <= least + 0.06 * (1 + abs(least))


@pytest.mark.parametrize("sharpness", [0.0, 3.0, 6.0])
def test_normal_equations_have_one_solution_by_rows_and_by_columns(sharpness: float) -> None:
    """Late in a search slacks and shares lie many powers of ten apart."""
    g = few_columns(17)
    rng = np.random.default_rng(1)
    theta = 10.0 ** rng.uniform(-sharpness, sharpness, g.cents.size)
    right = rng.normal(size=g.size)
    by_columns, by_rows = Normal(g), Normal(g)
    assert by_columns.is_by_columns
    by_rows.is_by_columns = False
    found = by_columns.at(theta)(right)
    assert left_over(g, theta, right, found) < 1e-6
    if sharpness <= 3:
        assert found == pytest.approx(by_rows.at(theta)(right), rel=1e-5, abs=1e-7)


def few_columns(seed: int, short: float = 150, over: float = 3) -> Programme:
    """Fourteen columns over sixty rows."""
    rng, n_rows = np.random.default_rng(seed), 60
    rows = [np.flatnonzero(rng.random(n_rows) < 0.3) for _ in range(14)]
    every = np.arange(n_rows)
    return Programme(
        first=np.cumsum([0, *(row.size for row in rows)]),
        rows=np.concatenate(rows),
        person=np.repeat(np.arange(7), 2),
        need=rng.integers(1, 4, n_rows).astype(float),
        slack_row=np.concatenate((every, every)),
        slack_sign=np.repeat([1.0, -1.0], n_rows),
        cents=np.concatenate(
            (rng.integers(0, 90, 14), np.full(n_rows, short), np.full(n_rows, over))
        ),
        most=np.full(14 + 2 * n_rows, np.inf),
    )


def left_over(g: Programme, theta: Floats, right: Floats, y: Floats) -> float:
    """What a solution leaves of a right-hand side, as a part of what it is made of."""
    a = np.zeros((g.size, theta.size))
    n = g.person.size
    a[g.rows, np.repeat(np.arange(n), np.diff(g.first))] = 1
    a[g.need.size + g.person, np.arange(n)] = 1
    a[g.slack_row, n + np.arange(g.slack_row.size)] = g.slack_sign
    parts = (a * theta) @ (a.T @ y)
    made_of = (np.abs(a) * theta) @ np.abs(a.T @ y) + np.abs(right)
    return float((np.abs(parts - right) / made_of).max())


def test_few_columns_over_many_rows_make_the_cheapest_mix() -> None:
    for seed in range(8):
        g = few_columns(seed)
        point = cheapest_mix(g, np.zeros(g.need.size))
        assert point.cents == pytest.approx(cheapest_vertex(g).cents, rel=1e-4, abs=1e-2)
        assert dearest_mistake(g, point) < 1e-2


def test_few_columns_over_dear_rows_do_not_drive_prices_to_infinity() -> None:
    """Near the end one slack is so much dearer than the shares that columns lose every digit."""
    g = few_columns(12, short=1e4, over=0)
    point = cheapest_mix(g, np.zeros(g.need.size))
    assert point.cents == pytest.approx(cheapest_vertex(g).cents, rel=1e-4)
    assert dearest_mistake(g, point) < 1e-1


@pytest.mark.parametrize(("deep", "over"), [(0, 0), (40, 0), (0, 3), (40, 3)])
def test_prices_of_a_mix_prove_it_where_schedules_mostly_agree(deep: int, over: int) -> None:
    """Bought and sold at its prices, a mix costs as much as it does: none is cheaper."""
    for seed in range(6):
        demand, columns = mostly_alike(seed, deep, over)
        master = Master(demand, demand.need, range(5))
        for column in columns:
            master.add(column)
        mix = master.solve()
        sold = [
            min(c.cents - mix.agents[c.rows].sum() for c in columns if c.person == p)
            for p in range(5)
        ]
        assert bought(demand, mix.agents) + sum(sold) == pytest.approx(mix.cents, rel=1e-3)
        assert [mix.people[p] for p in range(5)] == pytest.approx(sold, abs=0.5)
        assert mix.cents == pytest.approx(by_shares(demand, columns, mix.shares), rel=1e-3)


def mostly_alike(seed: int, deep: int, over: int) -> tuple[Cover, list[Column]]:
    """Five people whose columns differ in the last few of fifty rows, one with a single column."""
    rng, n = np.random.default_rng(seed), 50
    demand = Cover(rng.integers(0, 4, n), np.full(n, 1), np.full(n, 150), deep, np.full(n, over))
    columns = []
    for p in range(5):
        alike = rng.random(40) < 0.4
        for _ in range(1 if p == 4 else 6):
            rows = np.flatnonzero(np.concatenate((alike, rng.random(10) < 0.5)))
            days = rng.integers(0, 99, 3)
            columns.append(Column(p, int(rng.integers(90)), rows, days, days, days[:, None]))
    return demand, columns


def by_shares(demand: Cover, columns: list[Column], shares: Floats) -> float:
    """Cents of shares of columns, row by row."""
    present = np.zeros(demand.need.size)
    for column, share in zip(columns, shares, strict=True):
        present[column.rows] += share
    missing = np.maximum(demand.need - present, 0)
    cents = missing * demand.short + np.maximum(missing - demand.mild, 0) * demand.deep
    cents = cents + np.maximum(present - demand.need, 0) * demand.over
    return float(cents.sum() + sum(s * c.cents for s, c in zip(shares, columns, strict=True)))


def test_mix_of_schedules_that_agree_everywhere_takes_the_cheapest() -> None:
    demand, columns = mostly_alike(1, 0, 3)
    dearer = [replace(c, cents=c.cents + 7, days=c.days + 1) for c in columns[-1:]]
    master = Master(demand, demand.need, [4])
    for column in (*dearer, *columns[-1:]):
        master.add(column)
    mix = master.solve()
    assert mix.shares.tolist() == [0.0, 1.0]
    assert mix.cents == pytest.approx(by_shares(demand, columns[-1:], np.ones(1)))


def some_columns(problem: RosterProblem, pricer: Pricer) -> list[Column]:
    """A few schedules of everybody."""
    found = pricer.search(range(len(problem.people)), np.full(problem.required.size, 20.0), FEW)
    return [column for one in found for column in one.columns]


FEW = Strays(6, 30.0, 1)


def begun() -> tuple[RosterProblem, Pricer, Cover, list[Column]]:
    problem = ward(8, 21)
    pricer = Pricer(problem)
    return problem, pricer, cover(problem), some_columns(problem, pricer)


def test_columns_left_out_of_a_master_come_back() -> None:
    problem, _, demand, columns = begun()
    master = Master(demand, demand.need, range(len(problem.people)))
    for column in columns:
        assert master.add(column)
        assert not master.add(column)
    before, state = master.solve(), master.state()
    chosen = columns[-1]
    master.narrow(chosen.person, chosen.days)
    narrow = master.solve()
    assert narrow.cents > before.cents
    mine = [i for i, column in enumerate(columns) if column.person == chosen.person]
    assert narrow.shares[mine].sum() == pytest.approx(narrow.shares[len(columns) - 1])
    master.keep(len(columns) - 1)
    assert master.solve().cents == pytest.approx(narrow.cents, rel=1e-3)
    master.restore(state)
    assert master.solve().cents == pytest.approx(before.cents, rel=1e-3)


def test_decisions_leave_everybody_a_column_and_can_be_taken_back() -> None:
    problem, _, demand, columns = begun()
    people = range(len(problem.people))
    master = Master(demand, demand.need, people)
    for column in columns:
        master.add(column)
    decisions = Decisions(master, people, problem.n_days)
    mix, n_before = master.solve(), decisions.n_open
    decisions.take(mix, 10)
    assert decisions.n_open <= n_before - 10
    for p in people:
        assert any(c.keeps(decisions.days[p]) for c in columns if c.person == p)
    decisions.undo()
    assert decisions.n_open == n_before
    assert master.solve().cents == pytest.approx(mix.cents, rel=1e-3)


def test_schedules_keep_to_what_is_decided() -> None:
    problem, pricer, _, columns = begun()
    prices = np.full(problem.required.size, 20.0)
    for column in columns[::5]:
        decided = np.where(np.arange(problem.n_days) % 3 == 0, UNDECIDED, column.days)
        found = pricer.search([column.person], prices, FEW, {column.person: decided})[0].columns
        assert found
        assert all(one.keeps(decided) for one in found)


def test_dive_ends_in_a_roster_of_its_price_that_keeps_rules_and_decisions() -> None:
    problem, pricer, demand, columns = begun()
    people = range(len(problem.people))
    decided = {p: np.full(problem.n_days, UNDECIDED) for p in people}
    first = columns[0]
    decided[first.person][:10] = first.days[:10]
    found = dive(
        pricer, demand, demand.need, columns, people, FEW, is_over=lambda: False, decided=decided
    )
    assert found is not None
    assert found[first.person].keeps(decided[first.person])
    roster = roster_of(problem, found)
    assert not violations(problem, roster)
    assert worth(demand, demand.need, found) == total_cost(problem, roster)


def test_dive_out_of_time_gives_the_rest_their_cheapest_schedules() -> None:
    problem, pricer, demand, columns = begun()
    people = range(len(problem.people))
    found = dive(
        pricer,
        demand,
        demand.need,
        columns,
        people,
        FEW,
        is_over=lambda: False,
        time_used=lambda: 2.0,
    )
    assert found is not None
    assert not violations(problem, roster_of(problem, found))


def test_dive_without_hope_ends_at_once() -> None:
    _, pricer, demand, columns = begun()
    people = range(len(pricer.members))
    assert (
        dive(pricer, demand, demand.need, columns, people, FEW, lambda: False, hopeless=-1e9)
        is None
    )
