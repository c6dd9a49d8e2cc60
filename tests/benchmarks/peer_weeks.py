"""The simulated week of the benchmark by other means: plain Python with a heap, and SimPy."""

from collections import deque
from collections.abc import Generator
from heapq import heappop, heappush
from itertools import repeat
from math import inf
from typing import Any

from planner.simulation.centre import Centre
from planner.simulation.drawn_week import DrawnWeek

LEAVE, COME = 0, 1


class Desk:
    """Who is idle and who waits, of a centre that takes calls only."""

    def __init__(self, centre: Centre, drawn: DrawnWeek) -> None:
        n_agents = int(centre.spells.agent.max()) + 1
        self.group = [0] * n_agents
        self.is_on_duty = [False] * n_agents
        self.idle: list[dict[int, None]] = [{} for _ in centre.groups]
        self.waiting: list[deque[int]] = [deque() for _ in centre.lines]
        self.groups_of = [
            [i for i, group in enumerate(centre.groups) if line in group.lines]
            for line in range(len(centre.lines))
        ]
        self.by_rank = [
            [
                [line for line, its in zip(group.lines, group.ranks, strict=True) if its == rank]
                for rank in sorted(set(group.ranks))
            ]
            for group in centre.groups
        ]
        arrive_s, patience_s = drawn.arrive_s.tolist(), drawn.patience_s.tolist()
        self.leaves_s = [at_s + for_s for at_s, for_s in zip(arrive_s, patience_s, strict=True)]

    def idle_agent(self, line: int) -> int:
        """Idle agent who takes a line, idle no more; -1 where there is none."""
        for group in self.groups_of[line]:
            if self.idle[group]:
                agent = next(iter(self.idle[group]))
                del self.idle[group][agent]
                return agent
        return -1

    def next_contact(self, agent: int, now: float) -> int:
        """Who the agent takes next; without anyone the agent is idle."""
        if not self.is_on_duty[agent]:
            return -1
        for lines in self.by_rank[self.group[agent]]:
            best, best_line = inf, -1
            for line in lines:
                queue = self.waiting[line]
                while queue and self.leaves_s[queue[0]] <= now:
                    queue.popleft()
                if queue and queue[0] < best:
                    best, best_line = queue[0], line
            if best_line >= 0:
                return self.waiting[best_line].popleft()
        self.idle[self.group[agent]][agent] = None
        return -1

    def come(self, agent: int, group: int) -> None:
        """Put an agent on duty in a group."""
        self.is_on_duty[agent], self.group[agent] = True, group

    def leave(self, agent: int) -> None:
        """Take an agent off duty; a call in hand goes on."""
        self.is_on_duty[agent] = False
        self.idle[self.group[agent]].pop(agent, None)


def answered_by_heap(centre: Centre, drawn: DrawnWeek) -> list[float]:
    """Instants of answer, infinite for never, by plain Python with one heap of finishes."""
    week = HeapWeek(centre, drawn)
    for contact, arrive_s in enumerate(drawn.arrive_s.tolist()):
        week.catch_up(arrive_s)
        week.call(contact, arrive_s)
    week.catch_up(centre.end_s * 2)
    return week.answered_s


def answered_in_simpy(simpy: Any, centre: Centre, drawn: DrawnWeek) -> list[float]:
    """The same by SimPy: a process for each caller and for each spell of an agent."""
    week = SimpyWeek(simpy.Environment(), centre, drawn)
    week.env.run()
    return week.answered_s


class HeapWeek:
    """A week played in the order of arrivals, with a heap of the calls in hand."""

    def __init__(self, centre: Centre, drawn: DrawnWeek) -> None:
        spells = centre.spells
        self.desk = Desk(centre, drawn)
        self.handle_s, self.line_of = drawn.handle_s.tolist(), drawn.line.tolist()
        self.answered_s = [inf] * len(self.handle_s)
        self.finishes: list[tuple[float, int]] = []
        columns = spells.agent.tolist(), spells.group.tolist()
        ends = zip(spells.end_s.tolist(), repeat(LEAVE), *columns, strict=False)
        starts = zip(spells.start_s.tolist(), repeat(COME), *columns, strict=False)
        self.changes = deque(sorted([*ends, *starts]))
        self.in_hand = [False] * len(self.desk.group)

    def call(self, contact: int, now: float) -> None:
        """Answer a call or let it wait."""
        agent = self.desk.idle_agent(self.line_of[contact])
        if agent >= 0:
            self.begin(agent, contact, now)
        else:
            self.desk.waiting[self.line_of[contact]].append(contact)

    def begin(self, agent: int, contact: int, now: float) -> None:
        """Give an agent a contact; -1 is none."""
        if contact >= 0:
            self.answered_s[contact] = now
            heappush(self.finishes, (now + self.handle_s[contact], agent))
        self.in_hand[agent] = contact >= 0

    def catch_up(self, until_s: float) -> None:
        """Play the changes and finishes up to an instant."""
        while True:
            change_s = self.changes[0][0] if self.changes else inf
            finish_s = self.finishes[0][0] if self.finishes else inf
            if min(change_s, finish_s) > until_s:
                return
            if change_s <= finish_s:
                self.change(*self.changes.popleft())
            else:
                agent = heappop(self.finishes)[1]
                self.begin(agent, self.desk.next_contact(agent, finish_s), finish_s)

    def change(self, now: float, kind: int, agent: int, group: int) -> None:
        """Let an agent come or leave."""
        if kind == LEAVE:
            self.desk.leave(agent)
            return
        self.desk.come(agent, group)
        if not self.in_hand[agent]:
            self.begin(agent, self.desk.next_contact(agent, now), now)


class SimpyWeek:
    """A week in which every caller and every spell of duty is a process."""

    def __init__(self, env: Any, centre: Centre, drawn: DrawnWeek) -> None:
        self.env, self.drawn = env, drawn
        self.desk = Desk(centre, drawn)
        self.answered_s = [inf] * drawn.line.size
        self.called: dict[int, Any] = {}
        self.in_hand = [False] * len(self.desk.group)
        spells = centre.spells
        columns = (spells.agent, spells.group, spells.start_s, spells.end_s)
        for row in zip(*(column.tolist() for column in columns), strict=True):
            env.process(self.spell(*row))
        for contact, line in enumerate(drawn.line.tolist()):
            env.process(self.caller(contact, line))

    def caller(self, contact: int, line: int) -> Generator[Any, Any, None]:
        """Process of a call: arrive, wait, be answered or hang up."""
        yield self.env.timeout(float(self.drawn.arrive_s[contact]))
        agent = self.desk.idle_agent(line)
        if agent < 0:
            self.desk.waiting[line].append(contact)
            called = self.called[contact] = self.env.event()
            answer = yield called | self.env.timeout(float(self.drawn.patience_s[contact]))
            if called not in answer:
                return
            agent = answer[called]
        self.in_hand[agent] = True
        self.answered_s[contact] = self.env.now
        yield self.env.timeout(float(self.drawn.handle_s[contact]))
        self.seek_work(agent)

    def seek_work(self, agent: int) -> None:
        """Give an agent who is free the next call that waits."""
        contact = self.desk.next_contact(agent, self.env.now)
        self.in_hand[agent] = contact >= 0
        if contact >= 0:
            self.called[contact].succeed(agent)

    def spell(
        self, agent: int, group: int, start_s: float, end_s: float
    ) -> Generator[Any, Any, None]:
        """Process of a spell of duty."""
        yield self.env.timeout(start_s)
        self.desk.come(agent, group)
        if not self.in_hand[agent]:
            self.seek_work(agent)
        yield self.env.timeout(end_s - start_s)
        self.desk.leave(agent)
