"""Days and shares in lines for people: one style, nothing rounded up to all of it."""

from datetime import date

import pytest

from planner.wording import change_per_cent, per_cent, plain_per_cent, short_day


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [(0.9957, 1, "99.6 %"), (0.9996, 1, "99.9 %"), (0.996, 0, "99.6 %"), (0.994, 0, "99 %"),
     (1.0, 0, "100 %"), (1.0, 1, "100.0 %"), (None, 1, "n/a"), (float("nan"), 1, "n/a")],
)  # fmt: skip
def test_a_share_is_never_rounded_up_to_all_of_it(
    share: float | None, digits: int, text: str
) -> None:
    assert per_cent(share, digits) == text


def test_every_percentage_is_written_alike() -> None:
    shown = [per_cent(0.5), plain_per_cent(0.5), change_per_cent(0.5), change_per_cent(-0.05)]
    assert shown == ["50.0 %", "50 %", "+50.0 %", "-5.0 %"]
    assert change_per_cent(float("nan")) == "n/a"


def test_days_have_no_leading_zero() -> None:
    assert [short_day(date(2003, 10, d)) for d in (1, 22)] == ["Wed 1 Oct", "Wed 22 Oct"]
