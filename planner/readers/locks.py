"""``locks.csv``: decisions already made, one for an agent and a day."""

from collections.abc import Callable
from pathlib import Path

from planner.abilities import meant_by, stands_for
from planner.errors import InputError
from planner.local_time import WEEKDAYS
from planner.people import Lock
from planner.readers.about_agents import dates_of, is_known, read_rows
from planner.readers.cells import named
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.stamps import calendar_day
from planner.readers.table import Row, read_table

REQUIRED = ("agent", "day", "shift")
OPTIONAL = ("skill",)


def read_locks(path: Path, context: Context) -> Reading[Lock]:
    """
    Locks that can be kept: the shift exists at the agent's site and may begin on the day.

    A lock that stands twice counts once; two different ones for a day are refused, both named.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    iso = dates_of(table, "day")
    seen: dict[tuple[str, str], tuple[Lock, int]] = {}

    def check(lock: Lock, row: Row) -> bool:
        return _is_new(lock, row, seen, findings) and _can_be_kept(lock, row, context, findings)

    return read_rows(table, context, findings, lambda row: _lock(row, iso, context), check)


def _lock(row: Row, iso: Callable[[str], str], context: Context) -> Lock:
    day = named("day", lambda: calendar_day(iso(row["day"])))
    return Lock(row["agent"], day, row["shift"], _skill(row, context) or None)


def _skill(row: Row, context: Context) -> str:
    """Skill of a lock; one that stands for others is that of them which the agent has."""
    name, agent = row["skill"], context.agents.get(row["agent"])
    if agent is None:
        return name
    able = meant_by(name, agent.skills, context.needs)
    if len(able) == 1:
        return able[0]
    meant = stands_for(name, context.needs)
    whose = "may be" if able else "is, in queues,"
    remedy = "name one" if able else f"which agent {agent.id} cannot serve; change the lock"
    raise InputError(
        f"skill {shown(name)} {whose} {' or '.join(able or meant)}; {remedy}",
        code="ambiguous_skill" if able else "bad_lock",
    )


def _is_new(
    lock: Lock, row: Row, seen: dict[tuple[str, str], tuple[Lock, int]], findings: Findings
) -> bool:
    earlier, line = seen.setdefault((lock.agent, str(lock.day)), (lock, row.line))
    if earlier is lock:
        return True
    if earlier != lock:
        findings.add(
            f"agent {lock.agent} is pinned to {_pin(lock)} on {lock.day}, "
            f"and to {_pin(earlier)} in line {line}; keep one",
            line=row.line,
            field="shift",
            value=lock.shift,
            code="contradictory_locks",
        )
    return False


def _pin(lock: Lock) -> str:
    return f"{lock.shift} with {lock.skill}" if lock.skill else lock.shift


def _can_be_kept(lock: Lock, row: Row, context: Context, findings: Findings) -> bool:
    if not is_known(lock.shift, "shift", (*context.templates, "off"), row, findings):
        return False
    trouble = _shift_trouble(lock, context) or _skill_trouble(lock, context)
    if trouble:
        message = f"{trouble}; change the lock"
        findings.add(message, line=row.line, field="shift", value=lock.shift, code="bad_lock")
    elif lock.skill and lock.skill not in (*context.skills, *context.pools):
        findings.add(
            f"the skill {shown(lock.skill)} is needed by no queue, so the shift is kept with any "
            "other; change the lock if that is wrong",
            line=row.line,
            field="skill",
            value=lock.skill,
            code="needless_skill",
            warning=True,
        )
    return not trouble


def _shift_trouble(lock: Lock, context: Context) -> str:
    template = context.templates.get(lock.shift)
    agent = context.agents[lock.agent]
    weekday = WEEKDAYS[lock.day.weekday()]
    if template and agent.site not in template.sites:
        return f"shift {lock.shift} is not worked at site {agent.site} of agent {agent.id}"
    if template and weekday not in template.days:
        return f"shift {lock.shift} does not begin on a {weekday} such as {lock.day}"
    return ""


def _skill_trouble(lock: Lock, context: Context) -> str:
    """What an agent lacks for the skill of a lock, or for the pool that stands in its place."""
    agent = context.agents[lock.agent]
    pool = context.pools.get(lock.skill or "")
    lacking = [skill for skill in pool.skills if skill not in agent.skills] if pool else []
    if pool and lacking:
        return f"agent {agent.id} has not the skill {lacking[0]} of pool {pool.id}"
    if lock.skill and not pool and lock.skill not in agent.skills:
        has = ", ".join(agent.skills) or "none"
        return f"agent {agent.id} has not the skill {shown(lock.skill)} but {has}"
    return ""
