"""The workspace in short: what each queue promises, in words."""

from pathlib import Path

import pytest

from api.inspection import inspected
from scenarios.template import write_template


@pytest.mark.parametrize(
    ("keys", "promise"),
    [
        ("", "done within 2 / 8 open hours"),
        (
            'due_when = "begun"\non_time = 0.95\ncalendar = "always"\n',
            "95 % begun within 2 / 8 hours",
        ),
    ],
)
def test_a_ticket_queue_promises_what_its_keys_say(tmp_path: Path, keys: str, promise: str) -> None:
    write_template(tmp_path)
    path = tmp_path / "rotacast.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("due_hours = 8", f"{keys}due_hours = 8", 1), encoding="utf-8")
    found = {queue.id: queue.promise for queue in inspected(tmp_path, "x").queues}
    assert found["tickets"] == promise


def test_hours_that_nobody_set_are_not_promised(tmp_path: Path) -> None:
    write_template(tmp_path)
    path = tmp_path / "rotacast.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("due_hours = 8", "# due_hours = 8", 1), encoding="utf-8")
    found = {queue.id: queue.promise for queue in inspected(tmp_path, "x").queues}
    assert found["tickets"] == "done within 2 / 8 open hours"
