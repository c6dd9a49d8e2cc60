"""The command `validate`: a roster file against every rule, a line for each that is broken."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Final

import typer

from planner.roster import Roster
from planner.wording import short_day
from scenarios.broken_rules import BrokenRule, rules_broken_by
from scenarios.document import read_workspace
from scenarios.floor_gaps import floor_gaps, unkept
from scenarios.judge_roster import read_assignments, require_roster
from scenarios.plan import UnkeptTerm
from scenarios.price_notes import price_notes
from scenarios.problem import carried_in
from scenarios.unkept.told import unkept_line, unkept_terms

TERMS_SHOWN: Final = 20


def validate(
    folder: Path, named: Path | None, week: date | None, weeks: int | None, as_json: bool
) -> int:
    """Command `validate`; how often a rule is broken by the roster named, or that of ``out/``."""
    if named is not None:
        require_roster(named)  # before the workspace is read, which may take a while
    roster = named or folder / "out" / "roster.csv"
    inputs = read_workspace(folder).over_weeks(weeks)
    shifts = read_assignments(roster, inputs, week, as_it_is=True)
    found = rules_broken_by(inputs, shifts, week)
    if as_json:
        typer.echo(json.dumps([as_plain(one) for one in found], indent=2, ensure_ascii=False))
        return len(found)
    for one in found:
        typer.echo(harmless(_line(one)))
    grid = inputs.week_grid(week)
    held = Roster(grid.interval, shifts, carried_in(inputs, grid))
    for line in unkept(gap for gap in floor_gaps(inputs, grid, held) if not gap.is_ban):
        typer.echo(harmless(f"note: too few on duty: {line}"))
    for note in price_notes(inputs, grid, held):
        typer.echo(harmless(f"note: {note}"))
    for line in _at_a_price(unkept_terms(inputs, grid, shifts), inputs.settings.currency):
        typer.echo(harmless(f"note: at a price: {line}"))
    people = len({one.agent for one in found} - {""})
    by_whom = f" by {_count(people, 'agent')}" if people else ""
    breaches = f"{_count(len(found), 'breach')}{by_whom}"
    verdict = breaches if found else "no rule is broken"
    typer.echo(f"{verdict}: {_count(len(shifts), 'shift')} of {roster}")
    return len(found)


def _at_a_price(terms: Sequence[UnkeptTerm], currency: str) -> Iterator[str]:
    """The dearest terms that are not kept, and how many and how much the others are."""
    for term in terms[:TERMS_SHOWN]:
        yield unkept_line(term, currency)
    more = terms[TERMS_SHOWN:]
    if more:
        money = sum(term.money for term in more)
        yield f"{len(more):,} more for {money:,.2f} {currency}, which explain tells with --json"


def as_plain(found: BrokenRule) -> dict[str, str | None]:
    """A broken rule in plain JSON values."""
    return {**asdict(found), "day": found.day.isoformat() if found.day else None}


def _line(found: BrokenRule) -> str:
    day = short_day(found.day) if found.day else "week"
    who = f"{found.name} ({found.agent}), " if found.agent else ""
    return f"{who}{day}, {found.rule}: {found.message}"


def harmless(line: str) -> str:
    """A line without what moves a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line)


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}{'es' if noun == 'breach' else 's'}"
