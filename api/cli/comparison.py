"""Scenarios side by side for the terminal: figures, and service by formula and by simulation."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.text import Text

from api.cli.plain_table import table
from api.cli.tables import say_softly
from planner.simulation.judgement import QueueJudgement
from planner.wording import per_cent, plain_per_cent
from scenarios.compare import Outcome, posts_required
from scenarios.judge.promise import corrections, digits_apart, ends, what_is_promised
from scenarios.plan import Plan

HEAD_WIDTH: Final = 14
"""Letters in a line of a scenario's name, unless a word is longer."""

VERDICTS: Final = {"held": "held", "missed": "MISSED", "unsure": "unsure", "none": "none"}


def print_comparison(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Scenarios side by side, one column each; as many tables as the width asks for."""
    rows = _comparison_rows(outcomes)
    for columns in _that_fit(outcomes, rows, console.width):
        heads = ["", *(_folded(outcomes[i].name) for i in columns)]
        cells = [[row[0], *(row[i + 1] for i in columns)] for row in rows]
        console.print(table("Scenarios", heads, cells))
    judgements = [o.plan.judgement for o in outcomes if o.plan and o.plan.judgement]
    if judgements:
        weeks = " or ".join(f"{n:,}" for n in sorted({j.weeks for j in judgements}))
        say_softly(console, f"Simulated: {weeks} weeks a scenario, drawn from one seed.")
    for promised in dict.fromkeys(what_is_promised(j) for j in judgements):
        say_softly(console, promised)
    for outcome in outcomes:
        if outcome.problem:
            console.print(Text(f"{outcome.name}: no roster, {outcome.problem}"))
        for line in _why_missed(outcome):
            say_softly(console, f"{outcome.name}: {line}")


def _why_missed(outcome: Outcome) -> Iterator[str]:
    """Why a scenario does not hold what it promises, and what corrections did about it."""
    if outcome.plan is None or outcome.plan.judgement is None or outcome.plan.judgement.is_held:
        return
    inputs, judgement = outcome.plan.inputs, outcome.plan.judgement
    for found in judgement.queues:
        if found.reason:
            yield f"{inputs.queue(found.queue).title} {VERDICTS[found.verdict]}, {found.reason}"
    yield corrections(inputs, judgement)


def _that_fit(
    outcomes: Sequence[Outcome], rows: Sequence[Sequence[str]], width: int
) -> list[list[int]]:
    """Numbers of the scenarios of each table; the first scenario begins them all."""
    heads = [max(map(len, _folded(o.name).split("\n"))) for o in outcomes]
    widths = [max(head, *(len(row[i + 1]) for row in rows)) for i, head in enumerate(heads)]
    room = width - max(len(row[0]) for row in rows) - 4
    tables = [[0]]
    for i in range(1, len(outcomes)):
        if len(tables[-1]) > 1 and sum(widths[j] + 3 for j in (*tables[-1], i)) > room:
            tables.append([0])
        tables[-1].append(i)
    return tables


def _folded(name: str) -> str:
    """
    A scenario's name in short lines, broken behind signs.

    Examples
    --------
    >>> _folded("queue.phone.patience_s=120").splitlines()
    ['queue.phone.', 'patience_s=120']
    """
    lines = [""]
    for part in re.split(r"(?<=[.=+ ])", name):
        if lines[-1] and len(lines[-1]) + len(part) > HEAD_WIDTH:
            lines.append("")
        lines[-1] += part
    return "\n".join(line.strip() for line in lines)


def _comparison_rows(outcomes: Sequence[Outcome]) -> list[list[str]]:
    figures: dict[str, Callable[[Plan], str]] = {
        "agents rostered": lambda p: f"{p.figures.agents}",
        "required agent-hours": lambda p: f"{p.figures.required_hours:,.0f}",
        "of these added by simulation": _added,
        "full-time posts required": lambda p: f"{posts_required(p):,.1f}",
        "paid hours": lambda p: f"{p.figures.paid_hours:,.0f}",
        "cost": lambda p: f"{p.figures.cost:,.0f} {p.inputs.settings.currency}",
        "covered": lambda p: per_cent(p.figures.covered),
        "agent-hours short": lambda p: f"{p.figures.short_hours:,.1f}",
        "agent-hours over": lambda p: f"{p.figures.over_hours:,.1f}",
        "gap to the best possible": lambda p: per_cent(p.solve.gap),
    }
    rows = [
        [name, *("-" if o.plan is None else cell(o.plan) for o in outcomes)]
        for name, cell in figures.items()
    ]
    if any(o.plan and o.plan.inputs.floors for o in outcomes):
        hours = (o.plan and f"{o.plan.figures.floor_short_hours:,.1f}" for o in outcomes)
        rows.append(["too few on duty, agent-hours", *(told or "-" for told in hours)])
    if any(o.plan and o.plan.unkept_terms for o in outcomes):
        prices = (o.plan and f"{o.plan.figures.unkept_money:,.0f}" for o in outcomes)
        rows.append(["price of terms not kept", *(told or "-" for told in prices)])
    return rows + [row for queue in outcomes[0].service for row in _service_of(queue, outcomes)]


def _service_of(queue: str, outcomes: Sequence[Outcome]) -> list[list[str]]:
    """The formula's level of a queue and, where weeks were simulated, theirs and the verdict."""
    formula = [f"{queue} by formula", *(per_cent(o.service.get(queue)) for o in outcomes)]
    found = [o.simulated(queue) for o in outcomes]
    if not any(found):
        return [formula]
    return [
        formula,
        [f"{queue} simulated", *(_simulated(f) for f in found)],
        [f"{queue} interval", *(_interval(f) for f in found)],
        [f"{queue} promise", *map(_verdict, outcomes, found)],
    ]


def _verdict(outcome: Outcome, found: QueueJudgement | None) -> str:
    if found is None or outcome.plan is None or outcome.plan.judgement is None:
        return "-"
    certainty = outcome.plan.judgement.certainty
    weeks = "" if certainty is None else f", {plain_per_cent(certainty)} of weeks"
    return f"{VERDICTS[found.verdict]}{weeks}"


def _simulated(found: QueueJudgement | None) -> str:
    if found is None or found.in_time is None:
        return "-"
    return per_cent(found.in_time.mean, digits_apart(found.in_time, found.target))


def _interval(found: QueueJudgement | None) -> str:
    if found is None or found.in_time is None:
        return "-"
    return ends(found.in_time, digits_apart(found.in_time, found.target))


def _added(plan: Plan) -> str:
    """Agent-hours that simulated weeks asked for beyond the formulas."""
    return "-" if plan.judgement is None else f"{plan.judgement.raised_hours:,.0f}"
