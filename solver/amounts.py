"""What a person works of what a `Limit` counts: minutes, shifts or weekends of a run of days."""

from collections.abc import Callable, Iterable, Iterator

from ortools.sat.python import cp_model

from planner.roster import Violation
from solver.contract import Limit, Unit
from solver.model import RosterModel, Values
from solver.problem import Person, RosterProblem, ShiftOption
from solver.result import SlotRoster
from solver.shifts import shifts_of

Amount = list[tuple[cp_model.IntVar, int]]
"""Variables with coefficients."""


def amount(model: RosterModel, person: int, limit: Limit) -> Amount:
    """Sum of variables that is what the person works within the limit's run of days."""
    if limit.unit == "weekends":
        return [(found, 1) for found in _weekends(model, person, limit)]
    options = model.problem.options
    return [
        (model.works[person, o], options[o].paid_minutes if limit.unit == "minutes" else 1)
        for o in model.options_of[person]
        if limit.counts(options[o].day, options[o].template)
    ]


def weighted(terms: Amount) -> cp_model.LinearExprT:
    """A sum of variables with coefficients, for a model."""
    return cp_model.LinearExpr.weighted_sum([v for v, _ in terms], [c for _, c in terms])


def _weekends(model: RosterModel, person: int, limit: Limit) -> Iterator[cp_model.IntVar]:
    """For each weekend inside the limit that could be worked, whether it is."""
    who = model.problem.people[person]
    for days in inside(who, limit):
        by_day = [model.works_on(person, [day], limit.templates) for day in days]
        mine = [works for shifts in by_day for works in shifts]
        if mine:
            found = model.cp.new_bool_var(f"weekend {who.id} {days[0]}")
            model.cp.add_bool_or(mine).only_enforce_if(found)
            for shifts in by_day:
                model.cp.add(sum(shifts) <= found)
            model.derive(found, _any([works.index for works in mine]))
            yield found


def _any(variables: list[int]) -> Callable[[Values], int]:
    return lambda values: int(any(values[i] for i in variables))


def inside(person: Person, limit: Limit) -> list[tuple[int, ...]]:
    """Weekends of the person whose days all lie in the limit's run."""
    return [
        days
        for days in person.weekends
        if days and limit.first_day <= min(days) and max(days) < limit.end_day
    ]


def worked(person: Person, shifts: Iterable[ShiftOption], limit: Limit) -> int:
    """Minutes, shifts or weekends that finished shifts make."""
    counted = [shift for shift in shifts if limit.counts(shift.day, shift.template)]
    if limit.unit == "minutes":
        return sum(shift.paid_minutes for shift in counted)
    if limit.unit == "shifts":
        return len(counted)
    days = {shift.day for shift in counted}
    return sum(not days.isdisjoint(weekend) for weekend in inside(person, limit))


def bind(model: RosterModel, unit: Unit) -> None:
    """State the banned sides of every limit on a unit: least <= amount <= most."""
    for p, person in enumerate(model.problem.people):
        for limit in person.limits:
            if limit.unit == unit and not (limit.is_soft_below and limit.is_soft_above):
                _bind(model, limit, amount(model, p, limit))


def _bind(model: RosterModel, limit: Limit, found: Amount) -> None:
    reach = sum(coefficient for _, coefficient in found)
    least = 0 if limit.is_soft_below else limit.least
    most = reach if limit.is_soft_above else min(limit.most, reach)
    if least > most:
        model.cp.add_bool_or([])
    elif least > 0 or most < reach:
        model.cp.add_linear_constraint(weighted(found), least, most)


def breaches(
    problem: RosterProblem, roster: SlotRoster, rule: str, unit: Unit
) -> Iterator[Violation]:
    """What a rule finds of a unit on banned sides of limits; minutes are told as hours."""
    for person, shifts in shifts_of(problem, roster, lambda person: bool(person.limits)):
        for limit in person.limits:
            found = worked(person, shifts, limit) if limit.unit == unit else limit.least
            if found < limit.least and not limit.is_soft_below:
                message = _breach(
                    problem, person, limit, found, f"at least {told(limit, limit.least)}"
                )
                yield Violation(rule, person.id, message)
            if found > limit.most and not limit.is_soft_above:
                message = _breach(
                    problem, person, limit, found, f"at most {told(limit, limit.most)}"
                )
                yield Violation(rule, person.id, message)


def _breach(problem: RosterProblem, person: Person, limit: Limit, found: int, bound: str) -> str:
    """What was worked, of which shifts and when, against what is allowed and why."""
    why = f" ({limit.about})" if limit.about else ""
    return f"{amount_words(problem, person, limit, found)}, {bound}{why}"


def amount_words(problem: RosterProblem, person: Person, limit: Limit, found: int) -> str:
    """What was worked, of which shifts and from when to when."""
    first = problem.day_name(person.site, limit.first_day)
    last = problem.day_name(person.site, min(limit.end_day, problem.n_days) - 1)
    when = f"on {first}" if first == last else f"from {first} to {last}"
    kind = f" of {', '.join(sorted(limit.templates))}" if limit.templates else ""
    unit = "paid hour" if limit.unit == "minutes" else limit.unit.removesuffix("s")
    number = told(limit, found)
    return f"{number} {unit}{'' if number == '1' else 's'}{kind} {when}"


def told(limit: Limit, value: int) -> str:
    """A value of a limit, minutes as hours."""
    return f"{round(value / 60, 2):g}" if limit.unit == "minutes" else f"{value}"
