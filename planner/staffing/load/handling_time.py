"""
How long contacts take: the distributions of handling time that the offered load is made of.

What the load needs of a distribution is its tail: the share of contacts longer than x, and the
mean and half the mean square of what is left of them after x. All are exact; times are in seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from planner.errors import InputError, Problem
from planner.staffing.checks import checked

Floats = NDArray[np.float64]
Shape = Literal["exponential", "deterministic", "log-normal", "empirical"]
SHAPES: Final[tuple[Shape, ...]] = get_args(Shape)
SHORTEST_MEAN_S: Final = 1e-3
SMALLEST_CV: Final = 1e-6
LARGEST_CV: Final = 5.0


class HandlingTime(Protocol):
    """A distribution of handling time S with mean `mean_s`, at least 0.001 s."""

    @property
    def mean_s(self) -> float:
        """Mean in seconds."""

    def survival(self, x: Floats) -> Floats:
        """``P(S > x)`` for x at least 0."""

    def excess(self, x: Floats) -> Floats:
        """``E[(S - x)+]``: the integral of `survival` from x on."""

    def square_excess(self, x: Floats) -> Floats:
        """``E[((S - x)+)^2] / 2``: the integral of `excess` from x on."""


@dataclass(frozen=True, slots=True)
class ExponentialTime:
    """No memory: what is left of a contact is as long as a new one."""

    mean_s: float

    def __post_init__(self) -> None:
        _check_mean(self.mean_s)

    def survival(self, x: Floats) -> Floats:
        """``exp(-x / mean)``."""
        return np.exp(-x / self.mean_s)

    def excess(self, x: Floats) -> Floats:
        """``mean exp(-x / mean)``."""
        return self.mean_s * self.survival(x)

    def square_excess(self, x: Floats) -> Floats:
        """``mean^2 exp(-x / mean)``."""
        return self.mean_s * self.excess(x)


@dataclass(frozen=True, slots=True)
class DeterministicTime:
    """Every contact takes the same time."""

    mean_s: float

    def __post_init__(self) -> None:
        _check_mean(self.mean_s)

    def survival(self, x: Floats) -> Floats:
        """1 before the mean, 0 from it on."""
        return np.where(x < self.mean_s, 1.0, 0.0)

    def excess(self, x: Floats) -> Floats:
        """``(mean - x)+``."""
        return np.maximum(self.mean_s - x, 0.0)

    def square_excess(self, x: Floats) -> Floats:
        """``((mean - x)+)^2 / 2``."""
        return 0.5 * self.excess(x) ** 2


@dataclass(frozen=True, slots=True)
class LogNormalTime:
    """
    The logarithm is normal, as handling times in contact centres mostly are.

    `cv` is the standard deviation over the mean, 1e-6 to 5.
    """

    mean_s: float
    cv: float

    def __post_init__(self) -> None:
        _check_mean(self.mean_s)
        checked("cv", self.cv, least=SMALLEST_CV, most=LARGEST_CV)

    def survival(self, x: Floats) -> Floats:
        """Normal tail of the logarithm."""
        return self._tail(x, 0.0)

    def excess(self, x: Floats) -> Floats:
        """Partial mean less x times the tail."""
        left = self.mean_s * self._tail(x, 1.0) - x * self._tail(x, 0.0)
        return np.maximum(left, 0.0)

    def square_excess(self, x: Floats) -> Floats:
        """Half of the partial second moment, less the cross term, plus x squared of the tail."""
        second = self.mean_s**2 * (1.0 + self.cv**2) * self._tail(x, 2.0)
        cross = 2.0 * x * self.mean_s * self._tail(x, 1.0)
        return np.maximum(0.5 * (second - cross + x**2 * self._tail(x, 0.0)), 0.0)

    def _tail(self, x: Floats, power: float) -> Floats:
        """Share of the moment of that power that lies beyond x."""
        variance = np.log1p(self.cv**2)
        with np.errstate(divide="ignore"):
            distance = np.log(self.mean_s) + (power - 0.5) * variance - np.log(x)
        return np.asarray(ndtr(distance / np.sqrt(variance)))


@dataclass(frozen=True, slots=True, eq=False)
class EmpiricalTime:
    """
    Handling times as they were measured, each as likely as the others.

    `times_s` are seconds, at least 0, not all below 0.001; their order does not matter.
    """

    times_s: Sequence[float] | Floats
    mean_s: float = field(init=False)
    _sorted: Floats = field(init=False, repr=False, compare=False)
    _sums: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        times = np.sort(checked("times_s", self.times_s).ravel())
        if not times.size or times[-1] < 0.5 * SHORTEST_MEAN_S:
            raise _refusal("times_s", "times_s holds no time of 0.001 s or more; give seconds")
        powers = np.stack([np.ones(times.size), times, times**2])
        beyond = np.cumsum(powers[:, ::-1], axis=1)[:, ::-1] / times.size
        object.__setattr__(self, "mean_s", float(times.mean()))
        object.__setattr__(self, "_sorted", times)
        object.__setattr__(self, "_sums", np.pad(beyond, ((0, 0), (0, 1))))

    def survival(self, x: Floats) -> Floats:
        """Share of the measured times above x."""
        return self._beyond(x)[0]

    def excess(self, x: Floats) -> Floats:
        """Sum of the times above x less x for each, over their number."""
        share, first, _ = self._beyond(x)
        left: Floats = np.maximum(first - x * share, 0.0)
        return left

    def square_excess(self, x: Floats) -> Floats:
        """Half of the sum of squares of what is left above x, over their number."""
        share, first, second = self._beyond(x)
        left: Floats = np.maximum(0.5 * (second - 2.0 * x * first + x**2 * share), 0.0)
        return left

    def _beyond(self, x: Floats) -> tuple[Floats, Floats, Floats]:
        """Share, mean part and mean square part of the times above x."""
        place = np.searchsorted(self._sorted, x, side="right")
        share, first, second = (np.asarray(sums[place], np.float64) for sums in self._sums)
        return share, first, second


def handling_time(
    aht_s: float,
    shape: Shape = "exponential",
    *,
    cv: float | None = None,
    times_s: ArrayLike | None = None,
) -> HandlingTime:
    """
    Distribution of handling time of a given mean and shape.

    Parameters
    ----------
    aht_s
        Mean in seconds, at least 0.001.
    shape
        One of `SHAPES`.
    cv
        Standard deviation over the mean, 1e-6 to 5: for "log-normal", which needs it.
    times_s
        Measured seconds for "empirical", which needs them; scaled so that their mean is `aht_s`.

    Raises
    ------
    InputError
        Naming the field that is missing, unknown or outside its range.

    Examples
    --------
    >>> import numpy as np
    >>> float(handling_time(300, "empirical", times_s=[1, 2, 3]).survival(np.array(400.0)).round(4))
    0.3333
    """
    _check_mean(aht_s)
    if shape == "exponential":
        return ExponentialTime(aht_s)
    if shape == "deterministic":
        return DeterministicTime(aht_s)
    if shape == "log-normal":
        if cv is None:
            raise _refusal("cv", "cv is missing; a log-normal handling time needs it, e.g. 1")
        return LogNormalTime(aht_s, cv)
    if shape == "empirical":
        if times_s is None:
            raise _refusal("times_s", "times_s is missing; an empirical handling time needs it")
        measured = EmpiricalTime(checked("times_s", times_s))
        return EmpiricalTime(aht_s / measured.mean_s * checked("times_s", times_s))
    raise _refusal("shape", f"shape is {shape!r}; use one of {', '.join(SHAPES)}")


def _check_mean(mean_s: float) -> None:
    checked("aht_s", mean_s, least=SHORTEST_MEAN_S)


def _refusal(field_name: str, message: str) -> InputError:
    return InputError(message, (Problem(message, field=field_name),))
