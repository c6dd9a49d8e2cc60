"""Array helpers against numpy's own."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forecasting.arrays import distinct


@given(st.lists(st.integers(-3, 3)), st.booleans())
def test_distinct_values_are_those_of_numpy_in_order_or_not(
    values: list[int], in_order: bool
) -> None:
    given_values = np.array(sorted(values) if in_order else values, dtype=np.int64)

    found, index = distinct(given_values)

    expected, expected_index = np.unique(given_values, return_inverse=True)
    assert found.tolist() == expected.tolist()
    assert index.tolist() == expected_index.tolist()
