"""Scenarios side by side: the plan as it is, and with each change."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from planner.errors import InfeasibleError, InputError, TimeLimitError
from planner.simulation.judgement import QueueJudgement
from scenarios.changes import parse_change
from scenarios.inputs import Inputs
from scenarios.pipeline import make_plan
from scenarios.plan import Plan
from scenarios.progress import Progress, silent
from scenarios.summary import simulation_summary

BASE = "as it is"


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What one scenario comes to.

    A scenario without a roster has a `problem` in words and no plan.
    """

    name: str
    plan: Plan | None
    problem: str = ""

    @property
    def service(self) -> dict[str, float | None]:
        """Share of contacts expected in time, by queue, over the week."""
        if self.plan is None:
            return {}
        return {queue.id: _weekly(self.plan, queue.id) for queue in self.plan.inputs.queues}

    def simulated(self, queue: str) -> QueueJudgement | None:
        """What simulated weeks say of a queue; None where none were simulated."""
        if self.plan is None or self.plan.judgement is None:
            return None
        return self.plan.judgement.of(queue)


def posts_required(plan: Plan) -> float:
    """Full-time posts that the required hours would fill: hours over the longest contract's."""
    longest = max((c.max_hours for c in plan.inputs.team.contracts), default=0.0)
    return plan.figures.required_hours / longest if longest else 0.0


def compare(
    inputs: Inputs,
    changes: Sequence[str],
    *,
    together: bool = False,
    week: date | None = None,
    seed: int | None = None,
    time_limit_s: float | None = None,
    progress: Callable[[str], Progress] = lambda _: silent,
) -> tuple[Outcome, ...]:
    """
    Plan the week as it is, and once for each change, or once with all of them together.

    Ctrl-C ends it with the scenarios that are done by then, and passes on where none is. All are
    simulated from one seed, so that scenarios meet the same luck and differ by what was
    changed.

    Parameters
    ----------
    changes
        Texts as `scenarios.changes` describes; all are checked before the first run.
    progress
        Gives the watcher of a scenario by its name.

    Raises
    ------
    InputError
        For a change that is not understood, or a base that cannot be planned.
    InfeasibleError, TimeLimitError
        For a base without a roster.
    """
    parsed = [(text, parse_change(text, inputs)) for text in changes]
    scenarios: list[tuple[str, Inputs]] = [(BASE, inputs)]
    if together and parsed:
        changed = inputs
        for _, change in parsed:
            changed = change.apply(changed)
        scenarios.append((" and ".join(changes), changed))
    else:
        scenarios += [(text, change.apply(inputs)) for text, change in parsed]
    outcomes = []
    for name, changed in scenarios:
        try:
            plan = make_plan(
                changed,
                week=week,
                seed=seed,
                time_limit_s=time_limit_s,
                curves=False,
                progress=progress(name),
            )
            outcomes.append(Outcome(name, plan))
        except (InfeasibleError, InputError, TimeLimitError) as error:
            if name == BASE:
                raise
            outcomes.append(Outcome(name, None, str(error)))
        except KeyboardInterrupt:
            if not outcomes:
                raise
            break
    return tuple(outcomes)


def _weekly(plan: Plan, queue: str) -> float | None:
    rows = [r for r in plan.service if r.queue == queue and r.achieved is not None]
    contacts = sum(r.contacts for r in rows)
    if not contacts:
        return None
    return sum((r.achieved or 0.0) * r.contacts for r in rows) / contacts


def summary(outcome: Outcome) -> dict[str, object]:
    """What one scenario comes to, for programs."""
    found: dict[str, object] = {"scenario": outcome.name, "problem": outcome.problem or None}
    if outcome.plan is not None:
        found["figures"] = asdict(outcome.plan.figures)
        found["posts_required"] = posts_required(outcome.plan)
        found["service"] = outcome.service
        found["simulation"] = simulation_summary(outcome.plan.judgement)
        found["gap"] = outcome.plan.solve.gap
    return found
