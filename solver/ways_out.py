"""
The cheapest ways out of a conflict: what to give way in so that the people have a roster.

CP-SAT finds them over all facts of the people and their weaker forms at once; each is then tried
again on the problem as changed, with the plain rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from solver.alone import Apart, facts_alone, schedule
from solver.counted import counted, is_of_counts
from solver.fact_model import FactModel
from solver.facts import Fact, bare, facts_of, with_facts
from solver.prices import RelaxationPrices
from solver.problem import RosterProblem
from solver.result import SlotRoster
from solver.weaken import Step, replaced, steps

MOST_WAYS: Final = 3
BEFORE: Final = "_before"


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that gives way; `weaker` is what is left of it, None for nothing."""

    fact: Fact
    weaker: Fact | None
    cents: int


@dataclass(frozen=True, slots=True)
class WayOut:
    """Changes after which the people have a roster, which was found with the plain rules."""

    changes: tuple[Change, ...]

    @property
    def cents(self) -> int:
        """Price of all changes."""
        return sum(change.cents for change in self.changes)


class _Rung(NamedTuple):
    """One form of a fact: of which fact, after which step, and what losing it costs more."""

    of: int
    step: int
    fact: Fact
    cents: int


def ways_out(
    problem: RosterProblem,
    people: Sequence[int],
    most: int = MOST_WAYS,
) -> tuple[WayOut, ...]:
    """
    The cheapest ways out for people who have no roster alone, cheapest first.

    Each does without something that every cheaper one changes. People of the facts are numbered
    as in the whole problem.
    """
    whole = Apart(problem).of(people)
    part = counted(whole) if is_of_counts(whole) else whole
    facts = _whole(facts_of(part, by_day=True))
    others = [fact for fact in _whole(facts_of(whole, by_day=True)) if fact not in facts]
    ladders = [steps(fact, part, problem.prices.relaxation) for fact in facts]
    rungs = list(_rungs(facts, ladders))
    fixed = [i for i, rung in enumerate(rungs) if not ladders[rung.of]]
    model = FactModel(part, [rung.fact for rung in rungs])
    price = [rung.cents for rung in rungs]
    first = _first_of_kinds(rungs)
    found: list[WayOut] = []
    while len(found) < most:
        dropped = model.cheapest(price, keep=fixed)
        if dropped is None or not dropped[0]:
            break
        given = _given(rungs, dropped[0])
        model.require_all_of_one([first[_sort(facts[of])] for of in given])
        way, kept = _way(part, facts, ladders, given, dropped[1], problem.prices.relaxation)
        if isinstance(schedule(with_facts(bare(whole), [*kept, *others])), SlotRoster):
            found.append(way)
    told = sorted(found, key=lambda way: way.cents)
    return tuple(WayOut(tuple(_of_whole(c, people) for c in way.changes)) for way in told)


def _whole(facts: Sequence[Fact]) -> list[Fact]:
    """Facts less those that another one, which looks back before the week, holds too."""
    wider = {(fact.person, fact.kind.removesuffix(BEFORE)) for fact in facts if _looks_back(fact)}
    return [fact for fact in facts if _looks_back(fact) or (fact.person, fact.kind) not in wider]


def _looks_back(fact: Fact) -> bool:
    return fact.kind.endswith(BEFORE)


def _rungs(facts: Sequence[Fact], ladders: Sequence[Sequence[Step]]) -> Iterator[_Rung]:
    for number, (fact, ladder) in enumerate(zip(facts, ladders, strict=True)):
        if not ladder:
            yield _Rung(number, 0, fact, 0)
        form, paid = fact, 0
        for i, step in enumerate(ladder):
            yield _Rung(number, i, form, max(step.cents - paid, 1))
            if step.fact is None:
                break
            form, paid = step.fact, step.cents


def _sort(fact: Fact) -> tuple[object, ...]:
    """What is told once where several like facts would do: any day off, but each locked shift."""
    is_shift = fact.kind == "pin" and fact.get("pins")[0].template is not None
    by_itself = is_shift or fact.person is None
    return (fact.kind, fact.person, repr(fact.value) if by_itself else None)


def _first_of_kinds(rungs: Sequence[_Rung]) -> dict[tuple[object, ...], list[int]]:
    """For facts of one sort their full forms."""
    found: dict[tuple[object, ...], list[int]] = {}
    for i, rung in enumerate(rungs):
        if rung.step == 0:
            found.setdefault(_sort(rung.fact), []).append(i)
    return found


def _given(rungs: Sequence[_Rung], dropped: frozenset[int]) -> dict[int, int]:
    """How many steps each fact gives way: a lost form stands for the stronger ones too."""
    given: dict[int, int] = {}
    for i in dropped:
        given[rungs[i].of] = max(given.get(rungs[i].of, 0), rungs[i].step + 1)
    return given


def _way(
    part: RosterProblem,
    facts: Sequence[Fact],
    ladders: Sequence[Sequence[Step]],
    given: dict[int, int],
    worked: frozenset[tuple[int, int]],
    prices: RelaxationPrices,
) -> tuple[WayOut, list[Fact]]:
    """The way in exact amounts, and the facts that are kept on it."""
    changes = []
    for of, n_steps in sorted(given.items()):
        step = ladders[of][n_steps - 1]
        exact = _exact_hours(part, facts[of], worked, step, prices)
        changes.append(Change(facts[of], exact.fact, exact.cents))
    kept: list[Fact] = [fact for i, fact in enumerate(facts) if i not in given]
    kept += [change.weaker for change in changes if change.weaker is not None]
    return WayOut(tuple(changes)), kept


def _exact_hours(
    part: RosterProblem,
    fact: Fact,
    worked: frozenset[tuple[int, int]],
    step: Step,
    prices: RelaxationPrices,
) -> Step:
    """The hours that the roster found pays, where hours give way: steps are whole hours."""
    if fact.kind not in ("min_hours", "max_hours"):
        return step
    field = "min_minutes" if fact.kind == "min_hours" else "max_minutes"
    per_hour = prices.hour_below if fact.kind == "min_hours" else prices.hour_above
    paid = sum(part.options[o].paid_minutes for p, o in worked if p == fact.person)
    cents = round(abs(fact.get(field) - paid) * per_hour / 60)
    return Step(replaced(fact, field, paid), cents)


def _of_whole(change: Change, people: Sequence[int]) -> Change:
    """The change told of the people of the whole problem."""
    (fact,) = facts_alone([change.fact], people)
    weaker = None if change.weaker is None else facts_alone([change.weaker], people)[0]
    return Change(fact, weaker, change.cents)
