"""What the page of a forecast shows: plain values, read off inputs and fitted models elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forecasting.base import Floats, Stamps
from forecasting.explained import Components, Finding


@dataclass(frozen=True, slots=True)
class DayView:
    """
    One local day that was forecast.

    Parameters
    ----------
    day
        Date on the series' clock.
    mean
        Contacts expected.
    low, middle, high
        Contacts that 10, 50 and 90 % of such days stay below.
    before
        Contacts of the latest such weekday that was known when the forecast was made; None where
        there is none.
    came
        Contacts of the day itself, where the history already holds them in full.
    notes
        Words on the day: a holiday, an event, a clock change, what somebody overrode.
    """

    day: date
    mean: float
    low: float
    middle: float
    high: float
    before: float | None = None
    came: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adjustment:
    """
    What a person put on top of the model: an override or an event.

    Parameters
    ----------
    kind
        ``override`` or ``event``.
    what
        The effect in words, such as ``total of 1,200`` or ``+30 %``.
    start, end
        Half-open span, aware UTC.
    author, reason
        Who wants it and why; empty where nobody said.
    """

    kind: str
    what: str
    start: datetime
    end: datetime
    author: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class SeriesView:
    """
    One series of contacts: a queue, a priority of it, or a sum of several.

    Parameters
    ----------
    title, about
        Its name, and one line below it.
    zone
        Clock on which it is read, an IANA name.
    minutes
        Length of a bin of the chart; bins begin anew at local midnight.
    stamps
        Start of each bin, UTC ``datetime64[s]``, shape ``(n_bins,)``, history then forecast.
    n_past
        Bins before the forecast.
    came
        Contacts that came, shape ``(n_bins,)``; NaN where nobody knows (yet).
    mean, low, middle, high
        Forecast and its 10, 50 and 90 % quantiles, shape ``(n_bins - n_past,)``.
    days
        Local days of the forecast, in order.
    findings
        What of the history was not taken as ordinary, in order of time.
    parts
        What the mean is made of, for every day of history and forecast; None for sums. Its
        profile is NaN where the series is never open.
    adjustments
        What people put on top.
    handling_s
        Mean handling time of each bin of the forecast, seconds, shape ``(n_bins - n_past,)``; NaN
        where closed, None where there is none to show.
    model, why
        Name of the forecaster and the reason for it, in words.
    n_summed
        Series of which it is the sum; 1 for one of its own.
    """

    title: str
    about: str
    zone: str
    minutes: int
    stamps: Stamps
    n_past: int
    came: Floats
    mean: Floats
    low: Floats
    middle: Floats
    high: Floats
    days: tuple[DayView, ...]
    findings: tuple[Finding, ...] = ()
    parts: Components | None = None
    adjustments: tuple[Adjustment, ...] = ()
    handling_s: Floats | None = None
    model: str = ""
    why: str = ""
    n_summed: int = 1

    @property
    def made_by(self) -> str:
        """Who made it and why, without the name twice: ``forecast by x, which was off by 5 %``."""
        if self.why.startswith(f"{self.model} "):
            return f"forecast by {self.model}, which{self.why.removeprefix(self.model)}"
        is_named = self.model in self.why or self.model.startswith("borrowed")
        return self.why if is_named else f"forecast by {self.model}, {self.why}"

    def __post_init__(self) -> None:
        n_ahead = len(self.stamps) - self.n_past
        shapes = {name: len(getattr(self, name)) for name in ("mean", "low", "middle", "high")}
        wrong = [name for name, length in shapes.items() if length != n_ahead]
        if wrong or len(self.came) != len(self.stamps):
            raise ValueError(f"{self.title}: {wrong or 'came'} does not fit {n_ahead} bins ahead")


@dataclass(frozen=True, slots=True, eq=False)
class ForecastView:
    """
    A whole forecast as a page shows it.

    Parameters
    ----------
    name
        Of the workspace.
    first, last
        Local days on the planner's clock that the forecast begins and ends with.
    series
        In the order of the page.
    n_left_out
        Series that are not shown, the smallest.
    known_until
        Last local day of which something was known.
    facts
        Small print by title: version, digest, seed.
    notes
        Warnings that go with the inputs.
    """

    name: str
    zone: str
    first: date
    last: date
    series: tuple[SeriesView, ...]
    n_left_out: int = 0
    known_until: date | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
