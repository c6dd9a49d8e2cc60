"""
A public instance as a roster problem, and the solver's roster as one of the instance.

A slot is one shift of one day, not a time: slot ``day * n_shifts + k`` holds the k-th shift, so
nothing may depend on the order of slots within a day. Its price in cents per agent-hour is the
weight, since a slot lasts an hour. What may follow what is said by name, not by rest.
"""

import numpy as np

from planner.errors import InputError
from solver.contract import Limit
from solver.prices import Prices, Wish
from solver.problem import NO_LIMIT, Person, RosterProblem, ShiftOption
from solver.result import Choice, SlotRoster
from tests.benchmarks.curtois import Instance, Member
from tests.benchmarks.curtois_score import Roster

SITE = "ward"


def problem(instance: Instance) -> tuple[RosterProblem, int]:
    """
    Roster problem, and the constant that its price lacks.

    The instance's objective is the price of the roster and the constant: a wish to work costs its
    weight unless it comes true, which is a credit in the problem.
    """
    n_slots = instance.n_days * len(instance.shifts)
    required = np.zeros((1, n_slots), dtype=np.int64)
    for line in instance.cover:
        required[0, slot(instance, line.day, line.shift)] = line.required
    prices = {(line.under, line.over) for line in instance.cover}
    if len(prices) > 1:
        raise InputError(f"{instance.name}: the weights of the cover differ; they must be the same")
    under, over = prices.pop()
    made = RosterProblem(
        skills=("any",),
        slot_minutes=60,
        n_slots=n_slots,
        n_days=instance.n_days,
        people=tuple(_person(instance, member) for member in instance.staff),
        options=_options(instance),
        required=required,
        carried_in=np.zeros_like(required),
        prices=Prices(short=(under,), over=over),
        wishes=_wishes(instance),
        forbidden_after={shift.id: shift.bans for shift in instance.shifts if shift.bans},
    )
    return made, sum(request.weight for request in instance.on)


def slot(instance: Instance, day: int, shift: str) -> int:
    """Slot of a shift of a day, which is the index of its option too."""
    order = [kind.id for kind in instance.shifts]
    return day * len(order) + order.index(shift)


def roster(made: RosterProblem, found: SlotRoster) -> Roster:
    """The solver's roster in the words of the instance."""
    options = made.options
    back = {(c.person, options[c.option].day): options[c.option].template for c in found.choices}
    if len(back) < len(found.choices):
        raise InputError("somebody works two shifts on a day; the instance allows one")
    return back


def slot_roster(instance: Instance, of: Roster) -> SlotRoster:
    """A roster of the instance in the solver's words."""
    choices = (Choice(i, slot(instance, day, shift), 0) for (i, day), shift in of.items())
    return SlotRoster(tuple(sorted(choices)))


def _options(instance: Instance) -> tuple[ShiftOption, ...]:
    return tuple(
        ShiftOption(
            template=shift.id,
            site=SITE,
            day=day,
            start=day * len(instance.shifts) + k,
            end=day * len(instance.shifts) + k + 1,
            paid_minutes=shift.minutes,
        )
        for day in range(instance.n_days)
        for k, shift in enumerate(instance.shifts)
    )


def _person(instance: Instance, member: Member) -> Person:
    n_shifts = len(instance.shifts)
    away = ((day * n_shifts, (day + 1) * n_shifts) for day in sorted(member.days_off))
    return Person(
        id=member.id,
        site=SITE,
        skills=(0,),
        min_minutes=member.min_minutes,
        max_minutes=member.max_minutes,
        min_rest_slots=0,
        max_days_in_row=member.max_in_row,
        min_days_off=0,
        max_nights=NO_LIMIT,
        nights_only=False,
        cents_per_hour=0,
        unavailable=tuple(away),
        limits=_limits(instance, member),
        weekends=instance.weekends,
        min_days_in_row=member.min_in_row,
        min_days_off_in_row=member.min_off_in_row,
    )


def _limits(instance: Instance, member: Member) -> tuple[Limit, ...]:
    """Shifts of a kind and weekends; minutes of the whole are the person's own limits."""
    days = instance.n_days
    kinds = (
        Limit("shift_counts", "shifts", 0, most, 0, days, frozenset({kind}))
        for kind, most in member.most.items()
        if most < days
    )
    return (*kinds, Limit("weekends", "weekends", 0, member.max_weekends, 0, days))


def _wishes(instance: Instance) -> tuple[Wish, ...]:
    on = (Wish(r.member, slot(instance, r.day, r.shift), -r.weight) for r in instance.on)
    off = (Wish(r.member, slot(instance, r.day, r.shift), r.weight) for r in instance.off)
    return (*on, *off)
