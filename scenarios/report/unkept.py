"""Terms at a price that the roster does not keep, as the page shows them."""

from typing import Any, Final

from scenarios.plan import Plan, UnkeptTerm
from scenarios.report.words import short_day

MOST_ROWS: Final = 12
"""Rows shown, the dearest first; the rest are counted."""


def unkept(plan: Plan) -> dict[str, Any]:
    """The dearest of them, and how many and how much the others are."""
    rest = plan.unkept_terms[MOST_ROWS:]
    return {
        "rows": [_row(one) for one in plan.unkept_terms[:MOST_ROWS]],
        "n_more": len(rest),
        "money_more": sum(one.money for one in rest),
        "money": sum(one.money for one in plan.unkept_terms),
    }


def _row(one: UnkeptTerm) -> dict[str, str]:
    return {
        "name": one.name,
        "day": short_day(one.day) if one.day else "",
        "what": one.message,
        "money": f"{one.money:,.2f}",
    }
