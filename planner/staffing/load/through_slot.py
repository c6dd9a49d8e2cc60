"""
Agents for a service level that holds on average over a slot while the load moves within it.

Where the load climbs or falls through a slot, the agents that suit its mean lose more in the busy
part than they win in the calm one. The mean of the service level over the slot tells; the peak of
the load would ask for too many.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.checks import checked, checked_aht, checked_load
from planner.staffing.live.erlang import service_level
from planner.staffing.live.requirement import required_agents
from planner.staffing.rounding import RELATIVE_TOLERANCE

Floats = NDArray[np.float64]
Agents = NDArray[np.int64]
LevelOf = Callable[[Floats, Floats], Floats]
_MOST_AGENTS = 10**10


def required_through_slot(
    loads: ArrayLike,
    aht_s: ArrayLike,
    *,
    within_s: ArrayLike,
    fraction: ArrayLike,
    level_of: LevelOf | None = None,
) -> Agents:
    """
    Fewest agents whose service level reaches the target on average over the course of a slot.

    Parameters
    ----------
    loads
        Erlangs in the course of each slot, shape ``(n_points, n_slots)``, see `load_course`.
    aht_s, within_s, fraction
        As in `required_agents`; one number or one a slot.
    level_of
        Service level of agents and loads, arrays of one shape; it must grow with the agents and
        tend to 1. By default Erlang C's.

    Returns
    -------
    NDArray
        Whole agents, shape ``(n_slots,)``; 0 where no point has a load.

    Raises
    ------
    InputError
        Naming the field that lies outside its range.

    Notes
    -----
    The level of each point is that of a queue steady at its load, which is 0 for Erlang C at
    saturation, and the mean over the points is taken since contacts arrive evenly through a slot.
    With Erlang C the number lies between those for the lowest and the highest load of the slot.

    Examples
    --------
    >>> required_through_slot([[10.0], [20.0]], 1800, within_s=20, fraction=0.8).tolist()
    [24]
    >>> required_agents([10.0, 15.0, 20.0], 1800, within_s=20, fraction=0.8).tolist()
    [14, 20, 25]
    """
    course = np.atleast_2d(checked_load(loads))
    aht = checked_aht(aht_s, course)
    least = checked("fraction", fraction, most=1.0, least_allowed=False, most_allowed=False)
    late = (1.0 - least) * (1.0 + RELATIVE_TOLERANCE)

    def erlang_level(agents: Floats, load: Floats) -> Floats:
        return service_level(agents, load, aht, within_s)

    level = level_of or erlang_level

    def is_met(agents: Agents) -> NDArray[np.bool_]:
        everywhere = np.broadcast_to(agents.astype(np.float64), course.shape)
        return np.asarray(np.mean(1.0 - level(everywhere, course), axis=0) <= late)

    return _fewest(
        is_met, required_agents(course.max(axis=0), aht, within_s=within_s, fraction=fraction)
    )


def _fewest(is_met: Callable[[Agents], NDArray[np.bool_]], guess: Agents) -> Agents:
    """Bisection of each slot, from a guess that is doubled until it will do."""
    highest = guess
    while not np.all(enough := is_met(highest) | (highest == 0)):
        if highest.max() > _MOST_AGENTS:
            raise _refusal("level_of", "level_of does not reach the fraction; use a lower one")
        highest = np.where(enough, highest, 2 * highest)
    lowest = np.zeros_like(highest)
    while np.any(inside := highest - lowest > 1):
        middle = (lowest + highest) // 2
        met = is_met(middle)
        highest = np.where(inside & met, middle, highest)
        lowest = np.where(inside & ~met, middle, lowest)
    return highest


def _refusal(field: str, message: str) -> InputError:
    return InputError(message, (Problem(message, field=field),))
