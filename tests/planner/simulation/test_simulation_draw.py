"""Drawn weeks: repeatable, independent of the agents, with the moments that were asked for."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from planner.arrays import FloatArray
from planner.errors import InputError
from planner.simulation.centre import Centre, Handling, Line
from planner.simulation.draw import draw_week, handling_times
from planner.simulation.drawn_week import DrawnWeek
from tests.planner.simulation.small_centre import centre_of, flat, whole_time

PHONE = Line("phone", flat(20.0, 96), Handling(240.0), 20.0, 120.0)
MAIL = Line("mail", flat(5.0, 96), Handling(600.0), due_s=np.linspace(14_400.0, 185_400.0, 96))


def fields(week: DrawnWeek) -> list[FloatArray]:
    return [np.asarray(getattr(week, name), np.float64) for name in DrawnWeek.__slots__]


def are_equal(one: DrawnWeek, other: DrawnWeek) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(fields(one), fields(other), strict=True))


def counts(centre: Centre, weeks: int, *, common_days: bool = False) -> FloatArray:
    """Arrivals by week, line and slot."""
    found = np.zeros((weeks, len(centre.lines), centre.n_slots))
    for week in range(weeks):
        drawn = draw_week(centre, 7, week, common_days=common_days)
        np.add.at(found[week], (drawn.line, (drawn.arrive_s / centre.slot_s).astype(int)), 1.0)
    return found


def test_week_of_a_seed_is_the_same_whoever_serves_it() -> None:
    centre = centre_of([PHONE, MAIL])
    other = replace(centre, spells=whole_time(9, 1e5), groups=())
    assert are_equal(draw_week(centre, 3, 5), draw_week(other, 3, 5))
    assert not are_equal(draw_week(centre, 3, 5), draw_week(centre, 3, 6))
    assert not are_equal(draw_week(centre, 3, 5), draw_week(centre, 4, 5))


def test_line_keeps_its_contacts_when_another_is_added() -> None:
    alone, both = draw_week(centre_of([PHONE]), 3), draw_week(centre_of([PHONE, MAIL]), 3)
    is_phone = both.line == 0
    assert np.array_equal(alone.arrive_s, both.arrive_s[is_phone])
    assert np.array_equal(alone.handle_s, both.handle_s[is_phone])
    assert np.array_equal(alone.patience_s, both.patience_s[is_phone])


def test_contacts_come_in_order_and_those_there_at_the_start_first() -> None:
    old = replace(
        MAIL, backlog_due_s=np.array([10.0, 20.0]), backlog_arrived_s=np.array([-50.0, -90.0])
    )
    drawn = draw_week(centre_of([PHONE, old]), 3)
    assert np.all(np.diff(drawn.arrive_s) >= 0)
    assert drawn.arrive_s[:2].tolist() == [-90.0, -50.0]
    assert drawn.due_s[:2].tolist() == [20.0, 10.0]
    assert drawn.line[:2].tolist() == [1, 1]
    new_mail = (drawn.line == 1) & (drawn.arrive_s >= 0)
    slot = (drawn.arrive_s[new_mail] / 1800.0).astype(int)
    assert MAIL.due_s is not None
    assert np.array_equal(drawn.due_s[new_mail], MAIL.due_s[slot])
    assert np.all(np.isinf(drawn.due_s[drawn.line == 0]))
    assert np.all(np.isinf(drawn.patience_s[drawn.line == 1]))


@pytest.mark.parametrize(
    ("day_cv", "slot_cv", "phi"),
    [(0.0, 0.0, 1.0), (0.0, 0.2, 1.0), (0.0, 0.0, 3.0), (0.2, 0.0, 1.0), (0.1, 0.1, 1.5)],
)
def test_counts_have_the_mean_and_the_variance_asked_for(
    day_cv: float, slot_cv: float, phi: float
) -> None:
    mean, slots, days = 40.0, 24, 2
    line = replace(
        PHONE, contacts=flat(mean, slots * days), day_cv=day_cv, slot_cv=slot_cv, phi=phi
    )
    found = counts(centre_of([line], slots_a_day=slots), 1500)[:, 0]
    by_day = found.reshape(1500, days, slots).sum(axis=2).ravel()
    slot_variance = phi * mean + mean**2 * ((1 + day_cv**2) * (1 + slot_cv**2) - 1)
    day_variance = (
        slots * (phi * mean + mean**2 * slot_cv**2 * (1 + day_cv**2)) + (slots * mean * day_cv) ** 2
    )
    spread = np.sqrt(day_variance / by_day.size) / slots
    assert found.mean() == pytest.approx(mean, abs=4 * spread)
    assert found.var(axis=0).mean() == pytest.approx(slot_variance, rel=0.06)
    assert by_day.var(ddof=1) == pytest.approx(day_variance, rel=0.12)


def test_busy_day_is_busy_on_all_lines_only_if_asked() -> None:
    line = replace(PHONE, contacts=flat(200.0, 24), day_cv=0.3)
    centre = centre_of([line, replace(line, day_cv=0.15)], slots_a_day=24)
    together = counts(centre, 300, common_days=True).sum(axis=2)
    apart = counts(centre, 300).sum(axis=2)
    assert np.corrcoef(together.T)[0, 1] > 0.97
    assert abs(np.corrcoef(apart.T)[0, 1]) < 0.2


def test_rates_follow_the_slots() -> None:
    line = replace(PHONE, contacts=np.array([0.0, 10.0, 0.0, 30.0]))
    found = counts(centre_of([line], slots_a_day=4), 1000)[:, 0].mean(axis=0)
    assert found[[0, 2]].tolist() == [0.0, 0.0]
    assert found[[1, 3]] == pytest.approx([10.0, 30.0], rel=0.04)


@pytest.mark.parametrize(
    ("handling", "cv"),
    [
        (Handling(300.0), 1.0),
        (Handling(300.0, "deterministic"), 0.0),
        (Handling(300.0, "log-normal", 0.0), 0.0),
        (Handling(300.0, "log-normal", 0.7), 0.7),
        (Handling(300.0, "empirical", sample_s=np.array([1.0, 3.0])), 0.5),
    ],
)
def test_handling_times_have_the_mean_and_spread_of_their_shape(
    handling: Handling, cv: float
) -> None:
    times = handling_times(handling, 200_000, np.random.default_rng(1))
    assert times.mean() == pytest.approx(300.0, rel=0.01)
    assert times.std() / 300.0 == pytest.approx(cv, abs=0.02)
    assert times.min() > 0


def test_redials_follow_their_share_and_delay() -> None:
    line = replace(PHONE, contacts=flat(500.0, 96), redial_share=0.4, redial_after_s=90.0)
    drawn = draw_week(centre_of([line, MAIL]), 3)
    calls = np.isfinite(drawn.redials)
    phone = drawn.line == 0
    assert drawn.redials.shape == (drawn.line.size, 6)  # 0.4 ** 6 is below one in 200
    shares = calls[phone].sum(axis=0) / np.append(phone.sum(), calls[phone].sum(axis=0)[:-1])
    assert shares[:3] == pytest.approx([0.4] * 3, abs=0.02)
    assert not np.any(calls[:, 1:] & ~calls[:, :-1])  # whoever gives up gives up for good
    assert drawn.redials[calls].mean() == pytest.approx(90.0, rel=0.02)
    assert drawn.redial_patience_s[calls].mean() == pytest.approx(120.0, rel=0.02)
    assert not calls[~phone].any()


def test_arrivals_are_uniform_in_their_slot_and_in_order() -> None:
    drawn = draw_week(centre_of([replace(PHONE, contacts=flat(500.0, 96)), MAIL]), 3)
    assert np.all(np.diff(drawn.arrive_s) >= 0)
    place = drawn.arrive_s[drawn.line == 0] / 1800.0 % 1.0
    assert stats.kstest(place, "uniform").pvalue > 0.01
    first = np.diff(np.floor(drawn.arrive_s[drawn.line == 0] / 1800.0), prepend=-1.0) > 0
    assert place[first].mean() == pytest.approx(1 / 501, rel=0.4)


def test_open_tickets_come_in_order_of_arrival_with_their_due_times() -> None:
    mail = replace(
        MAIL,
        backlog_arrived_s=np.array([-10.0, -500.0, -10.0]),
        backlog_due_s=np.array([1.0, 2.0, 3.0]),
    )
    drawn = draw_week(centre_of([PHONE, mail]), 3)
    assert drawn.arrive_s[:3].tolist() == [-500.0, -10.0, -10.0]
    assert drawn.due_s[:3].tolist() == [2.0, 1.0, 3.0]


def test_customers_who_never_hang_up_never_call_again() -> None:
    patient = replace(PHONE, patience_s=np.inf, redial_share=0.5)
    drawn = draw_week(centre_of([patient]), 3)
    assert drawn.redials.shape == (drawn.line.size, 0)
    assert np.all(np.isinf(drawn.patience_s))


def test_centre_without_contacts_or_lines_draws_nobody() -> None:
    closed = centre_of([replace(PHONE, contacts=flat(0.0, 96), phi=2.0)])
    assert draw_week(closed, 3).line.size == 0
    assert draw_week(replace(closed, lines=()), 3).line.size == 0


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (replace(PHONE, contacts=flat(1.0, 95)), "phone: contacts has 95 slots; give 96"),
        (replace(MAIL, due_s=flat(1.0, 3)), "mail: due_s has 3 slots; give 96"),
        (replace(MAIL, backlog_due_s=flat(1.0, 2)), "mail: backlog_arrived_s has 0 contacts"),
        (replace(PHONE, contacts=flat(-1.0, 96)), "phone: contacts is not a number of at least 0"),
        (replace(PHONE, contacts=flat(np.nan, 96)), "phone: contacts is not a number"),
        (replace(PHONE, redial_share=1.5), r"phone: redial_share is 1\.5; use 0 to 1"),
        (replace(PHONE, day_cv=-0.1), r"phone: day_cv is -0\.1; use 0 or more"),
        (replace(PHONE, phi=np.inf), "phone: phi is inf; use 0 or more"),
        (replace(PHONE, patience_s=0.0), "phone: patience_s is 0; use seconds above 0"),
        (
            replace(PHONE, handling=Handling(9.0, "empirical", sample_s=np.zeros(2))),
            "phone: sample_s holds times below 0 or only 0",
        ),
    ],
)
def test_lines_that_do_not_fit_are_refused(line: Line, message: str) -> None:
    with pytest.raises(InputError, match=message):
        draw_week(replace(centre_of([MAIL]), lines=(line,)), 3)


def test_seeds_below_zero_are_refused() -> None:
    with pytest.raises(InputError, match="seed is -1 and week 0; use 0 or more"):
        draw_week(centre_of([PHONE]), -1)
