"""The page put together: template, style, script and charts in one text."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from plotly.offline.offline import get_plotlyjs

from planner.local_time import local_days, zone
from scenarios.plan import Plan
from scenarios.report import certainty, drawing, figures, level_figures, verdict, words
from scenarios.report.costs import pay_by_site, weighed
from scenarios.report.days import queue_days
from scenarios.report.fairness import fairness
from scenarios.report.roster_grid import roster_grid
from scenarios.report.service import queue_weeks, service_cells
from scenarios.report.simulation import simulated
from scenarios.rest_days import rest_day_names
from scenarios.summary import all_notes, versions

FILES_BESIDE: Final = {
    "Roster": "roster.csv",
    "Team calendar": "team.ics",
    "Coverage": "coverage.csv",
    "Simulation": "simulation.csv",
    "Requirement": "requirement.csv",
    "Forecast": "forecast.csv",
    "Hours for payroll": "hours.csv",
}
"""Files that `write_plan` lays beside the page, by what they are called."""


def render_report(
    plan: Plan,
    *,
    made_at: datetime | None = None,
    live: bool = False,
    links: Mapping[str, str] = FILES_BESIDE,
) -> str:
    """
    HTML of a plan's page, complete in itself: no request leaves it.

    Everything that comes from the input is shown as text: the template escapes it, data for charts
    is JSON that cannot end its script, and the page's content policy runs our two scripts alone.

    Parameters
    ----------
    made_at
        Moment the plan was made, aware; None leaves it out.
    live
        The run is still going: the page says that the roster is the best so far.
    links
        Addresses to offer for download, by title.
    """
    scripts = (_plotly(), _part("report.js"))
    return (
        _environment()
        .get_template("report.html")
        .render(
            plan=plan,
            settings=plan.inputs.settings,
            figures=plan.figures,
            made_at=made_at,
            live=live,
            links=links,
            verdict=verdict.verdict(plan),
            quality=verdict.quality(plan.solve),
            search=verdict.search(plan.solve, plan.inputs.settings.currency),
            gap=verdict.proven_gap(plan.solve),
            clock_changes=verdict.clock_changes(plan),
            queues=[_queue(plan, n, q.id) for n, q in enumerate(plan.inputs.queues)],
            moments=_script_json(drawing.moments(plan)),
            notes=all_notes(plan),
            versions=versions(),
            pay=pay_by_site(plan),
            weighed=weighed(plan),
            style=Markup(_part("report.css")),
            scripts=[Markup(script) for script in scripts],
            policy=_policy(scripts),
            **_tables(plan),
        )
    )


def _tables(plan: Plan) -> dict[str, Any]:
    days = _days(plan)
    rest_days = rest_day_names(plan)
    weeks = queue_weeks(plan)
    return {
        "days": days,
        "weeks": [(week, service_cells(week, days)) for week in weeks],
        "simulated": simulated(plan),
        "certainty": [
            (curve, certainty.rows(curve), _script_json(certainty.figure(curve)))
            for curve in plan.curves
        ],
        "grid": roster_grid(plan, rest_days),
        "fairness": fairness(plan, rest_days),
    }


def _days(plan: Plan) -> tuple[date, ...]:
    return tuple(local_days(plan.grid, zone(plan.inputs.settings.zone)))


def _queue(plan: Plan, number: int, queue_id: str) -> dict[str, Any]:
    week = next(week for week in queue_weeks(plan) if week.queue == queue_id)
    known = [one.queue for one in plan.coverage.queues]
    return {
        "number": f"{number}_",
        "week": week,
        "queue": plan.inputs.queue(queue_id),
        "days": queue_days(plan, queue_id) if queue_id in known else (),
        "averaged_hours": _averaged_hours(plan, queue_id),
        "n_before": len(figures.earlier_weeks(plan, queue_id)),
        "forecast": _script_json(figures.forecast_figure(plan, queue_id)),
        "coverage": _script_json(figures.coverage_figure(plan, queue_id))
        if queue_id in known
        else None,
        "simulated": _simulated_charts(plan, queue_id),
    }


def _simulated_charts(plan: Plan, queue_id: str) -> list[tuple[str, Markup]]:
    """Caption and chart of what simulated weeks say, interval by interval."""
    if plan.judgement is None:
        return []
    found = plan.judgement.of(queue_id)
    drawn = [(level_figures.level_caption(found), level_figures.level_figure(plan, found))]
    if not plan.inputs.queue(queue_id).channel.is_live:
        caption = level_figures.backlog_caption(found)
        drawn.append((caption, level_figures.backlog_figure(plan, found)))
    return [(caption, _script_json(chart)) for caption, chart in drawn]


def _averaged_hours(plan: Plan, queue_id: str) -> float:
    """Hours over which the counts in a chart are averaged; 0 where they are not."""
    n_near = figures.smoothing_slots(plan.forecast.mean(queue_id), plan.grid)
    return n_near * plan.grid.minutes / 60 if n_near > 1 else 0.0


def _script_json(value: object) -> Markup:
    """JSON that is safe inside a script element: no tag can begin or end in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(text)


def _policy(scripts: tuple[str, ...]) -> str:
    """Content policy: these scripts by their digest, no other, and no address to load from."""
    digests = (base64.b64encode(hashlib.sha256(s.encode()).digest()).decode() for s in scripts)
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=1)
def _plotly() -> str:
    text: str = get_plotlyjs()  # type: ignore[no-untyped-call]
    return text


@lru_cache(maxsize=4)
def _part(name: str) -> str:
    return files("scenarios.report").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("scenarios.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "share": words.share,
        "amount": words.amount,
        "hours": words.hours,
        "money": words.money,
        "day_name": words.day_name,
        "short_day": words.short_day,
        "duration": words.duration,
        "long_date": words.long_date,
        "clock_time": words.clock_time,
    }
    environment.globals |= {"plural": words.plural}
    return environment
