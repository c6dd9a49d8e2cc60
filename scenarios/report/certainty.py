"""What certainty costs: a curve and its numbers for each queue that has one."""

from dataclasses import dataclass

from planner.certainty import CertaintyCurve, CertaintyPoint
from scenarios.report.drawing import Figure
from scenarios.report.words import NBSP, amount, share

TICKS = (50, 60, 70, 80, 90, 100)


@dataclass(frozen=True, slots=True)
class CertaintyRow:
    """One certainty as the page says it; `extra` and `pay` are empty for the requirement itself."""

    weeks: str
    level: str
    hours: str
    extra: str
    pay: str


def rows(curve: CertaintyCurve) -> tuple[CertaintyRow, ...]:
    """By rising hours, the requirement as it is among them."""
    points = sorted((*curve.points, curve.present), key=lambda p: (p.hours, p.certainty))
    return tuple(_row(point) for point in points)


def _row(point: CertaintyPoint) -> CertaintyRow:
    level, spent = share(point.mean_level, 1), amount(point.hours, 1)
    if point.wanted is None:
        return CertaintyRow(f"as required: {share(point.certainty, 1)}", level, spent, "", "")
    extra = f"{point.extra_share * 100:+.1f}{NBSP}%"
    return CertaintyRow(
        share(point.wanted).replace(f".0{NBSP}", NBSP),
        level,
        spent,
        extra,
        f"{point.extra_cost:+,.0f}",
    )


def figure(curve: CertaintyCurve) -> Figure:
    """Agent-hours against the share of weeks on target, and where the requirement stands."""
    return {
        "data": [
            _dots(curve.points, "Agent-hours", "var(--blue)", mode="lines+markers", size=6),
            _dots((curve.present,), "As required", "var(--short)", mode="markers", size=12),
        ],
        "layout": {
            "height": 300,
            "margin": {"l": 58, "r": 12, "t": 34, "b": 46},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": "inherit", "size": 12, "color": "var(--muted-ink)"},
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": "var(--surface)",
                "bordercolor": "var(--line)",
                "font": {"color": "var(--ink)"},
            },
            "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
            "xaxis": {
                "title": {"text": "% of weeks on target", "standoff": 8},
                "range": [_leftmost(curve), 101],
                "tickvals": list(TICKS),
                "ticktext": [str(tick) for tick in TICKS],
                "gridcolor": "var(--line)",
                "zeroline": False,
                "fixedrange": True,
            },
            "yaxis": {
                "title": {"text": "agent-hours a week", "standoff": 8},
                "gridcolor": "var(--line)",
                "zeroline": False,
                "fixedrange": True,
                "tickformat": ",~r",
            },
        },
    }


def _leftmost(curve: CertaintyCurve) -> float:
    """Where the axis begins: at 48, or left of a requirement that is less certain."""
    return min(48.0, round(curve.present.certainty * 100, 1) - 2)


def _dots(
    points: tuple[CertaintyPoint, ...], name: str, colour: str, *, mode: str, size: int
) -> Figure:
    return {
        "type": "scatter",
        "mode": mode,
        "name": name,
        "x": [round(p.certainty * 100, 2) for p in points],
        "y": [round(p.hours, 2) for p in points],
        "line": {"color": colour, "width": 2},
        "marker": {"color": colour, "size": size},
        "hovertemplate": f"{name}: <b>%{{y:,}}</b>, %{{x}} % of weeks<extra></extra>",
    }
