"""``pairs.csv``: two agents to be kept together or apart."""

from functools import partial
from pathlib import Path

from planner.errors import InputError
from planner.pairings import Pairing
from planner.readers.about_agents import is_known
from planner.readers.cells import decimal, named
from planner.readers.reading import Context, Findings, Reading, shown
from planner.readers.table import Row, read_table

REQUIRED = ("first", "second", "kind")
OPTIONAL = ("price",)
KINDS = {"together": True, "apart": False}


def read_pairs(path: Path, context: Context) -> Reading[Pairing]:
    """Pairs of known agents; one that stands twice counts once, and contradictions are told."""
    table = read_table(path, REQUIRED, OPTIONAL, allow_empty=True)
    findings = Findings(path.name)
    items: list[Pairing] = []
    lines: list[int] = []
    seen: dict[frozenset[str], tuple[Pairing, int]] = {}
    for row in table.rows():
        known = [is_known(row[c], c, context.agents, row, findings) for c in ("first", "second")]
        pair = findings.attempt(partial(_pair, row), line=row.line)
        if pair is None or not all(known):
            continue
        if _is_new(pair, row, seen, findings) and _can_meet(pair, row, context, findings):
            items.append(pair)
            lines.append(row.line)
    return Reading(tuple(items), tuple(lines), (*table.notes, *findings.found()))


def _pair(row: Row) -> Pairing:
    kind = row["kind"].casefold()
    if kind not in KINDS:
        raise InputError(f"kind is {shown(row['kind'])}; use together or apart", code="bad_kind")
    price = named("price", lambda: decimal(row["price"]))
    return Pairing(row["first"], row["second"], KINDS[kind], price)


def _is_new(
    pair: Pairing, row: Row, seen: dict[frozenset[str], tuple[Pairing, int]], findings: Findings
) -> bool:
    earlier, line = seen.setdefault(frozenset((pair.first, pair.second)), (pair, row.line))
    if earlier is pair:
        return True
    if (earlier.together, earlier.price) != (pair.together, pair.price):
        findings.add(
            f"{pair.first} and {pair.second} are paired otherwise in line {line}; keep one",
            line=row.line,
            field="kind",
            value=row["kind"],
            code="contradictory_pairs",
        )
    return False


def _can_meet(pair: Pairing, row: Row, context: Context, findings: Findings) -> bool:
    sites = [context.agents[agent].site for agent in (pair.first, pair.second)]
    if not pair.together or sites[0] == sites[1]:
        return True
    findings.add(
        f"{pair.first} works at {sites[0]} and {pair.second} at {sites[1]}, so that they share no "
        "shift; pair people of one site",
        line=row.line,
        field="second",
        value=pair.second,
        code="different_sites",
    )
    return False
