import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.exports.cells import csv_text, plain, safe

RISKY = (
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
)


@pytest.mark.parametrize("text", RISKY)
def test_text_that_looks_like_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Anna", "a=b", "O'Hara", "'s-Hertogenbosch", "محمد", "", "1+1"])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert safe(text) == text


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n ＝ab\u200b")))
def test_plain_takes_off_what_safe_put_on(text: str) -> None:
    assert plain(safe(text)) == text


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0")), min_size=1))
def test_cells_read_back(cells: list[str]) -> None:
    text = csv_text(["x"] * len(cells), [cells])
    _, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert [plain(cell) for cell in row] == cells


def test_numbers_stay_numbers() -> None:
    text = csv_text(["a", "b", "c", "d", "e"], [[-5, 7.5, float("nan"), np.int64(3), True]])
    assert text == "\ufeffa,b,c,d,e\n-5,7.5,,3,yes\n"


def test_numbers_are_short() -> None:
    assert csv_text(["a", "b"], [[1 / 3, np.float64(8.0)]]).splitlines()[1] == "0.3333,8"
