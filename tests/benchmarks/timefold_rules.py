"""Rules of public instances for Timefold: streams at hard weight, wishes and cover at soft."""

from typing import Any

from timefold.solver.score import (
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    HardSoftScore,
    Joiners,
    constraint_provider,
)

from tests.benchmarks.timefold_ward import Cell, Employee, Need


@constraint_provider
def constraints(factory: ConstraintFactory) -> list[Constraint]:
    """All rules and goals."""
    return [
        _kinds(factory),
        _too_long(factory),
        _too_short(factory),
        _idle(factory),
        _successions(factory),
        _most_in_row(factory),
        _least_in_row(factory),
        _least_off(factory),
        _weekends(factory),
        _wishes(factory),
        _cover(factory),
    ]


def _kinds(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda c: c.employee, lambda c: c.kind.id, ConstraintCollectors.count())
        .filter(lambda e, kind, n: n > e.most.get(kind, n))
        .penalize(HardSoftScore.ONE_HARD, lambda e, kind, n: n - e.most[kind])
        .as_constraint("shifts of a kind")
    )


def _minutes(factory: ConstraintFactory) -> Any:
    total = ConstraintCollectors.sum(lambda c: c.kind.minutes)
    return factory.for_each(Cell).group_by(lambda c: c.employee, total)


def _too_long(factory: ConstraintFactory) -> Constraint:
    return (
        _minutes(factory)
        .filter(lambda e, n: n > e.max_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda e, n: (n - e.max_minutes + 59) // 60)
        .as_constraint("most minutes")
    )


def _too_short(factory: ConstraintFactory) -> Constraint:
    return (
        _minutes(factory)
        .filter(lambda e, n: n < e.min_minutes)
        .penalize(HardSoftScore.ONE_HARD, lambda e, n: (e.min_minutes - n + 59) // 60)
        .as_constraint("least minutes")
    )


def _idle(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Employee)
        .if_not_exists(Cell, Joiners.equal(lambda e: e, lambda c: c.employee))
        .penalize(HardSoftScore.ONE_HARD, lambda e: (e.min_minutes + 59) // 60)
        .as_constraint("least minutes of an idle employee")
    )


def _successions(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .join(
            Cell,
            Joiners.equal(lambda c: c.employee),
            Joiners.equal(lambda c: c.day + 1, lambda c: c.day),
        )
        .filter(lambda first, then: then.kind.id in first.kind.bans)
        .penalize(HardSoftScore.ONE_HARD)
        .as_constraint("succession")
    )


def _chains(factory: ConstraintFactory) -> Any:
    days = ConstraintCollectors.to_consecutive_sequences(lambda c: c.day)
    return factory.for_each(Cell).group_by(lambda c: c.employee, days)


def _most_in_row(factory: ConstraintFactory) -> Constraint:
    return (
        _chains(factory)
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda e, run: run.getCount() > e.max_in_row)
        .penalize(HardSoftScore.ONE_HARD, lambda e, run: run.getCount() - e.max_in_row)
        .as_constraint("most days in a row")
    )


def _least_in_row(factory: ConstraintFactory) -> Constraint:
    return (
        _chains(factory)
        .flatten_last(lambda chain: chain.getConsecutiveSequences())
        .filter(lambda e, run: run.getCount() < e.min_in_row)
        .filter(lambda e, run: run.getFirstItem().day > 0 and run.getLastItem().day < e.last_day)
        .penalize(HardSoftScore.ONE_HARD, lambda e, run: e.min_in_row - run.getCount())
        .as_constraint("least days in a row")
    )


def _least_off(factory: ConstraintFactory) -> Constraint:
    """A break of one day off has length 2, from the day before it to the day after."""
    return (
        _chains(factory)
        .flatten_last(lambda chain: chain.getBreaks())
        .filter(lambda e, gap: gap.getLength() <= e.min_off_in_row)
        .penalize(HardSoftScore.ONE_HARD, lambda e, gap: e.min_off_in_row + 1 - gap.getLength())
        .as_constraint("least days off in a row")
    )


def _weekends(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .filter(lambda c: c.is_weekend())
        .group_by(lambda c: c.employee, ConstraintCollectors.count_distinct(lambda c: c.week()))
        .filter(lambda e, n: n > e.max_weekends)
        .penalize(HardSoftScore.ONE_HARD, lambda e, n: n - e.max_weekends)
        .as_constraint("weekends")
    )


def _wishes(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each_including_unassigned(Cell)
        .filter(lambda c: c.regret() > 0)
        .penalize(HardSoftScore.ONE_SOFT, lambda c: c.regret())
        .as_constraint("wishes")
    )


def _cover(factory: ConstraintFactory) -> Constraint:
    return (
        factory.for_each(Cell)
        .group_by(lambda c: c.slot(), ConstraintCollectors.count())
        .join(Need, Joiners.equal(lambda slot, n: slot, lambda need: need.id))
        .impact(HardSoftScore.ONE_SOFT, lambda slot, n, need: need.saving(n))
        .as_constraint("cover")
    )
