"""Tidy tables from sums: one row a history, forecaster and whatever the table is by."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from forecasting.arrays import ratio_or
from forecasting.base import Floats
from forecasting.features import date_of
from forecasting.tally import LEADS, LEVELS, NOMINAL, Covered, Errors, Tally

Named = tuple[tuple[str, str], Tally]
_EIGHTY = NOMINAL.index(0.8)


def total_row(key: tuple[str, str], tally: Tally) -> dict[str, object]:
    """All days ahead in one row."""
    errors = tally.by_lead
    came, n = errors.came.sum(), errors.n.sum()
    return {
        "unique_id": key[0],
        "forecaster": key[1],
        "wape": _ratio(errors.absolute.sum(), came),
        "bias": _ratio(errors.off.sum(), came),
        "coverage_80": _ratio(tally.slots.inside[_EIGHTY].sum(), tally.slots.n.sum()),
        "day_coverage_80": _ratio(tally.days.inside[_EIGHTY].sum(), tally.days.n.sum()),
        "pinball": _ratio(errors.pinball.sum(), n),
        "n_origins": tally.n_origins,
        "n_slots": int(n),
    }


def lead_frame(named: Iterable[Named]) -> pd.DataFrame:
    """A row for each number of days ahead that was measured."""
    return _joined(_by_lead(key, tally) for key, tally in named)


def calibration_frame(named: Iterable[Named]) -> pd.DataFrame:
    """A row for each number of days ahead and central band."""
    return _joined(_calibration(key, tally) for key, tally in named)


def hour_frame(named: Iterable[Named]) -> pd.DataFrame:
    """A row for each weekday and hour that was measured."""
    return _joined(_by_hour(key, tally.by_hour) for key, tally in named)


def pit_frame(named: Iterable[Named]) -> pd.DataFrame:
    """A row for each stretch between quantiles: how many busy slots and days fell into it."""
    return _joined(_pit(key, tally) for key, tally in named)


def missed_frame(named: Iterable[Named]) -> pd.DataFrame:
    """A row for each of the days missed by most, the worst first."""
    return _joined(_missed(key, tally) for key, tally in named)


def _pit(key: tuple[str, str], tally: Tally) -> pd.DataFrame:
    edges = (0.0, *LEVELS, 1.0)
    table = pd.DataFrame(
        {
            "low": edges[:-1],
            "high": edges[1:],
            "slots": tally.pit_slots.astype(np.int64),
            "days": tally.pit_days.astype(np.int64),
        }
    )
    return _keyed(key, table)


def _missed(key: tuple[str, str], tally: Tally) -> pd.DataFrame:
    names = ("came", "mean", "low", "high")
    table = pd.DataFrame(
        {
            "day": [date_of(one.day) for one in tally.missed],
            **{name: [getattr(one, name) for one in tally.missed] for name in names},
        }
    )
    return _keyed(key, table)


def _by_lead(key: tuple[str, str], tally: Tally) -> pd.DataFrame:
    errors = tally.by_lead
    table = pd.DataFrame(
        {
            "days_ahead": LEADS,
            "wape": _ratios(errors.absolute, errors.came),
            "bias": _ratios(errors.off, errors.came),
            "coverage_80": _ratios(tally.slots.inside[_EIGHTY], tally.slots.n),
            "day_coverage_80": _ratios(tally.days.inside[_EIGHTY], tally.days.n),
            "pinball": _ratios(errors.pinball, errors.n),
            "contacts": errors.came,
            "n_slots": errors.n.astype(np.int64),
        }
    )
    return _keyed(key, table[errors.n > 0])


def _calibration(key: tuple[str, str], tally: Tally) -> pd.DataFrame:
    n_leads = len(LEADS)
    table = pd.DataFrame(
        {
            "days_ahead": np.tile(LEADS, len(NOMINAL)),
            "band": np.repeat(NOMINAL, n_leads),
            "slots_covered": _shares(tally.slots),
            "n_slots": np.tile(tally.slots.n.astype(np.int64), len(NOMINAL)),
            "days_covered": _shares(tally.days),
            "n_days": np.tile(tally.days.n.astype(np.int64), len(NOMINAL)),
        }
    )
    return _keyed(key, table[(table["n_slots"] > 0) | (table["n_days"] > 0)])


def _by_hour(key: tuple[str, str], errors: Errors) -> pd.DataFrame:
    weekday, hour = np.divmod(np.arange(len(errors.n)), 24)
    table = pd.DataFrame(
        {
            "weekday": weekday,
            "hour": hour,
            "mean_contacts": _ratios(errors.came, errors.n),
            "wape": _ratios(errors.absolute, errors.came),
            "bias": _ratios(errors.off, errors.came),
            "n_slots": errors.n.astype(np.int64),
        }
    )
    return _keyed(key, table[errors.n > 0])


def _shares(covered: Covered) -> Floats:
    return _ratios(covered.inside, np.broadcast_to(covered.n, covered.inside.shape)).ravel()


def _keyed(key: tuple[str, str], table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(unique_id=key[0], forecaster=key[1])


def _joined(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    found = pd.concat(tables, ignore_index=True)
    front = ["unique_id", "forecaster"]
    return found[[*front, *(name for name in found.columns if name not in front)]]


def _ratios(above: Floats, below: Floats) -> Floats:
    return ratio_or(above, below, float("nan"))


def _ratio(above: float, below: float) -> float:
    return float(above) / float(below) if below > 0 else float("nan")
