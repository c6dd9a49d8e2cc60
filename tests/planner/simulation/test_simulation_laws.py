"""What holds in every week of every centre: nothing is lost, nobody works twice at a time."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.errors import InputError
from planner.simulation.centre import Centre, Group, Handling, Line, Spells
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.floor import Floor
from planner.simulation.serve import serve, serve_contacts
from tests.planner.simulation.random_centres import Features, random_centre, random_week
from tests.planner.simulation.small_centre import centre_of

EVERYTHING = Features(redials=True, chat=True, deferred=True)

seeds = st.integers(0, 2**32 - 1)


def week_of(seed: int, features: Features = EVERYTHING) -> tuple[Centre, DrawnWeek]:
    rng = np.random.default_rng(seed)
    centre = random_centre(rng, features)
    return centre, random_week(rng, centre, features)


@settings(max_examples=60)
@given(seeds)
def test_every_contact_is_answered_or_gone_or_waits(seed: int) -> None:
    centre, drawn = week_of(seed)
    tally, outcomes = serve(centre, drawn), serve_contacts(centre, drawn)
    first = outcomes.nth == 0
    assert outcomes.contact[first].tolist() == list(range(drawn.line.size))
    assert tally.offered.sum() == np.sum(outcomes.arrived_s >= 0)
    waits = np.minimum(outcomes.answered_s, outcomes.left_s) == inf
    assert tally.backlog[:, -1].sum() == waits.sum()
    assert not np.any((outcomes.answered_s < inf) & (outcomes.left_s < inf))
    assert np.all(outcomes.answered_s >= np.maximum(outcomes.arrived_s, 0.0))
    assert np.all(np.isfinite(outcomes.answered_s) == np.isfinite(outcomes.done_s))
    assert np.all(tally.in_time <= tally.answered)
    assert np.all(tally.answered + tally.abandoned <= tally.decided)
    assert np.all(tally.decided <= tally.offered)
    assert np.all(tally.abandoned_in_time <= tally.abandoned)
    assert np.all((tally.oldest_s > 0) == (tally.backlog > 0))


@settings(max_examples=60)
@given(seeds)
def test_agents_are_busy_only_on_duty(seed: int) -> None:
    tally = serve(*week_of(seed))
    assert np.all(tally.busy_s <= tally.staffed_s + 1e-6)
    assert np.all(tally.overtime_s >= 0)


@settings(max_examples=60)
@given(seeds)
def test_work_done_one_by_one_is_time_spent(seed: int) -> None:
    centre, drawn = week_of(seed, Features(deferred=True))
    tally, outcomes = serve(centre, drawn), serve_contacts(centre, drawn)
    answered = outcomes.answered_s < inf
    stop_s = np.minimum(outcomes.done_s[answered], centre.end_s)
    assert tally.busy_s.sum() == pytest.approx(np.sum(stop_s - outcomes.answered_s[answered]))


@settings(max_examples=60)
@given(seeds)
def test_tickets_begun_later_are_not_due_earlier(seed: int) -> None:
    """Of two tickets that wait at once for the same group, the one due first is begun first."""
    rng = np.random.default_rng(seed)
    features = Features(live=False, deferred=True)
    centre = one_group(random_centre(rng, features))
    drawn = random_week(rng, centre, features)
    outcomes = serve_contacts(centre, drawn)
    due_s = drawn.due_s[outcomes.contact]
    for i in np.flatnonzero(outcomes.answered_s < inf):
        waited_too = (outcomes.arrived_s < outcomes.answered_s[i]) & (
            outcomes.answered_s > outcomes.answered_s[i]
        )
        assert np.all(due_s[waited_too] >= due_s[i])


@settings(max_examples=30)
@given(seeds)
def test_of_one_line_nobody_jumps_the_queue(seed: int) -> None:
    centre, drawn = week_of(seed, Features(redials=True))
    outcomes = serve_contacts(centre, drawn)
    for line in range(len(centre.lines)):
        in_line = drawn.line[outcomes.contact] == line
        answered_s = outcomes.answered_s[in_line]
        answered_s = answered_s[answered_s < inf]
        assert np.all(np.diff(answered_s) >= 0)


def test_tickets_leave_the_reserve_to_callers() -> None:
    """Three agents, a reserve of one: two tickets are begun, and the caller finds the third."""
    calls = Line("calls", np.zeros(1), Handling(10.0))
    tickets = Line("tickets", np.zeros(1), Handling(10.0), due_s=np.zeros(1))
    centre = small_centre((calls, tickets), Group("all", (0, 1), (0, 1), reserve=1), n_agents=3)
    drawn = week_at([0.0, 0.0, 0.0, 5.0], [1, 1, 1, 0], handle_s=50.0, due_s=[9.0, 8.0, 7.0, inf])
    outcomes = serve_contacts(centre, drawn)
    assert outcomes.answered_s.tolist() == [0.0, 0.0, 50.0, 5.0]


def test_a_caller_at_the_end_of_a_shift_is_served_in_overtime() -> None:
    calls = Line("calls", np.zeros(1), Handling(10.0))
    centre = small_centre((calls,), Group("all", (0,), (0,)), n_agents=1)
    tally = serve(centre, week_at([90.0, 95.0], [0, 0], handle_s=25.0))
    assert tally.overtime_s.tolist() == [15.0]
    assert tally.busy_s.tolist() == [[10.0]]
    assert (tally.offered.sum(), tally.decided.sum(), tally.answered.sum()) == (2.0, 2.0, 1.0)


def test_a_caller_whose_patience_ends_as_the_agent_is_free_has_gone() -> None:
    calls = Line("calls", np.zeros(1), Handling(10.0))
    centre = small_centre((calls,), Group("all", (0,), (0,)), n_agents=1)
    drawn = week_at([0.0, 10.0, 10.0], [0, 0, 0], handle_s=30.0, patience_s=[9.0, 20.0, 20.5])
    outcomes = serve_contacts(centre, drawn)
    assert outcomes.left_s.tolist() == [inf, 30.0, inf]
    assert outcomes.answered_s.tolist() == [0.0, inf, 30.0]


def test_in_time_holds_to_the_very_instant() -> None:
    """Callers wait 20 and 20.5 s of the 20 s that are in time; tickets are due as they are done."""
    calls = Line("calls", np.zeros(1), Handling(10.0), within_s=20.0)
    centre = small_centre((calls,), Group("all", (0,), (0,)), n_agents=1)
    tally = serve(centre, week_at([0.0, 0.0, 19.5], [0, 0, 0], handle_s=20.0))
    assert (tally.answered.sum(), tally.in_time.sum(), tally.wait_s.sum()) == (3.0, 2.0, 40.5)
    tickets = Line("tickets", np.zeros(1), Handling(10.0), due_s=np.zeros(1))
    centre = small_centre((tickets,), Group("all", (0,), (0,)), n_agents=1)
    drawn = week_at([0.0, 0.0], [0, 0], handle_s=20.0, due_s=[20.0, 39.5])
    tally = serve(centre, drawn)
    assert (tally.answered.sum(), tally.in_time.sum(), tally.decided.sum()) == (2.0, 1.0, 2.0)


def test_chats_go_to_the_least_loaded_and_slow_each_other() -> None:
    """Two agents, three chats of 30 s; two at once take one and a half times as long."""
    chats = Line("chats", np.zeros(1), Handling(30.0), concurrency=2, slowness=(1.0, 1.5))
    centre = small_centre((chats,), Group("all", (0,), (0,)), n_agents=2)
    outcomes = serve_contacts(centre, week_at([0.0, 5.0, 10.0], [0, 0, 0], handle_s=30.0))
    assert outcomes.answered_s.tolist() == [0.0, 5.0, 10.0]
    assert outcomes.done_s.tolist() == [40.0, 35.0, 50.0]


def test_an_empty_week_and_an_empty_centre_are_served() -> None:
    calls = Line("calls", np.zeros(1), Handling(10.0))
    nobody = small_centre((calls,), Group("all", (0,), (0,)), n_agents=0)
    assert serve(nobody, week_at([], [], handle_s=1.0)).offered.sum() == 0.0
    waiting = serve(nobody, week_at([0.0], [0], handle_s=1.0))
    assert (waiting.backlog.sum(), waiting.oldest_s.sum()) == (1.0, 100.0)
    without_groups = Centre(100.0, 1, np.zeros(1, np.int64), (calls,), (), nobody.spells)
    assert serve(without_groups, week_at([0.0], [0], handle_s=1.0)).answered.sum() == 0.0


@pytest.mark.parametrize(
    ("group", "message"),
    [
        (Group("a", (0, 1), (0, 0)), r"group a: lines are \[0, 1\]; use 0 to 0"),
        (Group("a", (0, 0), (0, 0)), "group a: a line is there twice"),
        (Group("a", (0,), (0, 1)), "group a: 2 ranks for 1 lines"),
        (Group("a", (0,), (0,), reserve=-1), "group a: reserve is -1"),
    ],
)
def test_groups_that_make_no_sense_are_refused(group: Group, message: str) -> None:
    calls = Line("calls", np.zeros(1), Handling(10.0))
    with pytest.raises(InputError, match=message):
        Floor.of(small_centre((calls,), group, n_agents=1))


def test_overlapping_spells_are_refused() -> None:
    calls = Line("calls", np.zeros(1), Handling(10.0))
    good = small_centre((calls,), Group("all", (0,), (0,)), n_agents=2)
    spells = Spells(
        good.spells.agent * 0,
        good.spells.group,
        good.spells.start_s,
        good.spells.end_s,
        good.spells.is_shift_end,
    )
    with pytest.raises(InputError, match="two of agent 0 overlap"):
        Floor.of(Centre(100.0, 1, good.day, good.lines, good.groups, spells))


@pytest.mark.parametrize(
    ("arrive_s", "line", "message"),
    [
        ([2.0, 1.0], [0, 0], "out of order"),
        ([1.0, 100.0], [0, 0], "behind the last slot"),
        ([1.0, 2.0], [0, 1], "a line is not there"),
    ],
)
def test_weeks_of_another_centre_are_refused(
    arrive_s: list[float], line: list[int], message: str
) -> None:
    calls = Line("calls", np.zeros(1), Handling(10.0))
    centre = small_centre((calls,), Group("all", (0,), (0,)), n_agents=1)
    with pytest.raises(InputError, match=message):
        serve(centre, week_at(arrive_s, line, handle_s=1.0))


def small_centre(lines: tuple[Line, ...], group: Group, n_agents: int) -> Centre:
    """One slot of 100 s and agents who are there for all of it."""
    return Centre(
        slot_s=100.0,
        n_slots=1,
        day=np.zeros(1, np.int64),
        lines=lines,
        groups=(group,),
        spells=Spells(
            agent=np.arange(n_agents),
            group=np.zeros(n_agents, np.int64),
            start_s=np.zeros(n_agents),
            end_s=np.full(n_agents, 100.0),
            is_shift_end=np.ones(n_agents, np.bool_),
        ),
    )


def week_at(
    arrive_s: list[float],
    line: list[int],
    handle_s: float,
    patience_s: list[float] | None = None,
    due_s: list[float] | None = None,
) -> DrawnWeek:
    n = len(arrive_s)
    return DrawnWeek(
        line=np.array(line, np.int64),
        arrive_s=np.array(arrive_s, np.float64),
        handle_s=np.full(n, handle_s),
        patience_s=np.array(patience_s or [inf] * n, np.float64),
        due_s=np.array(due_s or [inf] * n, np.float64),
        redials=np.zeros((n, 0)),
        redial_patience_s=np.zeros((n, 0)),
    )


def one_group(centre: Centre) -> Centre:
    """The same centre always open, with one group to which all agents belong."""
    spells = centre.spells
    return Centre(
        slot_s=centre.slot_s,
        n_slots=centre.n_slots,
        day=centre.day,
        lines=tuple(replace(line, is_open=None) for line in centre.lines),
        groups=(Group("all", tuple(range(len(centre.lines))), (0,) * len(centre.lines)),),
        spells=Spells(
            spells.agent, spells.group * 0, spells.start_s, spells.end_s, spells.is_shift_end
        ),
    )


def test_tickets_wait_while_their_line_is_closed() -> None:
    """Slots of 100 s, closed in the first and third; two priorities open at once, due first."""
    is_open = np.array([False, True, False, True])
    due_s = np.full(4, 1000.0)
    lines = tuple(
        Line(f"mail/P{i}", np.zeros(4), Handling(60.0), due_s=due_s, is_open=is_open)
        for i in range(2)
    )
    agents = Spells(
        agent=np.array([0]),
        group=np.array([0]),
        start_s=np.array([0.0]),
        end_s=np.array([400.0]),
        is_shift_end=np.array([True]),
    )
    centre = Centre(100.0, 4, np.zeros(4, np.int64), lines, (Group("g", (0, 1), (0, 0)),), agents)
    none = np.zeros((4, 0))
    drawn = DrawnWeek(
        line=np.array([0, 0, 1, 1]),
        arrive_s=np.array([-50.0, 10.0, 20.0, 250.0]),
        handle_s=np.full(4, 60.0),
        patience_s=np.full(4, inf),
        due_s=np.array([900.0, 1000.0, 950.0, 990.0]),
        redials=none,
        redial_patience_s=none,
    )
    outcomes = serve_contacts(centre, drawn)
    # 0 and 2 in the second slot, 1 and 3 by due time in the fourth; what is in hand is finished.
    assert outcomes.answered_s.tolist() == [100.0, 360.0, 160.0, 300.0]
    assert serve(centre, drawn).backlog.tolist() == [[1, 1, 1, 0], [1, 0, 0, 0]]


def test_what_is_open_is_checked() -> None:
    with pytest.raises(InputError, match="is_open is for deferred work"):
        Line("phone", np.zeros(4), Handling(60.0), is_open=np.ones(4, np.bool_))
    mail = Line(
        "mail", np.zeros(4), Handling(60.0), due_s=np.zeros(4), is_open=np.ones(3, np.bool_)
    )
    with pytest.raises(InputError, match="line mail: is_open has 3 slots; give 4"):
        Floor.of(centre_of([mail]))
