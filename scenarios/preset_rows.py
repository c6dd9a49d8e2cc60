"""Contracts of ``rotacast.toml`` with what their preset says where they say nothing themselves."""

from collections.abc import Mapping

from planner.readers.reading import Findings, unknown
from scenarios.presets import PRESETS, preset
from scenarios.toml_lines import Path as KeyPath
from scenarios.toml_lines import line_of


def with_presets(
    raw: Mapping[str, object], lines: Mapping[KeyPath, int], findings: Findings
) -> dict[str, object]:
    """Raw document in which each contract holds the values of its preset; unknown ones are told."""
    rows = raw.get("contract")
    if not isinstance(rows, list):
        return dict(raw)
    filled = [_filled(row, index, lines, findings) for index, row in enumerate(rows)]
    return {**raw, "contract": filled}


def _filled(row: object, index: int, lines: Mapping[KeyPath, int], findings: Findings) -> object:
    name = row.get("preset") if isinstance(row, dict) else None
    if not isinstance(row, dict) or not isinstance(name, str):
        return row
    if name not in PRESETS:
        findings.add(
            f"contract {row.get('id', '')}: {unknown('preset', name, PRESETS)}",
            line=line_of(lines, ("contract", index, "preset")),
            field="preset",
            value=name,
            code="unknown_id",
        )
        return row
    return {value.key: value.value for value in preset(name).values} | row
