"""Wrong counts and handling times of a history: each gives one clear line."""

from tests.fault_fixture import HISTORY, LAST, Fault, add, let_through, told


def cell(offered: str, code: str, *words: str, fault: str) -> Fault:
    """A wrong count."""
    row = f"{LAST},{offered},,240.5"
    return Fault(fault, HISTORY, add(HISTORY, row), code, ("offered", *words))


FAULTS = (
    cell("1.234", "ambiguous_number", "1234", fault="A04-point"),
    cell('"1,234"', "ambiguous_number", "may be 1234 or a decimal", fault="A04-comma"),
    cell("NaN", "not_a_count", "'NaN'", "whole number", fault="A15-nan"),
    cell("inf", "not_a_count", "'inf'", fault="A15-inf"),
    cell("-0", "not_a_count", "'-0'", fault="A15-minus-zero"),
    cell("1e309", "not_a_count", "'1e309'", fault="A15-overflow"),
    cell("", "not_a_count", "is empty", fault="A15-empty"),
    cell("null", "not_a_count", "'null'", fault="A15-null"),
    cell("N/A", "not_a_count", "'N/A'", "leave the row out", fault="A15-na"),
    cell("١٢", "not_a_count", "'١٢'", fault="A15-digits"),
    cell("-5", "negative", "'-5'", fault="A16"),
    cell("1000000000000", "out_of_range", "at most 1000000", fault="A17"),
    cell("1e12", "out_of_range", "'1e12'", fault="A17-power"),
    cell("3.7", "fractional", "use a whole number", fault="A18"),
    Fault("A16-handle", HISTORY, add(HISTORY, f"{LAST},4,,-3"), "negative", ("handle_s",)),
    Fault("A17-handle", HISTORY, add(HISTORY, f"{LAST},4,,90000"), "out_of_range", ("one day",)),
    Fault("A15-handle", HISTORY, add(HISTORY, f"{LAST},4,,0:04:10"), "not_a_number", ("seconds",)),
)


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)
