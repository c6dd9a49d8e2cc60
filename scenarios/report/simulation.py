"""What simulated weeks say, for the page: rows for queues, priorities and groups of agents."""

from dataclasses import dataclass
from math import floor
from typing import Final

from planner.simulation.judgement import (
    GroupJudgement,
    Judgement,
    Level,
    PriorityJudgement,
    QueueJudgement,
    Verdict,
)
from planner.wording import per_cent, plain_per_cent
from scenarios.judge.judge import ALL_IN_TIME
from scenarios.judge.promise import (
    corrections,
    cut_short,
    digits_apart,
    ends,
    is_below,
    what_is_promised,
)
from scenarios.plan import Plan
from scenarios.report.words import NBSP, duration

WORDS: Final[dict[Verdict, tuple[str, str]]] = {
    "held": ("✓", "held"),
    "missed": ("▼", "missed"),
    "unsure": ("≈", "cannot tell"),
    "none": ("", "nothing promised"),
}
"""A verdict's mark and words."""


@dataclass(frozen=True, slots=True)
class Whisker:
    """A level drawn: places between 0 and 100 on an axis; `target` None where none is promised."""

    low: float
    mean: float
    high: float
    target: float | None
    text: str


@dataclass(frozen=True, slots=True)
class SimulatedRow:
    """
    A queue, or one of its priorities, which have `is_priority`, in words.

    Cells are empty where there is nothing to say; `whisker` is None without contacts.
    """

    title: str
    is_priority: bool
    target: str
    level: str
    ends: str
    whisker: Whisker | None
    formula: str
    weeks_met: str
    weeks_ends: str
    wait: str
    hang_ups: str
    verdict: Verdict
    mark: str
    word: str
    reason: str


@dataclass(frozen=True, slots=True)
class SimulatedGroup:
    """Agents who share their work: how busy they are, and how long they work past their shifts."""

    name: str
    occupancy: str
    ends: str
    width: float
    overtime: str


@dataclass(frozen=True, slots=True)
class Simulated:
    """
    The section: sentences, the axis of levels from `least` to 100 per cent, rows and groups.

    `certainty` is the share of weeks that is promised, empty where it is the mean over weeks.
    """

    weeks: int
    confidence: str
    certainty: str
    sentences: tuple[str, ...]
    warning: str
    least: int
    rows: tuple[SimulatedRow, ...]
    groups: tuple[SimulatedGroup, ...]


def simulated(plan: Plan) -> Simulated | None:
    """What simulated weeks say of a plan; None where nothing was simulated."""
    judgement = plan.judgement
    if judgement is None:
        return None
    least = _least(judgement)
    return Simulated(
        weeks=judgement.weeks,
        confidence=_nbsp(plain_per_cent(judgement.confidence)),
        certainty="" if judgement.certainty is None else _nbsp(plain_per_cent(judgement.certainty)),
        sentences=tuple(_nbsp(sentence) for sentence in _sentences(plan, judgement)),
        warning=cut_short(plan.inputs, judgement),
        least=least,
        rows=tuple(row for found in judgement.queues for row in _rows(plan, found, least)),
        groups=tuple(_group(group) for group in judgement.groups),
    )


def _sentences(plan: Plan, judgement: Judgement) -> list[str]:
    deferred = [queue for queue in plan.inputs.queues if not queue.channel.is_live]
    found = [what_is_promised(judgement), corrections(plan.inputs, judgement)]
    if any(queue.on_time > ALL_IN_TIME for queue in deferred):
        found.append(
            f"A promise of all work in time is held against {plain_per_cent(ALL_IN_TIME)}: with "
            "handling times left to chance, some of it may be late on any roster."
        )
    return found


def _rows(plan: Plan, found: QueueJudgement, least: int) -> list[SimulatedRow]:
    of_queue = _queue_row(plan.inputs.queue(found.queue).title, found, least)
    shown = found.priorities if len(found.priorities) > 1 else ()
    return [of_queue, *(_priority_row(one, least) for one in shown)]


def _queue_row(title: str, found: QueueJudgement, least: int) -> SimulatedRow:
    mark, word = WORDS[found.verdict]
    level, low_high = _level(found.in_time, found.target)
    return SimulatedRow(
        title=title,
        is_priority=False,
        target=_target(found.target),
        level=level,
        ends=low_high,
        whisker=_whisker(found.in_time, found.target, least),
        formula="" if found.formula is None else _nbsp(per_cent(found.formula)),
        weeks_met="" if found.weeks_met is None else _nbsp(per_cent(found.weeks_met.mean, 0)),
        weeks_ends="" if found.weeks_met is None else ends(found.weeks_met, 0),
        wait="" if found.asa_s is None else duration(found.asa_s.mean),
        hang_ups="" if found.abandoned is None else _nbsp(per_cent(found.abandoned.mean)),
        verdict=found.verdict,
        mark=mark,
        word=word if found.in_time is not None else "no contacts",
        reason=found.reason,
    )


def _priority_row(found: PriorityJudgement, least: int) -> SimulatedRow:
    verdict = _verdict(found)
    mark, word = WORDS[verdict]
    level, low_high = _level(found.in_time, found.target)
    return SimulatedRow(
        title=found.priority,
        is_priority=True,
        target=_target(found.target),
        level=level,
        ends=low_high,
        whisker=_whisker(found.in_time, found.target, least),
        formula="",
        weeks_met="",
        weeks_ends="",
        wait="",
        hang_ups="",
        verdict=verdict,
        mark=mark,
        word=word if found.in_time is not None else "no contacts",
        reason="",
    )


def _verdict(found: PriorityJudgement) -> Verdict:
    """A priority's mean over weeks against its target."""
    if found.in_time is None or found.target is None:
        return "none"
    if is_below(found.in_time, found.target):
        return "missed"
    return "held" if found.in_time.low >= found.target else "unsure"


def _group(found: GroupJudgement) -> SimulatedGroup:
    busy = found.occupancy
    return SimulatedGroup(
        name=found.group,
        occupancy="n/a" if busy is None else _nbsp(per_cent(busy.mean)),
        ends="" if busy is None else ends(busy),
        width=0.0 if busy is None else busy.mean,
        overtime=duration(found.overtime_hours * 3600) if found.overtime_hours else "none",
    )


def _level(found: Level | None, target: float | None) -> tuple[str, str]:
    """A level and the ends of its interval, with the decimals that tell them from the target."""
    if found is None:
        return "n/a", ""
    digits = digits_apart(found, target)
    return _nbsp(per_cent(found.mean, digits)), ends(found, digits)


def _target(target: float | None) -> str:
    return "" if target is None else _nbsp(plain_per_cent(target))


def _whisker(found: Level | None, target: float | None, least: int) -> Whisker | None:
    if found is None:
        return None

    def place(share: float) -> float:
        return (share * 100 - least) * 100 / (100 - least)

    level, low_high = _level(found, target)
    text = f"{level}, {low_high}" + (f", target {_target(target)}" if target is not None else "")
    return Whisker(
        low=place(found.low),
        mean=place(found.mean),
        high=place(found.high),
        target=None if target is None else place(target),
        text=text,
    )


def _least(judgement: Judgement) -> int:
    """Per cent at which the axis of all levels begins: round, and at most 80."""
    pairs = [(q.in_time, q.target) for q in judgement.queues]
    pairs += [(p.in_time, p.target) for q in judgement.queues for p in q.priorities]
    shown = [level.low for level, _ in pairs if level is not None]
    shown += [target for _, target in pairs if target is not None]
    return min(80, floor(min(shown, default=0.8) * 10 + 1e-9) * 10)


def _nbsp(text: str) -> str:
    return text.replace(" %", f"{NBSP}%")
