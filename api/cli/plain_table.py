"""A table for the terminal as all commands print it."""

from collections.abc import Iterable, Sequence

from rich.console import Group, JustifyMethod
from rich.table import Table
from rich.text import Text


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], texts: Sequence[str] = ()
) -> Group:
    """
    Plain table; the first column and those of ``texts`` are text, all others are figures.

    Texts fold where the terminal is narrow; figures never lose a digit.
    """
    made = Table(header_style="bold")
    for i, column in enumerate(columns):
        is_text = i == 0 or column in texts
        justify: JustifyMethod = "left" if is_text else "right"
        made.add_column(column, justify=justify, no_wrap=not is_text, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return titled(title, made)


def titled(title: str, below: Table) -> Group:
    """A table under its title, which may be wider than the table."""
    return Group(Text(title, style="bold"), below)
