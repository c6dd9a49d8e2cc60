"""Lines of keys, checked against a text whose every value is its own line."""

import tomllib
from collections.abc import Iterator

from scenarios.toml_lines import key_lines, line_of

TEXT = '''# [not] a = "table"
top = 2
[plan]     # comment
at = 4
"quoted key" = 5
text = """
line = 99
[still.text] # ' """
after = 9
[[queue]]
at = 11
opening = [
  # comment ]
  {at = 14, days = ["a", "]", '#']},
  {days = [
   ], at = 16 },
]
target = { at = 18, x = { at = 18 } }
[queue.due]
at = 20
[[queue]]
literal = 'C:\\'
a.b.at = 23
when = 2003-10-20 07:00:00
[[queue.opening]]
at = 26
[[queue.opening]]
at = 28
'''


def numbered(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        items = enumerate(value)  # type: ignore[assignment]
    for key, inner in items:
        if isinstance(inner, int):
            yield (*path, key)
        yield from numbered(inner, (*path, key))


def test_every_key_is_on_the_line_its_value_says() -> None:
    document = tomllib.loads(TEXT)
    lines = key_lines(TEXT)
    paths = list(numbered(document))
    assert len(paths) == 13
    for path in paths:
        value: object = document
        for key in path:
            value = value[key]  # type: ignore[index]
        assert lines[path] == value, path


def test_unknown_path_falls_back_to_the_table_it_is_in() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("queue", 1, "nothing")) == 21
    assert line_of(lines, ("queue", 0, "opening", 1, "until")) == 15
    assert line_of(lines, ("nowhere",)) is None
