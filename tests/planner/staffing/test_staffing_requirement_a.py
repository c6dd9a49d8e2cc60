"""The requirement with abandonment and redials: tables, a search by trial, and its edges."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.staffing.live.erlang_a import (
    DEFINITIONS,
    erlang_a,
    service_level_with_abandonment,
)
from planner.staffing.live.redial import load_with_redials
from planner.staffing.live.requirement import TARGETS, agents_by_target, required_agents

ReferenceTable = Callable[[str], list[dict[str, str]]]
DEFINITION_OF = {
    "offered": "offered",
    "answered": "answered",
    "excl_short_abandons": "without_short_abandons",
    "wait_le_T": "wait",
    "virtual": "virtual",
}
# volume, interval_s, aht_s, patience_s, fraction, within_s, definition, max_abandonment, by
# service level, by abandonment, service level at the larger: rows of the reference table
# open_required_a, computed at 45 digits
REQUIRED: tuple[tuple[Any, ...], ...] = (
    (261.175, 1800, 1500, 600, 0.8, 120, "answered", 0.03, 195, 219, 0.9795312987904818),
    (2256.6, 1800, 90, 300, 0.9, 10, "answered", 0.01, 120, 119, 0.9138815163827223),
    (8.13974, 1800, 90, 120, 0.95, 60, "excl_short_abandons", 0.01, 2, 3, 0.9991857848245597),
    (3.03548, 1800, 600, 1800, 0.95, 30, "virtual", 0.05, 4, 3, 0.9823756820044005),
    (0.827663, 3600, 1500, 600, 0.9, 20, "wait_le_T", 0.1, 2, 2, 0.9569724994179446),
    (67.2572, 900, 1500, 30, 0.8, 120, "virtual", 0.03, 27, 121, 0.9999826195758668),
    (94.4896, 1800, 180, 120, 0.8, 10, "answered", 0.05, 11, 12, 0.8668298370448196),
    (920.507, 3600, 180, 60, 0.8, 10, "offered", None, 47, 0, 0.8042688416426227),
)
# agents, fresh load, theta, redial share, total load, p_abandon, mean wait of the answered: rows
# of the reference table open_redial, computed at 45 digits
REDIALS = np.array(
    [
        (5, 7.0, 3.0, 0.8, 15.143071305964972, 0.6721779833689808, 0.286080207841089),
        (5, 4.5, 1.0, 0.0, 4.5, 0.1378191290262039, 0.11797721388630383),
        (500, 700.0, 0.2, 0.2, 750.0, 0.3333333333333333, 2.0263256072074873),
        (10, 11.0, 1.0, 0.8, 15.436944916198401, 0.3592797133990058, 0.4014763148498042),
        (20, 14.0, 0.2, 0.2, 14.00714401399213, 0.0025501322700023327, 0.012431113980048331),
    ]
)


def check_row(row: tuple[Any, ...]) -> None:
    volume, interval_s, aht_s, patience_s, fraction, within_s, kind, cap = row[:8]
    load, definition = volume * aht_s / interval_s, DEFINITION_OF[kind]
    alone = agents_by_target(
        load,
        aht_s,
        within_s=within_s,
        fraction=fraction,
        patience_s=patience_s,
        max_abandonment=cap,
        definition=definition,
    )
    assert int(alone["service_level"]) == row[8], row
    assert int(alone.get("abandonment", np.array(0))) == row[9], row
    level = service_level_with_abandonment(
        max(row[8], row[9]), load, aht_s, patience_s, within_s, definition
    )
    assert float(level) == pytest.approx(row[10], abs=1e-10)


@pytest.mark.parametrize("row", REQUIRED, ids=str)
def test_requirement_agrees_with_typed_rows(row: tuple[Any, ...]) -> None:
    check_row(row)


def test_requirement_agrees_with_the_reference_table(reference_table: ReferenceTable) -> None:
    names = ["volume", "interval_s", "aht_s", "patience_s", "target_sl", "awt_s"]
    for row in reference_table("open_required_a"):
        cap = float(row["max_abandon"]) if row["max_abandon"] else None
        given_values = [float(row[name]) for name in names]
        answers = int(row["n_sl"]), int(row["n_abandon"]), float(row["sl_at_n"])
        check_row((*given_values, row["sl_definition"], cap, *answers))
        assert max(answers[:2]) == int(row["n_required"])


def test_redials_agree_with_typed_rows() -> None:
    agents, fresh, theta, share, total, p_abandon, asa = REDIALS.T
    load = load_with_redials(agents, fresh, 1.0, 1.0 / theta, share)
    np.testing.assert_allclose(load, total, rtol=1e-9)
    found = erlang_a(agents, load, 1.0, 1.0 / theta)
    np.testing.assert_allclose(found.p_abandon, p_abandon, rtol=1e-9)
    np.testing.assert_allclose(found.asa_s, asa, rtol=1e-9)


def test_redials_agree_with_the_reference_table(reference_table: ReferenceTable) -> None:
    rows = reference_table("open_redial")
    names = "N A_fresh theta_over_mu redial_prob T_over_aht A_total p_wait p_abandon_per_attempt"
    names += " sl_offered_per_attempt sl_answered asa_answered_over_aht"
    table = {name: np.array([float(row[name]) for row in rows]) for name in names.split()}
    agents, patience = table["N"], 1.0 / table["theta_over_mu"]
    load = load_with_redials(agents, table["A_fresh"], 1.0, patience, table["redial_prob"])
    found = erlang_a(agents, load, 1.0, patience)
    offered, answered = (
        service_level_with_abandonment(agents, load, 1.0, patience, table["T_over_aht"], kind)
        for kind in ("offered", "answered")
    )
    answers = [load, found.p_wait, found.p_abandon, offered, answered, found.asa_s]
    for name, answer in zip(names.split()[5:], answers, strict=True):
        assert np.all(np.abs(answer - table[name]) <= 1e-9 * table[name] + 1e-12), name


@given(
    st.floats(0.0, 100.0),
    st.floats(0.0, 200.0),
    st.floats(1.0, 1e4),
    st.floats(0.0, 0.999),
)
def test_redials_are_those_who_hang_up(
    agents: float, fresh: float, patience_s: float, share: float
) -> None:
    total = load_with_redials(agents, fresh, 180.0, patience_s, share)
    again = share * total * erlang_a(agents, total, 180.0, patience_s).p_abandon
    assert float(total) == pytest.approx(float(fresh + again), rel=1e-11)


@pytest.mark.parametrize("definition", DEFINITIONS)
@given(
    load=st.floats(0.01, 400.0),
    fraction=st.floats(0.05, 0.999),
    within_s=st.floats(0.0, 200.0),
    patience_s=st.floats(1.0, 1e5),
    share=st.sampled_from([0.0, 0.6]),
)
@settings(max_examples=40)
def test_one_agent_fewer_misses_the_service_level(
    definition: str, load: float, fraction: float, within_s: float, patience_s: float, share: float
) -> None:
    agents = int(
        required_agents(
            load,
            180.0,
            within_s=within_s,
            fraction=fraction,
            patience_s=patience_s,
            definition=definition,
            redial_share=share,
        )
    )
    around = np.array([agents - 1, agents])
    total = load_with_redials(around, load, 180.0, patience_s, share)
    level = service_level_with_abandonment(around, total, 180.0, patience_s, within_s, definition)
    assert level[1] >= fraction - 1e-11
    assert agents == 1 or level[0] < fraction + 1e-11


@given(st.floats(0.01, 400.0), st.floats(0.001, 0.5), st.floats(0.2, 1.0), st.floats(0.1, 200.0))
@settings(max_examples=60)
def test_one_agent_fewer_misses_the_other_targets(
    load: float, cap: float, busiest: float, longest_s: float
) -> None:
    alone = agents_by_target(
        load, 180.0, max_asa_s=longest_s, max_occupancy=busiest, max_abandonment=cap, patience_s=90
    )
    limits = {"asa": longest_s, "occupancy": busiest, "abandonment": cap}
    names = {"asa": "asa_s", "occupancy": "occupancy", "abandonment": "p_abandon"}
    for target, agents in alone.items():
        around = erlang_a([int(agents) - 1, int(agents)], load, 180.0, 90.0)
        fewer, enough = getattr(around, names[target])
        assert enough <= limits[target] * (1 + 1e-11), target
        assert agents == 1 or fewer > limits[target] * (1 - 1e-11), target


@given(st.floats(0.0, 300.0), st.floats(0.05, 0.99), st.floats(0.0, 300.0))
def test_endless_patience_needs_what_erlang_c_needs(
    load: float, fraction: float, within_s: float
) -> None:
    targets: dict[str, Any] = {
        "within_s": within_s,
        "fraction": fraction,
        "max_asa_s": 30.0,
        "max_occupancy": 0.9,
    }
    patient = agents_by_target(load, 180.0, **targets)
    endless = agents_by_target(load, 180.0, **targets, patience_s=np.inf)
    assert {name: int(n) for name, n in patient.items()} == {
        name: int(n) for name, n in endless.items()
    }


def test_patience_may_differ_by_interval() -> None:
    agents = required_agents(
        [0.0, 50.0, 50.0], 180, within_s=20, fraction=0.8, patience_s=[60, 60, np.inf]
    )
    alone = required_agents(50.0, 180, within_s=20, fraction=0.8)
    assert agents[0] == 0 < agents[1] < agents[2] == alone


def test_stable_erlang_c_loses_nobody() -> None:
    agents = required_agents([7.0, 7.5], 180, max_abandonment=0.01, patience_s=np.inf)
    assert agents.tolist() == [8, 8]


def test_every_target_has_a_name() -> None:
    alone = agents_by_target(
        5.0,
        180,
        within_s=20,
        fraction=0.8,
        max_asa_s=30,
        max_occupancy=0.9,
        max_abandonment=0.05,
        patience_s=90,
    )
    assert tuple(alone) == TARGETS


@pytest.mark.parametrize("load", [5e-324, 1e-9, 7.0, 1e6, 1e9])
@pytest.mark.parametrize("patience_s", [0.0, 1e-3, 60.0, 1e12])
def test_extremes_are_answered(load: float, patience_s: float) -> None:
    several: tuple[dict[str, Any], ...] = (
        {"within_s": 0.0, "fraction": 1.0 - 2.0**-53},
        {"within_s": 1e9, "fraction": 5e-324},
        {"max_asa_s": 1e-6},
        {"max_abandonment": 1e-12},
        {"max_occupancy": 1e-6},
    )
    for targets in several:
        assert required_agents(load, 180, patience_s=patience_s, **targets) >= 1


@pytest.mark.parametrize(
    ("field", "targets"),
    [
        ("max_abandonment", {"max_abandonment": 0.0, "patience_s": 60}),
        ("max_abandonment", {"max_abandonment": 1.0, "patience_s": 60}),
        ("patience_s", {"max_abandonment": 0.05}),
        ("patience_s", {"max_asa_s": 10, "redial_share": 0.5}),
        ("patience_s", {"max_asa_s": 10, "patience_s": -1}),
        ("redial_share", {"max_asa_s": 10, "patience_s": 60, "redial_share": 1.0}),
        ("definition", {"max_asa_s": 10, "patience_s": 60, "definition": "handled"}),
    ],
    ids=str,
)
def test_impossible_target_is_refused_by_field(field: str, targets: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=f"{field}.*; ") as caught:
        required_agents(10.0, 180, **targets)
    assert caught.value.problems[0].field == field
