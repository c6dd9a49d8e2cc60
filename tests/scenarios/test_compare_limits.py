"""A what-if without a roster is told beside the others; a base without one ends the comparison."""

from collections.abc import Callable

import pytest

from planner.errors import InfeasibleError, InputError, TimeLimitError
from scenarios import compare as comparing
from scenarios.inputs import Inputs
from scenarios.plan import Plan
from tests.inputs_fixture import small_inputs

ERRORS = (TimeLimitError("out of it"), InfeasibleError("out of it"), InputError("out of it"))


def failing(error: Exception, n_good: int, plan: Plan) -> Callable[..., Plan]:
    """Stands for the pipeline: some plans, then the error."""
    seen: list[Inputs] = []

    def make(inputs: Inputs, **_: object) -> Plan:
        seen.append(inputs)
        if len(seen) > n_good:
            raise error
        return plan

    return make


@pytest.fixture(scope="module")
def plan() -> Plan:
    return comparing.make_plan(small_inputs(), time_limit_s=2)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_scenario_without_a_roster_is_told_and_the_others_stay(
    error: Exception, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "make_plan", failing(error, 1, plan))
    base, more = comparing.compare(small_inputs(), ["volume=+10%"])
    assert base.plan is plan
    assert (more.plan, more.problem) == (None, "out of it")


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_a_base_without_a_roster_is_an_error(
    error: Exception, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "make_plan", failing(error, 0, plan))
    with pytest.raises(type(error), match="out of it"):
        comparing.compare(small_inputs(), ["volume=+10%"])
