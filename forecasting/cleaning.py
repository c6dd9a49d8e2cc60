"""
Slots of a history that were no ordinary ones though nobody said so: outages and spikes.

Both are taken as missing. What a first look expects of a slot is m, and phi is the variance of
counts around it in units of m; a stretch is an outage where its silence has a chance of e^-12.
"""

from collections.abc import Iterable, Iterator

import numpy as np

from forecasting.arrays import ratio_or, sums_at
from forecasting.base import Bools, Floats, Series
from forecasting.explained import Finding, FindingKind
from forecasting.features import wall_clock

LONGEST_OUTAGE_DAYS = 7
LONGEST_SPIKE_DAYS = 1
SURPRISE = 12.0
SILENT = 0.1
_CUT_SHORT = 0.5
_CUT_SD = 3.0
_SPIKE_SD = 6.0
_SPIKE_RATIO = 3.0
_SPIKE_LEAST = 10.0
_SLOT_CV = 0.15
_MOST_SPIKES = 1e-3
_FEW = 8
_MOST_SILENT = 0.15
_FEW_SILENCES = 2


def outages_and_spikes(
    series: Series, expected: Floats, known: Bools, *, least_phi: float = 1.0
) -> tuple[Finding, ...]:
    """
    Stretches of a history to take as missing, in order of time.

    Parameters
    ----------
    expected
        Ordinary contacts of each slot, shape ``(n,)``.
    known
        Slots that have a reason of their own, such as holidays and events: never found here.
    least_phi
        The least that phi can be: 1, or less where counts are told in larger units.

    Notes
    -----
    An outage is a run of slots with at most a tenth of what was expected, at most a week long, that
    were expected to hold over ``12 phi`` contacts; a slot beside it with under half of what was
    expected, 3 standard deviations down, was cut short and belongs to it. A spike is 6 standard
    deviations up and over three times as much as expected; a history that has more than eight of
    them, and more than one in a thousand slots, is wild by nature and keeps them. Stretches that
    are known to be outages need no further evidence.
    """
    seen = series.is_observed & ~known
    y, m = np.where(seen, series.y, np.nan), expected
    phi = dispersion(y[seen], m[seen], least_phi)
    sd = np.sqrt(phi * m + (_SLOT_CV * m) ** 2)
    silent = seen & (y <= SILENT * m)
    cut = seen & (y < _CUT_SHORT * m) & (y < m - _CUT_SD * sd)
    usual = _mean_of_other_fortnights(series, y, m)
    high = seen & (y > m + _SPIKE_SD * sd)
    high &= y > _SPIKE_RATIO * np.maximum(m, usual) + _SPIKE_LEAST * least_phi
    per_day = 1440 // series.minutes
    silences = [
        (first, last)
        for first, last in runs(silent)
        if last - first <= LONGEST_OUTAGE_DAYS * per_day
        and SURPRISE * phi < m[first:last].sum() < usual[first:last].sum() / SILENT
    ]
    silences = [*_grown(silences, cut)]
    lost = sum(m[first:last].sum() for first, last in silences)
    if len(silences) > _FEW_SILENCES and lost > _MOST_SILENT * m[seen].sum():
        silences = []
    told = _grown(runs(_in_known_outages(series) & seen), cut)
    found: list[tuple[int, int, FindingKind]] = [
        (first, last, "outage") for first, last in _merged([*silences, *told])
    ]
    spikes = [run for run in runs(high) if run[1] - run[0] <= LONGEST_SPIKE_DAYS * per_day]
    if len(spikes) <= max(_FEW, _MOST_SPIKES * np.count_nonzero(seen)):
        found += [(first, last, "spike") for first, last in spikes]
    return tuple(_finding(series, m, *stretch) for stretch in sorted(found))


def _mean_of_other_fortnights(series: Series, y: Floats, m: Floats) -> Floats:
    """Mean of the counts two, four … weeks before and after each slot; `m` with under two."""
    clock = wall_clock(series)
    n_slots = 1440 // series.minutes
    cell = clock.day % 14 * n_slots + clock.slot
    known = ~np.isnan(y)
    total, count = (
        sums_at(cell[known], v[known], 14 * n_slots)[cell] for v in (y, np.ones(len(y)))
    )
    others = count - known
    return np.where(others > 1, ratio_or(total - np.where(known, y, 0.0), others, 0.0), m)


def _in_known_outages(series: Series) -> Bools:
    marked = np.zeros(len(series), dtype=bool)
    for known in series.outages:
        marked |= (series.stamps >= known.start) & (series.stamps < known.end)
    return marked


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Half-open spans, those that meet made one."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def dispersion(y: Floats, m: Floats, least: float = 1.0) -> float:
    """Variance of counts in units of their mean, without the wildest hundredth; Poisson or more."""
    some = m > 0
    if not some.any():
        return 1.0
    squares = (y[some] - m[some]) ** 2 / m[some]
    kept = squares <= np.quantile(squares, 0.99)
    return max(least, float((squares * m[some])[kept].sum() / m[some][kept].sum()))


def runs(marked: Bools) -> Iterator[tuple[int, int]]:
    """Half-open runs of marked slots."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _grown(runs: Iterable[tuple[int, int]], cut: Bools) -> Iterator[tuple[int, int]]:
    """Runs with a slot on either side that was cut short."""
    for first, last in runs:
        before = first - 1 if first > 0 and cut[first - 1] else first
        yield before, last + 1 if last < len(cut) and cut[last] else last


def _finding(series: Series, m: Floats, first: int, last: int, kind: FindingKind) -> Finding:
    span = slice(first, last)
    return Finding(
        kind,
        series.stamps[first],
        series.stamps[last - 1] + np.timedelta64(60 * series.minutes, "s"),
        float(np.nansum(np.where(series.is_open[span], series.y[span], 0.0))),
        float(m[span].sum()),
    )
