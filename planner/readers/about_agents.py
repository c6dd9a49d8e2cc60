"""What the files about agents share: the agent must be known, and a row gives one object."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TypeVar

from planner.readers.reading import Context, Findings, Reading, unknown
from planner.readers.stamps import settled_dates
from planner.readers.table import Row, Table

Item = TypeVar("Item")


def read_rows(
    table: Table,
    context: Context,
    findings: Findings,
    make: Callable[[Row], Item],
    check: Callable[[Item, Row], bool] = lambda item, row: True,
) -> Reading[Item]:
    """
    One object a row, for every row whose agent is known.

    The other cells of a row are read all the same: an unknown agent hides no further problem.

    `make` raises `InputError` for a row it refuses; `check` says whether to keep the object and
    tells its own findings.
    """
    items: list[Item] = []
    lines: list[int] = []
    for row in table.rows():
        known = is_known(row["agent"], "agent", context.agents, row, findings)
        item = findings.attempt(partial(make, row), line=row.line)
        if known and item is not None and check(item, row):
            items.append(item)
            lines.append(row.line)
    return Reading(tuple(items), tuple(lines), (*table.notes, *findings.found()))


def is_known(value: str, column: str, known: Iterable[str], row: Row, findings: Findings) -> bool:
    """Whether an id exists; otherwise it is told with near matches."""
    ids = known if isinstance(known, (dict, tuple)) else tuple(known)
    if value in ids:
        return True
    message = unknown(column, value, ids)
    findings.add(message, line=row.line, field=column, value=value, code="unknown_id")
    return False


def dates_of(table: Table, *columns: str) -> Callable[[str], str]:
    """ISO form of a cell, where the whole file settles whether day or month stands first."""
    texts = [text.strip() for name in columns for text in table.columns.get(name, ())]
    iso = settled_dates(texts)
    return lambda text: iso.get(text, text)
