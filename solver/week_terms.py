"""What the contracts of a problem ask that kinds of shifts have to tell apart."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from solver.contract import NOTHING_WANTED, WEEK
from solver.problem import NO_LIMIT, Person, RosterProblem, ShiftOption
from solver.rests import AS_ON_CALL, kinds_told_apart
from solver.successions import Successions, successions
from solver.week_contract import WeekContract, week_contract
from solver.week_limits import Templates, template_sets, week_limits


class Terms(NamedTuple):
    """
    Terms of a problem.

    Parameters
    ----------
    sets
        Numbers of the sets of templates that limits count.
    counts_on_call, counts_rest_days
        Whether somebody rests longer after on-call; whether rest-day shifts are shared fairly.
    """

    successions: Successions
    sets: Mapping[Templates, int]
    counts_on_call: bool
    counts_rest_days: bool

    def contract(self, problem: RosterProblem, person: Person) -> WeekContract:
        """What a person's contract says of weeks."""
        last = self.successions.of.get(person.last_template or "", 0)
        return week_contract(problem, person, last, week_limits(person, self.sets))

    def kind(self, option: ShiftOption) -> tuple[int, ...]:
        """What tells an option from others, in the columns of kinds of `week_contract`."""
        return (
            option.paid_minutes,
            option.is_night,
            option.is_rest_day and self.counts_rest_days,
            option.is_on_call and self.counts_on_call,
            self.successions.of.get(option.template, 0),
            *(option.template in templates for templates in self.sets),
        )


def kept_by_weeks(problem: RosterProblem) -> RosterProblem:
    """The problem with what weeks keep of it: of more than a week less, lest graphs grow large."""
    if problem.n_days <= WEEK + 1:
        return problem
    people = tuple(
        replace(
            person,
            rotation=person.rotation if person.cents_out_of_turn is None else (),
            limits=(),
            min_days_in_row=1,
            min_days_off_in_row=1,
            max_nights_in_row=NO_LIMIT,
            rest_after_nights=0,
            rest_after_on_call=0,
            min_weekly_rest=0,
            max_start_spread=None,
            wanted=NOTHING_WANTED,
        )
        for person in problem.people
    )
    return replace(problem, people=people, forbidden_after={}, unwanted_after={})


def terms(problem: RosterProblem) -> Terms:
    """Terms of a problem."""
    return Terms(
        successions=successions(problem),
        sets=template_sets(problem),
        counts_on_call=any(kinds_told_apart(person) & AS_ON_CALL for person in problem.people),
        counts_rest_days=problem.prices.unfair_rest_day > 0,
    )
