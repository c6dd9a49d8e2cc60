"""What others reach on a public instance, where they are installed."""

import json
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from shutil import which

from tests.benchmarks.curtois import Instance
from tests.benchmarks.curtois_cpsat import MODELS
from tests.benchmarks.curtois_score import score

Reach = Callable[[Instance, float], int | None]
"""Objective reached in so many seconds; None without a roster that keeps every rule."""
STARTING_S = 300.0
"""Longest that Timefold may take to start its Java machine, on a busy computer."""


def installed_peers() -> Mapping[str, Reach]:
    """Peers that can run here."""
    return MODELS if absent_peers() else {**MODELS, "Timefold": timefold}


def absent_peers() -> Mapping[str, str]:
    """Peers that cannot, and why."""
    if find_spec("timefold") is None:
        return {"Timefold": 'not installed: pip install ".[peers]"'}
    return {} if which("java") else {"Timefold": "needs Java 17"}


def timefold(instance: Instance, seconds: float) -> int | None:
    """
    Objective of Timefold's roster; None where it breaks a rule.

    A program of its own finds it. Its soft score is the objective counted from an empty roster's
    cover.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.curtois_timefold", str(seconds)],
        input=pickle.dumps(instance),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        check=True,
        timeout=seconds + STARTING_S,
    )
    answer = json.loads(done.stdout)
    hard, soft = answer["score"]
    roster = {(member, day): shift for member, day, shift in answer["roster"]}
    objective, broken = score(instance, roster)
    assert (hard == 0) == (not broken), broken
    assert objective + soft == sum(line.under * line.required for line in instance.cover)
    return None if broken else objective
