"""Hand the counted skills and breaks of a solved model out to persons."""

from collections.abc import Callable, Iterator

from ortools.sat.python import cp_model

from solver.model import Post, RosterModel
from solver.problem import BreakWindow
from solver.result import Choice, SlotRoster

Value = Callable[[cp_model.IntVar], int]


def deal(model: RosterModel, value: Value) -> SlotRoster:
    """
    Roster that a solution of the model stands for.

    People of one pattern on one option are interchangeable, and so are the breaks of people of
    one crew on one option with one skill; both are dealt in order of person and slot.
    """
    by_post: dict[Post, list[int]] = {}
    for o, patterns in enumerate(model.patterns):
        for k, ((skills, crew), people) in enumerate(patterns.items()):
            working = iter([p for p in people if value(model.works[p, o])])
            for s in skills:
                for _ in range(value(model.takes[o, k, s])):
                    by_post.setdefault((o, s, crew), []).append(next(working))
    choices = [
        choice for post, people in by_post.items() for choice in _deal(model, value, post, people)
    ]
    return SlotRoster(tuple(sorted(choices)))


def _deal(model: RosterModel, value: Value, post: Post, people: list[int]) -> Iterator[Choice]:
    option, skill, _ = post
    windows = model.problem.options[option].breaks
    starts = [
        iter(_slots(model, value, (*post, j), window, len(people)))
        for j, window in enumerate(windows)
    ]
    for person in people:
        yield Choice(person, option, skill, tuple(next(slots) for slots in starts))


def _slots(
    model: RosterModel, value: Value, key: tuple[int, int, int, int], window: BreakWindow, n: int
) -> list[int]:
    counts = model.starts.get(key)
    if counts is None:
        return [(window.earliest + window.latest) // 2] * n
    return [slot for slot, variable in counts.items() for _ in range(value(variable))]
