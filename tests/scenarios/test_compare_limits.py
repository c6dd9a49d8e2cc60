"""A what-if without a roster is told beside the others; a base without one ends the comparison."""

from collections.abc import Callable

import numpy as np
import pytest

from planner.errors import InfeasibleError, InputError, TimeLimitError
from scenarios import compare as comparing
from scenarios.inputs import Inputs
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from tests.inputs_fixture import small_inputs

ERRORS = (TimeLimitError("out of it"), InfeasibleError("out of it"), InputError("out of it"))


def failing(error: BaseException, n_good: int, plan: Plan) -> Callable[..., Plan]:
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
    return make_plan(small_inputs(), time_limit_s=0.3, repeatable=True)


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


def test_ctrl_c_keeps_the_scenarios_that_are_done(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "make_plan", failing(KeyboardInterrupt(), 1, plan))
    (base,) = comparing.compare(small_inputs(), ["volume=+10%", "volume=+20%"])
    assert base.plan is plan
    monkeypatch.setattr(comparing, "make_plan", failing(KeyboardInterrupt(), 0, plan))
    with pytest.raises(KeyboardInterrupt):
        comparing.compare(small_inputs(), ["volume=+10%"])


def test_the_service_of_a_week_is_weighted_by_contacts(plan: Plan) -> None:
    service = comparing.Outcome("any", plan).service
    for queue in ("phone", "tickets"):
        found = plan.coverage.of(queue)
        known = ~np.isnan(found.service_level)
        expected = np.average(found.service_level[known], weights=found.contacts[known])
        assert service[queue] == pytest.approx(expected)
    assert 0 < (service["phone"] or 0) < 1
