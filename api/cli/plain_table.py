"""A table for the terminal as all commands print it."""

from collections.abc import Iterable, Sequence

from rich.console import JustifyMethod
from rich.table import Table
from rich.text import Text


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[str]], texts: Sequence[str] = ()
) -> Table:
    """
    Plain table; the first column and those of ``texts`` are text, all others are figures.

    Texts fold where the terminal is narrow; figures never lose a digit.
    """
    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for i, column in enumerate(columns):
        is_text = i == 0 or column in texts
        justify: JustifyMethod = "left" if is_text else "right"
        made.add_column(column, justify=justify, no_wrap=not is_text, overflow="fold")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made
