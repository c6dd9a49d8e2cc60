"""The fewest agents that meet the targets of a chat queue, interval by interval."""

import math
from typing import Final, NoReturn

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.chat.chain import LEAST_RATE, measures_of_one
from planner.staffing.chat.measures import (
    checked_levels,
    hang_up_rate,
    is_even,
    throughput_by_level,
)
from planner.staffing.chat.uneven import MOST_AGENTS_UNEVEN
from planner.staffing.checks import checked, together
from planner.staffing.rounding import RELATIVE_TOLERANCE

CHAT_SERVICE_LEVELS: Final = ("offered", "answered", "virtual")

_LEAST_OCCUPANCY = 0.01
_MOST_LOAD = 1e5


def required_chat_agents(
    rate_per_s: ArrayLike,
    aht_by_level_s: ArrayLike,
    *,
    patience_s: ArrayLike = np.inf,
    within_s: ArrayLike | None = None,
    fraction: ArrayLike | None = None,
    definition: str = "offered",
    max_asa_s: ArrayLike | None = None,
    max_abandonment: ArrayLike | None = None,
    max_occupancy: ArrayLike | None = None,
    spread: str = "even",
) -> NDArray[np.int64]:
    """
    Fewest agents who, holding up to k conversations each, meet every given target.

    All arguments but `aht_by_level_s` broadcast; give at least one target.

    Parameters
    ----------
    rate_per_s
        Chats offered per second, at least 0 and at most what 100,000 agents can do; below 1e-30
        counts as none.
    aht_by_level_s
        Mean duration in seconds while the agent holds 1, 2, ... k conversations, shape ``(k,)``,
        above 0 and never falling: else more agents could be worse.
    patience_s
        Mean patience in seconds, above 0 and at most 1e7, or infinite.
    within_s, fraction
        Service level, as in 80 % (`fraction` 0.8, above 0 and below 1) within 30 s; together.
    definition
        Which of `CHAT_SERVICE_LEVELS` the fraction is of: ``sl_offered``, ``sl_answered`` or
        ``sl_virtual`` of `ChatMeasures`.
    max_asa_s
        Longest mean wait of those answered, in seconds, above 0.
    max_abandonment
        Highest share who hang up, above 0 and at most 1.
    max_occupancy
        Highest share of the conversation slots in use, 0.01 to 1.
    spread
        ``even`` or ``uneven``, as for `chat_measures`.

    Returns
    -------
    NDArray
        Whole agents; 0 where nothing is offered, at least 1 elsewhere.

    Raises
    ------
    InputError
        Naming the field that lies outside its range or is missing.

    Notes
    -----
    The chain of `chat_measures`, searched outwards from the neighbouring interval's answer and
    then by halving. Targets are met when they are met to within 1e-12 of themselves.

    Examples
    --------
    >>> required_chat_agents(
    ...     [0.0, 0.05, 0.5], [300, 360, 450], patience_s=120, within_s=30, fraction=0.8
    ... ).tolist()
    [0, 8, 68]
    """
    levels = checked_levels(aht_by_level_s)
    if np.any(np.diff(levels) < 0):
        _refuse("aht_by_level_s", "aht_by_level_s falls; use durations that stay or rise")
    if definition not in CHAT_SERVICE_LEVELS:
        _refuse("definition", f"definition is {definition!r}; use {', '.join(CHAT_SERVICE_LEVELS)}")
    throughput = throughput_by_level(levels)
    rate = checked("rate_per_s", rate_per_s, most=_MOST_LOAD * float(throughput[-1]))
    limits = _limits(within_s, fraction, max_asa_s, max_abandonment, max_occupancy)
    arrays = together(rate, hang_up_rate(patience_s), *limits)
    flat = [np.ravel(array).astype(np.float64) for array in arrays]
    level = CHAT_SERVICE_LEVELS.index(definition)
    rest = np.stack(flat[2:], axis=1)
    found = _fewest_of_each(flat[0], flat[1], rest, throughput, level, is_even(spread))
    return found.reshape(arrays[0].shape)


def _limits(
    within_s: ArrayLike | None,
    fraction: ArrayLike | None,
    max_asa_s: ArrayLike | None,
    max_abandonment: ArrayLike | None,
    max_occupancy: ArrayLike | None,
) -> list[NDArray[np.float64]]:
    """Threshold, least service level, most wait, abandonment and occupancy; slack where absent."""
    given = (fraction, max_asa_s, max_abandonment, max_occupancy)
    if (within_s is None) != (fraction is None):
        missing = "within_s" if within_s is None else "fraction"
        _refuse(missing, f"{missing} is missing; a service level needs fraction and within_s")
    if all(target is None for target in given):
        _refuse("fraction", "no target is given; use fraction with within_s, or another")
    wanted = np.asarray(0.0)
    if fraction is not None:
        wanted = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
    return [
        checked("within_s", 0.0 if within_s is None else within_s),
        wanted,
        _limit("max_asa_s", max_asa_s, 0.0, np.inf),
        _limit("max_abandonment", max_abandonment, 0.0, 1.0),
        _limit("max_occupancy", max_occupancy, _LEAST_OCCUPANCY, 1.0),
    ]


def _limit(field: str, value: ArrayLike | None, least: float, most: float) -> NDArray[np.float64]:
    if value is None:
        return np.asarray(np.inf)
    return checked(field, value, least=least, most=most, least_allowed=least > 0)


def _refuse(field: str, message: str) -> NoReturn:
    raise InputError(message, (Problem(message, field=field),))


@njit(cache=True, error_model="numpy")
def _fewest_of_each(
    rate: NDArray[np.float64],
    theta: NDArray[np.float64],
    limits: NDArray[np.float64],
    throughput: NDArray[np.float64],
    level: int,
    is_even: bool,
) -> NDArray[np.int64]:
    result = np.zeros(rate.size, np.int64)
    spare = 1.0
    borne, too_much = np.zeros(MOST_AGENTS_UNEVEN + 1), np.zeros(MOST_AGENTS_UNEVEN + 1)
    bend = np.diff(np.diff(throughput))
    is_concave = bool(np.all(bend <= 1e-12 * throughput[1]))  # then uneven never does better
    for i in range(rate.size):
        if rate[i] > LEAST_RATE:
            busy = rate[i] / throughput[-1]
            start = math.ceil(busy + spare * math.sqrt(busy))
            least = 0.0 if theta[i] > 0.0 else math.floor(busy)
            found = _fewest(start, least, rate[i], theta[i], limits[i], throughput, level, True)
            spare = (found - busy) / math.sqrt(max(busy, 1.0))
            if not is_even:
                if i == 0 or theta[i] != theta[i - 1] or np.any(limits[i] != limits[i - 1]):
                    borne[:], too_much[:] = 0.0, np.inf
                queue = (rate[i], theta[i], limits[i], throughput, level)
                if is_concave:
                    found = _fewest_uneven(found, queue, borne, too_much)
                else:
                    found = _fewest(found, least, *queue, False)
            result[i] = found
    return result


@njit(cache=True, error_model="numpy")
def _fewest_uneven(
    n: float,
    queue: tuple[float, float, NDArray[np.float64], NDArray[np.float64], int],
    borne: NDArray[np.float64],
    too_much: NDArray[np.float64],
) -> float:
    """
    Fewest agents where the spread is felt, from the answer `n` of an even spread upwards.

    `borne` and `too_much` hold the highest rate known to be met, and the lowest known not to be, by
    so many agents under the same targets: they spare most looks at the chain.
    """
    rate, theta, limits, throughput, level = queue
    while n <= MOST_AGENTS_UNEVEN:
        at = int(n)
        if borne[at] < rate < too_much[at]:
            if _is_met(n, rate, theta, limits, throughput, level, False):
                borne[at] = rate
            else:
                too_much[at] = rate
        if rate <= borne[at]:
            return n
        n += 1.0
    return n


@njit(cache=True, error_model="numpy")
def _fewest(
    start: float,
    fails: float,
    rate: float,
    theta: float,
    limits: NDArray[np.float64],
    throughput: NDArray[np.float64],
    level: int,
    is_even: bool,
) -> float:
    """
    Bracket by doubling steps from `start`, then halve; the answer does not depend on `start`.

    So many agents as `fails` are known to be too few.
    """
    meets = np.inf
    n = max(start, fails + 1.0)
    step = 1.0
    while meets - fails > 1.0:
        if _is_met(n, rate, theta, limits, throughput, level, is_even):
            meets = n
            n -= step
        else:
            fails = n
            n += step
        step *= 2.0
        if n >= meets or n <= fails:
            n = math.floor(0.5 * (meets + fails))
    return meets


@njit(cache=True, error_model="numpy")
def _is_met(
    n: float,
    rate: float,
    theta: float,
    limits: NDArray[np.float64],
    throughput: NDArray[np.float64],
    level: int,
    is_even: bool,
) -> bool:
    """Whether n agents meet the threshold's level, the wait, the abandonment and the occupancy."""
    measures = measures_of_one(n, rate, limits[0], theta, throughput, is_even)
    slack = 1.0 + RELATIVE_TOLERANCE
    most_late = (1.0 - limits[1]) * slack + 2.3e-16
    return bool(
        1.0 - measures[4 + level] <= most_late
        and measures[3] <= limits[2] * slack
        and measures[1] <= limits[3] * slack
        and measures[7] <= limits[4] * slack
    )
