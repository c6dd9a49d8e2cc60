"""The real-valued requirement against the reference table and the whole one."""

from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from planner.staffing.live.erlang import service_level
from planner.staffing.live.requirement import required_agents
from planner.staffing.live.requirement_real import required_agents_real

ReferenceTable = Callable[[str], list[dict[str, str]]]


def test_typed_rows() -> None:
    """Rows of the reference table open_required_c, computed at 45 digits."""
    load, aht_s, within_s, fraction, expected = np.array(
        [
            (7.0, 60.0, 120.0, 0.5, 7.284377192394709),
            (5300.0, 60.0, 20.0, 0.8, 5304.589591891048),
            (1 / 3600, 1.0, 1.0, 0.99, 0.5143137358259577),
        ]
    ).T
    found = required_agents_real(load, aht_s, within_s, fraction)
    np.testing.assert_allclose(found, expected, rtol=1e-9)


def test_the_whole_reference_table(reference_table: ReferenceTable) -> None:
    rows = [row for row in reference_table("open_required_c") if row["n_fractional_sl"]]
    names = "volume interval_s aht_s awt_s target_sl n_fractional_sl"
    volume, interval_s, aht_s, within_s, fraction, expected = (
        np.array([float(row[name]) for row in rows]) for name in names.split()
    )
    found = required_agents_real(volume * aht_s / interval_s, aht_s, within_s, fraction)
    assert np.all(np.abs(found - expected) <= 1e-9 * expected + 1e-12)


@given(st.floats(0.001, 500.0), st.floats(0.05, 0.999), st.floats(0.0, 300.0))
def test_it_meets_the_level_and_its_ceiling_is_the_whole_one(
    load: float, fraction: float, within_s: float
) -> None:
    agents = float(required_agents_real(load, 180.0, within_s, fraction))
    level = float(service_level(agents, load, 180.0, within_s))
    assert abs(level - fraction) <= 1e-11
    whole = int(required_agents(load, 180.0, within_s=within_s, fraction=fraction))
    assert whole - 1 - 1e-9 <= agents <= whole + 1e-9


def test_nobody_is_needed_without_load_and_a_crowd_for_extremes() -> None:
    assert required_agents_real(0.0, 0.0, 0.0, 0.8) == 0.0
    agents = required_agents_real([5e-324, 1e-9, 1e6, 1e9], 180.0, 0.0, 1.0 - 2.0**-53)
    assert np.all(np.isfinite(agents))
    assert np.all(agents > [0.0, 1e-9, 1e6, 1e9])
