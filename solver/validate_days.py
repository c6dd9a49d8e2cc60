"""Fast forms of rules on days and weeks: stretches, successions, rotations, like starts."""

import numpy as np

from solver.columns import Bools
from solver.contract import WEEK
from solver.problem import IntArray
from solver.rules.same_start import slots_a_day
from solver.validate_tables import FAR, NONE, Known, Sheet


def stretches(known: Known, sheet: Sheet) -> Bools:
    """People with a stretch of days worked, or off, that is too short."""
    work, off = known.of_people("min_days_in_row"), known.of_people("min_days_off_in_row")
    found = np.zeros(known.n_people, dtype=np.bool_)
    if max(work.max(initial=1), off.max(initial=1)) == 1:
        return found
    worked = sheet.worked.copy()
    carried = known.of_people("worked_day_0") > 0
    worked[:, 0] |= carried
    before = known.of_people("days_off_before")
    done = np.maximum(known.of_people("days_before"), 1)
    kind = np.where(before == -FAR, worked[:, 0], before == 0)
    is_past = (before == -FAR) | (carried & (before > 0))
    run = np.where(is_past, FAR, np.where(before == 0, done, before))
    for day in range(known.n_days):
        turns = worked[:, day] != kind
        found |= turns & (run < np.where(kind, work, off))
        run = np.where(turns, 1, run + 1)
        kind = worked[:, day]
    return found


def successions(known: Known, sheet: Sheet) -> Bools:
    """People with a template on the day after one that forbids it."""
    found = np.zeros(known.n_people, dtype=np.bool_)
    if not known.problem.forbidden_after:
        return found
    forbidden, last = known.once("forbidden", _forbidden)
    templates = np.full((known.n_people, known.n_days + 1), NONE)
    templates[:, 0] = last
    templates[sheet.person, known.day[sheet.option] + 1] = known.template[sheet.option]
    before = templates[sheet.person, known.day[sheet.option]]
    found[sheet.person[forbidden[before, known.template[sheet.option]]]] = True
    return found


def _forbidden(known: Known) -> tuple[Bools, IntArray]:
    """Whether a template may not follow another (NONE is the last), and those of day -1."""
    numbers = dict(known.templates)
    for name in (*known.problem.forbidden_after, *(p.last_template for p in known.problem.people)):
        if name is not None:
            numbers.setdefault(name, len(numbers))
    found = np.zeros((len(numbers) + 1, len(numbers) + 1), dtype=np.bool_)
    for before, after in known.problem.forbidden_after.items():
        for name in after:
            if name in numbers:
                found[numbers[before], numbers[name]] = True
    last = [numbers.get(p.last_template or "", NONE) for p in known.problem.people]
    return found, np.array(last, dtype=np.int64)


def rotation(known: Known, sheet: Sheet) -> Bools:
    """People with a shift of another week of their cycle."""
    found = np.zeros(known.n_people, dtype=np.bool_)
    allowed, cycle = known.once("rotation", _allowed)
    if len(allowed) == 1:
        return found
    week = known.day[sheet.option] // WEEK
    found[sheet.person[~allowed[cycle[sheet.person], week, known.template[sheet.option]]]] = True
    return found


def _allowed(known: Known) -> tuple[Bools, IntArray]:
    """For each cycle, week and template whether it may be worked; and the cycle of each person."""
    mine = [p.rotation if p.cents_out_of_turn is None else () for p in known.problem.people]
    cycles = list(dict.fromkeys(((), *mine)))
    shape = (len(cycles), known.n_days // WEEK + 1, max(len(known.templates), 1))
    found = np.ones(shape, dtype=np.bool_)
    for c, cycle in enumerate(cycles):
        for week in range(shape[1]) if cycle else ():
            turn = cycle[week % len(cycle)]
            found[c, week] = False
            found[c, week, [i for name, i in known.templates.items() if name in turn]] = True
    number = {cycle: c for c, cycle in enumerate(cycles)}
    of_people = [number[cycle] for cycle in mine]
    return found, np.array(of_people, dtype=np.int64)


def same_start(known: Known, sheet: Sheet) -> Bools:
    """People whose starts of a week lie too far apart, seen from midnight and from noon."""
    most = known.of_people("max_start_spread")
    found = np.zeros(known.n_people, dtype=np.bool_)
    if (most == -FAR).all():
        return found
    n_weeks, day = known.n_days // WEEK + 1, slots_a_day(known.problem)
    cells = sheet.person * n_weeks + known.day[sheet.option] // WEEK
    spreads = [
        _spread((known.clock_start[sheet.option] + turn) % day, cells, known.n_people * n_weeks)
        for turn in (0, day // 2)
    ]
    spread = np.minimum(*spreads).reshape(known.n_people, n_weeks)
    found |= np.any(spread > most[:, None], axis=1) & (most != -FAR)
    return found


def _spread(clock: IntArray, cells: IntArray, n_cells: int) -> IntArray:
    """Largest less smallest clock of each cell; less than 0 where there is none."""
    most, least = np.full(n_cells, -FAR), np.full(n_cells, FAR)
    np.maximum.at(most, cells, clock)
    np.minimum.at(least, cells, clock)
    spread: IntArray = most - least
    return spread
