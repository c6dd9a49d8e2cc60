"""The page of a plan put together: what its template is given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from markupsafe import Markup

from planner.local_time import local_days, zone
from scenarios.plan import Plan
from scenarios.report import certainty, drawing, figures, level_figures, verdict
from scenarios.report.changed import changed, changed_headline
from scenarios.report.costs import pay_by_site, weighed
from scenarios.report.days import queue_days
from scenarios.report.explained import explained
from scenarios.report.fairness import fairness
from scenarios.report.html import page_of, script_json
from scenarios.report.on_duty import floor_rows
from scenarios.report.roster_grid import roster_grid
from scenarios.report.service import queue_weeks, service_cells
from scenarios.report.simulation import simulated
from scenarios.report.unkept import unkept
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
    "Explanations": "explanations.csv",
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
    if plan.placed and links is FILES_BESIDE:
        links = {**links, "Work placed": "placed_work.csv"}
    return page_of(
        "report.html",
        ("charts.js", "filter.js"),
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
        moments=script_json(drawing.moments(plan)),
        notes=all_notes(plan),
        versions=versions(),
        pay=pay_by_site(plan),
        weighed=weighed(plan),
        explained=explained(plan),
        unkept=unkept(plan),
        **_tables(plan),
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
            (curve, certainty.rows(curve), script_json(certainty.figure(curve)))
            for curve in plan.curves
        ],
        "changed": None if plan.changes is None else changed(plan),
        "changed_headline": changed_headline(plan),
        "floors": floor_rows(plan, plan.inputs.floors, days, plan.inputs.settings.zone),
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
        "forecast": script_json(figures.forecast_figure(plan, queue_id)),
        "coverage": script_json(figures.coverage_figure(plan, queue_id))
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
    return [(caption, script_json(chart)) for caption, chart in drawn]


def _averaged_hours(plan: Plan, queue_id: str) -> float:
    """Hours over which the counts in a chart are averaged; 0 where they are not."""
    n_near = figures.smoothing_slots(plan.forecast.mean(queue_id), plan.grid)
    return n_near * plan.grid.minutes / 60 if n_near > 1 else 0.0
