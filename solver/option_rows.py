"""
What the arrays of a problem hold of its shifts: options in the order of rows, breaks, and bins.

Rows are sorted by site, day, kind and start, see `solver.arrays`.
"""

import numpy as np

from solver.columns import DAY, KIND, N_BREAKS, NUMBER, START
from solver.problem import IntArray, RosterProblem
from solver.week_contract import K_SETS
from solver.week_terms import Terms


def sorted_options(
    problem: RosterProblem, sites: list[str], asked: Terms
) -> tuple[IntArray, IntArray]:
    """Kinds (see `week_contract`), and options of sites with people, sorted."""
    templates = {name: i for i, name in enumerate(sorted({o.template for o in problem.options}))}
    number = {site: i for i, site in enumerate(sites)}
    rows = [
        (
            number[o.site],
            o.day,
            o.start,
            min(o.end, problem.n_slots),
            o.end,
            o.paid_minutes,
            o.is_night,
            o.is_rest_day,
            o.is_holiday,
            0,
            len(o.breaks),
            i,
            o.clock_start,
            templates[o.template],
        )
        for i, o in enumerate(problem.options)
        if o.site in number
    ]
    found = np.array(rows, dtype=np.int64).reshape(-1, 14)
    table = found[:, 1:]
    kinds_of = {i: asked.kind(problem.options[i]) for i in table[:, NUMBER].tolist()}
    n_columns = K_SETS + len(asked.sets)
    uses = np.array([*kinds_of.values()], dtype=np.int64).reshape(len(table), n_columns)
    kinds, inverse = np.unique(uses, axis=0, return_inverse=True)
    table[:, KIND] = inverse.reshape(-1)
    order = np.lexsort((table[:, START], table[:, KIND], table[:, DAY], found[:, 0]))
    return kinds, np.ascontiguousarray(table[order])


def breaks_of(problem: RosterProblem, options: IntArray) -> tuple[IntArray, IntArray]:
    """Windows of the breaks of each row, and the windows, see `Arrays`."""
    known: dict[tuple[int, int], int] = {(1, 0): 0}
    found = np.zeros((len(options), max(options[:, N_BREAKS].max(initial=0), 1), 4), dtype=np.int64)
    for row, number in enumerate(options[:, NUMBER].tolist()):
        for j, window in enumerate(problem.options[number].breaks):
            key = (window.latest - window.earliest + 1, window.length)
            found[row, j] = (
                window.earliest,
                known.setdefault(key, len(known)),
                window.length,
                window.latest,
            )
    return found, np.array([*known], dtype=np.int64)


def rows_of_sites(problem: RosterProblem, sites: list[str], options: IntArray) -> IntArray:
    """First row of each site, and the one before which they end."""
    of_row = [problem.options[number].site for number in options[:, NUMBER].tolist()]
    ends = np.cumsum([of_row.count(site) for site in sites], dtype=np.int64)
    return np.column_stack((np.concatenate(([0], ends[:-1])), ends)).reshape(len(sites), 2)


def bins_of(options: IntArray, site_rows: IntArray) -> tuple[IntArray, IntArray]:
    """Runs of rows of one site, day and kind, and which of them are of each site."""
    bins: list[tuple[int, int, int, int]] = []
    of_site = []
    for first, end in site_rows.tolist():
        begin = len(bins)
        for row in range(first, end):
            day, kind = options[row, DAY], options[row, KIND]
            if len(bins) > begin and bins[-1][:2] == (day, kind):
                bins[-1] = (day, kind, bins[-1][2], row + 1)
            else:
                bins.append((day, kind, row, row + 1))
        of_site.append((begin, len(bins)))
    return (
        np.array(bins, dtype=np.int64).reshape(-1, 4),
        np.array(of_site, dtype=np.int64).reshape(-1, 2),
    )
