"""The problem as arrays for compiled code; people are rows, and so are the options of a site."""

from typing import NamedTuple

import numpy as np

from solver.columns import (
    CLOCK,
    END,
    FIRST,
    GRAPH,
    SITE,
    START,
    WINDOW,
    Bools,
)
from solver.demand import counts, demand, floors_of
from solver.fines import Fines, fines_of
from solver.option_rows import bins_of, breaks_of, rows_of_sites, sorted_options
from solver.person_rows import (
    able_to_work,
    fits,
    ints,
    must,
    owed_rest,
    past_counts,
    pinned_skill,
    price,
    shares,
    skills_of,
    spreads,
)
from solver.problem import IntArray, RosterProblem
from solver.rest_classes import RestClasses, rest_classes, usual_rests
from solver.rules.same_start import slots_a_day
from solver.ties import ties
from solver.week_graph import Graphs, graphs
from solver.week_terms import kept_by_weeks, terms


class Arrays(NamedTuple):
    """
    A problem; units as there, money in cents a slot.

    Parameters
    ----------
    options
        Sorted by site, day, kind and start; NUMBER is the index in the problem. Options of one
        kind use up the same of a contract: paid minutes, nights, rest days, and what follows them.
    starts, ends, break_windows, first_breaks
        Columns of `options`, and of `breaks`, shape ``(n_breaks, n_options)``.
    breaks
        Window of each break, shape ``(n_options, n_breaks, 4)``: slots FIRST to LAST, and WINDOW,
        a row of `windows`, which holds how many slots there are to begin in and the length.
    site_rows, bins, site_bins
        Rows of each site, half-open; runs of rows of one day and kind; bins of each site.
    people
        Per person the site, the rows of `rest` and `owed`, and the graph, -1 if there is none; how
        much weekly rest is owed, how far starts may lie apart, and at which price farther.
    skills, pinned_skill, must
        Skills of a person; skill that a pin asks for on a day, or -1; days that a pin fills.
    price
        Pay and wishes of a person who works an option of the site, by row from the first of the
        site; FAR where a rule closes it.
    fits
        Skills with which an option may be worked, shape ``(n_skills, n_options)``.
    shares, past
        Whether the person's nights (kind 0), rest-day (1) and holiday shifts (2) count in the
        spread, and how many there were before.
    burdens
        How many of the people rostered elsewhere have so many shifts of each kind, shape
        ``(n_sites, 3, most + 1)``.
    unfair
        Price of a step of the spread of each kind.
    tied, first_tie
        See `ties`.
    rest, owed
        Classes of rest between shifts, and of weekly rest, which is its last kind of rest.
    clocks
        Starts of all options on the clock.
    floors, first_floor
        Rows of the floors of which a person is a member are
        ``floors[first_floor[p]:first_floor[p + 1]]``.
    counts
        Whether a person can count in a row of demand, shape ``(n_people, n_rows)``.
    required, mild, short, over, deep
        See `Demand`.
    """

    n_days: int
    rest_end: int
    day_slots: int
    clocks: IntArray
    options: IntArray
    starts: IntArray
    ends: IntArray
    break_windows: IntArray
    first_breaks: IntArray
    breaks: IntArray
    windows: IntArray
    site_rows: IntArray
    bins: IntArray
    site_bins: IntArray
    people: IntArray
    skills: Bools
    pinned_skill: IntArray
    must: Bools
    price: IntArray
    rest: RestClasses
    owed: RestClasses
    tied: IntArray
    first_tie: IntArray
    graph: Graphs
    fines: Fines
    fits: Bools
    shares: Bools
    past: IntArray
    burdens: IntArray
    floors: IntArray
    first_floor: IntArray
    counts: Bools
    required: IntArray
    mild: IntArray
    short: IntArray
    over: IntArray
    deep: int
    unfair: IntArray


def arrays(problem: RosterProblem) -> Arrays:
    """Arrays of a problem; of more than a week they know less of contracts."""
    problem = kept_by_weeks(problem)
    sites = sorted({person.site for person in problem.people})
    asked = terms(problem)
    kinds, options = sorted_options(problem, sites, asked)
    breaks, windows = breaks_of(problem, options)
    site_rows = rows_of_sites(problem, sites, options)
    bins, site_bins = bins_of(options, site_rows)
    rest, owed, people = _people(problem, sites, options, site_rows)
    graph, numbers = graphs(problem, kinds, bins, site_bins[people[:, SITE]], asked)
    numbers[people[:, GRAPH] < 0] = -1
    people[:, GRAPH] = numbers
    tied, first_tie = ties(problem)
    able = able_to_work(problem, options, site_rows[people[:, SITE]])
    sharing = shares(problem, options, site_rows[people[:, SITE]], able)
    prices, mine = problem.prices, floors_of(problem)
    return Arrays(
        n_days=problem.n_days,
        rest_end=problem.rest_end,
        day_slots=slots_a_day(problem),
        clocks=np.unique(options[:, CLOCK]),
        options=options,
        starts=np.ascontiguousarray(options[:, START]),
        ends=np.ascontiguousarray(options[:, END]),
        break_windows=np.ascontiguousarray(breaks[:, :, WINDOW].T),
        first_breaks=np.ascontiguousarray(np.minimum(breaks[:, :, FIRST], problem.n_slots).T),
        breaks=breaks,
        windows=windows,
        site_rows=site_rows,
        bins=bins,
        site_bins=site_bins,
        people=people,
        skills=skills_of(problem),
        pinned_skill=pinned_skill(problem),
        must=must(problem),
        price=price(problem, options, site_rows[people[:, SITE]], able),
        rest=rest,
        owed=owed,
        tied=tied,
        first_tie=first_tie,
        graph=graph,
        fines=fines_of(problem),
        fits=fits(problem, options),
        past=past_counts(problem),
        shares=sharing,
        burdens=_burdens(problem, sites, people[:, SITE], sharing),
        floors=ints(row for rows in mine for row in rows),
        first_floor=np.cumsum([0, *(len(rows) for rows in mine)]),
        counts=counts(problem),
        unfair=ints((prices.unfair_night, prices.unfair_rest_day, prices.unfair_holiday)),
        **demand(problem)._asdict(),
    )


def as_asked(a: Arrays, problem: RosterProblem) -> Arrays:
    """Arrays of a problem without the work that is placed in them."""
    asked = demand(problem)
    return a._replace(required=asked.required, mild=asked.mild)


def _people(
    problem: RosterProblem, sites: list[str], options: IntArray, site_rows: IntArray
) -> tuple[RestClasses, RestClasses, IntArray]:
    """Classes of rest, and rows of people; a graph is -1 where starts do not follow days."""
    usual = usual_rests(problem)
    rest, of_rest = rest_classes(problem, sites, options, site_rows, usual)
    weekly = [
        (*mine, person.min_weekly_rest) if person.min_weekly_rest else None
        for mine, person in zip(usual, problem.people, strict=True)
    ]
    owed, of_owed = rest_classes(problem, sites, options, site_rows, weekly, asks_end=True)
    found = np.column_stack(
        (
            [sites.index(person.site) for person in problem.people],
            of_rest,
            np.where(rest.width[of_rest] == 0, -1, 0),
            of_owed,
            owed_rest(problem),
            *spreads(problem),
        )
    )
    return rest, owed, found.astype(np.int64)


def _burdens(
    problem: RosterProblem, sites: list[str], site_of: IntArray, sharing: Bools
) -> IntArray:
    """How many of the others have how many shifts of each kind, where people share such."""
    counts = [
        (sites.index(burden.site), kind, count)
        for burden in problem.others
        if burden.site in sites
        for kind, count in enumerate((burden.nights, burden.rest_days, burden.holidays))
        if count is not None and sharing[site_of == sites.index(burden.site), kind].any()
    ]
    mine = problem.n_days + int(past_counts(problem).max(initial=0))
    most = max((mine, *(count for _, _, count in counts)))
    found = np.zeros((len(sites), 3, most + 1), dtype=np.int64)
    for site, kind, count in counts:
        found[site, kind, count] += 1
    return found
