"""
The one door through which every CSV file comes in.

Strict about what would be misread, and indifferent to what cannot: the mark at the start, line
ends, case and spaces of headers, blank lines, and which of ``, ; tab |`` divides the fields.
"""

import csv
import re
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

Records = list[list[str]]


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
    delimiter, header = _header(path, encoding, (*required, *optional))
    _check_header(path.name, header, required)
    records, lines = _records(path, encoding, delimiter)
    _check_shape(path.name, records, lines, header)
    if not records and not allow_empty:
        message = "holds a header but no rows; add at least one row"
        raise InputError.of([Problem(message, path.name, 1, code="no_rows")])
    known = [(i, name) for i, name in enumerate(header) if name in (*required, *optional)]
    columns = {name: [record[i] for record in records] for i, name in known}
    _check_lengths(path.name, columns, lines)
    notes = _slips(path.name, header, (*required, *optional))
    return Table(path.name, columns, lines, DELIMITER_NAMES[delimiter], notes)


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
        message = f"column {', '.join(missing)} is missing; the header holds {shorten(found)}"
        findings.add(message, line=1, field=missing[0], code="missing_column")
    if findings.found():
        raise InputError.of(findings.found())


def shorten(text: str, limit: int = 200) -> str:
    """Text of at most `limit` letters, printable."""
    clean = "".join(c if c.isprintable() else "?" for c in text)
    return clean if len(clean) <= limit else f"{clean[:limit]}..."


def _records(path: Path, encoding: str, delimiter: str) -> tuple[Records, Sequence[int]]:
    """All rows below the header that hold anything, with the lines on which they begin."""
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            records = list(reader)
        except csv.Error:
            records = []
        n_lines = reader.line_num
    lines: Sequence[int] = range(1, n_lines + 1)
    if len(records) != n_lines:  # broken, or a quoted field runs over lines
        records, lines = _records_one_by_one(path, encoding, delimiter)
    if not all(map(any, records)):
        lines = [line for line, record in zip(lines, records, strict=True) if any(record)]
        records = [record for record in records if any(record)]
    return records[1:], lines[1:]


def _records_one_by_one(path: Path, encoding: str, delimiter: str) -> tuple[Records, Sequence[int]]:
    records: Records = []
    lines: list[int] = []
    with path.open(encoding=encoding, newline="") as stream:
        reader = csv.reader(stream, delimiter=delimiter, strict=True)
        try:
            lines.append(1)
            for record in reader:
                records.append(record)
                lines.append(reader.line_num + 1)
        except csv.Error as error:
            raise _broken(path.name, error, lines[-1], reader.line_num) from error
    return records, lines[:-1]


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


def _check_shape(file: str, records: Records, lines: Sequence[int], header: Sequence[str]) -> None:
    findings = Findings(file)
    width = len(header)
    for record, line in zip(records, lines, strict=True):
        if len(record) != width:
            message = (
                f"has {len(record)} fields, the header has {width}; "
                "add or remove a field, or quote one that holds the delimiter"
            )
            findings.add(message, line=line, value=str(len(record)), code="ragged_row")
    if findings.found():
        raise InputError.of(findings.found())


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
