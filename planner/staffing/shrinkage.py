"""
Shrinkage: the share of paid time in which an agent is not there to answer.

Training, meetings, absence: scheduled agents are productive ones over 1 - shrinkage. Breaks that a
roster places are not in it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.staffing.checks import checked
from planner.staffing.rounding import whole_agents


def scheduled_agents(net_agents: ArrayLike, shrinkage: ArrayLike) -> NDArray[np.int64]:
    """
    Fewest agents to schedule so that `net_agents` are productive.

    Parameters
    ----------
    net_agents
        Productive agents needed, at least 0.
    shrinkage
        Share of scheduled time lost, at least 0 and less than 1.

    Raises
    ------
    InputError
        Naming the field that lies outside its range.

    Examples
    --------
    >>> scheduled_agents([0, 14, 21], 0.3).tolist()
    [0, 20, 30]
    """
    net = checked("net_agents", net_agents, most=1e15)
    return whole_agents(net, 1.0 - _checked_shrinkage(shrinkage))


def productive_agents(scheduled: ArrayLike, shrinkage: ArrayLike) -> NDArray[np.float64]:
    """
    Agents expected to be productive out of those scheduled; real-valued.

    Takes the same `shrinkage` as `scheduled_agents`.

    Examples
    --------
    >>> productive_agents([0, 20], 0.25).tolist()
    [0.0, 15.0]
    """
    return np.asarray(checked("scheduled", scheduled) * (1.0 - _checked_shrinkage(shrinkage)))


def _checked_shrinkage(shrinkage: ArrayLike) -> NDArray[np.float64]:
    return checked("shrinkage", shrinkage, most=1.0, most_allowed=False)
