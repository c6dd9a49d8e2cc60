"""What inputs say of themselves: backlog before a week, hours that count, settings of the judge."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import numpy as np
import pytest

from planner.calendars import Calendar, OpeningWindow
from planner.demand import BacklogItem
from planner.errors import InputError
from planner.local_time import WEEKDAYS
from scenarios.document import read_workspace
from scenarios.forecast import forecast_wide, forecaster, history_series
from scenarios.inputs import PlanSettings, SimulationSettings
from scenarios.template import write_template
from tests.fault_fixture import HISTORY, TOML, swap
from tests.inputs_fixture import small_inputs

BASE = small_inputs()
OFFICE = Calendar(
    "office",
    "Asia/Kathmandu",
    "NP",
    opening=(OpeningWindow(WEEKDAYS[:5], time(9, 15), time(17, 15)),),
)


def test_backlog_is_what_arrived_before_the_week_begins() -> None:
    grid = BASE.week_grid()
    before, begins = grid.start - timedelta(minutes=1), grid.start
    items = tuple(BacklogItem("tickets", "P1", at) for at in (before, begins))
    assert replace(BASE, backlog=items).open_backlog(grid) == items[:1]


def test_due_hours_count_where_the_queue_says() -> None:
    grid = BASE.week_grid()
    tickets = replace(
        BASE.queue("tickets"), calendar="office", calendar_by_priority={"P0": "always"}
    )
    own = replace(BASE.queue("tickets"), opening=(OpeningWindow(("monday",), time(9), time(12)),))
    inputs = replace(BASE, queues=(BASE.queues[0], tickets), calendars=(OFFICE,))
    assert inputs.due_slots(tickets, "P0", grid).all()
    # 09:15 in Kathmandu is 03:30 UTC: on the grid of half hours
    assert inputs.due_slots(tickets, "P1", grid).sum() == 5 * 16
    assert inputs.due_slots(own, "P1", grid).sum() == 6


@pytest.mark.parametrize("certainty", [0.5, 0.999, None])
def test_certainty_is_a_share_of_weeks_or_the_mean(certainty: float | None) -> None:
    assert PlanSettings("UTC", certainty=certainty).certainty == certainty


@pytest.mark.parametrize("certainty", [0.0, 0.49, 1.0, 90])
def test_certainty_out_of_range_is_refused(certainty: float) -> None:
    with pytest.raises(InputError, match=r"use 0\.5 to 0\.999"):
        PlanSettings("UTC", certainty=certainty)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"weeks": 1}, "weeks is 1; use 2 to 2000, or 0"),
        ({"weeks": -5}, "weeks is -5"),
        ({"rounds": 21}, "rounds is 21; use 0 to 20"),
        ({"confidence": 1.0}, "confidence is 1; use"),
        ({"threads": 0}, "threads is 0; use 1 to 1024"),
    ],
)
def test_wrong_simulation_is_one_clear_line(settings: dict[str, int], words: str) -> None:
    with pytest.raises(InputError, match=words):
        SimulationSettings(**settings)


def test_weeks_0_leaves_the_roster_unjudged() -> None:
    assert SimulationSettings(weeks=0).weeks == 0


def test_forecast_tells_how_far_days_and_slots_stray() -> None:
    grid = BASE.week_grid()
    for stream in forecast_wide(BASE, grid).streams:
        series = history_series(BASE, (stream.queue, stream.priority))
        model = forecaster(BASE.settings.forecaster).fit(series)
        predicted = model.predict(series.horizon(0, 1), (0.5,))
        assert stream.typical_day_cv >= 0.95 * predicted.day_cv[0]
        assert (stream.slot_cv, stream.phi) == (predicted.slot_cv, predicted.phi)
        assert stream.phi > 0


def test_workspace_says_all_of_it(tmp_path: Path) -> None:
    write_template(tmp_path)
    for old, new in (
        ("# certainty", "certainty"),
        ("weeks = 200", "weeks = 50"),
        ("# threads", "threads"),
        ("# patience_s", "patience_s"),
        ("# target_by_priority", "target_by_priority"),
        ("# calendar = ", "calendar = "),
        ("# calendar_by_priority", "calendar_by_priority"),
    ):
        swap(TOML, old, new)(tmp_path)
    path = tmp_path / TOML
    text = path.read_text(encoding="utf-8")
    start, end = text.index("# [[calendar]]"), text.index("# A shift by the wall clock")
    tables = text[start:end].replace("# Agents", "## Agents").replace("# deferred", "## deferred")
    path.write_text(text[:start] + tables.replace("\n# ", "\n")[2:] + text[end:], encoding="utf-8")
    inputs = read_workspace(tmp_path)
    assert inputs.notes == ()
    assert inputs.settings.certainty == 0.9
    assert inputs.simulation == SimulationSettings(50, 3, 0.95, 2)
    assert inputs.queue("phone").patience_s == 120
    assert inputs.queue("phone").priority_rank("P0") == 0
    assert [c.id for c in inputs.calendars] == ["office"]
    assert [p.skills for p in inputs.pools] == [("phone", "tickets")]
    assert inputs.queue("tickets").calendar_of("high") == "always"
    assert [item.contacts for item in inputs.backlog] == [1, 2, 1]
    assert inputs.backlog[2].due == datetime(2026, 3, 23, 12, tzinfo=UTC)
    grid = inputs.week_grid()
    assert inputs.open_backlog(grid) == inputs.backlog
    counted = inputs.due_slots(inputs.queue("tickets"), "normal", grid)
    assert counted.sum() == 5 * 8 * 2


def test_live_queues_may_have_priorities_most_urgent_first(tmp_path: Path) -> None:
    write_template(tmp_path)
    targets = "{ P9 = { fraction = 0.9, within_s = 10 }, P1 = { fraction = 0.8, within_s = 30 } }"
    swap(TOML, "# target_by_priority = ", f"target_by_priority = {targets} # ")(tmp_path)
    path = tmp_path / HISTORY
    header, *rows = path.read_text(encoding="utf-8").splitlines()
    made = [header]
    for row in rows:
        cells = row.split(",")
        if cells[1] == "phone":
            made += [",".join([*cells[:3], p, *cells[4:]]) for p in ("P1", "P9", "rest")]
        else:
            made.append(row)
    path.write_text("\n".join(made) + "\n", encoding="utf-8")
    inputs = read_workspace(tmp_path)
    assert [p for q, p in inputs.history.streams if q == "phone"] == ["P9", "P1", "rest"]
    counts = [inputs.history.of(("phone", p)) for p in ("P9", "P1", "rest")]
    np.testing.assert_array_equal(counts[0], counts[1])
    assert inputs.history.grid.start.date() <= date(2026, 1, 12)
