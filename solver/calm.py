"""
A roster brought back to the published one wherever that costs nothing, or less than the change.

The model counts who works a shift with which skill and breaks, and deals them out anew; so
people who keep their shift may find another skill or other breaks in it for no reason. A skill
that somebody no longer has, and a break that left its window, do not come back.
"""

from solver.goals import total_cost
from solver.problem import RosterProblem
from solver.published import DayChange, Published, changes, light_cents
from solver.result import Choice, SlotRoster
from solver.rules import breaks, skills


def calmed(problem: RosterProblem, published: Published, roster: SlotRoster) -> SlotRoster:
    """The roster with fewer light changes, at no higher price; shifts stay."""
    cost = total_cost(problem, roster)
    swapped = _swapped(problem, published, roster)
    if swapped != roster and total_cost(problem, swapped) <= cost:
        roster, cost = swapped, total_cost(problem, swapped)
    for change in _light(problem, published, roster):
        back = _with(roster, change.after, change.before)
        price = total_cost(problem, back)
        if price - cost <= light_cents(published, change.person, change.day):
            roster, cost = back, price
    return roster


def _light(problem: RosterProblem, published: Published, roster: SlotRoster) -> list[DayChange]:
    found = changes(problem, published.roster, roster)
    return [c for c in found if c.is_light and c.before is not None and _holds(problem, c.before)]


def _holds(problem: RosterProblem, published: Choice) -> bool:
    """Whether skill and breaks of a published shift keep the rules still."""
    alone = SlotRoster((published,))
    return not any(True for rule in (skills, breaks) for _ in rule.violations(problem, alone))


def _with(roster: SlotRoster, old: Choice | None, new: Choice | None) -> SlotRoster:
    kept = [choice for choice in roster.choices if choice != old]
    return SlotRoster(tuple(sorted([*kept, *([new] if new else [])])))


def _swapped(problem: RosterProblem, published: Published, roster: SlotRoster) -> SlotRoster:
    """
    People who keep a shift get their published skill and breaks from whoever of it has them now.

    Two people of one option exchange skills, then breaks of one kind, if that brings one of them
    back and drives the other no further away.
    """
    before = {(c.person, c.option): c for c in published.roster.choices if _holds(problem, c)}
    crews: dict[int, list[Choice]] = {}
    for choice in roster.choices:
        crews.setdefault(choice.option, []).append(choice)
    found: list[Choice] = []
    for crew in crews.values():
        found += _settled(problem, before, crew)
    return SlotRoster(tuple(sorted(found)))


def _settled(
    problem: RosterProblem, before: dict[tuple[int, int], Choice], crew: list[Choice]
) -> list[Choice]:
    wanted = [before.get((c.person, c.option)) for c in crew]
    posts = [(c.skill, c.break_starts) for c in crew]
    for i, want in enumerate(wanted):
        if want is None or posts[i][0] == want.skill:
            continue
        for k, other in enumerate(wanted):
            gives = posts[k][0] == want.skill and (other is None or other.skill != want.skill)
            if gives and posts[i][0] in problem.people[crew[k].person].skills:
                posts[i], posts[k] = posts[k], posts[i]
                break
    for i, want in enumerate(wanted):
        if want is not None and posts[i][0] == want.skill:
            _take_breaks(posts, wanted, i, want)
    return [
        Choice(c.person, c.option, skill, starts)
        for c, (skill, starts) in zip(crew, posts, strict=True)
    ]


def _take_breaks(
    posts: list[tuple[int, tuple[int, ...]]], wanted: list[Choice | None], i: int, want: Choice
) -> None:
    """Get each published break from somebody of the skill who has it and does not want it."""
    for j, start in enumerate(want.break_starts):
        if posts[i][1][j] == start:
            continue
        for k, other in enumerate(wanted):
            keeps = other is not None and other.break_starts[j] == start
            if posts[k][0] == posts[i][0] and posts[k][1][j] == start and not keeps:
                mine, theirs = posts[i][1][j], start
                posts[i] = (posts[i][0], _at(posts[i][1], j, theirs))
                posts[k] = (posts[k][0], _at(posts[k][1], j, mine))
                break


def _at(starts: tuple[int, ...], j: int, slot: int) -> tuple[int, ...]:
    return (*starts[:j], slot, *starts[j + 1 :])
