"""The command `presets`: what the law of a country sets in a contract, and where it says so."""

import typer

from api.cli.console import ResultConsole
from api.cli.plain_table import table
from planner.errors import InputError
from planner.readers.reading import unknown
from scenarios.presets import PRESETS, Preset, preset


def presets(name: str | None) -> None:
    """Print all presets, or one with its articles, sources and what to beware of."""
    if name is None:
        rows = [[found, preset(found).title] for found in PRESETS]
        ResultConsole().print(table("Presets of contracts", ["preset", "law"], rows, ["law"]))
        return
    if name not in PRESETS:
        raise InputError(unknown("preset", name, PRESETS))
    _print(preset(name))


def _print(law: Preset) -> None:
    rows = [[value.key, f"{value.value:g}", value.article] for value in law.values]
    for rule in law.breaks:
        when = "over" if rule.over_hours is not None else "from"
        hours = rule.over_hours if rule.over_hours is not None else rule.from_hours
        rows.append([f"breaks, {when} {hours:g} h", f"{rule.minutes} min", rule.article])
    ResultConsole().print(table(law.title, ["key", "value", "article"], rows, ["article"]))
    for line in law.beware:
        typer.echo(f"beware: {line}")
    typer.echo(f"law: {law.law}")
    for page in law.read:
        typer.echo(f"read: {page}")
