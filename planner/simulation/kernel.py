"""
The clockwork of the judge: one week, event by event.

Events of one instant come in this order: customers hang up, agents go, lines open and close, agents
come, agents finish (lower number first), contacts arrive, customers call again. Customers who hang
up are no event here: whoever looks at the line sends them off, since nobody else can tell the
difference.
"""

import math

from planner.simulation.compiled import entry, step
from planner.simulation.heap import change_key, drop_first, push
from planner.simulation.records import (
    COMES,
    LEAVES,
    N_ATTEMPTS,
    N_CALLS,
    NOBODY,
    TURNS,
    Hall,
    Week,
)
from planner.simulation.rows import add_stretch, join_row, leave_row
from planner.simulation.tickets import line_due, take_due


@entry
def run_week(hall: Hall, week: Week) -> None:
    """Serve a week; what happens is written into the hall."""
    contact = change = 0
    while True:
        change_s = hall.changes[change].at_s if change < hall.changes.size else math.inf
        done_s = hall.done_s[hall.soonest[1]]
        arrive_s = week.arrive_s[contact] if contact < week.line.size else math.inf
        call_s = hall.call_s[0] if hall.counts[N_CALLS] > 0 else math.inf
        if done_s < change_s and done_s <= arrive_s and done_s <= call_s:
            finish(hall, week, hall.soonest[1], done_s)
        elif change_s <= arrive_s and change_s <= call_s:
            if change_s == math.inf:
                return
            if hall.changes[change].kind == TURNS:
                open_and_close(hall, week, hall.changes[change].agent, change_s)
            else:
                come_or_go(hall, week, change, change_s)
            change += 1
        elif arrive_s <= call_s:
            arrive(hall, week, contact, 0, arrive_s)
            contact += 1
        else:
            call_again(hall, week, call_s)


@step
def arrive(hall: Hall, week: Week, contact: int, nth: int, now: float) -> None:
    """Let a contact come in: it is answered by the first free agent of its groups, or waits."""
    number = hall.counts[N_ATTEMPTS]
    hall.counts[N_ATTEMPTS] += 1
    line = hall.lines[week.line[contact]]
    attempt = hall.attempts[number]
    attempt.contact = contact
    attempt.nth = nth
    attempt.line = week.line[contact]
    attempt.behind = NOBODY
    attempt.arrived_s = now
    attempt.leaves_s = math.inf
    attempt.answered_s = math.inf
    attempt.done_s = math.inf
    if line.is_live:
        patience_s = (
            week.redial_patience_s[contact, nth - 1] if nth > 0 else week.patience_s[contact]
        )
        attempt.leaves_s = now + patience_s
    agent = free_agent(hall, attempt.line)
    if agent == NOBODY:
        wait(hall, week, number)
        return
    leave_row(hall.agents, hall.rows, agent)
    begin(hall, week, agent, number, now)
    a = hall.agents[agent]
    if not a.is_engrossed and a.held < hall.slowness.shape[1]:
        join_row(hall.agents, hall.rows, agent, a.group * hall.slowness.shape[1] + a.held)


@step
def free_agent(hall: Hall, number: int) -> int:
    """Least loaded agent of the first group that has room for a line, or nobody."""
    line = hall.lines[number]
    if line.is_closed:
        return NOBODY
    for i in range(line.groups_from, line.groups_to):
        group = hall.line_groups[i]
        to_remain = 0 if line.is_live else hall.groups[group].reserve
        for level in range(line.concurrency):
            row = hall.rows[group * hall.slowness.shape[1] + level]
            if row.size > to_remain:
                return int(row.first)
    return NOBODY


@step
def wait(hall: Hall, week: Week, number: int) -> None:
    """Put a contact into its line, and down for another call should it hang up."""
    attempt = hall.attempts[number]
    line = hall.lines[attempt.line]
    if not line.is_live:
        due_s = week.due_s[attempt.contact]
        push(hall.due_s, hall.due_attempt, line.due_from, line.n_due, due_s, number)
        line.n_due += 1
        return
    if line.first == NOBODY:
        line.first = number
    else:
        hall.attempts[line.last].behind = number
    line.last = number
    if attempt.nth < week.redials.shape[1]:
        call_s = attempt.leaves_s + week.redials[attempt.contact, attempt.nth]
        if call_s < hall.end_s:
            push(hall.call_s, hall.call_attempt, 0, hall.counts[N_CALLS], call_s, number)
            hall.counts[N_CALLS] += 1


@step
def call_again(hall: Hall, week: Week, now: float) -> None:
    """Let a customer call again who was not answered the time before."""
    attempt = hall.attempts[hall.call_attempt[0]]
    drop_first(hall.call_s, hall.call_attempt, 0, hall.counts[N_CALLS])
    hall.counts[N_CALLS] -= 1
    if attempt.answered_s == math.inf:
        arrive(hall, week, attempt.contact, attempt.nth + 1, now)


@step
def begin(hall: Hall, week: Week, agent: int, number: int, now: float) -> None:
    """Let an agent take a contact into hand."""
    a = hall.agents[agent]
    attempt = hall.attempts[number]
    if a.held == 0:
        a.busy_since = now
    else:
        work_on(hall, agent, now)
    a.clock = now
    hand = hall.hands[agent, a.held]
    hand.attempt = number
    hand.left_s = week.handle_s[attempt.contact]
    a.held += 1
    a.is_engrossed = hall.lines[attempt.line].concurrency == 1
    attempt.answered_s = now
    look_ahead(hall, agent, now)


@step
def work_on(hall: Hall, agent: int, now: float) -> None:
    """Deduct what was done since an agent's clock from each contact in hand."""
    a = hall.agents[agent]
    for i in range(a.held):
        hand = hall.hands[agent, i]
        slowness = hall.slowness[hall.attempts[hand.attempt].line, a.held - 1]
        hand.left_s = max(hand.left_s - (now - a.clock) / slowness, 0.0)


@step
def look_ahead(hall: Hall, agent: int, now: float) -> None:
    """Note which contact in hand an agent finishes next, and when."""
    a = hall.agents[agent]
    soonest_s = math.inf
    for i in range(a.held):
        hand = hall.hands[agent, i]
        slowness = hall.slowness[hall.attempts[hand.attempt].line, a.held - 1]
        done_s = now + hand.left_s * slowness
        if done_s < soonest_s:
            soonest_s = done_s
            a.next_done = i
    change_key(hall.done_s, hall.done_bits, hall.soonest, agent, soonest_s)


@step
def finish(hall: Hall, week: Week, agent: int, now: float) -> None:
    """Let an agent lay a contact down, and take the next one or rest or go home."""
    a = hall.agents[agent]
    leave_row(hall.agents, hall.rows, agent)
    if a.held > 1:
        work_on(hall, agent, now)
    a.clock = now
    hall.attempts[hall.hands[agent, a.next_done].attempt].done_s = now
    a.held -= 1
    for i in range(a.next_done, a.held):
        hall.hands[agent, i].attempt = hall.hands[agent, i + 1].attempt
        hall.hands[agent, i].left_s = hall.hands[agent, i + 1].left_s
    a.is_engrossed = 0
    if a.held == 0:
        add_stretch(hall.busy_s[a.group], hall.slot_s, a.busy_since, now)
        if not a.is_on_duty:
            close_late(hall, agent, now)
    took_one = take_up(hall, week, agent, now) if a.is_on_duty else False
    if not took_one:
        look_ahead(hall, agent, now)


@step
def take_up(hall: Hall, week: Week, agent: int, now: float) -> bool:
    """Let an agent on duty take what waits while there is room; tell if there was anything."""
    a = hall.agents[agent]
    n_levels = hall.slowness.shape[1]
    took_one = False
    while not a.is_engrossed and a.held < n_levels:
        number = next_in_line(hall, agent, now)
        if number == NOBODY:
            join_row(hall.agents, hall.rows, agent, a.group * n_levels + a.held)
            break
        begin(hall, week, agent, number, now)
        took_one = True
    return took_one


@step
def next_in_line(hall: Hall, agent: int, now: float) -> int:
    """Take the contact that an agent should have out of its line, or nobody."""
    a = hall.agents[agent]
    group = hall.groups[a.group]
    best = NOBODY
    rank = 0
    for i in range(group.live_from, group.live_to):
        if best != NOBODY and hall.group_ranks[i] > rank:
            break
        number = hall.group_lines[i]
        if hall.lines[number].concurrency > a.held:
            first = first_waiting(hall, number, now)
            if first != NOBODY and (best == NOBODY or first < best):
                best = first
                rank = hall.group_ranks[i]
    if best != NOBODY:
        line = hall.lines[hall.attempts[best].line]
        line.first = hall.attempts[best].behind
    elif a.held == 0 and hall.rows[a.group * hall.slowness.shape[1]].size >= group.reserve:
        best = take_due(hall, line_due(hall, a.group))
    return best


@step
def first_waiting(hall: Hall, number: int, now: float) -> int:
    """First customer of a line who is still there; those who hung up are dropped."""
    line = hall.lines[number]
    first = int(line.first)
    while first != NOBODY and hall.attempts[first].leaves_s <= now:
        first = int(hall.attempts[first].behind)
    line.first = first
    return first


@step
def open_and_close(hall: Hall, week: Week, slot: int, now: float) -> None:
    """Let lines open and close with a slot, and idle agents take what waits in those now open."""
    for i in range(hall.lines.size):
        hall.lines[i].is_closed = not hall.is_open[i, slot]
    for number in range(hall.groups.size):
        row = hall.rows[number * hall.slowness.shape[1]]
        due = line_due(hall, number)
        while due != NOBODY and row.size > hall.groups[number].reserve:
            agent = int(row.first)
            leave_row(hall.agents, hall.rows, agent)
            begin(hall, week, agent, take_due(hall, due), now)
            due = line_due(hall, number)


@step
def come_or_go(hall: Hall, week: Week, number: int, now: float) -> None:
    """Let an agent begin or end a spell of duty."""
    change = hall.changes[number]
    agent = int(change.agent)
    a = hall.agents[agent]
    if change.kind != COMES:
        a.is_on_duty = 0
        a.is_overtime = change.kind == LEAVES
        a.late_since = now
        leave_row(hall.agents, hall.rows, agent)
        return
    if a.held > 0:
        close_late(hall, agent, now)
        add_stretch(hall.busy_s[a.group], hall.slot_s, a.busy_since, now)
        a.busy_since = now
    a.is_on_duty = 1
    a.group = change.group
    take_up(hall, week, agent, now)


@step
def close_late(hall: Hall, agent: int, now: float) -> None:
    """Count the time for which an agent stayed on behind the end of a spell."""
    a = hall.agents[agent]
    add_stretch(hall.staffed_s[a.group], hall.slot_s, a.late_since, now)
    if a.is_overtime:
        hall.overtime_s[a.group] += now - a.late_since
