"""What a roster promises, in a sentence for each queue."""

from collections.abc import Iterator
from typing import Final

from planner.queues import Channel, Queue
from planner.simulation.judgement import Judgement, Level, PriorityJudgement, QueueJudgement
from planner.wording import per_cent, plain_per_cent
from scenarios.inputs import Inputs

MOODS: Final = {
    "held": "holds",
    "missed": "MISSES",
    "unsure": "cannot tell whether it holds",
    "none": "nothing is promised",
}
"""Words for a verdict."""


def promise_lines(inputs: Inputs, judgement: Judgement) -> tuple[str, ...]:
    """One line a queue, in their order."""
    queues = ((inputs.queue(found.queue), found) for found in judgement.queues)
    return tuple(f"{queue.title}: {promise(queue, judgement, found)}" for queue, found in queues)


def promise(queue: Queue, judgement: Judgement, found: QueueJudgement) -> str:
    """
    Level with its interval, how many weeks it comes from, the formula's figure, the verdict.

    Such as ``service level 81.3 % (80.4 to 82.1, 95 %) from 200 simulated weeks; the Erlang figure
    was 84.0 %; holds 80 %``.
    """
    if found.in_time is None:
        return "no contacts were simulated"
    parts = [
        f"{_name(queue)} {interval(found.in_time, found.target, judgement.confidence)} "
        f"from {judgement.weeks} simulated weeks",
        *_formula(queue, found),
        *_waits(queue, found),
        _verdict(judgement, found),
        *(_late(one) for one in found.priorities if is_below(one.in_time, one.target)),
        found.reason,
    ]
    return "; ".join(part for part in parts if part)


def against(queue: Queue, judgement: Judgement, found: QueueJudgement) -> str:
    """
    What was found against what was promised, in a few words, such as ``79.0 % against 80 %``.

    Of a promise that is not held it tells what is missed, two parts at most: share of weeks, or
    level, a priority's level, mean wait, hang-ups.
    """
    if judgement.certainty is not None and found.weeks_met is not None:
        asked = plain_per_cent(judgement.certainty)
        return f"met in {per_cent(found.weeks_met.mean, 0)} of weeks, {asked} promised"
    missed = [] if found.verdict == "held" else [*_missed(queue, found)]
    return ", ".join(missed[:2]) or _level_against("", found.in_time, found.target)


def _missed(queue: Queue, found: QueueJudgement) -> Iterator[str]:
    """Parts of a promise whose intervals are not wholly on the right side, the level first."""
    for name, level, target in (
        ("", found.in_time, found.target),
        *((f"{one.priority} ", one.in_time, one.target) for one in found.priorities),
    ):
        if level is not None and target is not None and level.low < target:
            yield _level_against(name, level, target)
    wait, gone = found.asa_s, found.abandoned
    if wait is not None and queue.max_asa_s is not None and wait.high > queue.max_asa_s:
        yield f"mean wait {wait.mean:.1f} s against {queue.max_asa_s:g} s"
    if gone is not None and queue.max_abandonment is not None and gone.high > queue.max_abandonment:
        yield f"{per_cent(gone.mean)} hang up against {plain_per_cent(queue.max_abandonment)}"


def _level_against(name: str, level: Level | None, target: float | None) -> str:
    if level is None:
        return "no contacts"
    shown = f"{name}{per_cent(level.mean, digits_apart(level, target))}"
    return shown if target is None else f"{shown} against {plain_per_cent(target)}"


def what_is_promised(judgement: Judgement) -> str:
    """Which of the two promises the verdicts are about."""
    if judgement.certainty is None:
        return (
            "The promise is the mean over weeks: single weeks fall below it. It is held when the "
            "lower end of the interval reaches the target."
        )
    return (
        f"The promise is that {plain_per_cent(judgement.certainty)} of weeks reach the target. It "
        "is held when the lower end of the interval of that share does."
    )


def corrections(inputs: Inputs, judgement: Judgement) -> str:
    """How often the simulation sent the roster back, and what it asked for."""
    if not judgement.rounds:
        if judgement.is_held:
            return "No correction was needed."
        if not inputs.simulation.rounds:
            return "Nothing was corrected, since rounds is 0 in [simulation]."
        return "The first roster was kept: no correction made it hold more."
    rounds = "once" if judgement.rounds == 1 else f"{judgement.rounds} times"
    return (
        f"The simulation sent the roster back {rounds}: {judgement.raised_hours:,g} agent-hours "
        "were added to what is required."
    )


def cut_short(inputs: Inputs, judgement: Judgement) -> str:
    """That fewer weeks were simulated than asked for; empty where all were."""
    asked = inputs.simulation.weeks
    if judgement.weeks >= asked:
        return ""
    return (
        f"Only {judgement.weeks:,} of {asked:,} weeks were simulated, since the run was stopped; "
        "the intervals are wider for it."
    )


def is_below(found: Level | None, target: float | None) -> bool:
    """Whether a whole interval lies below the target; false where one of them is missing."""
    return found is not None and target is not None and found.high < target


def interval(found: Level, target: float | None, confidence: float) -> str:
    """A level with its interval, such as ``81.3 % (80.4 to 82.1, 95 %)``."""
    digits = digits_apart(found, target)
    return f"{per_cent(found.mean, digits)} ({ends(found, digits)}, {plain_per_cent(confidence)})"


def ends(found: Level, digits: int = 1) -> str:
    """Both ends of a level's interval, such as ``80.4 to 82.1``."""
    return f"{per_cent(found.low, digits)[:-2]} to {per_cent(found.high, digits)[:-2]}"


def digits_apart(found: Level, target: float | None) -> int:
    """Decimals, 1 to 3, that leave each end and the mean on their side of the target."""
    if target is None:
        return 1
    values = (found.low, found.mean, found.high)
    for digits in (1, 2):
        shown = [round(value * 100, digits) for value in values]
        if all((s >= target * 100) == (v >= target) for s, v in zip(shown, values, strict=True)):
            return digits
    return 3


def _name(queue: Queue) -> str:
    return "service level" if queue.channel.is_live else "in time"


def _formula(queue: Queue, found: QueueJudgement) -> tuple[str, ...]:
    if found.formula is None:
        return ()
    figure = per_cent(found.formula)
    if not queue.channel.is_live:
        return (f"hours set against due times gave {figure}",)
    if queue.channel is not Channel.PHONE and queue.concurrency > 1:
        return (f"the chat formula's figure was {figure}",)
    return (f"the Erlang figure was {figure}",)


def _waits(queue: Queue, found: QueueJudgement) -> tuple[str, ...]:
    """Mean wait and hang-ups, where something is promised of them."""
    parts = []
    if found.asa_s is not None and queue.max_asa_s is not None:
        wait = found.asa_s
        parts.append(
            f"mean wait {wait.mean:.1f} s ({wait.low:.1f} to {wait.high:.1f}) "
            f"of {queue.max_asa_s:g} s at most"
        )
    if found.abandoned is not None and queue.max_abandonment is not None:
        gone = found.abandoned
        parts.append(
            f"{per_cent(gone.mean)} hang up ({ends(gone)}) "
            f"of {plain_per_cent(queue.max_abandonment)} at most"
        )
    return tuple(parts)


def _verdict(judgement: Judgement, found: QueueJudgement) -> str:
    word = MOODS[found.verdict]
    if found.target is None:
        return word if found.verdict == "none" else f"{word} the promise"
    weeks = ""
    if found.weeks_met is not None:
        weeks = f", met in {per_cent(found.weeks_met.mean, 0)} of weeks"
        if judgement.certainty is not None:
            asked = plain_per_cent(judgement.certainty)
            weeks += f" ({ends(found.weeks_met, 0)}) where {asked} is promised"
    level = f"{plain_per_cent(found.target)}{weeks}"
    if found.verdict != "held" and _is_level_held(judgement, found):
        return f"{MOODS['held']} {level}, but {word} another of its targets"
    return f"{word} {level}"


def _is_level_held(judgement: Judgement, found: QueueJudgement) -> bool:
    """Whether the level itself is held, so that what is missed is a wait or a priority."""
    certainty = judgement.certainty
    level, least = (
        (found.in_time, found.target) if certainty is None else (found.weeks_met, certainty)
    )
    return level is not None and least is not None and level.low >= least


def _late(one: PriorityJudgement) -> str:
    if one.in_time is None or one.target is None:
        return ""
    digits = digits_apart(one.in_time, one.target)
    level = per_cent(one.in_time.mean, digits)
    return f"{one.priority} only {level} of {plain_per_cent(one.target)}"
