"""A roster of one shift in the workspace that `rotacast init` writes."""

from importlib import import_module
from pathlib import Path

from planner.exports import roster as exporting
from planner.roster import Assignment, Roster
from planner.shifts import Shift
from scenarios.document import read_workspace
from scenarios.options import template_interval
from scenarios.template import write_template


def replannable(parent: Path) -> Path:
    """The workspace, and all that re-plans import, which is no part of a test's time."""
    import_module("api.replans")
    write_template(parent / "team")
    return parent / "team"


def first_shift(folder: Path) -> Assignment:
    """A shift of the first person on the first day of the week, without its breaks."""
    inputs = read_workspace(folder)
    agent, day = inputs.team.agents[0], inputs.week_grid().start.date()
    template = next(t for t in inputs.templates if agent.site in t.sites)
    span = template_interval(template, day, inputs.team.site(agent))
    return Assignment(agent.id, Shift(template.id, day, span), agent.skills[0])


def roster_text(folder: Path, made: Assignment) -> str:
    """The shift alone, as ``roster.csv`` tells it."""
    inputs = read_workspace(folder)
    return exporting.text(Roster(inputs.week_grid().interval, (made,)), inputs.team)
