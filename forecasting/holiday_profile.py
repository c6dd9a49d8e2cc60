"""How a holiday spreads over its slots: between its weekday and the quietest one, as learned."""

import numpy as np

from forecasting.arrays import ratio_or, sums_at
from forecasting.base import Floats
from forecasting.profile import Profile, Sample

PRIOR_SHARE = 0.5
PRIOR_SD = 0.3


def holiday_table(profile: Profile, ordinary: Sample, holidays: Sample) -> Floats | None:
    """
    Profile of holidays by the weekday on which they fall, shape ``(7, n_slots)``.

    A share of each comes from the weekday with the fewest contacts, where people are at leisure as
    on a holiday. A queue that rests on some weekday has no such day: None.

    Notes
    -----
    With a and b what the two profiles make of a holiday's level, and y what came, the share is that
    of least ``sum (y - a - share (b - a))² / (phi a)``, with a normal prior.
    """
    n_slots = profile.table.shape[1]
    came, seen = (sums_at(ordinary.weekday, v, 7) for v in (ordinary.y, np.ones(len(ordinary.y))))
    if not (came > 0).all():
        return None
    quiet = profile.table[int(np.argmin(ratio_or(came, seen, 0.0)))]
    rest = quiet * ratio_or(profile.table.sum(axis=1), np.full(7, quiet.sum()), 0.0)[:, None]
    cell = holidays.weekday * n_slots + holidays.slot
    a, b = (holidays.level * table.reshape(-1)[cell] for table in (profile.table, rest))
    some = a > 0
    a, b, y = a[some], b[some], holidays.y[some]
    told = float(((b - a) * (y - a) / (profile.phi * a)).sum())
    sure = float(((b - a) ** 2 / (profile.phi * a)).sum())
    share = (told + PRIOR_SHARE / PRIOR_SD**2) / (sure + 1 / PRIOR_SD**2)
    return np.asarray(profile.table + np.clip(share, 0.0, 1.0) * (rest - profile.table))
