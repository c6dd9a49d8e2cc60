"""Every break of a shift is taken once, in full, beginning inside its own window."""

from collections.abc import Iterator

from planner.roster import Violation
from solver.model import RosterModel
from solver.problem import RosterProblem, ShiftOption
from solver.result import SlotRoster


def add(model: RosterModel) -> None:
    """Each break of an option is begun as often as the option is staffed, post by post."""
    for (o, s, c, _), starts in model.starts.items():
        model.cp.add(sum(starts.values()) == model.staff[o, s, c])


def violations(problem: RosterProblem, roster: SlotRoster) -> Iterator[Violation]:
    """Breaks that are missing, outside their windows or on top of each other."""
    for choice in roster.choices:
        option, person = problem.options[choice.option], problem.people[choice.person]
        for message in _faults(option, choice.break_starts):
            day = problem.day_name(option.site, option.day)
            yield Violation("breaks", person.id, f"{day}: {message}")


def _faults(option: ShiftOption, starts: tuple[int, ...]) -> Iterator[str]:
    if len(starts) != len(option.breaks):
        counted = "1 break" if len(starts) == 1 else f"{len(starts)} breaks"
        yield f"{counted} in {option.template}, owed {len(option.breaks)}"
        return
    taken: set[int] = set()
    for start, window in zip(starts, option.breaks, strict=True):
        slots = set(range(start, start + window.length))
        if not window.earliest <= start <= window.latest:
            yield f"{window.name} begins in slot {start}, not {window.earliest} to {window.latest}"
        if slots & taken or not slots <= set(range(option.start, option.end)):
            yield f"{window.name} at slot {start} overlaps another break or leaves the shift"
        taken |= slots
