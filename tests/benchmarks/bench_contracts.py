"""Weeks of contact centres whose contracts ask for more than hours: the gap to the bound."""

from collections.abc import Callable
from dataclasses import replace

from planner.errors import TimeLimitError
from solver.contract import Floor, Limit, Pair, Soft, Wanted
from solver.problem import Person, RosterProblem
from solver.result import Limits
from solver.solve import solve
from solver.validate import Validator
from tests.benchmarks.contact_centres import PER_HOUR, agent_time_gap, contact_centre
from tests.benchmarks.row import Row

PEOPLE, LOAD, TIME_S, TARGET = 200, 1.08, 30.0, 0.3
NIGHT_REST, OVERTIME_CENTS = 24 * PER_HOUR, 20
"""Slots after the last of some nights; cents a minute beyond the contract's hours."""
LEADER_CENTS = 100_000
"""Price of an hour without a leader."""

WANTED_CENTS = 3_000
"""Price of a rest too short, a day too many in a row, or too few off."""

Term = Callable[[Person], Person]

TERMS: dict[str, Term] = {
    "35 h of weekly rest": lambda p: replace(p, min_weekly_rest=35 * PER_HOUR),
    "starts within 4 h": lambda p: replace(p, max_start_spread=4 * PER_HOUR),
    "2 days off in a row": lambda p: replace(p, min_days_off_in_row=2),
    "nights in a row": lambda p: replace(p, max_nights_in_row=3, rest_after_nights=NIGHT_REST),
    "overtime": lambda p: replace(
        p,
        max_minutes=p.max_minutes + 480,
        limits=(Limit("overtime", "minutes", 0, p.max_minutes, 0, 8, cents_above=OVERTIME_CENTS),),
    ),
    "14 h of rest wanted": lambda p: _wanting(p, rest=Soft(14 * PER_HOUR, WANTED_CENTS)),
    "4 days in a row wanted": lambda p: _wanting(p, days_in_row=Soft(4, WANTED_CENTS)),
    "2 days off in a row wanted": lambda p: _wanting(p, min_days_off_in_row=Soft(2, WANTED_CENTS)),
    "starts within 2 h wanted": lambda p: _wanting(p, start_spread=Soft(2 * PER_HOUR, 500)),
}


def run() -> list[Row]:
    """Each term for everybody; forbidden successions, hard pairs of some, and a floor."""
    week = contact_centre(PEOPLE, LOAD)
    problems = {name: _with(week, term) for name, term in TERMS.items()}
    problems["no day after a night"] = _no_day_after_a_night(week)
    problems["no day after a night wanted"] = _no_day_wanted_after_a_night(week)
    problems["hard pairs"] = _paired(week)
    problems["a leader on duty"] = _led(week)
    return [_row(name, problem) for name, problem in problems.items()]


def _with(week: RosterProblem, term: Term) -> RosterProblem:
    return replace(week, people=tuple(map(term, week.people)))


def _no_day_after_a_night(week: RosterProblem) -> RosterProblem:
    nights = {option.template for option in week.options if option.is_night}
    days = frozenset(option.template for option in week.options) - nights
    return replace(week, forbidden_after=dict.fromkeys(sorted(nights), days))


def _no_day_wanted_after_a_night(week: RosterProblem) -> RosterProblem:
    banned = _no_day_after_a_night(week).forbidden_after
    cents = {night: dict.fromkeys(sorted(days), WANTED_CENTS) for night, days in banned.items()}
    return replace(week, unwanted_after=cents)


def _wanting(person: Person, **wanted: Soft) -> Person:
    return replace(person, wanted=Wanted(**wanted))


def _paired(week: RosterProblem) -> RosterProblem:
    """Of the people with the commonest contract two together and two apart."""
    alike: dict[object, list[int]] = {}
    for p, person in enumerate(week.people):
        key = (person.site, person.min_minutes, person.max_minutes, person.max_nights)
        alike.setdefault(key, []).append(p)
    a, b, c, d, *_ = max(alike.values(), key=len)
    return replace(week, pairs=(Pair(a, b, together=True), Pair(c, d, together=False)))


def _led(week: RosterProblem) -> RosterProblem:
    """One of every twentieth person at work from 8 to 20 h of the first clock."""
    hours = [t // PER_HOUR % 24 for t in range(week.n_slots)]
    need = tuple(int(8 <= hour < 20) for hour in hours)
    leaders = tuple(range(0, len(week.people), 20))
    return replace(week, floors=(Floor("leader", leaders, need, LEADER_CENTS),))


def _row(name: str, problem: RosterProblem) -> Row:
    name, aim = f"centre gap, {PEOPLE} agents, {name}", f"<= {TARGET} % in {TIME_S:.0f} s"
    try:
        result = solve(problem, Limits(time_s=TIME_S, workers=2, gap=0.0), seed=1)
    except TimeLimitError as error:
        return Row(name, aim, float("inf"), "% of agent-time", note=str(error))
    assert not Validator(problem).violations(result.roster)
    gap = agent_time_gap(problem, result.objective - result.bound)
    note = f"{result.objective / 100:.0f}, bound {result.bound / 100:.0f}"
    return Row(name, aim, gap, "% of agent-time", note=note)
