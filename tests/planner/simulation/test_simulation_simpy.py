"""A third judge, a SimPy model of one team, lets every caller wait exactly as long."""

from collections.abc import Generator
from math import inf
from typing import Any

import numpy as np
import pytest

from planner.simulation.centre import Handling, Line
from planner.simulation.drawn_week import DrawnWeek
from planner.simulation.serve import serve_contacts
from tests.planner.simulation.steady import poisson_week, steady_centre

AHT_S, AGENTS = 200.0, 7


def waits_in_simpy(simpy: Any, drawn: DrawnWeek, until_s: float) -> dict[str, list[float]]:
    """Instants at which each caller is answered or hangs up, infinite for never."""
    env = simpy.Environment()
    team = simpy.Resource(env, capacity=AGENTS)
    n = drawn.line.size
    fates = {"answered_s": [inf] * n, "left_s": [inf] * n}

    def call(i: int) -> Generator[Any, Any, None]:
        yield env.timeout(float(drawn.arrive_s[i]))
        with team.request() as request:
            patience = env.timeout(float(drawn.patience_s[i]))
            yield request | patience
            if not request.triggered:
                fates["left_s"][i] = env.now
                return
            fates["answered_s"][i] = env.now
            yield env.timeout(float(drawn.handle_s[i]))

    for i in range(n):
        env.process(call(i))
    env.run(until=until_s)
    return fates


@pytest.mark.parametrize("patience_s", [100.0, 1e7], ids=["impatient", "patient"])
def test_waits_are_those_of_simpy(patience_s: float) -> None:
    simpy = pytest.importorskip("simpy", reason="SimPy is not installed")
    line = Line(name="calls", contacts=np.zeros(12), handling=Handling(AHT_S))
    centre = steady_centre((line,), AGENTS, 20 * AHT_S)
    rng = np.random.default_rng(20_260_310)
    drawn = poisson_week(rng, centre, [6.5 / AHT_S], patience_s)
    outcomes = serve_contacts(centre, drawn)
    fates = waits_in_simpy(simpy, drawn, centre.end_s)
    assert outcomes.answered_s.tolist() == fates["answered_s"]
    assert outcomes.left_s.tolist() == fates["left_s"]
    waits = outcomes.answered_s - outcomes.arrived_s
    assert np.sum((waits > 0) & (waits < inf)) > 300
