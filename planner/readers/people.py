"""``agents.csv``: who can be rostered."""

import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Final

from planner.abilities import HIGHEST_LEVEL, Need, folded, parted, plain_skills
from planner.errors import InputError
from planner.people import Agent
from planner.readers.cells import decimal, named
from planner.readers.reading import Context, Findings, Reading, shown, unknown
from planner.readers.table import Row, Table, has_column, read_table

REQUIRED = ("id", "name", "site", "contract", "skills")
OPTIONAL = ("email", "roles", "average_hours", "rotation", "languages")
NO_LEVEL: Final = re.compile(r".*:[-+.\d]*")
"""What was meant as a level, in the skill that `parted` leaves."""


def read_agents(path: Path, context: Context) -> Reading[Agent]:
    """
    All agents; ids decide who is who, and names may repeat.

    An agent of an unknown site or contract is told and kept, so that the files that name the
    agent are judged on their own.
    """
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    agents: list[Agent] = []
    lines: list[int] = []
    line_of_id: dict[str, int] = {}
    line_of_email: dict[str, int] = {}
    for row in table.rows():
        agent = findings.attempt(partial(_agent, row, context), line=row.line)
        if agent is None or _repeats(agent.id, "id", row, line_of_id, findings):
            continue
        _check_references(agent, row, context, findings)
        _check_email(agent.email, row, line_of_email, findings)
        agents.append(agent)
        lines.append(row.line)
    _check_rare_languages(table, context, findings)
    if len(table) == 0:
        message = "there is nobody to roster; add a row for each agent"
        findings.add(message, line=1, code="no_agents")
    return Reading(tuple(agents), tuple(lines), (*table.notes, *findings.found()))


def tells_languages(path: Path) -> bool | None:
    """Whether the file says who speaks what in a column `languages`; None without a header."""
    return has_column(path, "languages", (*REQUIRED, *OPTIONAL))


def _agent(row: Row, context: Context) -> Agent:
    return Agent(
        row["id"],
        row["name"],
        row["site"],
        row["contract"],
        plain_skills(_levels(row, context), _languages(row), context.needs),
        row["email"],
        _words(row["roles"]),
        named("average_hours", lambda: decimal(row["average_hours"])),
        *_rotation(row["rotation"]),
        _languages(row),
    )


def _rotation(cell: str) -> tuple[str, int]:
    """Rotation and week of it, from ``early-late`` or ``early-late/2``."""
    name, slash, week = cell.partition("/")
    if not slash:
        return name, 1
    if not re.fullmatch(r"[1-9][0-9]?", week.strip()):
        raise InputError(
            f"rotation is {shown(cell)}; write it as ROTATION or ROTATION/2 for its second week",
            code="bad_rotation",
        )
    return name.strip(), int(week)


def _levels(row: Row, context: Context) -> dict[str, int]:
    """Level of each skill of the row, 1 where none is said, the highest of those queues need."""
    found: dict[str, int] = {}
    for word in _words(row["skills"]):
        skill, level = parted(word)
        if NO_LEVEL.fullmatch(skill) and word not in context.skills:
            raise InputError(
                f"skills holds {shown(word)}; write a level from 1 to {HIGHEST_LEVEL} behind the "
                "colon, such as phone:2",
                code="bad_level",
            )
        before = found.get(skill, level)
        both = {Need(skill, before).name, Need(skill, level).name}
        if before != level and not both <= context.needs.keys():
            raise InputError(
                f"skills holds {skill} at level {before} and at {level}; keep one",
                code="bad_level",
            )
        found[skill] = max(before, level)
    return found


def _languages(row: Row) -> tuple[str, ...]:
    """Languages of the row, as `folded` has them; they may be of several words."""
    words = (part.strip() for part in re.split(r"[;|]", row["languages"]))
    return tuple(dict.fromkeys(folded(word) for word in words if word))


def _words(cell: str) -> tuple[str, ...]:
    """Different words of a cell, parted by ``;``, ``|`` or spaces."""
    return tuple(dict.fromkeys(re.findall(r"[^;|\s]+", cell)))


def _repeats(
    value: str, column: str, row: Row, line_of: dict[str, int], findings: Findings
) -> bool:
    key = value.casefold() if column == "email" else value
    if key in line_of:
        findings.add(
            f"{column} {shown(value)} stands in line {line_of[key]} already; "
            "every agent needs one of their own",
            line=row.line,
            field=column,
            value=value,
            code=f"duplicate_{column}",
        )
        return True
    line_of[key] = row.line
    return False


def _check_references(agent: Agent, row: Row, context: Context, findings: Findings) -> None:
    for column, value, known in (
        ("site", agent.site, context.sites),
        ("contract", agent.contract, context.contracts),
    ):
        if value not in known:
            findings.add(
                unknown(column, value, known),
                line=row.line,
                field=column,
                value=value,
                code="unknown_id",
            )
    _check_skills(agent, row, context, findings)


def _check_skills(agent: Agent, row: Row, context: Context, findings: Findings) -> None:
    """Warn of skills that no queue needs, and of those with which none can be served."""
    for skill, level in _levels(row, context).items():
        meant = [n for n, need in context.needs.items() if need.skill == skill]
        if skill not in context.skills and not meant:
            findings.add(
                unknown("skill", skill, context.skills).replace(
                    "is not known", "is needed by no queue"
                ),
                line=row.line,
                field="skills",
                value=skill,
                code="unknown_skill",
                warning=True,
            )
        elif meant:
            _check_needs(agent, Need(skill, level), row, context, findings)
    _check_languages(row, context, findings)
    if not agent.skills:
        findings.add(
            f"agent {agent.id} has no skills and will not be rostered; name a skill",
            line=row.line,
            field="skills",
            code="no_skills",
            warning=True,
        )


def _check_needs(agent: Agent, own: Need, row: Row, context: Context, findings: Findings) -> None:
    """Warn of a skill with which the agent serves no queue, or speaks nothing where it matters."""
    asked = [need for need in context.needs.values() if need.skill == own.skill]
    known, spoken = _languages(row), [need.language for need in asked if need.language]
    if spoken and not known:
        findings.add(
            f"languages of agent {agent.id} is empty, so no queue of {own.skill} in "
            f"{' or '.join(dict.fromkeys(spoken))} is served; name what {agent.id} speaks",
            line=row.line,
            field="languages",
            code="speaks_nothing",
            warning=True,
        )
    elif not any(need.is_met({own.skill: own.level}, known) for need in asked):
        findings.add(
            f"agent {agent.id} serves no queue of {own.skill}, with level {own.level} and "
            f"languages {shown(row['languages'])}; queues need "
            f"{' or '.join(need.name for need in asked)}",
            line=row.line,
            field="skills",
            value=own.skill,
            code="serves_no_queue",
            warning=True,
        )


def _asked_languages(context: Context) -> dict[str, str]:
    """Languages that queues need, by their folded form."""
    asked = (need.language for need in context.needs.values())
    return {folded(language): language for language in asked if language}


def _is_unparted(told: str, asked: dict[str, str]) -> bool:
    """Whether a language is several of those asked for, such as ``en de``."""
    return told not in asked and not asked.keys().isdisjoint(re.split(r"[\s,/+&]+", told))


def _check_rare_languages(table: Table, context: Context, findings: Findings) -> None:
    """Warn of a language of one agent that no queue needs: most are slips of the pen."""
    asked = _asked_languages(context)
    spoken = Counter(told for row in table.rows() for told in _languages(row))
    for row in table.rows() if asked else ():
        for told in _languages(row):
            if told not in asked and spoken[told] == 1 and not _is_unparted(told, asked):
                findings.add(
                    unknown("language", told, asked.values()).replace(
                        "is not known", "is needed by no queue and nobody else speaks it"
                    ),
                    line=row.line,
                    field="languages",
                    value=told,
                    code="rare_language",
                    warning=True,
                )


def _check_languages(row: Row, context: Context, findings: Findings) -> None:
    """Warn of several languages in one, such as ``en de``: none of them would count."""
    asked = _asked_languages(context)
    for told in _languages(row):
        if _is_unparted(told, asked):
            findings.add(
                f"languages holds {shown(told)}, which no queue has as a whole; "
                "part languages by ; such as en;de",
                line=row.line,
                field="languages",
                value=told,
                code="unparted_languages",
                warning=True,
            )


def _check_email(email: str, row: Row, line_of: dict[str, int], findings: Findings) -> None:
    if not email:
        return
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        message = f"email is {shown(email)}; write it as name@example.org or leave it empty"
        findings.add(message, line=row.line, field="email", value=email, code="bad_email")
    else:
        _repeats(email, "email", row, line_of, findings)
