from datetime import UTC, datetime

import numpy as np
import pytest

from planner.demand import History
from planner.people import Team
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs, PlanSettings
from scenarios.pipeline import actual_contacts

WEEK = TimeGrid(datetime(2003, 10, 20, tzinfo=UTC), 30, 336)


def inputs(days_known: int) -> Inputs:
    grid = TimeGrid(datetime(2003, 10, 13, tzinfo=UTC), 30, 336 + 48 * days_known)
    counts = np.stack([np.arange(grid.n_slots), np.ones(grid.n_slots)]).astype(np.float64)
    history = History(grid, (("mail", "P0"), ("mail", "P1")), counts)
    return Inputs(PlanSettings("UTC"), (), (), Team((), (), ()), history)


@pytest.mark.parametrize("days", [1, 5, 7, 9])
def test_actuals_reach_as_far_as_the_history_knows(days: int) -> None:
    found = actual_contacts(inputs(days), WEEK)["mail"]
    known = min(48 * days, 336)
    assert found[:known].tolist() == list(range(337, 337 + known))
    assert np.isnan(found[known:]).all()
    assert found.shape == (336,)


def test_a_week_behind_the_history_has_no_actuals() -> None:
    assert actual_contacts(inputs(0), WEEK) == {}
