"""Why demand is uncovered, and what would help, as the page shows it."""

from collections.abc import Iterator
from typing import Any, Final

from planner.explanations import Explanation
from scenarios.explanations import some_names
from scenarios.plan import Plan

HELPS: Final = ("agent", "skill", "rule")


def explained(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Gaps with the reasons of those able to cover them, and changes that would save something."""
    return {
        "gaps": list(_gaps(plan.explanations)),
        "helps": [_help(line) for line in plan.explanations if line.kind in HELPS],
    }


def _gaps(lines: tuple[Explanation, ...]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines):
        if line.kind == "uncovered":
            following = [later.kind for later in lines[number + 1 :]]
            n_reasons = next((i for i, k in enumerate(following) if k != "reason"), len(following))
            reasons = lines[number + 1 : number + 1 + n_reasons]
            if reasons:
                yield {
                    "hours": line.agent_hours,
                    "head": line.text.partition("; ")[0],
                    "reasons": [_reason(reason) for reason in reasons],
                }


def _reason(line: Explanation) -> dict[str, Any]:
    return {"count": len(line.people), "text": line.text, "names": some_names(line.people)}


def _help(line: Explanation) -> dict[str, Any]:
    return {
        "text": line.text.partition(" saves ")[0],
        "money": f"{line.money or 0:,.0f}",
        "hours": _covered(line.agent_hours),
        "how": "tried" if line.is_tried else "by price",
    }


def _covered(hours: float | None) -> str:
    if hours is None:
        return ""
    return f"{hours:,.1f}" if hours >= 0 else f"{-hours:,.1f} fewer"
