"""
The one door through which every CSV file comes in.

Strict about what would be misread, and indifferent to what cannot: the mark at the start, line
ends, case and spaces of headers, blank lines, and which of ``, ; tab |`` divides the fields.
"""

import csv
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from planner.errors import InputError, Problem
from planner.readers.encoding import text_encoding
from planner.readers.reading import Findings, shown

DELIMITERS = (",", ";", "\t", "|")
MAX_FIELD = 64 * 1024
DELIMITER_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}

BATCH = 20_000

Batch = tuple[list[list[str]], list[int]]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its line in the file, and its cells by column, outer spaces removed."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """
    Cells of the columns a reader knows, as text.

    `columns` holds those present, all as long as `lines`, the line on which each row begins;
    `delimiter` is ``comma``, ``semicolon``, ``tab`` or ``pipe``; `notes` are warnings.
    """

    file: str
    columns: Mapping[str, Sequence[str]]
    lines: Sequence[int]
    delimiter: str
    notes: tuple[Problem, ...] = ()

    def __len__(self) -> int:
        return len(self.lines)

    def rows(self) -> Iterator[Row]:
        """Rows in the order of the file."""
        names = tuple(self.columns)
        cells = zip(*self.columns.values(), strict=True)
        for line, values in zip(self.lines, cells, strict=True):
            yield Row(line, {n: v.strip(" \u00a0") for n, v in zip(names, values, strict=True)})


def read_table(
    path: Path,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    allow_empty: bool = False,
) -> Table:
    """
    Read a delimited text file with a header line.

    Parameters
    ----------
    path
        File to read.
    required, optional
        Columns a reader knows; other columns are ignored, with a warning where one looks like a
        slip of the pen.
    allow_empty
        Whether a file with a header and no rows is fine.

    Raises
    ------
    InputError
        With every problem that hides no other: ``no_header``, ``missing_column``,
        ``duplicate_column``, ``ragged_row``, ``unterminated_quote``, ``field_too_large``,
        ``no_rows`` and those of `planner.readers.encoding.text_encoding`.
    """
    encoding = text_encoding(path)
    known = (*required, *optional)
    delimiter, header = _header(path, encoding, known)
    _check_header(path.name, header, required)
    batches = _batches(path, encoding, delimiter)
    columns, lines = _columns(path.name, batches, header, known)
    if not lines and not allow_empty:
        message = "holds a header but no rows; add at least one row"
        raise InputError.of([Problem(message, path.name, 1, code="no_rows")])
    _check_lengths(path.name, columns, lines)
    notes = _slips(path.name, header, known)
    return Table(path.name, columns, lines, DELIMITER_NAMES[delimiter], notes)


def has_column(path: Path, column: str, known: Sequence[str]) -> bool | None:
    """Whether the header holds a column; None where there is none to read."""
    try:
        return column in _header(path, text_encoding(path), known)[1]
    except (InputError, OSError, csv.Error):
        return None


def fold(name: str) -> str:
    """A header as it is compared: ``" Handle S"`` is ``handle_s``."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


def _header(path: Path, encoding: str, known: Sequence[str]) -> tuple[str, list[str]]:
    """Delimiter under which most known columns are found, and the folded header."""
    with path.open(encoding=encoding, newline="") as stream:
        first = next((line for line in stream if line.strip(" \t\r\n,;|")), None)
    if first is None:
        message = f"the file is empty; begin it with a header line: {', '.join(known)}"
        raise InputError.of([Problem(message, path.name, 1, code="no_header")])
    guesses = []
    for rank, delimiter in enumerate(DELIMITERS):
        names = [fold(name) for name in next(csv.reader([first], delimiter=delimiter))]
        hits = len(set(names) & set(known))
        guesses.append((hits, len(names), -rank, delimiter, names))
    *_, delimiter, names = max(guesses)
    return delimiter, names


def _check_header(file: str, header: Sequence[str], required: Sequence[str]) -> None:
    findings = Findings(file)
    for name, n in Counter(name for name in header if name).items():
        if n > 1:
            findings.add(
                f"column {name} stands {n} times in the header; keep one",
                line=1,
                field=name,
                value=name,
                code="duplicate_column",
            )
    missing = [name for name in required if name not in header]
    if missing:
        found = ", ".join(name for name in header if name) or "no names"
        what = "column {} is" if len(missing) == 1 else "columns {} are"
        columns = what.format(", ".join(missing))
        message = f"{columns} missing; the header holds {shorten(found)}"
        findings.add(message, line=1, field=missing[0], code="missing_column")
    if findings.found():
        raise InputError.of(findings.found())


def shorten(text: str, limit: int = 200) -> str:
    """Text of at most `limit` letters, printable."""
    clean = "".join(c if c.isprintable() else "?" for c in text)
    return clean if len(clean) <= limit else f"{clean[:limit]}..."


def _batches(path: Path, encoding: str, delimiter: str) -> Iterator[Batch]:
    """Records that hold anything, with the lines on which they begin, `BATCH` at a time."""
    batch: Batch = ([], [])
    begins = 1
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            for record in reader:
                if any(record):
                    batch[0].append(record)
                    batch[1].append(begins)
                begins = reader.line_num + 1
                if len(batch[0]) == BATCH:
                    yield batch
                    batch = ([], [])
        except csv.Error as error:
            raise _broken(path.name, error, begins, reader.line_num) from error
    yield batch


def _columns(
    file: str, batches: Iterator[Batch], header: Sequence[str], known: Sequence[str]
) -> tuple[dict[str, list[str]], Sequence[int]]:
    """Cells of the known columns and the lines of their rows; equal cells are one object."""
    findings = Findings(file)
    wanted = [(i, name) for i, name in enumerate(header) if name in known]
    columns: dict[str, list[str]] = {name: [] for _, name in wanted}
    same: dict[str, str] = {}
    all_lines = array("q")
    is_below_header = False
    for records, lines in batches:
        if not is_below_header:
            at = next((i for i, r in enumerate(records) if [*map(fold, r)] == header), 0)
            del records[: at + 1], lines[: at + 1]
            is_below_header = True
        if set(map(len, records)) - {len(header)}:
            _drop_ragged(records, lines, len(header), findings)
        for i, name in wanted:
            cells = [record[i] for record in records]
            columns[name].extend(map(same.setdefault, cells, cells))
        all_lines.extend(lines)
    if findings.found():
        raise InputError.of(findings.found())
    return columns, all_lines


def _drop_ragged(
    records: list[list[str]], lines: list[int], width: int, findings: Findings
) -> None:
    """Tell rows with too few or too many fields; rows of nothing but spaces go untold."""
    kept = []
    for record, line in zip(records, lines, strict=True):
        if len(record) == width:
            kept.append((record, line))
        elif any(cell.strip() for cell in record):
            findings.add(
                f"has {len(record)} fields, the header has {width}; "
                "add or remove a field, or quote one that holds the delimiter",
                line=line,
                value=str(len(record)),
                code="ragged_row",
            )
    records[:] = [record for record, _ in kept]
    lines[:] = [line for _, line in kept]


def _broken(file: str, error: csv.Error, begins: int, reached: int) -> InputError:
    """What the csv parser stumbled over, told by where the row begins and how far it got."""
    said = str(error)
    if "unexpected end" in said or reached > begins:
        message = "a quote is opened and never closed; close it or remove the quote"
        code = "unterminated_quote"
    elif "field limit" in said:
        message, code = "a field is over 64 KiB; shorten it", "field_too_large"
    else:
        message = "text follows a closing quote; double the quotes inside a quoted field"
        code = "bad_quote"
    return InputError.of([Problem(message, file, begins, code=code)])


def _check_lengths(file: str, columns: Mapping[str, Sequence[str]], lines: Sequence[int]) -> None:
    findings = Findings(file)
    for name, cells in columns.items():
        if max(map(len, cells), default=0) > MAX_FIELD:
            row = next(i for i, cell in enumerate(cells) if len(cell) > MAX_FIELD)
            message = f"{name} is over 64 KiB long; shorten it"
            findings.add(message, line=lines[row], field=name, code="field_too_large")
    if findings.found():
        raise InputError.of(findings.found())


def _slips(file: str, header: Sequence[str], known: Sequence[str]) -> tuple[Problem, ...]:
    findings = Findings(file)
    absent = [name for name in known if name not in header]
    for name in header:
        near = get_close_matches(name, absent, n=1, cutoff=0.75)
        if name not in known and near:
            findings.add(
                f"column {shown(name)} is not read; did you mean {near[0]}?",
                line=1,
                field=name,
                code="unknown_column",
                warning=True,
            )
    return findings.found()
