"""What the terminal tells of days that were not taken as ordinary."""

import io
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rich.console import Console

from api.cli.findings import print_findings
from forecasting.explained import Finding, FindingKind
from scenarios.forecasts.run import make_run
from tests.inputs_fixture import small_inputs


@dataclass(frozen=True)
class Told:
    """A fitted forecaster of which only the findings matter."""

    findings: tuple[Finding, ...]


def finding(kind: FindingKind, start: str) -> Finding:
    begin = np.datetime64(start, "s")
    return Finding(kind, begin, begin + np.timedelta64(86_400, "s"), 150, 100)


def shown(*findings: Finding) -> str:
    fit = make_run(small_inputs(30)).fits[0]
    told: Any = Told(findings)
    said = io.StringIO()
    print_findings(Console(file=said, width=200), [replace(fit, fitted=told)])
    return said.getvalue()


def test_findings_are_counted_by_kind_and_the_newest_surprise_is_dated() -> None:
    midnight = "T23:00"  # the next day in London
    said = shown(
        finding("holiday", f"2003-08-31{midnight}"),
        finding("outlier", f"2003-09-01{midnight}"),
        finding("outlier", f"2003-09-08{midnight}"),
    )
    assert "phone: 2 unusual days (last Tue 9 Sep 2003, +50 %), 1 holiday" in said


def test_a_history_without_findings_is_not_mentioned() -> None:
    assert shown() == ""
