"""The kernel does exactly what the slow, obvious twin does, to the last bit."""

from dataclasses import fields

import numpy as np
import pytest

from planner.simulation.floor import Floor
from planner.simulation.serve import serve, serve_contacts
from tests.planner.simulation.random_centres import Features, random_centre, random_week
from tests.planner.simulation.twin import served_by_twin

OUTCOMES = ("contact", "nth", "arrived_s", "left_s", "answered_s", "done_s")
FEATURES = {
    "calls": Features(),
    "patient calls": Features(abandonment=False),
    "redials": Features(redials=True),
    "chats": Features(live=False, chat=True),
    "calls and chats": Features(chat=True),
    "tickets": Features(live=False, deferred=True),
    "calls and tickets": Features(deferred=True),
    "everything": Features(redials=True, chat=True, deferred=True),
    "everything, to the fraction": Features(
        redials=True, chat=True, deferred=True, in_whole_seconds=False
    ),
}
CENTRES = 40


@pytest.mark.parametrize("name", FEATURES)
def test_every_contact_fares_as_with_the_twin(name: str) -> None:
    for seed in range(CENTRES):
        rng = np.random.default_rng([20_260_301, seed])
        centre = random_centre(rng, FEATURES[name])
        drawn = random_week(rng, centre, FEATURES[name])
        outcomes, twin = serve_contacts(centre, drawn), served_by_twin(centre, drawn)
        for field in OUTCOMES:
            expected = [getattr(attempt, field) for attempt in twin.attempts]
            assert getattr(outcomes, field).tolist() == expected, (seed, field)


@pytest.mark.parametrize("name", FEATURES)
def test_tally_is_that_of_the_twin(name: str) -> None:
    for seed in range(CENTRES):
        rng = np.random.default_rng([20_260_302, seed])
        centre = random_centre(rng, FEATURES[name])
        drawn = random_week(rng, centre, FEATURES[name])
        tally, expected = serve(centre, drawn), served_by_twin(centre, drawn).tally()
        for field in fields(tally):
            found, wanted = getattr(tally, field.name), getattr(expected, field.name)
            assert found.tolist() == wanted.tolist(), (seed, field.name)


def test_the_random_centres_hold_everything_that_can_happen() -> None:
    seen = dict.fromkeys(
        ["left", "third call", "late ticket", "still waiting", "overtime", "three at once"], 0
    )
    for seed in range(CENTRES):
        rng = np.random.default_rng([20_260_301, seed])
        features = FEATURES["everything"]
        centre = random_centre(rng, features)
        twin = served_by_twin(centre, random_week(rng, centre, features))
        seen["overtime"] += bool(twin.overtime_s.sum())
        seen["three at once"] += any(agent.most_in_hand == 3 for agent in twin.agents)
        for a in twin.attempts:
            seen["left"] += a.left_s < np.inf
            seen["third call"] += a.nth == 2
            seen["late ticket"] += a.due_s < a.done_s < np.inf
            seen["still waiting"] += min(a.left_s, a.answered_s) == np.inf
    assert min(seen.values()) > 1, seen


def test_a_week_repeats_bit_for_bit() -> None:
    rng = np.random.default_rng(20_260_303)
    features = FEATURES["everything, to the fraction"]
    centre = random_centre(rng, features)
    drawn = random_week(rng, centre, features)
    floor = Floor.of(centre)
    first, second, third = serve(floor, drawn), serve(floor, drawn), serve(centre, drawn)
    for field in fields(first):
        assert getattr(first, field.name).tobytes() == getattr(second, field.name).tobytes()
        assert getattr(first, field.name).tobytes() == getattr(third, field.name).tobytes()
