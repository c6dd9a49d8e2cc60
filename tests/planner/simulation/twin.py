"""The judge a second time, slow and obvious: objects, lists and one heap of events."""

from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import inf

import numpy as np

from planner.arrays import FloatArray
from planner.simulation.centre import Centre, Line
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.tally import Tally

# Events of one instant, in their order.
HANG_UP, GO, TURN, COME, FINISH, ARRIVE, CALL_AGAIN = range(7)


@dataclass(eq=False)
class Attempt:
    """One call of a contact, the first or a redial; instants are infinite until they come."""

    number: int
    contact: int
    nth: int
    line: int
    arrived_s: float
    leaves_s: float
    due_s: float
    left_s: float = inf
    answered_s: float = inf
    done_s: float = inf


@dataclass(eq=False)
class InHand:
    """A contact that an agent has, and the seconds of work it still needs."""

    attempt: Attempt
    work_s: float


@dataclass(eq=False)
class Agent:
    """An agent, what is in hand, and since when."""

    number: int
    group: int = -1
    is_on_duty: bool = False
    in_hand: list[InHand] = field(default_factory=list)
    clock_s: float = 0.0
    unchanged_since: int = 0
    busy_since_s: float = 0.0
    late_since_s: float = 0.0
    is_overtime: bool = False
    plan: int = -1
    most_in_hand: int = 0


class Twin:
    """A week played event by event."""

    def __init__(self, centre: Centre, drawn: DrawnWeek) -> None:
        self.centre = centre
        self.drawn = drawn
        self.serial = count()
        self.events: list[tuple[float, int, int, int]] = []
        self.attempts: list[Attempt] = []
        self.waiting: list[Attempt] = []
        n_agents = int(centre.spells.agent.max(initial=-1)) + 1
        self.agents = [Agent(i) for i in range(n_agents)]
        shape = len(centre.groups), centre.n_slots
        self.staffed_s, self.busy_s = np.zeros(shape), np.zeros(shape)
        self.overtime_s = np.zeros(len(centre.groups))
        self.closed: set[int] = set()
        self.plan_spells()
        for slot in range(centre.n_slots):
            self.plan(slot * centre.slot_s, TURN, slot)
        for contact, arrive_s in enumerate(drawn.arrive_s):
            self.plan(float(arrive_s), ARRIVE, contact)

    def plan(self, at_s: float, kind: int, number: int) -> int:
        """Put an event on the heap; its serial number tells it from later plans."""
        serial = next(self.serial)
        heappush(self.events, (at_s, kind, number, serial))
        return serial

    def plan_spells(self) -> None:
        """Plan every spell of duty inside the horizon, and count its time."""
        spells, end_s = self.centre.spells, self.centre.end_s
        for i in range(spells.agent.size):
            start_s, stop_s = max(spells.start_s[i], 0.0), min(spells.end_s[i], end_s)
            if start_s < stop_s:
                self.plan(start_s, COME, i)
                self.plan(stop_s, GO, i)
                self.lay_over_slots(self.staffed_s[spells.group[i]], start_s, stop_s)

    def lay_over_slots(self, slots: FloatArray, start_s: float, stop_s: float) -> None:
        """Add the seconds of a stretch to the slots it lies in."""
        length = self.centre.slot_s
        for slot in range(self.centre.n_slots):
            overlap = min(stop_s, (slot + 1) * length) - max(start_s, slot * length)
            slots[slot] += max(overlap, 0.0)

    def run(self) -> None:
        """Play all events in their order."""
        changes = {GO: self.go, TURN: self.turn, COME: self.come}
        while self.events:
            now, kind, number, serial = heappop(self.events)
            if kind == HANG_UP:
                self.hang_up(self.attempts[number], now)
            elif kind in changes:
                changes[kind](number, now)
            elif kind == FINISH:
                if self.agents[number].plan == serial:
                    self.finish(self.agents[number], now)
            elif kind == ARRIVE:
                self.arrive(number, 0, now)
            else:
                self.arrive(self.attempts[number].contact, self.attempts[number].nth + 1, now)

    def line_of(self, attempt: Attempt) -> Line:
        """Line of a call."""
        return self.centre.lines[attempt.line]

    # Customers

    def arrive(self, contact: int, nth: int, now: float) -> None:
        """Let a contact come, or call again for the nth time."""
        drawn = self.drawn
        number = int(drawn.line[contact])
        patience_s = drawn.redial_patience_s[contact, nth - 1] if nth else drawn.patience_s[contact]
        attempt = Attempt(
            number=len(self.attempts),
            contact=contact,
            nth=nth,
            line=number,
            arrived_s=now,
            leaves_s=now + patience_s if self.centre.lines[number].is_live else inf,
            due_s=float(drawn.due_s[contact]),
        )
        self.attempts.append(attempt)
        agent = self.agent_for(number)
        if agent is not None:
            self.begin(agent, attempt, now)
            return
        self.waiting.append(attempt)
        if attempt.leaves_s <= self.centre.end_s:
            self.plan(attempt.leaves_s, HANG_UP, attempt.number)

    def hang_up(self, attempt: Attempt, now: float) -> None:
        """Let a call end unanswered, and plan the next one."""
        if attempt not in self.waiting:
            return
        self.waiting.remove(attempt)
        attempt.left_s = now
        if attempt.nth < self.drawn.redials.shape[1]:
            again_s = now + self.drawn.redials[attempt.contact, attempt.nth]
            if again_s < self.centre.end_s:
                self.plan(again_s, CALL_AGAIN, attempt.number)

    # Agents

    def room_of(self, agent: Agent) -> int:
        """How many conversations a line must allow for the agent to take one more of it."""
        one_by_one = any(self.line_of(h.attempt).concurrency == 1 for h in agent.in_hand)
        return 10**9 if one_by_one or not agent.is_on_duty else len(agent.in_hand) + 1

    def n_idle(self, group: int) -> int:
        """Agents of a group on duty with nothing in hand."""
        return sum(a.is_on_duty and a.group == group and not a.in_hand for a in self.agents)

    def reserve_of(self, number: int) -> int:
        """Idle agents that a group keeps free of tickets."""
        group = self.centre.groups[number]
        any_live = any(self.centre.lines[line].is_live for line in group.lines)
        return group.reserve if any_live else 0

    def agent_for(self, number: int) -> Agent | None:
        """Agent who takes a new contact of a line: fewest in hand, then the longest unchanged."""
        line = self.centre.lines[number]
        if number in self.closed:
            return None
        for i, group in enumerate(self.centre.groups):
            if number not in group.lines:
                continue
            if not line.is_live and self.n_idle(i) - 1 < self.reserve_of(i):
                continue
            having_room = [
                a for a in self.agents if a.group == i and self.room_of(a) <= line.concurrency
            ]
            if having_room:
                return min(having_room, key=lambda a: (len(a.in_hand), a.unchanged_since))
        return None

    def next_for(self, agent: Agent) -> Attempt | None:
        """Contact that an agent takes next: live ones by rank and arrival, tickets by due time."""
        group = self.centre.groups[agent.group]
        rank = dict(zip(group.lines, group.ranks, strict=True))
        takes = [
            a
            for a in self.waiting
            if a.line in rank
            and a.line not in self.closed
            and self.room_of(agent) <= self.line_of(a).concurrency
        ]
        live = [a for a in takes if self.line_of(a).is_live]
        if live:
            return min(live, key=lambda a: (rank[a.line], a.number))
        if takes and self.n_idle(agent.group) - 1 >= self.reserve_of(agent.group):
            return min(takes, key=lambda a: (a.due_s, a.number))
        return None

    def take_up(self, agent: Agent, now: float) -> None:
        """Let an agent take what waits as long as there is room."""
        attempt = self.next_for(agent)
        while attempt is not None:
            self.waiting.remove(attempt)
            self.begin(agent, attempt, now)
            attempt = self.next_for(agent)

    def begin(self, agent: Agent, attempt: Attempt, now: float) -> None:
        """Let an agent take a contact into hand."""
        if not agent.in_hand:
            agent.busy_since_s = now
        self.work_until(agent, now)
        attempt.answered_s = now
        agent.in_hand.append(InHand(attempt, float(self.drawn.handle_s[attempt.contact])))
        agent.most_in_hand = max(agent.most_in_hand, len(agent.in_hand))
        self.look_ahead(agent, now)

    def finish(self, agent: Agent, now: float) -> None:
        """Let an agent lay down the contact that is done first."""
        done = self.soonest_in_hand(agent, now)
        self.work_until(agent, now)
        agent.in_hand.remove(done)
        done.attempt.done_s = now
        if not agent.in_hand:
            self.lay_over_slots(self.busy_s[agent.group], agent.busy_since_s, now)
            if not agent.is_on_duty:
                self.end_lateness(agent, now)
        self.look_ahead(agent, now)
        if agent.is_on_duty:
            self.take_up(agent, now)

    def slowness(self, agent: Agent, attempt: Attempt) -> float:
        """Factor on the time of a contact while the agent has so many in hand."""
        slowness = self.line_of(attempt).slowness
        return slowness[min(len(agent.in_hand), len(slowness)) - 1]

    def work_until(self, agent: Agent, now: float) -> None:
        """Take off the work done since the agent's clock stood."""
        for hand in agent.in_hand:
            done_s = (now - agent.clock_s) / self.slowness(agent, hand.attempt)
            hand.work_s = max(hand.work_s - done_s, 0.0)
        agent.clock_s = now

    def done_s(self, agent: Agent, hand: InHand) -> float:
        """Instant at which a contact in hand is done if nothing changes."""
        return agent.clock_s + hand.work_s * self.slowness(agent, hand.attempt)

    def soonest_in_hand(self, agent: Agent, now: float) -> InHand:
        """The contact in hand that is done first."""
        return min(agent.in_hand, key=lambda hand: self.done_s(agent, hand))

    def look_ahead(self, agent: Agent, now: float) -> None:
        """Plan the next finish anew; the old plan no longer counts."""
        agent.unchanged_since = next(self.serial)
        agent.plan = -1
        if agent.in_hand:
            soonest_s = self.done_s(agent, self.soonest_in_hand(agent, now))
            agent.plan = self.plan(soonest_s, FINISH, agent.number)

    def come(self, spell: int, now: float) -> None:
        """Let an agent begin a spell, with what is still in hand."""
        spells = self.centre.spells
        agent = self.agents[spells.agent[spell]]
        if agent.in_hand:
            self.end_lateness(agent, now)
            self.lay_over_slots(self.busy_s[agent.group], agent.busy_since_s, now)
            agent.busy_since_s = now
        agent.is_on_duty = True
        agent.group = int(spells.group[spell])
        agent.unchanged_since = next(self.serial)
        self.take_up(agent, now)

    def go(self, spell: int, now: float) -> None:
        """Let a spell end; contacts in hand are finished."""
        spells = self.centre.spells
        agent = self.agents[spells.agent[spell]]
        agent.is_on_duty = False
        agent.late_since_s = now
        is_last = bool(spells.end_s[spell] <= self.centre.end_s)
        agent.is_overtime = bool(spells.is_shift_end[spell]) and is_last

    def turn(self, slot: int, now: float) -> None:
        """Open and close lines with a slot; idle agents take what waits, the longest idle first."""
        self.closed = {
            i
            for i, line in enumerate(self.centre.lines)
            if line.is_open is not None and not line.is_open[slot]
        }
        for i, _ in enumerate(self.centre.groups):
            idle = [a for a in self.agents if a.is_on_duty and a.group == i and not a.in_hand]
            for agent in sorted(idle, key=lambda a: a.unchanged_since):
                self.take_up(agent, now)

    def end_lateness(self, agent: Agent, now: float) -> None:
        """Count the time that an agent stayed behind the end of a spell."""
        self.lay_over_slots(self.staffed_s[agent.group], agent.late_since_s, now)
        if agent.is_overtime:
            self.overtime_s[agent.group] += now - agent.late_since_s

    # What it came to

    def tally(self) -> Tally:
        """Sums by line and slot of arrival, as the judge gives them."""
        shape = len(self.centre.lines), self.centre.n_slots
        names = "offered decided answered in_time abandoned abandoned_in_time wait_s"
        sums = {name: np.zeros(shape) for name in names.split()}
        for attempt in self.attempts:
            slot = int(attempt.arrived_s / self.centre.slot_s)
            if attempt.arrived_s >= 0:
                for name, amount in self.fate(attempt).items():
                    sums[name][attempt.line, slot] += amount
        backlog, oldest_s = self.backlog()
        return Tally(
            **sums,
            backlog=backlog,
            oldest_s=oldest_s,
            staffed_s=self.staffed_s,
            busy_s=self.busy_s,
            overtime_s=self.overtime_s,
        )

    def fate(self, a: Attempt) -> dict[str, float]:
        """What became of a call, under the names of `Tally`."""
        line = self.line_of(a)
        wait_s = a.answered_s - a.arrived_s
        if not line.is_live:
            is_done = a.done_s < inf
            kept_s = a.answered_s if line.due_when == "begun" else a.done_s
            return {
                "offered": 1,
                "decided": kept_s < inf or a.due_s <= self.centre.end_s,
                "answered": is_done,
                "in_time": kept_s < inf and kept_s <= a.due_s,
                "wait_s": wait_s if is_done else 0,
            }
        is_answered, has_left = a.answered_s < inf, a.left_s < inf
        return {
            "offered": 1,
            "decided": 1,
            "answered": is_answered,
            "in_time": is_answered and wait_s <= line.within_s,
            "abandoned": has_left,
            "abandoned_in_time": has_left and a.left_s - a.arrived_s <= line.within_s,
            "wait_s": wait_s if is_answered else 0,
        }

    def backlog(self) -> tuple[FloatArray, FloatArray]:
        """Contacts waiting at the end of each slot, and the age of the oldest in seconds."""
        shape = len(self.centre.lines), self.centre.n_slots
        backlog, oldest_s = np.zeros(shape), np.zeros(shape)
        for slot in range(self.centre.n_slots):
            at_s = (slot + 1) * self.centre.slot_s
            for a in self.attempts:
                if a.arrived_s < at_s < min(a.answered_s, a.left_s):
                    backlog[a.line, slot] += 1
                    oldest_s[a.line, slot] = max(oldest_s[a.line, slot], at_s - a.arrived_s)
        return backlog, oldest_s


def served_by_twin(centre: Centre, drawn: DrawnWeek) -> Twin:
    """A drawn week played to its end."""
    twin = Twin(centre, drawn)
    twin.run()
    return twin
