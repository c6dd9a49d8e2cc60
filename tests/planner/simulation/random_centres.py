"""Small centres at random, and weeks for them, with every feature and many ties in time."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from planner.arrays import BoolArray
from planner.simulation.centre import Centre, Group, Handling, Line, Spells
from planner.simulation.drawn_week import DrawnWeek

SLOT_S = 100.0


@dataclass(frozen=True)
class Features:
    """What may occur in a centre; in whole seconds many events share an instant."""

    live: bool = True
    abandonment: bool = True
    redials: bool = False
    chat: bool = False
    deferred: bool = False
    in_whole_seconds: bool = True


def random_centre(rng: Generator, features: Features, n_slots: int = 8) -> Centre:
    """A centre of one to four lines and one to three groups."""
    lines = tuple(random_line(rng, features, n_slots, i) for i in range(rng.integers(1, 5)))
    groups = tuple(random_group(rng, len(lines), i) for i in range(rng.integers(1, 4)))
    return Centre(
        slot_s=SLOT_S,
        n_slots=n_slots,
        day=np.zeros(n_slots, dtype=np.int64),
        lines=lines,
        groups=groups,
        spells=random_spells(rng, len(groups), n_slots * SLOT_S),
    )


def random_line(rng: Generator, features: Features, n_slots: int, number: int) -> Line:
    """A line of one of the kinds that may occur; its number decides what tickets are due for."""
    kinds = ["call"] * features.live + ["chat"] * features.chat + ["ticket"] * features.deferred
    kind = rng.choice(kinds)
    n_chats = int(rng.integers(2, 4)) if kind == "chat" else 1
    return Line(
        name=f"{kind} {number}",
        contacts=np.zeros(n_slots),
        handling=Handling(30.0),
        within_s=float(rng.integers(0, 20)),
        due_s=np.zeros(n_slots) if kind == "ticket" else None,
        is_open=random_opening(rng.spawn(1)[0], n_slots) if kind == "ticket" else None,
        due_when="begun" if number % 2 else "done",
        concurrency=n_chats,
        slowness=(1.0, 1.5, 1.75)[:n_chats],
    )


def random_opening(rng: Generator, n_slots: int) -> BoolArray | None:
    """Opening by slot, or None for always, each half of the time."""
    return rng.random(n_slots) < 0.7 if rng.random() < 0.5 else None


def random_group(rng: Generator, n_lines: int, number: int) -> Group:
    """A group with some of the lines, ranks with ties and a reserve."""
    lines = rng.permutation(n_lines)[: rng.integers(1, n_lines + 1)]
    return Group(
        name=f"group {number}",
        lines=tuple(int(line) for line in lines),
        ranks=tuple(sorted(int(rank) for rank in rng.integers(0, 3, lines.size))),
        reserve=int(rng.integers(0, 3)),
    )


def random_spells(rng: Generator, n_groups: int, end_s: float) -> Spells:
    """Up to eight agents with up to four spells, some outside the horizon or of no length."""
    agent, group, start_s, end, is_shift_end = [], [], [], [], []
    for number in range(rng.integers(0, 9)):
        times = np.sort(rng.integers(-10, int(end_s / 10) + 10, 2 * rng.integers(1, 5))) * 10.0
        for i in range(0, times.size, 2):
            agent.append(number)
            group.append(int(rng.integers(n_groups)))
            start_s.append(times[i])
            end.append(times[i + 1])
            is_shift_end.append(bool(rng.integers(2)))
    return Spells(
        agent=np.array(agent, dtype=np.int64),
        group=np.array(group, dtype=np.int64),
        start_s=np.array(start_s, dtype=np.float64),
        end_s=np.array(end, dtype=np.float64),
        is_shift_end=np.array(is_shift_end, dtype=np.bool_),
    )


def random_week(
    rng: Generator, centre: Centre, features: Features, n_contacts: int = 60
) -> DrawnWeek:
    """A week of up to `n_contacts`, a fifth of them tickets that are there from before."""
    n, end_s = int(rng.integers(n_contacts + 1)), centre.end_s
    line = rng.integers(0, len(centre.lines), n)
    arrive_s = np.sort(rng.uniform(0, end_s, n))
    tickets = [i for i, a_line in enumerate(centre.lines) if not a_line.is_live]
    if tickets:
        n_there = n // 5
        arrive_s[:n_there] = np.sort(rng.uniform(-300, 0, n_there))
        line[:n_there] = rng.choice(tickets, n_there)
    is_live = ~np.isin(line, tickets)
    shape = (n, 2 if features.redials else 0)
    redials = np.where(rng.random(shape) < 0.7, rng.exponential(60.0, shape), np.inf)
    parts = {
        "arrive_s": arrive_s,
        "handle_s": rng.exponential(rng.choice([5.0, 30.0, 120.0]), n),
        "patience_s": rng.exponential(30.0, n) if features.abandonment else np.full(n, np.inf),
        "due_s": np.where(is_live, np.inf, arrive_s + rng.exponential(300.0, n)),
        "redials": redials,
        "redial_patience_s": rng.exponential(30.0, shape),
    }
    if features.in_whole_seconds:
        parts = {name: np.floor(part / 5) * 5 for name, part in parts.items()}
    return DrawnWeek(line=line, **parts)
