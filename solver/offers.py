"""
What an option costs a person around everybody else, and which options are worth a look.

Others at work do not change meanwhile, so each option has a price by itself: its skill and breaks
are the best ones. Of options of one kind on a day only those are kept that begin later, leave one
ready earlier or cost less than each other.
"""

from typing import NamedTuple

import numpy as np

from solver.arrays import Arrays
from solver.columns import (
    BIN_DAY,
    BIN_END,
    BIN_FIRST,
    CLOCK,
    DAY,
    FAR,
    FIRST,
    LAST,
    LENGTH,
    OWED_UNTIL,
    SITE,
    SPREAD,
    SPREAD_CENTS,
    Bools,
)
from solver.compiled import inner
from solver.contract import WEEK
from solver.problem import IntArray
from solver.rest_classes import RestClasses

VALUE, AFTER, ROW, LATEST = range(4)
"""
Columns of `Work.kept`; from LATEST on one for each kind of rest, where anybody wants longer ones
one for each of these, and one for weekly rest.
"""
ANY_START = -1
"""In `Work.arc` where shifts may begin at any time of the day."""


class Work(NamedTuple):
    """
    Working memory of one worker.

    Parameters
    ----------
    gain
        What one more person saves in all slots before a slot, by skill, with the floors of who is
        looked at.
    on_floors
        What such a person saves on these floors in each slot.
    lost
        What is least lost by a break of each window that may begin in a slot or some after it.
    value
        Price of an option worked with each skill, without the person's own.
    burden
        Price of so many nights and so many rest-day shifts.
    offers
        Price of each option of the person's site.
    kept, kept_end
        Options worth a look, and where those of each bin end; they begin where the last ones end.
    table
        Cheapest price of the days before each node, by class of readiness; three times as many
        rows as nodes where weekly rest is owed (`weekly_rests`).
    arc
        Start on the clock from which on shifts of people with a spread may begin.
    pending
        People who are not in the roster at the moment: hard pairs with them bind nobody.
    added, is_tied
        What hard pairs add to the price of each option of the site, if anything.
    week, price
        Row of each day's option, -1 where off; what the week costs.
    clock
        Weeks looked for.
    """

    gain: IntArray
    on_floors: IntArray
    lost: IntArray
    value: IntArray
    burden: IntArray
    offers: IntArray
    kept: IntArray
    kept_end: IntArray
    table: IntArray
    arc: IntArray
    pending: Bools
    added: IntArray
    is_tied: Bools
    week: IntArray
    price: IntArray
    clock: IntArray


def work(a: Arrays) -> Work:
    """Working memory for a problem."""
    n_skills, n_slots = a.skills.shape[1], a.required.shape[1]
    nodes = (a.graph.layers[:, -1] - a.graph.layers[:, 0]).max(initial=0)
    width = max(a.rest.width.max(initial=0), a.owed.width.max(initial=0))
    kinds = max(a.rest.latest.shape[1], a.owed.latest.shape[1])
    return Work(
        gain=np.zeros((n_skills, n_slots + 1), dtype=np.int64),
        on_floors=np.zeros(n_slots, dtype=np.int64),
        lost=np.zeros((len(a.windows), n_slots + 1), dtype=np.int64),
        value=np.zeros((n_skills, len(a.options)), dtype=np.int64),
        burden=np.zeros((2, a.n_days + 1), dtype=np.int64),
        offers=np.zeros(a.price.shape[1], dtype=np.int64),
        kept=np.zeros((a.price.shape[1], LATEST + kinds), dtype=np.int64),
        kept_end=np.zeros(len(a.bins) + 1, dtype=np.int64),
        table=np.zeros((3 * nodes if a.owed.width.size else nodes, max(width, 1)), dtype=np.int64),
        arc=np.full(1, ANY_START, dtype=np.int64),
        pending=np.zeros(len(a.people), dtype=np.bool_),
        added=np.zeros(a.price.shape[1], dtype=np.int64),
        is_tied=np.zeros(1, dtype=np.bool_),
        week=np.zeros(a.n_days, dtype=np.int64),
        price=np.zeros(1, dtype=np.int64),
        clock=np.zeros(1, dtype=np.int64),
    )


@inner
def price_options(a: Arrays, w: Work, s: int, site: int) -> None:
    """Price the options of a site, worked with a skill, by what one more person saves."""
    _least_lost(a.windows, w.gain, w.lost, s)
    starts, ends, first_breaks, gain, value = a.starts, a.ends, a.first_breaks, w.gain, w.value
    lost, n_columns = w.lost.reshape(w.lost.size), w.lost.shape[1]
    for row in range(a.site_rows[site, 0], a.site_rows[site, 1]):
        found = gain[s, starts[row]] - gain[s, ends[row]]
        for j in range(first_breaks.shape[0]):
            found += lost[a.break_windows[j, row] * n_columns + first_breaks[j, row]]
        value[s, row] = found if a.fits[s, row] else FAR


@inner
def _least_lost(windows: IntArray, gain: IntArray, lost: IntArray, s: int) -> None:
    n_slots = gain.shape[1] - 1
    for k in range(windows.shape[0]):
        n, length = windows[k, 0], windows[k, 1]
        for t in range(n_slots + 1 - length):
            lost[k, t] = gain[s, t + length] - gain[s, t]
        for t in range(n_slots + 1 - length, n_slots + 1):
            lost[k, t] = gain[s, n_slots] - gain[s, t]
        done = 1
        while done < n:
            more = min(done, n - done)
            for t in range(n_slots + 1 - more):
                lost[k, t] = min(lost[k, t], lost[k, t + more])
            for t in range(n_slots + 1 - more, n_slots + 1):
                lost[k, t] = min(lost[k, t], 0)
            done += more


@inner
def best_break(gain: IntArray, s: int, breaks: IntArray, row: int, j: int) -> int:
    """Slot in which break j of an option is missed least."""
    n_slots, length = gain.shape[1] - 1, breaks[row, j, LENGTH]
    best, slot = FAR, breaks[row, j, FIRST]
    for t in range(breaks[row, j, FIRST], breaks[row, j, LAST] + 1):
        lost = gain[s, min(t + length, n_slots)] - gain[s, min(t, n_slots)]
        if lost < best:
            best, slot = lost, t
    return int(slot)


@inner
def keep_offers(a: Arrays, w: Work, p: int, classes: RestClasses, rest: int) -> None:
    """Price the person's options and drop those of a kind that another one beats in all."""
    _price_offers(a, w, p)
    site, n_kinds = a.people[p, SITE], classes.latest.shape[1]
    first_row, latest, after = a.site_rows[site, 0], classes.latest, classes.after
    kept, offers, end, until = w.kept, w.offers, 0, a.people[p, OWED_UNTIL]
    for b in range(a.site_bins[site, 0], a.site_bins[site, 1]):
        begin = end
        for row in range(a.bins[b, BIN_FIRST], a.bins[b, BIN_END]):
            i = row - first_row
            if offers[i] >= FAR // 2:
                continue
            if (
                end > begin
                and _begins_alike(kept, end - 1, latest, rest, i)
                and not a.starts[kept[end - 1, ROW]] < until <= a.starts[row]
            ):
                if kept[end - 1, VALUE] <= offers[i] and kept[end - 1, AFTER] <= after[rest, i]:
                    continue
                end -= kept[end - 1, AFTER] == after[rest, i]
            kept[end, VALUE], kept[end, AFTER], kept[end, ROW] = offers[i], after[rest, i], row
            for k in range(n_kinds):
                kept[end, LATEST + k] = latest[rest, k, i]
            end += 1
        end = _drop_beaten(kept, begin, end)
        w.kept_end[b] = end


@inner
def _begins_alike(kept: IntArray, j: int, latest: IntArray, rest: int, i: int) -> bool:
    """Whether an option may be worked after the same days as one that is kept."""
    for k in range(latest.shape[1]):  # noqa: SIM110 -- compiled code knows no all()
        if kept[j, LATEST + k] != latest[rest, k, i]:
            return False
    return True


@inner
def _price_offers(a: Arrays, w: Work, p: int) -> None:
    """Price each option of the person's site by its best skill, with pay and wishes."""
    site, values, offers, price = a.people[p, SITE], w.value, w.offers, a.price
    first, n = a.site_rows[site, 0], a.site_rows[site, 1] - a.site_rows[site, 0]
    for i in range(n):
        offers[i] = FAR
    for s in range(a.skills.shape[1]):
        if a.skills[p, s]:
            for i in range(n):
                offers[i] = min(offers[i], values[s, first + i])
    for day in range(a.n_days):
        if a.pinned_skill[p, day] >= 0:
            _price_pinned(a, w, p, day)
    for i in range(n):
        offers[i] += price[p, i]
    _narrow(a, w, p)


@inner
def _narrow(a: Arrays, w: Work, p: int) -> None:
    """Add what a chosen arc of starts, and hard pairs, make of the prices."""
    if w.arc[0] != ANY_START and a.people[p, SPREAD] >= 0:
        _close_starts(a, w, p)
    if w.is_tied[0]:
        for i in range(w.offers.size):
            w.offers[i] += w.added[i]


@inner
def _close_starts(a: Arrays, w: Work, p: int) -> None:
    """Close the shifts of a week that begin outside the arc, or make them dearer."""
    cents = a.people[p, SPREAD_CENTS]
    first, end = a.site_rows[a.people[p, SITE], 0], a.site_rows[a.people[p, SITE], 1]
    for row in range(first, end):
        ahead = (a.options[row, CLOCK] - w.arc[0]) % a.day_slots
        if a.options[row, DAY] < WEEK and ahead > a.people[p, SPREAD]:
            w.offers[row - first] += FAR if cents < 0 else cents


@inner
def _price_pinned(a: Arrays, w: Work, p: int, day: int) -> None:
    site, skill = a.people[p, SITE], a.pinned_skill[p, day]
    for b in range(a.site_bins[site, 0], a.site_bins[site, 1]):
        if a.bins[b, BIN_DAY] == day:
            for row in range(a.bins[b, BIN_FIRST], a.bins[b, BIN_END]):
                w.offers[row - a.site_rows[site, 0]] = w.value[skill, row]


@inner
def _drop_beaten(kept: IntArray, begin: int, end: int) -> int:
    """Drop options that leave one ready as a later, cheaper one does; returns the new end."""
    if end - begin < 2:
        return end
    for i in range(end - 2, begin - 1, -1):
        later = i + 1
        while kept[later, VALUE] == FAR:
            later += 1
        if kept[later, AFTER] == kept[i, AFTER] and kept[later, VALUE] <= kept[i, VALUE]:
            kept[i, VALUE] = FAR
    new_end = begin
    for i in range(begin, end):
        if kept[i, VALUE] < FAR:
            for column in range(kept.shape[1]):
                kept[new_end, column] = kept[i, column]
            new_end += 1
    return new_end


@inner
def best_skill(a: Arrays, w: Work, p: int, row: int) -> int:
    """Skill with which a person works an option most cheaply."""
    pinned, best, skill = a.pinned_skill[p, a.options[row, DAY]], FAR, -1
    for s in range(a.skills.shape[1]):
        if a.skills[p, s] and pinned in (-1, s) and w.value[s, row] < best:
            best, skill = w.value[s, row], s
    return skill
