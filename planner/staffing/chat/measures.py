"""
Chat and messaging: agents who hold several conversations at once and get slower with each.

Poisson arrivals, exponential durations whose mean depends on how many conversations the agent
holds, exponential patience. Every chat goes to an agent who holds the fewest, and agents are taken
to stay balanced: with j chats in progress they hold j/N, rounded down or up. That is a birth-death
chain, solved exactly and without overflow, for idle and for overloaded teams.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from planner.errors import InputError, Problem
from planner.staffing.chat.chain import measures_of_each
from planner.staffing.checks import checked, checked_or_endless, together

LONGEST_PATIENCE_S = 1e7
_SHORTEST_PATIENCE_S = 1e-9
MOST_AGENTS = 1e6
SPREADS: Final = ("even", "uneven")


@dataclass(frozen=True, slots=True)
class ChatMeasures:
    """
    What customers and agents get, each an array of the shape of the slots.

    `sl_offered` is the share of all chats answered in time, `sl_answered` that of the chats
    answered at all, `sl_virtual` that of customers who would not hang up. `asa_answered_s` is
    infinite where nobody is answered. `occupancy` is the share of the conversation slots in use,
    `agents_busy` the share of agents who hold a conversation, `conversations` how many these hold.
    """

    p_wait: NDArray[np.float64]
    p_abandon: NDArray[np.float64]
    mean_wait_all_s: NDArray[np.float64]
    asa_answered_s: NDArray[np.float64]
    sl_offered: NDArray[np.float64]
    sl_answered: NDArray[np.float64]
    sl_virtual: NDArray[np.float64]
    occupancy: NDArray[np.float64]
    agents_busy: NDArray[np.float64]
    conversations: NDArray[np.float64]


def chat_measures(
    agents: ArrayLike,
    rate_per_s: ArrayLike,
    aht_by_level_s: ArrayLike,
    *,
    within_s: ArrayLike = 0.0,
    patience_s: ArrayLike = np.inf,
    spread: str = "even",
) -> ChatMeasures:
    """
    All measures of a chat queue in steady state.

    All arguments but `aht_by_level_s` broadcast.

    Parameters
    ----------
    agents
        Agents on duty, whole numbers, 0 to 1e6.
    rate_per_s
        Chats offered per second, at least 0; below 1e-30 counts as none.
    aht_by_level_s
        Mean duration of a chat in seconds while its agent holds 1, 2, ... k conversations, above
        0, shape ``(k,)``; k is the most an agent may hold.
    within_s
        Answer-time threshold in seconds, at least 0.
    patience_s
        Mean time in seconds after which a waiting customer hangs up, above 0 and at most 1e7;
        infinite for customers who never do.
    spread
        How chats lie among agents: ``even``, as if always levelled, the table of the field; or
        ``uneven``, as the ends of chats leave them, up to 100 agents and even beyond.

    Returns
    -------
    ChatMeasures
        Defined everywhere. Patient customers and a rate of at least ``N k / aht_k``: all wait, for
        ever, and the service level is 0. No agents: nobody is answered.

    Notes
    -----
    j chats of which r agents hold q + 1 and N - r hold q end at ``r (q+1) / aht_(q+1) + (N - r) q /
    aht_q``; above N k the queue loses ``1 / patience`` per customer as well. An arrival that finds
    i others waiting is served after i + 1 departures, exponential with rates ``D + m / patience``,
    ``m = i .. 0``, where ``D = N k / aht_k``. Where a further conversation lowers what an agent
    gets done, ``j / aht_j``, the chain is still exact, but a lower limit would serve better.

    Examples
    --------
    >>> team = chat_measures(8, 0.05, [300, 360, 450], within_s=30, patience_s=120)
    >>> [round(float(x), 4) for x in (team.sl_offered, team.p_abandon, team.occupancy)]
    [0.8725, 0.0574, 0.7959]
    """
    levels = checked_levels(aht_by_level_s)
    n = checked("agents", agents, most=MOST_AGENTS)
    if np.any(n != np.floor(n)):
        message = f"agents is {n[n != np.floor(n)][0]:g}; use whole numbers"
        raise InputError(message, (Problem(message, field="agents"),))
    arrays = together(
        n,
        checked("rate_per_s", rate_per_s),
        checked("within_s", within_s),
        hang_up_rate(patience_s),
    )
    n, rate, threshold, theta = (np.array(array).ravel() for array in arrays)
    measures = measures_of_each(
        n, rate, threshold, theta, throughput_by_level(levels), is_even(spread)
    )
    return ChatMeasures(*(column.reshape(arrays[0].shape) for column in measures.T))


def chat_service_level(
    agents: ArrayLike,
    rate_per_s: ArrayLike,
    aht_by_level_s: ArrayLike,
    within_s: ArrayLike,
    *,
    patience_s: ArrayLike = np.inf,
    spread: str = "even",
) -> NDArray[np.float64]:
    """
    Share of the chats offered that are answered within `within_s` seconds.

    Takes the arguments of `chat_measures`, of which it is `sl_offered`.

    Examples
    --------
    >>> chat_service_level([6, 8, 10], 0.05, [300, 360, 450], 30, patience_s=120).round(3).tolist()
    [0.533, 0.872, 0.991]
    """
    return chat_measures(
        agents, rate_per_s, aht_by_level_s, within_s=within_s, patience_s=patience_s, spread=spread
    ).sl_offered


def is_even(spread: str) -> bool:
    """Whether chats are taken to be levelled; `InputError` for a word that is not in `SPREADS`."""
    if spread not in SPREADS:
        message = f"spread is {spread!r}; use {' or '.join(SPREADS)}"
        raise InputError(message, (Problem(message, field="spread"),))
    return spread == "even"


def checked_levels(aht_by_level_s: ArrayLike) -> NDArray[np.float64]:
    """Mean durations by conversations held, shape ``(k,)``, k at least 1, each above 0."""
    levels = checked("aht_by_level_s", aht_by_level_s, least_allowed=False)
    if levels.ndim != 1 or levels.size == 0:
        message = f"aht_by_level_s has shape {levels.shape}; use a list of 1 or more durations"
        raise InputError(message, (Problem(message, field="aht_by_level_s"),))
    return levels


def throughput_by_level(levels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chats per second that an agent ends while holding 0, 1, ... k, shape ``(k + 1,)``."""
    return np.concatenate([np.zeros(1), np.arange(1, levels.size + 1) / levels])


def hang_up_rate(patience_s: ArrayLike) -> NDArray[np.float64]:
    """Hang-ups per second of one waiting customer; 0 for infinite patience."""
    patience = checked_or_endless(
        "patience_s", patience_s, most=LONGEST_PATIENCE_S, least_allowed=False
    )
    return 1.0 / np.maximum(patience, _SHORTEST_PATIENCE_S)
