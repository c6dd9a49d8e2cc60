"""Why somebody has no schedule: the smallest set of rules, in words, and what would help."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from solver.conflicts import BINDING, Conflict, alone
from solver.cpsat import cp_solver
from solver.eligible import could_work
from solver.model import RosterModel
from solver.problem import Person, Pin, RosterProblem


@dataclass(frozen=True, slots=True)
class _Case:
    """A conflict with what its sentences need."""

    problem: RosterProblem
    person: Person
    conflict: Conflict

    def day(self, day: int) -> str:
        return self.problem.day_name(self.person.site, day)


def conflict_in_words(problem: RosterProblem, conflict: Conflict) -> str:
    """One line for the manager: who, what contradicts what, and what would do."""
    case = _Case(problem, problem.people[conflict.person], conflict)
    facts = [_FACTS[name](case) for name in _ORDER if name in conflict.rules]
    facts += [_pinned(case, pin) for pin in conflict.pins if "pins" in conflict.rules]
    name = problem.person_name(conflict.person)
    return f"{name}: {', '.join(fact for fact in facts if fact)}; {_remedy(case)}"


def _availability(case: _Case) -> str:
    days = _possible_days(case)
    listed = f" ({', '.join(case.day(day) for day in days)})" if 0 < len(days) <= 3 else ""
    return f"time off and availability leave {_count(len(days), 'day')} with shifts{listed}"


def _possible_days(case: _Case) -> list[int]:
    options = case.problem.options
    p = case.conflict.person
    return sorted({options[o].day for o in range(len(options)) if could_work(case.problem, p, o)})


def _weekly_hours(case: _Case) -> str:
    least, most = case.person.min_minutes / 60, case.person.max_minutes / 60
    if case.conflict.rules == ("weekly_hours",):
        return f"no shifts of {case.person.site} add up to {least:g} to {most:g} h"
    if not least:
        return f"the contract allows at most {most:g} h"
    if "pins" in case.conflict.rules:
        return f"the contract needs {least:g} to {most:g} h"
    return f"the contract needs at least {least:g} h"


def _one_shift(case: _Case) -> str:
    paid = [o.paid_minutes for o in case.problem.options if o.site == case.person.site]
    longest = max(paid, default=0) / 60
    taken = f", and {case.day(0)} is taken by last week's shift" if case.person.worked_day_0 else ""
    return f"at most one shift a day, of {longest:g} h or less{taken}"


def _rest(case: _Case) -> str:
    return f"{case.person.min_rest_slots * case.problem.slot_minutes / 60:g} h rest between shifts"


def _hours(case: _Case, slots: int) -> str:
    return f"{slots * case.problem.slot_minutes / 60:g}"


def _days_in_row(case: _Case) -> str:
    before = case.person.days_before + case.person.worked_day_0
    done = f", {before} of them worked before the week" if before else ""
    return f"at most {_count(case.person.max_days_in_row, 'day')} in a row{done}"


def _days_off(case: _Case) -> str:
    return f"{_count(case.person.min_days_off, 'day')} off owed"


def _nights(case: _Case) -> str:
    only = "night shifts only, " if case.person.nights_only else ""
    return f"{only}at most {_count(case.person.max_nights, 'night')}"


def _skills(case: _Case) -> str:
    if not case.person.skills:
        return "has no skill"
    return f"has only {', '.join(case.problem.skills[s] for s in case.person.skills)}"


def _pinned(case: _Case, pin: Pin) -> str:
    skill = "" if pin.skill is None else f" with {case.problem.skills[pin.skill]}"
    if case.conflict.rules == ("pins",):
        skill = f", a shift that {case.person.site} does not have,"
    return f"pinned to {pin.template or 'off'}{skill} on {case.day(pin.day)}"


def _count(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


_FACTS: dict[str, Callable[[_Case], str]] = {
    "site": lambda case: f"belongs to {case.person.site}",
    "skills": _skills,
    "availability": _availability,
    "nights": _nights,
    "rest": _rest,
    "one_shift_a_day": _one_shift,
    "pins": lambda case: "",
    "days_in_row": _days_in_row,
    "days_off": _days_off,
    "weekly_hours": _weekly_hours,
    "rotation": lambda case: "the rotation's week allows only its templates",
    "successions": lambda case: "some shifts must not follow others",
    "nights_in_row": lambda case: (
        f"at most {_count(case.person.max_nights_in_row, 'night')} in a row, then rest"
    ),
    "on_call": lambda case: "rest after on-call",
    "stretches": lambda case: (
        f"at least {_count(case.person.min_days_in_row, 'day')} worked and "
        f"{_count(case.person.min_days_off_in_row, 'day')} off in a row"
    ),
    "hours_limits": lambda case: "limits of hours",
    "shift_counts": lambda case: "limits of shifts",
    "weekends": lambda case: "limits of weekends",
    "weekly_rest": lambda case: f"{_hours(case, case.person.min_weekly_rest)} h rest a week",
    "same_start": lambda case: (
        f"starts at most {_hours(case, case.person.max_start_spread or 0)} h apart in a week"
    ),
    "pairs": lambda case: "",
}
_ORDER = (
    "skills",
    "availability",
    "weekly_hours",
    "one_shift_a_day",
    "rest",
    "nights",
    "days_in_row",
    "days_off",
    "stretches",
    "rotation",
    "successions",
    "nights_in_row",
    "on_call",
    "hours_limits",
    "shift_counts",
    "weekends",
    "weekly_rest",
    "same_start",
    "site",
    "pins",
)


def _remedy(case: _Case) -> str:
    ways = []
    reachable = most_minutes(case.problem, case.conflict.person)
    if "weekly_hours" in case.conflict.rules and reachable is not None:
        ways.append(f"lower the week's minimum to {reachable / 60:g} h")
    if "availability" in case.conflict.rules:
        ways.append("free more time")
    if "skills" in case.conflict.rules:
        ways.append("give a skill that is needed")
    if "pins" in case.conflict.rules:
        ways.append("remove the pin" if len(case.conflict.pins) == 1 else "remove one of the pins")
    return " or ".join(ways) or "relax one of these"


def most_minutes(problem: RosterProblem, person: int) -> int | None:
    """Most paid minutes within all rules but the minimum of hours; None if even that fails."""
    who = replace(problem.people[person], min_minutes=0)
    pins = tuple(replace(pin, person=0) for pin in problem.pins if pin.person == person)
    model = RosterModel(alone(problem, who, pins))
    for rule in BINDING:
        rule.add(model)
    works = list(model.works.values())
    paid = [model.problem.options[o].paid_minutes for _, o in model.works]
    model.cp.maximize(cp_model.LinearExpr.weighted_sum(works, paid))
    solver = cp_solver()
    solver.parameters.max_deterministic_time = 5.0
    status = solver.solve(model.cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return round(solver.objective_value)
