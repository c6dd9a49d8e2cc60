"""Service level of a live queue by whichever model its patience asks for: Erlang C or Erlang A."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.staffing.live.erlang import service_level
from planner.staffing.live.erlang_a import definition_number, service_level_with_abandonment


def live_service_level(
    agents: ArrayLike,
    load: ArrayLike,
    aht_s: ArrayLike,
    within_s: ArrayLike,
    patience_s: ArrayLike | None = None,
    definition: str = "offered",
) -> NDArray[np.float64]:
    """
    Share of contacts answered within `within_s` seconds, with or without abandonment.

    Parameters
    ----------
    agents, load, aht_s, within_s
        As in `service_level`.
    patience_s
        Mean patience in seconds. None, or infinity in single elements, is Erlang C, where nobody
        is answered in time once the load reaches the agents.
    definition
        As in `service_level_with_abandonment`; without abandonment all definitions agree.

    Examples
    --------
    >>> float(live_service_level(12, 12.0, 180, 20))
    0.0
    >>> live_service_level(12, 12.0, 180, 20, patience_s=[60, 600, np.inf]).round(4).tolist()
    [0.7357, 0.4335, 0.0]
    """
    if patience_s is None:
        definition_number(definition)
        return service_level(agents, load, aht_s, within_s)
    return service_level_with_abandonment(agents, load, aht_s, patience_s, within_s, definition)
