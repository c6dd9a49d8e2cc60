"""Keep two people together, or apart, at a price for each day on which it fails; see `Pair`."""

from collections import defaultdict
from collections.abc import Callable

from solver.contract import Pair
from solver.model import Cost, RosterModel, Values
from solver.pairing import Row, failures, rows
from solver.presence import total
from solver.problem import RosterProblem
from solver.result import SlotRoster


def add(model: RosterModel) -> Cost:
    """Let each row of a priced pair fail by one, and charge the days on which any does."""
    found = Cost()
    for pair in model.problem.pairs:
        if pair.cents:
            _charge(model, found, pair, pair.cents)
    return found


def _charge(model: RosterModel, found: Cost, pair: Pair, cents: int) -> None:
    by_days: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in rows(model, pair):
        by_days[row.days].append(row)
    for days, mine in by_days.items():
        fails = model.cp.new_bool_var(f"pair {pair.first} {pair.second} fails {days}")
        for row in mine:
            model.cp.add(row.sum_with((fails, -1)) <= row.most - row.constant)
            if pair.together:
                model.cp.add(row.sum_with((fails, 1)) >= row.least - row.constant)
        model.derive(fails, _any_fails(mine))
        found.add(fails, cents)


def _any_fails(mine: list[Row]) -> Callable[[Values], int]:
    sums = [
        (tuple((v.index, c) for v, c in row.terms), row.constant, row.least, row.most)
        for row in mine
    ]

    def value(values: Values) -> int:
        return int(
            any(
                not least <= total(terms, values) + constant <= most
                for terms, constant, least, most in sums
            )
        )

    return value


def cost(problem: RosterProblem, roster: SlotRoster) -> int:
    """Price of every day on which a priced pair fails."""
    priced = [pair for pair in problem.pairs if pair.cents]
    return sum((pair.cents or 0) * len(days) for pair, days in failures(problem, roster, priced))
