"""Arrays that do not go together are refused in one line that names their shapes."""

from collections.abc import Callable

import numpy as np
import pytest

from planner.errors import InputError
from planner.staffing import (
    chat_measures,
    erlang_a,
    erlang_b,
    erlang_c,
    required_agents,
    required_chat_agents,
)
from planner.staffing.live.redial import load_with_redials
from planner.staffing.uncertain.mixture import mixture_service_level
from planner.staffing.uncertain.mixture_requirement import required_agents_mixture

THREE, FOUR = np.full(3, 9.0), np.full(4, 20.0)

CALLS: dict[str, Callable[[], object]] = {
    "erlang b": lambda: erlang_b(FOUR, THREE),
    "erlang c": lambda: erlang_c(FOUR, THREE),
    "erlang a": lambda: erlang_a(10, THREE, 180, FOUR),
    "handling time": lambda: erlang_a(10, THREE, FOUR, 60),
    "redials": lambda: load_with_redials(10, THREE, 180, FOUR, 0.2),
    "requirement": lambda: required_agents(THREE, 180, within_s=FOUR, fraction=0.8),
    "two targets": lambda: required_agents(
        9.0, 180, within_s=THREE, fraction=0.8, max_occupancy=np.full(4, 0.8)
    ),
    "mixture": lambda: mixture_service_level(10, THREE, 0.1, 180, FOUR),
    "mixture requirement": lambda: required_agents_mixture(
        THREE, 0.1, 180, within_s=FOUR, fraction=0.8
    ),
    "mixture occupancy": lambda: required_agents_mixture(
        THREE, 0.1, 180, max_occupancy=np.full(4, 0.8)
    ),
    "chat": lambda: chat_measures(FOUR, THREE, [300, 400]),
    "chat requirement": lambda: required_chat_agents(
        THREE / 100, [300, 400], within_s=FOUR, fraction=0.8
    ),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_shapes_that_do_not_fit_are_named(call: Callable[[], object]) -> None:
    with pytest.raises(InputError, match=r"arrays have the shapes .*; use equal ones") as refused:
        call()
    assert "(3,)" in str(refused.value)
    assert "(4,)" in str(refused.value)
