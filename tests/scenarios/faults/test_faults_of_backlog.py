"""Wrong open tickets: each gives one clear line."""

from pathlib import Path

from scenarios.document import read_workspace
from tests.fault_fixture import Fault, add, let_through, told

BACKLOG = "backlog.csv"


def open_ticket(fault: str, row: str, code: str, *words: str) -> Fault:
    """A row of the backlog that is wrong."""
    return Fault(fault, BACKLOG, add(BACKLOG, row), code, words)


FAULTS = (
    open_ticket("row-queue", "tikets,high,2026-03-20T10:00,,", "unknown_id", "did you mean"),
    open_ticket("row-live", "phone,,2026-03-20T10:00,,", "live_backlog", "is a phone queue"),
    open_ticket("row-no-priority", "tickets,,2026-03-20T10:00,,", "unknown_priority", "is empty"),
    open_ticket(
        "row-priority",
        "tickets,hihg,2026-03-20T10:00,,",
        "unknown_priority",
        "did you mean high?",
    ),
    open_ticket("row-time", "tickets,high,yesterday,,", "bad_time", "arrived is 'yesterday'"),
    open_ticket("row-empty", "tickets,high,,,", "bad_time", "arrived is empty"),
    open_ticket(
        "row-skipped",
        "tickets,high,2025-03-30T01:30,,",
        "nonexistent_time",
        "use 00:30 or 02:30",
    ),
    open_ticket(
        "row-doubled",
        "tickets,high,2025-10-26T01:30,,",
        "ambiguous_time",
        "happens twice",
        "give an offset",
    ),
    open_ticket("row-offset", "tickets,high,2026-03-20T10:00Z,,", "mixed_offsets", "all an offset"),
    open_ticket(
        "row-due",
        "tickets,high,2026-03-20T10:00,2026-03-20T09:00,",
        "reversed",
        "not after arrived",
        "leave due empty",
    ),
    open_ticket("row-bad-due", "tickets,high,2026-03-20T10:00,soon,", "bad_time", "due is 'soon'"),
    open_ticket("row-negative", "tickets,high,2026-03-20T10:00,,-3", "negative", "contacts is"),
    open_ticket("row-half", "tickets,high,2026-03-20T10:00,,1.5", "fractional", "whole"),
    open_ticket("row-short", "tickets,high", "ragged_row", "has 2 fields"),
    Fault(
        "row-late",
        BACKLOG,
        add(BACKLOG, "tickets,high,2026-03-24T10:00,,"),
        "not_open_yet",
        ("not before the planned week begins at 2026-03-23T00:00Z", "ignored"),
        warning=True,
    ),
)


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)


def test_ticket_of_the_week_itself_is_a_note_and_no_backlog(folder: Path) -> None:
    add(BACKLOG, "tickets,high,2026-03-23T00:00,,")(folder)
    inputs = read_workspace(folder)
    assert [note.code for note in inputs.notes] == ["not_open_yet"]
    assert len(inputs.backlog) == 4
    assert inputs.open_backlog(inputs.week_grid()) == inputs.backlog[:3]
