"""What the terminal says of simulated weeks: folded on a screen, whole lines in a pipe."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from api.cli.tables import print_plan
from scenarios.plan import Plan, SolveSummary
from tests.judgement_fixture import judged
from tests.plan_fixture import tiny_plan

PLAN = judged(tiny_plan())


def printed(plan: Plan, width: int, *, terminal: bool) -> list[str]:
    """Lines from the heading of the promises to what is not covered."""
    out = io.StringIO()
    print_plan(Console(file=out, width=width, force_terminal=terminal, color_system=None), plan)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return lines[lines.index(HEADING) : lines.index(NEXT)]


HEADING = "Service simulated: + held, ! missed, ? too close to tell"
NEXT = "NOT COVERED: 432.5 agent-hours, the largest first, times of Europe/London:"


@pytest.mark.parametrize("width", [80, 100])
def test_a_terminal_folds_promises_under_their_mark(width: int) -> None:
    lines = printed(PLAN, width, terminal=True)
    assert max(map(len, lines)) <= width
    assert [line[:9] for line in lines if line[0] in "+!?"] == ["+ Phone: ", "! Tickets"]
    assert all(line[:2] in ("+ ", "! ", "  ") for line in lines[1:])
    assert len(lines) > 7


def test_a_pipe_gets_one_line_a_queue() -> None:
    phone, tickets, promise, again = printed(PLAN, 40, terminal=False)[1:]
    assert phone.endswith("the Erlang figure was 84.0 %; holds 80 %, met in 71 % of weeks")
    assert tickets.startswith("! Tickets: in time 79.0 % (78.2 to 79.8, 95 %)")
    assert "mean over weeks" in promise
    assert "12.5 agent-hours were added" in again


def test_a_run_that_was_stopped_says_how_few_weeks_there_were() -> None:
    assert PLAN.judgement is not None
    stopped = replace(PLAN, judgement=replace(PLAN.judgement, weeks=40))
    assert "Only 40 of 200 weeks" in " ".join(printed(stopped, 120, terminal=False))


def test_a_plan_without_simulated_weeks_says_so() -> None:
    out = io.StringIO()
    print_plan(Console(file=out, width=100), tiny_plan())
    assert "Nothing was simulated: weeks is 0 in [simulation]." in out.getvalue()


@pytest.mark.parametrize(
    ("bound", "says"),
    [
        (999.9, "the best possible, proven in under 1 s"),
        (990.0, "within 1.0 % of the best possible, under 1 s"),
        (0.0, "under 1 s, no proof yet how good it can be"),
    ],
)
def test_how_good_a_roster_is_has_words(bound: float, says: str) -> None:
    out = io.StringIO()
    solve = SolveSummary("optimal", 1000.0, bound, (1000 - bound) / 1000, 0.2, {})
    print_plan(Console(file=out, width=100), replace(tiny_plan(), solve=solve))
    assert says in out.getvalue()
