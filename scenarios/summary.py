"""A plan in brief, for programs: what ``plan.json`` holds and ``--json`` prints."""

import hashlib
import platform
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from planner.changes import RosterChange
from planner.explanations import Explanation
from planner.exports.changes import shift_words
from planner.exports.stamps import local_stamp, utc_stamp
from planner.local_time import zone
from planner.simulation.judgement import Judgement
from scenarios.judge_roster import JudgedRoster
from scenarios.override_words import told_overrides
from scenarios.plan import FloorGap, Plan, UnkeptTerm

FORMAT = 1
"""Rises when a key of the summary changes its meaning."""


def summary(
    plan: Plan, contents: Mapping[str, bytes] | None = None, now: datetime | None = None
) -> dict[str, object]:
    """
    Key figures of a plan in plain JSON values.

    `contents` are the files written with it, listed with their SHA-256, so that a reader can tell
    whether they belong together; `now` the moment of writing. Hours are agent-hours, shares lie
    between 0 and 1, money is in `currency`.
    """
    settings = plan.inputs.settings
    written = {} if now is None else {"written_at": utc_stamp(now)}
    files = {name: hashlib.sha256(data).hexdigest() for name, data in (contents or {}).items()}
    return {
        "format": FORMAT,
        "name": settings.name,
        **written,
        "week": _week(plan),
        "currency": settings.currency,
        "figures": asdict(plan.figures),
        "solve": {**asdict(plan.solve), "costs": dict(plan.solve.costs)},
        "queues": {queue.id: queue.title for queue in plan.inputs.queues},
        "service": [{**asdict(one), "day": one.day.isoformat()} for one in plan.service],
        "simulation": simulation_summary(plan.judgement),
        "shortfalls": [asdict(one) for one in plan.shortfalls],
        "floor_gaps": [plain_gap(one) for one in plan.floor_gaps],
        "unkept_terms": [plain_unkept(one) for one in plan.unkept_terms],
        **({} if plan.changes is None else {"changes": [_change(one) for one in plan.changes]}),
        "explanations": [plain_explanation(one) for one in plan.explanations],
        "overrides": told_overrides(plan.forecast),
        "notes": all_notes(plan),
        "seed": plan.seed,
        "inputs_digest": plan.inputs.digest,
        "versions": versions(),
        **({"files": files} if files else {}),
    }


def _change(one: RosterChange) -> dict[str, object]:
    return {
        "agent": one.agent,
        "day": one.day.isoformat(),
        "kind": one.kind,
        "before": shift_words(one.before, one),
        "after": shift_words(one.after, one),
        "notice_hours": round(one.notice_hours, 1),
        "why": one.why,
    }


def judged_summary(judged: JudgedRoster) -> dict[str, object]:
    """Key figures of a roster that was judged, in plain JSON values named as those of a plan."""
    settings = judged.inputs.settings
    return {
        "format": FORMAT,
        "name": settings.name,
        "week": _week(judged),
        "currency": settings.currency,
        "figures": asdict(judged.figures),
        "simulation": simulation_summary(judged.judgement),
        "shortfalls": [asdict(one) for one in judged.shortfalls],
        "floor_gaps": [plain_gap(one) for one in judged.floor_gaps],
        "unkept_terms": [plain_unkept(one) for one in judged.unkept_terms],
        "violations": [asdict(one) for one in judged.violations],
        "notes": list(judged.notes),
        "seed": judged.seed,
        "inputs_digest": judged.inputs.digest,
        "versions": versions(),
    }


def plain_gap(gap: FloorGap) -> dict[str, object]:
    """A floor that is not kept in plain JSON values."""
    return {
        "floor": gap.floor,
        "title": gap.title,
        "hours": gap.hours,
        "when": gap.when,
        "message": gap.message,
        "start_utc": None if gap.span is None else utc_stamp(gap.span.start),
        "end_utc": None if gap.span is None else utc_stamp(gap.span.end),
        "during_breaks": gap.during_breaks,
        "never": gap.is_ban,
    }


def plain_unkept(one: UnkeptTerm) -> dict[str, object]:
    """A term at a price that is not kept in plain JSON values."""
    return {
        "agent": one.agent,
        "day": one.day.isoformat() if one.day else None,
        "term": one.term,
        "message": one.message,
        "money": one.money,
    }


def plain_explanation(line: Explanation) -> dict[str, object]:
    """A line of an explanation in plain JSON values; people are counted, not named."""
    return {
        "kind": line.kind,
        "about": line.about,
        "start_utc": None if line.start is None else utc_stamp(line.start),
        "end_utc": None if line.end is None else utc_stamp(line.end),
        "agent_hours": line.agent_hours,
        "money": line.money,
        "people": len(line.people),
        "tried": line.is_tried,
        "text": line.text,
    }


def simulation_summary(judgement: Judgement | None) -> dict[str, object] | None:
    """What simulated weeks say, but for single intervals, which are in ``simulation.csv``."""
    if judgement is None:
        return None
    queues = [
        {f.name: _plain(getattr(q, f.name)) for f in fields(q) if f.name != "by_slot"}
        for q in judgement.queues
    ]
    rest = {f.name: _plain(getattr(judgement, f.name)) for f in fields(judgement)}
    return {**rest, "queues": queues}


def _plain(value: object) -> object:
    """Dataclasses inside as mappings, dates as text."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    return value.isoformat() if isinstance(value, date) else value


def all_notes(plan: Plan) -> list[str]:
    """What the run and its inputs want to be known, each once."""
    return list(dict.fromkeys([*plan.notes, *(str(note) for note in plan.inputs.notes)]))


def _week(plan: Plan | JudgedRoster) -> dict[str, object]:
    clock = zone(plan.inputs.settings.zone)
    return {
        "first_day": plan.grid.start.astimezone(clock).date().isoformat(),
        "weeks": plan.inputs.settings.weeks,
        "zone": clock.key,
        "start_local": local_stamp(plan.grid.start, clock),
        "start_utc": utc_stamp(plan.grid.start),
        "end_utc": utc_stamp(plan.grid.end),
        "hours": plan.grid.hours,
        "interval_minutes": plan.grid.minutes,
    }


@lru_cache(maxsize=1)
def versions() -> dict[str, str]:
    """Versions of what made the plan; ``unknown`` for a package run from its source."""
    packages = ("rotacast", "ortools", "numba", "numpy", "pandas", "holidays", "tzdata")
    return {"python": platform.python_version(), **{name: _version(name) for name in packages}}


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
