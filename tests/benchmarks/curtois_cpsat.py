"""
Two plain CP-SAT models of a public instance, to compare with: rows of sums, and clauses.

`sums` is the assignment model of a textbook: one boolean for a person, day and shift, every rule a
linear row. `clauses` follows the shift-scheduling example that comes with OR-Tools, where it fits:
an explicit shift for a day off, exactly one shift a day, stretches kept by clauses that forbid each
stretch too short between its two neighbours, counts and cover as variables with excess.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

from tests.benchmarks.curtois import Instance, Member
from tests.benchmarks.curtois_score import Roster, score

WORKERS = 2
OFF = "off"
Cells = dict[tuple[int, int, str], cp_model.IntVar]
"""Whether a member (place in the staff) works a shift on a day."""
Terms = list[tuple[cp_model.LinearExprT, int]]


@dataclass(frozen=True)
class Model:
    """A model on its way, with the cells of all members and the terms of the objective."""

    instance: Instance
    cp: cp_model.CpModel = field(default_factory=cp_model.CpModel)
    cells: Cells = field(default_factory=dict)
    costs: Terms = field(default_factory=list)

    @property
    def days(self) -> range:
        """Days of the horizon."""
        return range(self.instance.n_days)

    def on_day(self, i: int, day: int) -> list[cp_model.IntVar]:
        """Cells of the shifts that a member could work on a day."""
        shifts = [shift.id for shift in self.instance.shifts]
        return [self.cells[i, day, s] for s in shifts if (i, day, s) in self.cells]

    def of_kind(self, i: int, shift: str) -> list[cp_model.IntVar]:
        """Cells of a member's shifts of a kind."""
        return [self.cells[i, d, shift] for d in self.days if (i, d, shift) in self.cells]


def sums(instance: Instance, seconds: float) -> int | None:
    """Objective that the linear rows reach in the time, None without any roster."""
    return _objective(instance, by_sums(instance), seconds)


def clauses(instance: Instance, seconds: float) -> int | None:
    """Objective that the clauses of the example reach in the time, None without any roster."""
    return _objective(instance, by_clauses(instance), seconds)


MODELS: Mapping[str, Callable[[Instance, float], int | None]] = {
    "CP-SAT": sums,
    "OR-Tools example": clauses,
}


def by_sums(instance: Instance) -> Model:
    """The model of linear rows."""
    model = Model(instance)
    for i, member in enumerate(instance.staff):
        for day in sorted({*model.days} - member.days_off):
            for shift in _allowed(member):
                model.cells[i, day, shift] = model.cp.new_bool_var(f"{member.id} {day} {shift}")
        works = [_worked(model, i, day) for day in model.days]
        _most_in_row(model, works, member.max_in_row)
        _least_in_row(model, works, member.min_in_row, at_work=True)
        _least_in_row(model, works, member.min_off_in_row, at_work=False)
        _amounts(model, i, member)
        _weekends(model, i, member)
        for first, second in _banned_pairs(model, i):
            model.cp.add(first + second <= 1)
    _requests(model)
    _cover(model)
    return model


def by_clauses(instance: Instance) -> Model:
    """The model in the manner of the example."""
    model = Model(instance)
    kinds = [OFF, *(shift.id for shift in instance.shifts)]
    for i, member in enumerate(instance.staff):
        for day in model.days:
            for kind in kinds:
                model.cells[i, day, kind] = model.cp.new_bool_var(f"{member.id} {day} {kind}")
            model.cp.add_exactly_one(model.cells[i, day, kind] for kind in kinds)
        for day in member.days_off:
            model.cp.add(model.cells[i, day, OFF] == 1)
        off = model.of_kind(i, OFF)
        _spans(model, [cell.negated() for cell in off], member.min_in_row, member.max_in_row)
        _spans(model, off, member.min_off_in_row, instance.n_days)
        _amounts(model, i, member)
        _weekends(model, i, member)
        for first, second in _banned_pairs(model, i):
            model.cp.add_bool_or(first.negated(), second.negated())
    _requests(model)
    _excess(model)
    return model


def _objective(instance: Instance, model: Model, seconds: float) -> int | None:
    found = _solved(model, seconds)
    if found is None:
        return None
    objective, broken = score(instance, found)
    assert not broken, broken[0]
    return objective


def _solved(model: Model, seconds: float) -> Roster | None:
    model.cp.minimize(sum(weight * term for term, weight in model.costs))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    if solver.solve(model.cp) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    worked = (at for at, cell in model.cells.items() if solver.boolean_value(cell))
    return {(i, day): shift for i, day, shift in worked if shift != OFF}


def _allowed(member: Member) -> list[str]:
    return [kind for kind, most in member.most.items() if most > 0]


def _banned_pairs(model: Model, i: int) -> Iterator[tuple[cp_model.IntVar, cp_model.IntVar]]:
    """Cells of neighbouring days that may not both be worked."""
    for shift in model.instance.shifts:
        for day in model.days[:-1]:
            for after in shift.bans:
                pair = [model.cells.get((i, day, shift.id)), model.cells.get((i, day + 1, after))]
                if pair[0] is not None and pair[1] is not None:
                    yield pair[0], pair[1]


def _worked(model: Model, i: int, day: int) -> cp_model.IntVar:
    """Whether any shift is worked on a day, and never two."""
    works = model.cp.new_bool_var(f"{model.instance.staff[i].id} {day}")
    model.cp.add(sum(model.on_day(i, day)) == works)
    return works


def _most_in_row(model: Model, works: Sequence[cp_model.IntVar], most: int) -> None:
    for first in range(len(works) - most):
        model.cp.add(sum(works[first : first + most + 1]) <= most)


def _least_in_row(
    model: Model, works: Sequence[cp_model.IntVar], least: int, *, at_work: bool
) -> None:
    """Between two days of the other kind lie none, or at least so many, of this kind."""
    for length in range(1, least):
        for first in range(1, len(works) - length):
            inside = sum(works[first : first + length])
            around = works[first - 1] + works[first + length]
            if at_work:
                model.cp.add(around + length - inside >= 1)
            else:
                model.cp.add(2 - around + inside >= 1)


def _spans(model: Model, cells: Sequence[cp_model.LiteralT], least: int, most: int) -> None:
    """Forbid every inner stretch shorter than the least, and any longer than the most."""
    for length in range(1, least):
        for first in range(1, len(cells) - length):
            inside = [~cell for cell in cells[first : first + length]]
            model.cp.add_bool_or(cells[first - 1], *inside, cells[first + length])
    for first in range(len(cells) - most):
        model.cp.add_bool_or(~cell for cell in cells[first : first + most + 1])


def _amounts(model: Model, i: int, member: Member) -> None:
    for kind, most in member.most.items():
        if most < len(model.days):
            model.cp.add(sum(model.of_kind(i, kind)) <= most)
    minutes = sum(
        shift.minutes * sum(model.of_kind(i, shift.id)) for shift in model.instance.shifts
    )
    model.cp.add_linear_constraint(minutes, member.min_minutes, member.max_minutes)


def _weekends(model: Model, i: int, member: Member) -> None:
    worked = []
    for weekend in model.instance.weekends:
        any_day = model.cp.new_bool_var(f"{member.id} weekend {weekend[0]}")
        for day in weekend:
            model.cp.add(sum(model.on_day(i, day)) <= any_day)
        worked.append(any_day)
    model.cp.add(sum(worked) <= member.max_weekends)


def _requests(model: Model) -> None:
    for request in model.instance.on:
        cell = model.cells.get((request.member, request.day, request.shift))
        model.costs.append((1 if cell is None else 1 - cell, request.weight))
    for request in model.instance.off:
        cell = model.cells.get((request.member, request.day, request.shift))
        if cell is not None:
            model.costs.append((cell, request.weight))


def _present(model: Model, day: int, shift: str) -> list[cp_model.IntVar]:
    staff = range(len(model.instance.staff))
    return [model.cells[i, day, shift] for i in staff if (i, day, shift) in model.cells]


def _cover(model: Model) -> None:
    people = len(model.instance.staff)
    for line in model.instance.cover:
        name = f"{line.day} {line.shift}"
        under = model.cp.new_int_var(0, line.required, f"under {name}")
        over = model.cp.new_int_var(0, people, f"over {name}")
        present = _present(model, line.day, line.shift)
        model.cp.add(sum(present) + under - over == line.required)
        model.costs.extend([(under, line.under), (over, line.over)])


def _excess(model: Model) -> None:
    """Cover by a variable for those at work and the excess above, and below, the demand."""
    people = len(model.instance.staff)
    for line in model.instance.cover:
        name = f"{line.day} {line.shift}"
        worked = model.cp.new_int_var(0, people, f"worked {name}")
        model.cp.add(worked == sum(_present(model, line.day, line.shift)))
        for sign, weight in ((1, line.over), (-1, line.under)):
            excess = model.cp.new_int_var(0, max(people, line.required), f"excess {sign} {name}")
            model.cp.add_max_equality(excess, [sign * (worked - line.required), 0])
            model.costs.append((excess, weight))
