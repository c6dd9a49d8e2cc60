"""Methods of offered load: alike in steady queues, finite at extremes, chosen by handling time."""

import numpy as np
import pytest

from planner.errors import InputError
from planner.staffing.load.handling_time import SHAPES, Shape, handling_time
from planner.staffing.load.modified_load import modified_load
from planner.staffing.load.offered_load import METHODS, LoadMethod, chosen_method, offered_load
from planner.staffing.load.peak_load import peak_load

SLOT_S = 900.0
MEASURED_S = (30.0, 400.0, 700.0, 1300.0, 2500.0, 2500.0, 6000.0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_method_knows_a_steady_queue(method: LoadMethod, shape: Shape) -> None:
    found = offered_load(
        np.full(20, 6.0),
        1800.0,
        SLOT_S,
        method=method,
        shape=shape,
        cv=0.8,
        times_s=MEASURED_S,
        start_load=12.0,
    )
    assert found == pytest.approx(12.0, rel=1e-9)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("aht_s", [1e-3, 1.0, 9e6])
def test_extreme_handling_times_give_finite_loads(aht_s: float, shape: Shape) -> None:
    time = handling_time(aht_s, shape, cv=1e-6, times_s=MEASURED_S)
    for found in (
        modified_load([5.0, 0.0, 1e9], time, SLOT_S).mean,
        modified_load([5.0, 0.0, 1e9], time, SLOT_S, cyclic=True).mean,
        peak_load([5.0, 0.0, 1e9], time, SLOT_S),
    ):
        assert np.all(np.isfinite(found))
        assert np.all(found >= 0.0)


@pytest.mark.parametrize("method", METHODS)
def test_every_method_gives_an_idle_queue_nothing(method: LoadMethod) -> None:
    assert offered_load(np.zeros(5), 0.0, SLOT_S, method=method).tolist() == [0.0] * 5


def test_lagged_load_is_that_of_earlier_arrivals() -> None:
    contacts = [8.0, 16.0, 4.0, 12.0]
    lagged = offered_load(contacts, 1350.0, SLOT_S, method="lagged", shape="exponential")
    assert lagged.tolist() == [0.0, 6.0, 18.0, 15.0]
    highest = offered_load(contacts, 1350.0, SLOT_S, method="lagged_max")
    assert highest.tolist() == [0.0, 12.0, 24.0, 24.0]
    fixed = offered_load(contacts, 1800.0, SLOT_S, method="lagged", shape="deterministic")
    assert fixed.tolist() == [0.0, 16.0, 32.0, 8.0]
    cyclic = offered_load(contacts, 1350.0, SLOT_S, method="lagged", cyclic=True)
    assert cyclic.tolist() == [12.0, 15.0, 18.0, 15.0]


def test_auto_is_stationary_for_short_calls_and_modified_for_long_ones() -> None:
    calm, steep = [100.0, 104.0, 100.0], [100.0, 300.0, 100.0]
    assert chosen_method(calm, 180.0, 1800.0, cyclic=True) == "stationary"
    assert chosen_method(steep, 180.0, 1800.0, cyclic=True) == "modified"
    assert chosen_method(calm, 601.0, 1800.0, cyclic=True) == "modified"
    assert offered_load(calm, 180.0, 1800.0, cyclic=True).tolist() == [10.0, 10.4, 10.0]
    modified = offered_load(steep, 180.0, 1800.0, cyclic=True, method="modified")
    assert offered_load(steep, 180.0, 1800.0, cyclic=True).tolist() == modified.tolist()


def test_streams_of_several_handling_times_add_up() -> None:
    found = offered_load([10.0, 20.0, 5.0], [1800.0, 2700.0, 1800.0], SLOT_S)
    first = offered_load([10.0, 0.0, 5.0], 1800.0, SLOT_S)
    second = offered_load([0.0, 20.0, 0.0], 2700.0, SLOT_S)
    assert found == pytest.approx(first + second, rel=1e-12)


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("contacts", {"contacts": [-1.0]}),
        ("contacts", {"contacts": [float("nan")]}),
        ("contacts", {"contacts": [[1.0]]}),
        ("contacts", {"contacts": []}),
        ("aht_s", {"aht_s": 0.0}),
        ("aht_s", {"aht_s": [1.0, 2.0]}),
        ("aht_s", {"aht_s": 1e12}),
        ("aht_s", {"contacts": [1, 1], "aht_s": [600, 900], "method": "modified_max"}),
        ("aht_s", {"contacts": [1, 1], "aht_s": [600, 900], "start_load": 3.0}),
        ("slot_s", {"slot_s": 0.0}),
        ("method", {"method": "sipp"}),
        ("shape", {"shape": "weibull"}),
        ("cv", {"shape": "log-normal"}),
        ("cv", {"shape": "log-normal", "cv": 6.0}),
        ("cv", {"shape": "log-normal", "cv": 0.0}),
        ("times_s", {"shape": "empirical"}),
        ("times_s", {"shape": "empirical", "times_s": [0.0]}),
        ("start_load", {"start_load": -1.0}),
        ("start_load", {"start_load": 1.0, "cyclic": True}),
    ],
)
def test_bad_numbers_are_refused_by_name(field: str, arguments: dict[str, object]) -> None:
    given: dict[str, object] = {"contacts": [1.0], "aht_s": 1200.0, "slot_s": SLOT_S, **arguments}
    with pytest.raises(InputError) as refused:
        offered_load(**given)  # type: ignore[arg-type]
    assert refused.value.problems[0].field == field
    assert "\n" not in str(refused.value)
