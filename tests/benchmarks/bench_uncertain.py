"""Staffing under doubt: accuracy of the mixture, and what targets over a day or week save."""

import time

import numpy as np
from numpy.typing import NDArray

from planner.staffing.live.over_horizon import agents_over_horizon
from planner.staffing.uncertain.at_risk import cost_of_certainty
from planner.staffing.uncertain.mixture import mixture_abandonment, mixture_service_level
from planner.staffing.uncertain.mixture_requirement import required_agents_mixture
from planner.staffing.uncertain.service_promise import DemandUncertainty
from tests.benchmarks.bench_staffing import (
    AHT_S,
    REFERENCE,
    Columns,
    columns,
    reference_rows,
    seconds,
)
from tests.benchmarks.row import Row

WITHIN_S, FRACTION, PATIENCE_S, SLOT_S = 20.0, 0.8, 120.0, 900.0
N_DAYS, SLOTS_A_DAY = 21, 96
N_INTERVALS, N_INTERVALS_A = 100_000, 2_000
MIXTURE = "N A_mean cv theta_over_mu T_over_aht"


def run() -> list[Row]:
    """All rows; those that need the reference table only where it lies beside the project."""
    rows = [saving_of_a_day_target(mean) for mean in (2.0, 20.0, 200.0)]
    rows += [speed_over_horizon(None), speed_over_horizon(PATIENCE_S)]
    rows += [speed_of_mixture_requirement(None), speed_of_mixture_requirement(PATIENCE_S)]
    rows.append(cost_of_sure_weeks())
    if REFERENCE.exists():
        rows += [worst_mixture_error(answer) for answer in mixture_answers()]
    return rows


def saving_of_a_day_target(mean_load: float) -> Row:
    """Agents saved by a target over the day instead of each slot, per cent."""
    load, day = three_weeks(mean_load)
    over = agents_of(load, day, None).sum()
    each = agents_of(load, np.arange(load.size), None).sum()
    return Row(
        name=f"agents saved by a target over the day, mean load {mean_load:g}",
        target="> 0",
        measured=100.0 * float(1.0 - over / each),
        unit="%",
        note=f"80/20 by Erlang C, {load.size} quarter-hours: {over} agent-slots, "
        f"{each} with the target in each",
    )


def speed_over_horizon(patience_s: float | None) -> Row:
    """Seconds for the agents of three weeks with targets over the day."""
    load, day = three_weeks(20.0)
    agents_of(load, day, patience_s)
    return Row(
        name=f"agents over the day, {'Erlang A' if patience_s else 'Erlang C'}",
        target="<= 1 s",
        measured=seconds(lambda: agents_of(load, day, patience_s)),
        unit="s",
        note=f"{load.size} slots of mean load 20 in {N_DAYS} days, after compilation, best of 5",
    )


def speed_of_mixture_requirement(patience_s: float | None) -> Row:
    """Seconds for a year's requirement under an uncertain load."""
    n = N_INTERVALS if patience_s is None else N_INTERVALS_A
    loads = np.random.default_rng(20_240_103).gamma(2.0, 10.0, n)

    def requirement() -> NDArray[np.int64]:
        return required_agents_mixture(
            loads, 0.1, AHT_S, within_s=WITHIN_S, fraction=FRACTION, patience_s=patience_s
        )

    requirement()
    start = time.perf_counter()
    requirement()
    return Row(
        name=f"requirement under a load of cv 0.1, {'Erlang A' if patience_s else 'Erlang C'}",
        target="<= 5 s per 100000",
        measured=(time.perf_counter() - start) * N_INTERVALS / n,
        unit="s",
        note=f"mean load 20, 80/20, timed once on {n} intervals after compilation",
    )


def cost_of_sure_weeks() -> Row:
    """Agent-hours that nine sure weeks in ten cost more than five."""
    load, day = three_weeks(20.0)
    week = slice(0, 7 * SLOTS_A_DAY)
    half, most = cost_of_certainty(
        load[week],
        load[week] * SLOT_S / AHT_S,
        AHT_S,
        within_s=WITHIN_S,
        fraction=FRACTION,
        uncertainty=DemandUncertainty(day_cv=0.1),
        slot_s=SLOT_S,
        certainties=(0.5, 0.9),
        day=day[week],
    )
    return Row(
        name="hours for 9 weeks in 10 on target over 5 in 10",
        target="reported",
        measured=100.0 * (most.agent_hours / half.agent_hours - 1.0),
        unit="%",
        note=f"day factors of cv 0.1; mean levels {half.mean_service_level:.3f} and "
        f"{most.mean_service_level:.3f}",
    )


def worst_mixture_error(answer: str) -> Row:
    """Worst relative error of a column of the reference table."""
    rows = reference_rows("open_mixture")
    (reference,) = columns(rows, answer)
    found = mixture_answers(columns(rows, MIXTURE))[answer]
    return Row(
        name=f"uncertain load, {answer}, worst relative error",
        target="<= 1e-9",
        measured=float(np.abs(found / reference - 1.0).max()),
        unit="",
        note=f"{len(rows)} rows of open_mixture",
    )


def mixture_answers(inputs: Columns | None = None) -> dict[str, NDArray[np.float64]]:
    """Each measured column of the table, at its inputs."""
    n, a, cv, theta, t = inputs or columns(reference_rows("open_mixture"), MIXTURE)
    aht, patience = np.ones_like(n), 1.0 / theta
    return {
        "sl_erlang_c": mixture_service_level(n, a, cv, aht, t),
        "sl_offered_erlang_a": mixture_service_level(n, a, cv, aht, t, patience),
        "p_abandon_erlang_a": mixture_abandonment(n, a, cv, aht, patience),
    }


def three_weeks(mean_load: float) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Loads in erlangs with a daily wave, and the day of each slot."""
    slot = np.arange(N_DAYS * SLOTS_A_DAY)
    shape = 1.0 + 0.7 * np.sin(slot * 2.0 * np.pi / SLOTS_A_DAY)
    noise = np.random.default_rng(20_240_104).gamma(50.0, 1.0 / 50.0, slot.size)
    return mean_load * shape * noise, slot // SLOTS_A_DAY


def agents_of(
    load: NDArray[np.float64], group: NDArray[np.int64], patience_s: float | None
) -> NDArray[np.int64]:
    """Agents whose level holds over each group of slots; patience None is Erlang C."""
    return agents_over_horizon(
        load,
        load * SLOT_S / AHT_S,
        AHT_S,
        within_s=WITHIN_S,
        fraction=FRACTION,
        group=group,
        patience_s=patience_s,
    )
