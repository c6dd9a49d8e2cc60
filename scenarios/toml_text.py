"""TOML text from a file, told in one line where it is none."""

import re
import tomllib
from pathlib import Path

from planner.errors import InputError, Problem
from planner.readers.encoding import text_encoding

PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|(end of document))\)")
HINTS = (
    ("Cannot declare", "write each table and key once"),
    ("Cannot overwrite", "write each table and key once"),
    ("Invalid value", 'put text and times in quotes, as "07:00", and write numbers with a point'),
    ("Unclosed", "close the bracket"),
    ("Expected '='", "write key = value"),
    ("Illegal character", "close the quote on the same line"),
    ("Unterminated", "close the quote"),
)


def parsed_toml(path: Path) -> tuple[str, dict[str, object]]:
    """
    Text of a TOML file, line ends made one kind, and what it holds.

    Raises
    ------
    InputError
        ``bad_toml`` with the line, or those of `planner.readers.encoding.text_encoding`.
    """
    encoding = text_encoding(path)
    text = path.read_text(encoding=encoding)
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError.of([_problem(path, text, str(error))]) from error


def _problem(path: Path, text: str, said: str) -> Problem:
    found = PLACE.search(said)
    what = PLACE.sub("", said)
    hint = next((h for start, h in HINTS if what.startswith(start)), "check quotes and brackets")
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    where = f" at column {found[2]}" if found and found[2] else ""
    lines = text.splitlines()
    value = lines[line - 1].strip() if line <= len(lines) else ""
    message = f"is not valid TOML: {what[:1].lower()}{what[1:]}{where}; {hint}"
    return Problem(message, path.name, line, value=value[:80], code="bad_toml")
