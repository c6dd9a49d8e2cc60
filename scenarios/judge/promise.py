"""What a roster promises, in a sentence for each queue."""

from planner.simulation.judgement import Judgement, Level, QueueJudgement
from scenarios.inputs import Inputs

MOODS = {"held": "holds", "missed": "MISSES", "unsure": "cannot tell", "none": "no promise"}
"""Words for a verdict."""


def promise_lines(inputs: Inputs, judgement: Judgement) -> tuple[str, ...]:
    """One line a queue, in their order."""
    return tuple(
        f"{inputs.queue(q.queue).title}: {promise(judgement, q)}" for q in judgement.queues
    )


def promise(judgement: Judgement, found: QueueJudgement) -> str:
    """
    Level with its interval, how many weeks it comes from, what the formula said, the verdict.

    Such as ``service level 81.3 % (80.4 to 82.1, 95 %) from 200 simulated weeks; the formula said
    84.0 %; holds 80 %``.
    """
    if found.in_time is None:
        return "no contacts were simulated"
    name = "in time" if found.asa_s is None else "service level"
    parts = [
        f"{name} {_interval(found.in_time, judgement.confidence)} "
        f"from {judgement.weeks} simulated weeks"
    ]
    if found.formula is not None:
        parts.append(f"the formula said {per_cent(found.formula)}")
    parts.append(_verdict(judgement, found))
    if found.reason:
        parts.append(found.reason)
    return "; ".join(parts)


def what_is_promised(judgement: Judgement) -> str:
    """Which of the two promises the verdicts are about."""
    if judgement.certainty is None:
        return (
            "The promise is the mean over weeks: single weeks fall below it. It is held when the "
            "lower end of the interval reaches the target."
        )
    return (
        f"The promise is that {per_cent(judgement.certainty, 0)} of weeks reach the target. It is "
        "held when the lower end of the interval of that share does."
    )


def corrections(judgement: Judgement) -> str:
    """How often the simulation sent the roster back, and what it asked for."""
    rounds = "once" if judgement.rounds == 1 else f"{judgement.rounds} times"
    return (
        f"The simulation sent the roster back {rounds}: {judgement.raised_hours:g} agent-hours "
        "were added to what is required."
    )


def _verdict(judgement: Judgement, found: QueueJudgement) -> str:
    word = MOODS[found.verdict]
    if found.target is None:
        return word
    target = per_cent(found.target, 0)
    weeks = ""
    if found.weeks_met is not None:
        weeks = f", met in {per_cent(found.weeks_met.mean, 0)} of weeks"
        if judgement.certainty is not None:
            weeks += f" ({_ends(found.weeks_met, 0)}) of {per_cent(judgement.certainty, 0)} asked"
    return f"{word} {target}{weeks}"


def _interval(level: Level, confidence: float) -> str:
    return f"{per_cent(level.mean)} ({_ends(level, 1)}, {per_cent(confidence, 0)})"


def _ends(level: Level, digits: int) -> str:
    return f"{per_cent(level.low, digits)[:-2]} to {per_cent(level.high, digits)[:-2]}"


def per_cent(share: float, digits: int = 1) -> str:
    """Share as per cent, never rounded up to all of it."""
    text = f"{share * 100:.{digits}f}"
    if share < 1 and float(text) >= 100:
        text = "99.9"
    return f"{text} %"
