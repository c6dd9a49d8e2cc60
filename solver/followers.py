"""Shifts that may not follow others, stated in few rows."""

from collections import defaultdict

from solver.model import RosterModel
from solver.problem import ShiftOption


def keep_after(
    model: RosterModel, person: int, before: list[int], after: list[int], rest: int
) -> None:
    """
    Options `after` that follow on another day start at least `rest` slots behind those `before`.

    With one shift a day, a row for each start of a day: all that end too late for it, and
    all of its day that start until then, exclude each other.
    """
    options = model.problem.options
    for firsts in _by_day(options, before).values():
        earliest = max(options[o].start for o in firsts)
        latest = max(options[o].end for o in firsts) + rest
        for day, found in _by_day(options, after).items():
            close = [o for o in found if earliest <= options[o].start < latest]
            if day != options[firsts[0]].day and close:
                _part(model, person, firsts, close, rest)


def _part(model: RosterModel, person: int, before: list[int], after: list[int], rest: int) -> None:
    options = model.problem.options
    for start in sorted({options[o].start for o in after}):
        early = [o for o in after if options[o].start <= start]
        late = [o for o in before if options[o].end + rest > start]
        if late:
            model.cp.add(sum(model.works[person, o] for o in (*early, *late)) <= 1)


def _by_day(options: tuple[ShiftOption, ...], chosen: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for o in chosen:
        found[options[o].day].append(o)
    return found
