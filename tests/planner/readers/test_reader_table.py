"""The strict door: every dialect of the same table reads the same, and nothing else reads."""

import codecs
import csv
import io
import tempfile
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import InputError, Problem
from planner.readers.table import DELIMITERS, read_table

ROWS = [["a1", "Zoë Müller", "x,y;z|w"], ["a2", 'سارا "احمدی"', "two\nlines"], ["a3", "李 梅", ""]]


def written(
    rows: list[list[str]],
    delimiter: str,
    end: str,
    header: tuple[str, ...] = ("id", "name", "note"),
) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def table_of(path: Path) -> list[list[str]]:
    table = read_table(path, ("id", "name"), ("note",))
    return [list(cells) for cells in zip(*table.columns.values(), strict=True)]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_dialect_reads_the_same(delimiter: str, end: str, codec: str, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(written(ROWS, delimiter, end).encode(codec))
    assert table_of(path) == ROWS


def test_big_endian_with_its_mark_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(codecs.BOM_UTF16_BE + written(ROWS, ";", "\r\n").encode("utf-16-be"))
    assert table_of(path) == ROWS


def test_mixed_line_ends_and_blank_lines_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"\nid,name\r\na1,Ann\rb2,Bo\n,\n\nc3,Cy\r\n\n\n")
    table = read_table(path, ("id", "name"))
    assert list(table.columns["id"]) == ["a1", "b2", "c3"]
    assert list(table.lines) == [3, 4, 7]


def test_headers_are_folded_and_other_columns_ignored(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(" ID ; Full Name;Comment\n1;Ann;x\n", encoding="utf-8")
    table = read_table(path, ("id", "full_name"))
    assert dict(table.columns) == {"id": ["1"], "full_name": ["Ann"]}
    assert (table.delimiter, table.notes) == ("semicolon", ())


def test_slip_in_an_optional_header_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,prioriy\n1,P1\n", encoding="utf-8")
    (note,) = read_table(path, ("id",), ("priority",)).notes
    assert note.warning
    assert "did you mean priority?" in note.message


def test_lines_are_those_of_the_file_after_a_quoted_line_end(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,name\n1,"A\nB\nC"\n2,D\n', encoding="utf-8")
    assert list(read_table(path, ("id", "name")).lines) == [2, 5]


def test_quote_that_swallows_the_rest_is_told_where_it_opened(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('id,name\n1,A\n2,"B\n' + "3,C\n" * 100_000, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path, ("id", "name"))
    (problem,) = caught.value.problems
    assert (problem.code, problem.line) == ("unterminated_quote", 3)


def test_ragged_rows_are_all_told(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,name\n1\n2,B\n3,C,D\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path, ("id", "name"))
    assert [(p.code, p.line) for p in caught.value.problems] == [
        ("ragged_row", 2),
        ("ragged_row", 4),
    ]


@pytest.mark.parametrize("line_end", [b"", b"\n"])
def test_endless_line_costs_little_memory(line_end: bytes, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,name\n1," + b"x" * (60 << 20) + line_end)
    tracemalloc.start()
    try:
        with pytest.raises(InputError) as caught:
            read_table(path, ("id", "name"))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (caught.value.problems[0].code, caught.value.problems[0].line) == ("field_too_large", 2)
    assert peak < 20 << 20


@pytest.mark.parametrize("before", [0, 100, (1 << 20) - 9, (1 << 20) - 8, 3 << 20])
def test_first_bad_byte_is_named_by_its_offset_wherever_it_is(before: int, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    good = (b"id,name\n" + "1,ü\n".encode() * (before // 5 + 1))[: 8 + before // 5 * 5]
    path.write_bytes(good + b"2,M\xfcller\n")
    with pytest.raises(InputError) as caught:
        read_table(path, ("id", "name"))
    (problem,) = caught.value.problems
    assert problem.code == "encoding_invalid"
    assert f"offset {len(good) + 3} " in problem.message
    assert problem.line == good.count(b"\n") + 1


printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs")) | st.sampled_from("\n,;|\"'=+-@"), max_size=12
)


@given(
    st.lists(st.tuples(printable, printable, printable), min_size=1, max_size=6),
    st.sampled_from(DELIMITERS),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_wrote_is_read_back(
    rows: list[tuple[str, str, str]], delimiter: str, end: str
) -> None:
    table = [[f"k{i}", *cells] for i, cells in enumerate(rows)]
    header = ("id", "name", "note", "skills")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(written(table, delimiter, end, header).encode())
        read = read_table(path, header)
        assert [list(c) for c in zip(*read.columns.values(), strict=True)] == table


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.csv"
        path.write_bytes(b"id,name\n1," + data)
        problems: tuple[Problem, ...] = ()
        try:
            read_table(path, ("id", "name"))
        except InputError as error:
            problems = error.problems
        assert all("\n" not in str(p) and p.file == "t.csv" for p in problems)
