"""What of a history was not taken as ordinary, in a planner's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import numpy as np

from forecasting.explained import Finding, FindingKind
from planner.local_time import zone
from scenarios.report.words import NBSP, amount, change, short_day

TREATED: Final[dict[FindingKind, tuple[str, str]]] = {
    "outage": ("Outage", "silent or cut short: taken as missing"),
    "spike": ("Spike", "far above what was due: taken as missing"),
    "outlier": ("Unusual day", "counts little"),
    "holiday": ("Holiday", "measured apart from ordinary days"),
    "event": ("Event", "measured apart from ordinary days"),
    "level_break": ("New level", "forecast from here on"),
}
"""What a finding is called, and what the model made of it."""

MARKS: Final[dict[FindingKind, tuple[str, str]]] = {
    "outage": ("x", "var(--k1)"),
    "spike": ("triangle-up", "var(--k4)"),
    "outlier": ("diamond", "var(--k3)"),
    "holiday": ("star", "var(--k2)"),
    "event": ("square", "var(--k6)"),
    "level_break": ("line-ns-open", "var(--ink)"),
}
"""Symbol and colour of a finding in charts; no two share the symbol."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding as a line of a table."""

    kind: FindingKind
    when: str
    what: str
    came: str
    expected: str
    difference: str
    treated: str

    @property
    def text(self) -> str:
        """All of it in one sentence, for a chart."""
        return f"{self.what}: {self.came} came, {self.expected} expected"


def finding_rows(findings: Sequence[Finding], zone_name: str) -> list[FindingRow]:
    """Findings in words, the newest first, on the clock `zone_name`."""
    return [finding_row(finding, zone_name) for finding in reversed(findings)]


def finding_row(finding: Finding, zone_name: str) -> FindingRow:
    """One finding in words."""
    title, treated = TREATED[finding.kind]
    digits = 0 if finding.expected >= 10 else 1
    return FindingRow(
        kind=finding.kind,
        when=_when(finding, zone_name),
        what=f"{title}: {finding.name}" if finding.name else title,
        came=amount(finding.came, 0 if finding.came % 1 == 0 else digits),
        expected=amount(finding.expected, digits),
        difference=change(finding.came / finding.expected - 1) if finding.expected > 0 else "n/a",
        treated=treated,
    )


def instant(stamp: np.datetime64) -> datetime:
    """A UTC stamp as an aware instant."""
    return datetime.fromtimestamp(int(stamp.astype("datetime64[s]").astype(np.int64)), UTC)


def _when(finding: Finding, zone_name: str) -> str:
    clock = zone(zone_name)
    start = instant(finding.start).astimezone(clock)
    end = instant(finding.end).astimezone(clock)
    first = f"{short_day(start.date())} {start.year}"
    if finding.kind == "level_break":
        return f"since {first}"
    last_day = (end - timedelta(seconds=1)).date()
    is_whole = start.hour == start.minute == end.hour == end.minute == 0
    if is_whole:
        return first if last_day == start.date() else f"{first} to {short_day(last_day)}"
    if last_day == start.date():
        return f"{first}, {start:%H:%M} to{NBSP}{end:%H:%M}"
    return f"{first}, {start:%H:%M} to {short_day(end.date())}, {end:%H:%M}"
