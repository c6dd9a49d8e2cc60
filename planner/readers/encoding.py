"""
Which text a file holds, found out before anything is parsed.

One pass in pieces of 1 MiB: kind of file by its first bytes, encoding, control characters and the
length of lines, so that a wrong file costs little memory and is refused by its first bad byte.
"""

import codecs
import re
from pathlib import Path

from planner.errors import InputError, Problem

PIECE = 1 << 20
MAX_FILE = 256 << 20
MAX_LINE = 1 << 20

MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
HTML = re.compile(rb"\s*<(!doctype|html|head|body|table|\?xml)", re.IGNORECASE)
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LINE_END = re.compile("\r\n|\r|\n")


def text_encoding(path: Path) -> str:
    """
    Codec to open a text file with: ``utf-8-sig`` or ``utf-16``.

    Raises
    ------
    InputError
        ``wrong_file_type``, ``encoding_unknown``, ``encoding_invalid``, ``control_character``,
        ``field_too_large`` or ``file_too_large``, naming file and line.
    """
    if path.stat().st_size > MAX_FILE:
        raise _refused(path, f"is over {MAX_FILE >> 20} MiB; split it by year", "file_too_large")
    with path.open("rb") as stream:
        head = stream.read(4096)
    _check_kind(path, head)
    encoding = _encoding(path, head)
    _scan(path, encoding)
    return encoding


def _refused(path: Path, message: str, code: str, line: int | None = None) -> InputError:
    return InputError.of([Problem(message, path.name, line, code=code)])


def _check_kind(path: Path, head: bytes) -> None:
    kind = next((name for magic, name in MAGIC if head.startswith(magic)), None)
    if kind is None and HTML.match(head.removeprefix(codecs.BOM_UTF8)):
        kind = "a web page"
    if kind:
        message = f"this is {kind}, not a text table; export it as CSV (UTF-8)"
        raise _refused(path, message, "wrong_file_type")


def _encoding(path: Path, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _refused(path, "the text is UTF-32; save it as UTF-8", "encoding_unknown")
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    pairs = max(len(head) // 2, 1)
    if max(head[::2].count(0), head[1::2].count(0)) > 0.3 * pairs:
        message = "the text looks like UTF-16 without its mark; save it as UTF-8"
        raise _refused(path, message, "encoding_unknown")
    return "utf-8-sig"


def _scan(path: Path, encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line, open_letters, offset = 1, 0, 0
    with path.open("rb") as stream:
        while True:
            piece = stream.read(PIECE)
            pending = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                start = offset - pending + error.start
                raise _bad_byte(path, error, start) from error
            _check_control(path, text, line)
            open_letters = _check_lines(path, text, line, open_letters)
            line += _line_ends(text)
            offset += len(piece)
            if not piece:
                return


def _line_ends(text: str) -> int:
    """Line ends in a piece; one that is split over two pieces counts in the second."""
    return text.count("\n") + text.count("\r") - text.count("\r\n") - text.endswith("\r")


def _check_control(path: Path, text: str, line: int) -> None:
    found = CONTROL.search(text)
    if found:
        at = line + len(LINE_END.findall(text, 0, found.start()))
        message = f"holds the control character U+{ord(found.group()):04X}; remove it"
        raise _refused(path, message, "control_character", at)


def _check_lines(path: Path, text: str, line: int, open_letters: int) -> int:
    """Letters since the last line end, refusing a line that never seems to end."""
    last = max(text.rfind("\n"), text.rfind("\r"))
    first = min((i for i in (text.find("\n"), text.find("\r")) if i >= 0), default=len(text))
    if open_letters + first > MAX_LINE:
        message = f"is over {MAX_LINE >> 20} MiB long; a field holds up to 64 KiB"
        raise _refused(path, message, "field_too_large", line)
    return len(text) - last - 1 if last >= 0 else open_letters + len(text)


def _bad_byte(path: Path, error: UnicodeDecodeError, start: int) -> InputError:
    with path.open("rb") as stream:
        before = stream.read(start)
        nearby = stream.read(24)
    line = 1 + before.count(b"\n") + before.count(b"\r") - before.count(b"\r\n")
    bad = nearby[:1]
    if error.encoding.startswith("utf-16"):
        message = f"bytes at offset {start} are not UTF-16; save the file as UTF-8"
    else:
        word = (before[-24:].split(b"\n")[-1] + nearby.split(b"\n")[0]).decode("cp1252", "replace")
        cell = re.split("[,;\t|]", word[max(len(word) - len(nearby) - 12, 0) :])
        seen = next((c for c in cell if not c.isascii()), "").strip()
        message = (
            f"byte 0x{bad.hex().upper()} at offset {start} is not UTF-8"
            f"{f', near {seen!r} if it is Windows-1252' if seen else ''}; save the file as UTF-8"
        )
    return InputError.of(
        [Problem(message, path.name, line, value=bad.hex(), code="encoding_invalid")]
    )
