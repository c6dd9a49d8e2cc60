"""What the page of a backtest shows: plain values, read off its tables elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forecasting.base import Floats


@dataclass(frozen=True, slots=True)
class Score:
    """
    How good one forecaster was, up to a week ahead; ratios, NaN where nothing was measured.

    `against` is its WAPE over that of the eight-week mean. `slots_in_band` and `days_in_band` are
    the shares inside their 80 % bands, of `n_slots` and `n_days`.
    """

    forecaster: str
    wape: float
    bias: float
    against: float
    slots_in_band: float
    days_in_band: float
    n_slots: int
    n_days: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class MissedDay:
    """A day that was missed by most, and what it was, as far as is known."""

    day: date
    came: float
    mean: float
    low: float
    high: float
    what: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """
    Bands against what fell into them, of one forecaster.

    Parameters
    ----------
    nominal
        Sizes of the central bands, ascending, shape ``(n_bands,)``.
    slots, days
        Shares of busy slots and of whole days inside, of the same shape; NaN without any.
    pit_slots, pit_days
        Share that fell between neighbouring quantiles, shape ``(n_stretches,)``; empty where there
        are too few to tell.
    """

    nominal: Floats
    slots: Floats
    days: Floats
    pit_slots: Floats
    pit_days: Floats


@dataclass(frozen=True, slots=True, eq=False)
class BacktestSeries:
    """
    One series of a backtest.

    Parameters
    ----------
    title
        Its name.
    zone
        Its clock, an IANA name.
    chosen, why
        The forecaster in use, and what speaks for it.
    n_origins
        From how many origins each forecaster forecast.
    scores
        Every forecaster's.
    leads
        Days ahead, such as ``8-14``.
    wape_by_lead, bias_by_lead
        By forecaster, one value a lead, NaN where nothing was measured.
    calibration
        Of the chosen forecaster.
    wape_by_hour, bias_by_hour
        Of the chosen forecaster, shape ``(7, 24)``, Monday first; NaN where nothing came.
    contacts_by_hour
        Mean contacts a slot, of the same shape.
    missed
        The worst days, the worst first.
    """

    title: str
    zone: str
    chosen: str
    why: str
    n_origins: int
    scores: tuple[Score, ...]
    leads: tuple[str, ...]
    wape_by_lead: Mapping[str, Floats]
    bias_by_lead: Mapping[str, Floats]
    calibration: Calibration
    wape_by_hour: Floats
    bias_by_hour: Floats
    contacts_by_hour: Floats
    missed: tuple[MissedDay, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class BacktestView:
    """
    A whole backtest as a page shows it.

    Parameters
    ----------
    name
        Of the workspace.
    series
        In the order of the page.
    n_left_out
        Series that are not shown, the smallest.
    facts
        Small print by title.
    """

    name: str
    series: tuple[BacktestSeries, ...]
    n_left_out: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
