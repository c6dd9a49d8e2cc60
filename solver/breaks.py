"""Hand the counted skills and breaks of a solved model out to persons."""

from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from solver.model import RosterModel
from solver.problem import BreakWindow
from solver.result import Choice, SlotRoster

Value = Callable[[cp_model.IntVar], int]


def deal(model: RosterModel, value: Value) -> SlotRoster:
    """
    Roster that a solution of the model stands for.

    People of one skill pattern on one option are interchangeable, and so are the breaks of people
    on one option with one skill; both are dealt in order of person and slot.
    """
    by_staff: dict[tuple[int, int], list[int]] = {}
    for o, patterns in enumerate(model.patterns):
        for k, (skills, people) in enumerate(patterns.items()):
            working = iter([p for p in people if value(model.works[p, o])])
            for s in skills:
                for _ in range(value(model.takes[o, k, s])):
                    by_staff.setdefault((o, s), []).append(next(working))
    choices = [
        choice
        for (o, s), people in by_staff.items()
        for choice in _deal(model, value, o, s, people)
    ]
    return SlotRoster(tuple(sorted(choices)))


def _deal(
    model: RosterModel, value: Value, option: int, skill: int, people: list[int]
) -> Iterator[Choice]:
    windows = model.problem.options[option].breaks
    starts = [
        iter(_slots(model, value, (option, skill, j), window, len(people)))
        for j, window in enumerate(windows)
    ]
    for person in people:
        yield Choice(person, option, skill, tuple(next(slots) for slots in starts))


def _slots(
    model: RosterModel, value: Value, key: tuple[int, int, int], window: BreakWindow, n: int
) -> list[int]:
    counts = model.starts.get(key)
    if counts is None:
        return [(window.earliest + window.latest) // 2] * n
    return [slot for slot, variable in counts.items() for _ in range(value(variable))]
