"""Whether ids of ``rotacast.toml`` refer to something: sites, calendars, skills, forecaster."""

import re
from typing import TYPE_CHECKING, Final

from forecasting import AUTO, FORECASTERS
from planner.abilities import stands_for
from planner.calendars import ALWAYS
from planner.pools import Pool
from planner.queues import Queue
from planner.readers.reading import Findings, shown, unknown
from scenarios.price_checks import check_prices
from scenarios.rule_references import check_rule_references
from scenarios.toml_lines import line_of

if TYPE_CHECKING:
    from scenarios.setup import Setup

SKILL: Final = re.compile(r"[^;|\s]+")


def check_references(setup: "Setup", findings: Findings) -> None:
    """Tell ids that nothing has, strange skills and pools, and prices that are never paid."""
    _check_sites(setup, findings)
    check_rule_references(setup, findings)
    check_prices(setup, findings)
    for queue in setup.queues.values():
        _check_skill(queue, setup, findings)
        _check_calendars(queue, setup, findings)
        check_lender(queue, setup, findings)
        _check_placing(queue, setup, findings)
    taken: dict[str, str] = {}
    for pool in setup.pools.values():
        _check_pool(pool, taken, setup, findings)
    _check_forecaster(setup, findings)


def _check_sites(setup: "Setup", findings: Findings) -> None:
    sites = setup.declared["site"]
    for template in setup.shifts:
        for i, site in enumerate(template.sites):
            if site not in sites:
                message = f"shift {template.id}: {unknown('site', site, sites)}"
                line = setup.line("shift", template.id, "sites", i)
                findings.add(message, line=line, field="sites", value=site, code="unknown_id")


def _check_skill(queue: Queue, setup: "Setup", findings: Findings) -> None:
    skill = setup.needs[queue.skill].skill
    if not SKILL.fullmatch(skill):
        message = (
            f"queue {queue.id}: skill is {shown(skill)}; use one word without ; and |, "
            "as agents.csv lists several in a cell"
        )
        line = setup.line("queue", queue.id, "skill")
        findings.add(message, line=line, field="skill", value=skill, code="bad_id")


def _check_placing(queue: Queue, setup: "Setup", findings: Findings) -> None:
    """Tell work that the roster is to place, but whose agents have other work besides."""
    if queue.placing != "roster":
        return
    others = [q.id for q in setup.queues.values() if q.skill == queue.skill and q.id != queue.id]
    pools = [p.id for p in setup.pools.values() if queue.skill in p.skills]
    if not others and not pools:
        return
    with_whom = f"queue {others[0]}" if others else f"pool {pools[0]}"
    findings.add(
        f'queue {queue.id}: placing is "roster", but its skill {queue.skill} also serves '
        f'{with_whom}; give it a skill of its own, or leave placing "level"',
        line=setup.line("queue", queue.id, "placing"),
        field="placing",
        value="roster",
        code="shared_skill",
    )


def check_lender(queue: Queue, setup: "Setup", findings: Findings) -> None:
    """Tell a queue that borrows from one that does not exist, or that borrows itself."""
    if queue.borrow is None:
        return
    name, known = queue.borrow.queue, [q for q in setup.declared["queue"] if q != queue.id]
    lender = setup.queues.get(name)
    if name not in known:
        message, code = unknown("borrow: queue", name, known), "unknown_id"
    elif lender is not None and lender.borrow is not None:
        message = f"borrow: queue {name} borrows itself; name one that has a history of its own"
        code = "bad_lender"
    else:
        return
    line = setup.line("queue", queue.id, "borrow", "queue")
    findings.add(f"queue {queue.id}: {message}", line=line, field="borrow", value=name, code=code)


def _check_calendars(queue: Queue, setup: "Setup", findings: Findings) -> None:
    """Tell calendars that are not declared; ``always`` needs no table."""
    known = tuple(dict.fromkeys((ALWAYS, *setup.declared["calendar"])))
    named: list[tuple[tuple[str, ...], str | None]] = [(("calendar",), queue.calendar)]
    named += [(("calendar_by_priority", p), c) for p, c in queue.calendar_by_priority.items()]
    for keys, calendar in named:
        if calendar is not None and calendar not in known:
            findings.add(
                f"queue {queue.id}: {unknown('calendar', calendar, known)}",
                line=setup.line("queue", queue.id, *keys),
                field=".".join(keys),
                value=calendar,
                code="unknown_id",
            )


def _check_pool(pool: Pool, taken: dict[str, str], setup: "Setup", findings: Findings) -> None:
    skills = tuple(dict.fromkeys(queue.skill for queue in setup.queues.values()))
    knows_all = len(setup.queues) == len(setup.declared["queue"])
    for i, skill in enumerate(pool.skills):
        line = setup.line("pool", pool.id, "skills", i)
        if skill not in skills and knows_all:
            meant = stands_for(skill, setup.needs)
            message = f"pool {pool.id}: {unknown('skill', skill, skills)}"
            if len(meant) > 1:
                message = (
                    f"pool {pool.id}: skill {skill} may be {' or '.join(meant)}; name each that "
                    "is meant"
                )
            findings.add(message, line=line, field="skills", value=skill, code="unknown_id")
        if skill in taken:
            message = (
                f"pool {pool.id}: skill {skill} is in pool {taken[skill]} already; a skill can be "
                "in one pool, remove it from the other"
            )
            findings.add(message, line=line, field="skills", value=skill, code="skill_in_two_pools")
        taken.setdefault(skill, pool.id)
    if pool.id in skills:
        message = f"pool id {shown(pool.id)} is a skill of a queue as well; rename the pool"
        line = setup.line("pool", pool.id, "id")
        findings.add(message, line=line, field="id", value=pool.id, code="bad_id")


def _check_forecaster(setup: "Setup", findings: Findings) -> None:
    names = [forecaster.name for forecaster in (AUTO, *FORECASTERS)]
    if setup.plan and setup.plan.forecaster not in names:
        findings.add(
            unknown("forecaster", setup.plan.forecaster, names),
            line=line_of(setup.lines, ("plan", "forecaster")),
            field="forecaster",
            value=setup.plan.forecaster,
            code="unknown_id",
        )
