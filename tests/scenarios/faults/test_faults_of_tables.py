"""Files that are no tables, or tables of another shape: each gives one clear line."""

import gzip

from tests.fault_fixture import (
    AGENT_HEADER,
    AGENTS,
    HISTORY,
    LAST,
    TOML,
    Fault,
    add,
    history_rows,
    let_through,
    put,
    swap,
    told,
)

FAULTS = (
    Fault("A04-handle", HISTORY, add(HISTORY, f'{LAST},4,,"1,234"'), "ambiguous_number", ("1234",)),
    Fault(
        "A03-both",
        HISTORY,
        add(HISTORY, f'{LAST},4,,"1,234.5"'),
        "ambiguous_number",
        ("without marks",),
    ),
    Fault(
        "A05",
        AGENTS,
        put(AGENTS, AGENT_HEADER.encode("utf-16-le")),
        "encoding_unknown",
        ("UTF-16", "save it as UTF-8"),
    ),
    Fault(
        "A06",
        AGENTS,
        put(AGENTS, f"{AGENT_HEADER}a1,Müller,bristol,full,phone,\n".encode("cp1252"), 2),
        "encoding_invalid",
        ("0xFC", "offset 39", "Müller", "save the file as UTF-8"),
    ),
    Fault("A07", AGENTS, add(AGENTS, b"a9,M\xfcller,bristol,full,phone,"), "encoding_invalid", ()),
    Fault("A08-nul", AGENTS, add(AGENTS, "a9,N\0,bristol,full,phone,"), "control_character", ()),
    Fault("A08-bell", AGENTS, add(AGENTS, "a9,N\a,b,full,phone,"), "control_character", ("0007",)),
    Fault(
        "A08-toml",
        TOML,
        swap(TOML, 'name = "Bristol"', 'name = "Bris\\u0007tol"'),
        "invalid",
        ("cannot be seen",),
    ),
    Fault(
        "A09",
        HISTORY,
        swap(HISTORY, "priority", "offered"),
        "duplicate_column",
        ("offered stands 2 times",),
    ),
    Fault(
        "A10",
        AGENTS,
        swap(AGENTS, "contract", "deal"),
        "missing_column",
        ("contract is missing", "header holds id, name, site, deal"),
    ),
    Fault(
        "A10-many",
        AGENTS,
        put(AGENTS, "id,name,deal\na1,Bo,full\n", 1),
        "missing_column",
        ("columns site, contract, skills are missing",),
    ),
    Fault("A11-empty", HISTORY, put(HISTORY, "", 1), "no_header", ("empty", "start, queue")),
    Fault("A11-blank", AGENTS, put(AGENTS, "\n \n\n", 1), "no_header", ("empty",)),
    Fault("A11-rows", HISTORY, put(HISTORY, "start,queue,offered\n\n", 1), "no_rows", ()),
    Fault("A12-few", AGENTS, add(AGENTS, "a9,Bo,bristol"), "ragged_row", ("has 3 fields", "has 6")),
    Fault("A12-many", HISTORY, add(HISTORY, f"{LAST},1,,2,3"), "ragged_row", ("has 6 fields",)),
    Fault("A13", AGENTS, add(AGENTS, 'a9,"Bo,bristol,full,phone,\n' * 3), "unterminated_quote", ()),
    Fault("A13-tail", AGENTS, add(AGENTS, 'a9,"Bo" X,bristol,full,phone,'), "bad_quote", ()),
    Fault(
        "A14-field",
        AGENTS,
        add(AGENTS, f"a9,{'x' * 70_000},bristol,full,phone,"),
        "field_too_large",
        ("name", "64 KiB"),
    ),
    Fault(
        "A14-line",
        AGENTS,
        add(AGENTS, f"a9,{'x' * 3_000_000},bristol,full,phone,"),
        "field_too_large",
        ("64 KiB",),
    ),
    Fault("A23-xlsx", AGENTS, put(AGENTS, b"PK\x03\x04 sheet"), "wrong_file_type", ("Excel",)),
    Fault("A23-pdf", AGENTS, put(AGENTS, b"%PDF-1.7"), "wrong_file_type", ("PDF", "CSV")),
    Fault("A23-html", AGENTS, put(AGENTS, "<!DOCTYPE html><p>"), "wrong_file_type", ("web page",)),
    Fault("A23-gz", HISTORY, put(HISTORY, gzip.compress(b"x")), "wrong_file_type", ("gzip",)),
    Fault(
        "A29",
        HISTORY,
        put(
            HISTORY,
            "start,queue,offered,handle_s\n"
            + "".join(history_rows(30, 28)).replace(",4\n", ",300,4\n"),
        ),
        "implausible",
        ("handle_s is 4 s", "swapped"),
        warning=True,
    ),
)


test_wrong_input_gives_one_clear_line = told(FAULTS)
test_only_warnings_let_a_workspace_through = let_through(FAULTS)
