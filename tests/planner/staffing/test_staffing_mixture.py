"""Uncertain load: against a table, against adaptive quadrature, and the requirement it leads to."""

import csv
import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import integrate, stats

from planner.errors import InputError
from planner.staffing.live.erlang import service_level
from planner.staffing.live.requirement import required_agents
from planner.staffing.uncertain.load_nodes import load_nodes
from planner.staffing.uncertain.mixture import mixture_abandonment, mixture_service_level
from planner.staffing.uncertain.mixture_requirement import required_agents_mixture

# N, mean load, cv, theta over mu, T over aht, level Erlang A, abandonment, level Erlang C:
# computed at 45 digits by an independent programme of the same definitions.
GOLDEN = [
    (5, 5.0, 0.05, 0.3, 1 / 9, 0.381089504662102, 0.126755987042172, 0.0542650423536),
    (40, 40.0, 0.3, 3.0, 0.02, 0.548538623935754, 0.143013196030494, 0.305365115089),
    (10, 8.5, 0.05, 3.0, 0.5, 0.901637053399348, 0.096878446655469, 0.723461896935),
]


@pytest.mark.parametrize("row", GOLDEN)
def test_golden_rows(row: tuple[float, ...]) -> None:
    n, a, cv, theta, t, level_a, gone, level_c = row
    assert mixture_service_level(n, a, cv, 1.0, t, 1 / theta) == pytest.approx(level_a, rel=1e-9)
    assert mixture_abandonment(n, a, cv, 1.0, 1 / theta) == pytest.approx(gone, rel=1e-9)
    assert mixture_service_level(n, a, cv, 1.0, t) == pytest.approx(level_c, rel=1e-9)


def test_every_row_of_the_reference_table(shared_path: Callable[[str], Path]) -> None:
    with shared_path("reference/open_mixture.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))

    def column(name: str) -> NDArray[np.float64]:
        return np.array([float(row[name]) for row in rows])

    n, a, cv, t = (column(name) for name in ("N", "A_mean", "cv", "T_over_aht"))
    aht, patience = np.ones(len(rows)), 1.0 / column("theta_over_mu")
    for name, found in (
        ("sl_erlang_c", mixture_service_level(n, a, cv, aht, t)),
        ("sl_offered_erlang_a", mixture_service_level(n, a, cv, aht, t, patience)),
        ("p_abandon_erlang_a", mixture_abandonment(n, a, cv, aht, patience)),
    ):
        reference = column(name)
        assert (np.abs(found - reference) <= 1e-9 * reference + 1e-12).all(), name


@pytest.mark.parametrize(
    ("n", "a", "cv", "t"),
    [
        (14, 10.0, 0.1, 0.1),
        (3, 0.5, 1.0, 0.2),
        (60, 40.0, 0.7, 0.0),
        (150, 140.0, 0.02, 3.0),
        (12, 6.0, 1.6, 0.1),
        (800, 780.0, 0.05, 1.0),
    ],
)
def test_agrees_with_adaptive_quadrature_over_the_gamma_density(
    n: int, a: float, cv: float, t: float
) -> None:
    density = stats.gamma(1.0 / cv**2, scale=a * cv**2)

    def answered(load: float) -> float:
        return float(load * density.pdf(load) * service_level(n, load, 1.0, t))

    ends = [float(density.ppf(p)) for p in (1e-15, 0.01, 0.3, 0.7, 0.99, 1 - 1e-15)]
    cuts = sorted({min(end, float(n)) for end in [*ends, n - 1.0, float(n)]})
    pieces = [
        integrate.quad(answered, low, high, epsabs=1e-14, epsrel=1e-12, limit=200)[0]
        for low, high in itertools.pairwise(cuts)
    ]
    assert float(mixture_service_level(n, a, cv, 1.0, t)) == pytest.approx(
        sum(pieces) / a, rel=2e-9, abs=1e-11
    )


@given(n=st.floats(0.0, 1e3), a=st.floats(1e-3, 1e3), cv=st.floats(0.0, 2.0))
@settings(max_examples=50)
def test_weights_hold_all_contacts_and_their_mean_load(n: float, a: float, cv: float) -> None:
    loads, weights, first = load_nodes(np.array([n]), np.array([a]), np.array([cv]))
    assert first.tolist() == [0, loads.size]
    assert weights.sum() == pytest.approx(1.0, rel=1e-10)
    assert weights @ loads == pytest.approx(a * (1.0 + cv**2), rel=1e-9)


def test_a_known_load_is_plain_erlang() -> None:
    n, a = np.array([14.0, 10.0, 0.0]), np.array([10.0, 10.0, 0.0])
    assert mixture_service_level(n, a, 0.0, 180, 20).tolist() == pytest.approx(
        service_level(n, a, 180, 20).tolist(), rel=1e-13
    )


@pytest.mark.parametrize("patience_s", [None, 120.0])
@pytest.mark.parametrize("cv", [0.0, 0.03, 0.2, 0.9])
def test_required_agents_are_the_first_that_meet_the_mean(
    cv: float, patience_s: float | None
) -> None:
    load = np.array([0.3, 2.0, 9.5, 40.0, 130.0])
    n = required_agents_mixture(load, cv, 180, within_s=20, fraction=0.8, patience_s=patience_s)
    assert (mixture_service_level(n, load, cv, 180, 20, patience_s) >= 0.8 - 1e-12).all()
    assert (mixture_service_level(n - 1, load, cv, 180, 20, patience_s) < 0.8).all()


def test_required_agents_for_abandonment_wait_and_occupancy() -> None:
    load = np.array([0.5, 10.0, 80.0])
    full = [np.full(3, value) for value in (0.15, 180.0, 120.0)]
    n = required_agents_mixture(load, 0.15, 180, max_abandonment=0.04, patience_s=120)
    assert (mixture_abandonment(n, load, *full) <= 0.04).all()
    assert (mixture_abandonment(n - 1, load, *full) > 0.04).all()
    # Whoever waits hangs up at rate 1 / patience, so 4 % gone is a mean wait of 4 % of 120 s.
    waits = required_agents_mixture(load, 0.15, 180, max_asa_s=4.8, patience_s=120)
    assert waits.tolist() == n.tolist()
    assert required_agents_mixture(21.0, 0.1, 180, max_occupancy=0.7) == 30


def test_a_known_load_has_the_plain_requirement_and_doubt_adds_to_it() -> None:
    load = np.linspace(0.0, 60.0, 61)
    by_cv = [
        required_agents_mixture(load, cv, 180, within_s=20, fraction=0.8)
        for cv in (0.0, 0.05, 0.1, 0.2, 0.4)
    ]
    assert by_cv[0].tolist() == required_agents(load, 180, within_s=20, fraction=0.8).tolist()
    assert (np.diff(np.stack(by_cv), axis=0) >= 0).all()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("cv", {"cv": 2.5, "within_s": 20, "fraction": 0.8}),
        ("within_s", {"fraction": 0.8}),
        ("fraction", {}),
        ("patience_s", {"max_asa_s": 10}),
        ("patience_s", {"max_abandonment": 0.05}),
        ("max_abandonment", {"max_abandonment": 0.0, "patience_s": 60}),
    ],
)
def test_bad_targets_are_refused_by_name(field: str, wrong: dict[str, float]) -> None:
    with pytest.raises(InputError, match=field):
        required_agents_mixture(**({"load": 10.0, "cv": 0.1, "aht_s": 180.0} | wrong))


@pytest.mark.parametrize(
    ("load", "cv", "aht_s", "within_s", "fraction", "patience_s"),
    [
        (201.51935109277528, 0.05, 60.0, 120.0, 0.8, 3600.0),
        (500.0, 0.5, 60.0, 120.0, 0.99, 300.0),
        (530.2486247978904, 0.02, 60.0, 60.0, 0.9, 3600.0),
        (418.29880690701754, 0.5, 180.0, 120.0, 0.8, 300.0),
    ],
)
def test_requirement_past_a_long_threshold_is_the_first_number_that_meets_it(
    load: float, cv: float, aht_s: float, within_s: float, fraction: float, patience_s: float
) -> None:
    agents = int(
        required_agents_mixture(
            load, cv, aht_s, within_s=within_s, fraction=fraction, patience_s=patience_s
        )
    )
    less, enough = mixture_service_level(
        [agents - 1, agents], load, cv, aht_s, within_s, patience_s
    )
    assert less < fraction <= enough


@pytest.mark.parametrize(
    ("load", "cv", "within_s", "fraction", "patience_s"),
    [
        (277.61860332350943, 1.7190599770583577, 20.0, 0.6, 90.0),
        (188.8449999351201, 1.9126003224819093, 20.0, 0.8, 20.0),
        (209.81171717864146, 1.4281769456665572, 40.0, 0.5, 30.0),
    ],
)
def test_requirement_of_a_wide_load_is_the_first_number_that_meets_it(
    load: float, cv: float, within_s: float, fraction: float, patience_s: float
) -> None:
    agents = int(
        required_agents_mixture(
            load, cv, 180, within_s=within_s, fraction=fraction, patience_s=patience_s
        )
    )
    less, enough = mixture_service_level([agents - 1, agents], load, cv, 180, within_s, patience_s)
    assert less < fraction <= enough
