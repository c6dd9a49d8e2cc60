"""Handling times that differ by slot and by day, as they are drawn."""

from dataclasses import replace

import numpy as np
import pytest

from planner.errors import InputError
from planner.simulation.centre import Centre, Handling, Line, Spells
from planner.simulation.draw import draw_week

N_SLOTS = 48
NONE = np.zeros(0, np.int64)
NOBODY = Spells(NONE, NONE, np.zeros(0), np.zeros(0), np.zeros(0, np.bool_))


def centre(handling: Handling, **line: object) -> Centre:
    day = np.repeat([0, 1], 24)
    calls = Line("calls", np.full(N_SLOTS, 200.0), handling)
    return Centre(1800.0, N_SLOTS, day, (replace(calls, **line),), (), NOBODY)  # type: ignore[arg-type]


def test_the_factor_of_the_slot_is_on_each_of_its_contacts() -> None:
    by_slot = np.tile([0.5, 1.5], 24)
    drawn = draw_week(centre(Handling(100.0, "deterministic", by_slot=by_slot)), 1)
    slot = (drawn.arrive_s // 1800).astype(int)
    assert np.array_equal(drawn.handle_s, 100 * by_slot[slot])


def test_nothing_else_is_drawn_otherwise() -> None:
    plain = draw_week(centre(Handling(100.0)), 1)
    scaled = draw_week(centre(Handling(100.0, by_slot=np.full(N_SLOTS, 2.0), day_cv=0.2)), 1)
    assert np.array_equal(plain.arrive_s, scaled.arrive_s)
    assert np.array_equal(plain.patience_s, scaled.patience_s)


def test_a_day_s_contacts_share_its_factor_and_days_differ_by_their_spread() -> None:
    made = centre(Handling(100.0, "deterministic", day_cv=0.3))
    factors = []
    for week in range(400):
        drawn = draw_week(made, 1, week)
        day = (drawn.arrive_s >= 24 * 1800).astype(int)
        for number in (0, 1):
            (factor,) = set(drawn.handle_s[day == number])
            factors.append(factor / 100)
    assert np.mean(factors) == pytest.approx(1, abs=0.04)
    assert np.std(factors) == pytest.approx(0.3, abs=0.04)


def test_contacts_there_at_the_start_take_the_mean() -> None:
    made = centre(
        Handling(100.0, "deterministic", by_slot=np.full(N_SLOTS, 3.0), day_cv=0.3),
        due_s=np.full(N_SLOTS, 1e6),
        backlog_arrived_s=np.array([-50.0, -10.0]),
        backlog_due_s=np.array([10.0, 20.0]),
    )
    assert draw_week(made, 1).handle_s[:2].tolist() == [100.0, 100.0]


def test_factors_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="by_slot has 3 slots; give 48"):
        draw_week(centre(Handling(100.0, by_slot=np.ones(3))), 1)
    with pytest.raises(InputError, match="by_slot holds a factor of 0"):
        Handling(100.0, by_slot=np.zeros(2))
    with pytest.raises(InputError, match="day_cv is -1"):
        Handling(100.0, day_cv=-1)
