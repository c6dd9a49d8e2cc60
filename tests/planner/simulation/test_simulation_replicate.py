"""Replications: the same weeks in any order, kept when stopped, shrunk once."""

from dataclasses import fields, replace

import numpy as np
import pytest

from planner.errors import InputError
from planner.simulation.centre import Centre, Handling, Line, Spells
from planner.simulation.draw import SPELLS, draw_week, week_stream
from planner.simulation.replicate import replicate
from planner.simulation.serve import serve
from planner.simulation.spells import cut_into_blocks, with_shrinkage
from planner.simulation.tally import Tally
from tests.planner.simulation.small_centre import centre_of, flat, whole_time

LINE = Line("phone", flat(40.0, 48), Handling(240.0), 20.0, 300.0, day_cv=0.1)
CENTRE: Centre = centre_of([LINE], spells=whole_time(7, 86_400.0))


def equal_weeks(one: Tally, other: Tally, n: int) -> bool:
    return all(
        np.array_equal(getattr(one, field.name)[:n], getattr(other, field.name)[:n])
        for field in fields(Tally)
    )


def test_weeks_do_not_depend_on_threads_or_on_how_many_there_are() -> None:
    one = replicate(CENTRE, 9, 5, threads=1, shrinkage=[0.2])
    assert equal_weeks(one, replicate(CENTRE, 9, 5, threads=4, shrinkage=[0.2]), 9)
    assert equal_weeks(one, replicate(CENTRE, 4, 5, shrinkage=[0.2]), 4)
    assert not equal_weeks(one, replicate(CENTRE, 9, 6, shrinkage=[0.2]), 1)


def test_week_is_drawn_and_served_by_itself() -> None:
    both = replicate(CENTRE, 2, 5)
    alone = serve(CENTRE, draw_week(CENTRE, 5, 1))
    for field in fields(Tally):
        assert np.array_equal(getattr(both, field.name)[1], getattr(alone, field.name))


def test_rosters_meet_the_same_contacts() -> None:
    larger = replace(CENTRE, spells=whole_time(9, 86_400.0))
    few, many = replicate(CENTRE, 20, 5), replicate(larger, 20, 5)
    assert np.array_equal(few.offered, many.offered)
    assert np.all(many.in_time.sum(axis=(1, 2)) >= few.in_time.sum(axis=(1, 2)))


def test_week_with_shrinkage_is_that_of_its_spells() -> None:
    ragged = Spells(
        agent=np.array([0, 0, 1, 2]),
        group=np.array([0, 0, 0, 0]),
        start_s=np.array([100.0, 30_000.5, -50.0, 3_600.0]),
        end_s=np.array([9_000.25, 86_400.0, 90_000.0, 7_200.0]),
        is_shift_end=np.array([False, True, True, True]),
    )
    centre = replace(CENTRE, spells=ragged)
    spells = with_shrinkage(cut_into_blocks(ragged, [0.3]), week_stream(5, 0, SPELLS))
    alone = serve(replace(centre, spells=spells), draw_week(centre, 5, 0))
    found = replicate(centre, 1, 5, shrinkage=[0.3])
    assert np.array_equal(found.in_time[0], alone.in_time)
    assert np.array_equal(found.busy_s[0], alone.busy_s)
    assert found.staffed_s[0] == pytest.approx(alone.staffed_s, abs=1e-6)


def test_shrinkage_takes_its_share_of_the_time_on_duty() -> None:
    idle = replace(CENTRE, lines=(replace(LINE, contacts=flat(0.0, 48)),))
    tally = replicate(idle, 30, 5, shrinkage=[0.15])
    assert tally.staffed_s.sum(axis=(1, 2)) == pytest.approx(0.85 * 7 * 86_400.0, rel=0.003)


def test_every_contact_drawn_is_counted_once() -> None:
    phone = replace(LINE, patience_s=60.0, redial_share=0.5, redial_after_s=900.0)
    mail = Line(
        "mail",
        flat(6.0, 48),
        Handling(400.0, "log-normal", 0.8),
        due_s=np.linspace(7_200.0, 91_800.0, 48),
        backlog_due_s=np.array([3_600.0, 7_200.0, 90_000.0]),
        backlog_arrived_s=np.array([-900.0, -60.0, -5.0]),
        phi=1.5,
    )
    centre = centre_of([phone, mail], spells=whole_time(6, 86_400.0))
    tally = replicate(centre, 5, 8, shrinkage=[0.1], common_days=True)
    for week in range(5):
        drawn = draw_week(centre, 8, week, common_days=True)
        new = drawn.arrive_s >= 0
        assert tally.offered[week, 0].sum() >= np.sum(new & (drawn.line == 0))
        assert tally.offered[week, 1].sum() == np.sum(new & (drawn.line == 1))
    assert np.array_equal(tally.decided[:, 0], tally.offered[:, 0])
    assert np.all(tally.in_time <= tally.answered)
    assert np.all(tally.answered + tally.abandoned <= tally.offered)
    assert np.all(tally.busy_s <= tally.staffed_s + 1e-6)


def test_stopping_keeps_the_weeks_done() -> None:
    seen: list[tuple[int, int]] = []

    def three(done: int, asked: int) -> bool:
        seen.append((done, asked))
        return done < 3

    part = replicate(CENTRE, 50, 5, threads=1, progress=three)
    assert seen == [(1, 50), (2, 50), (3, 50)]
    assert part.offered.shape[0] == 3
    assert equal_weeks(part, replicate(CENTRE, 3, 5), 3)


@pytest.mark.parametrize(("weeks", "threads"), [(0, None), (3, 0)])
def test_numbers_below_one_are_refused(weeks: int, threads: int | None) -> None:
    with pytest.raises(InputError, match="is 0; use at least 1"):
        replicate(CENTRE, weeks, 5, threads=threads)
