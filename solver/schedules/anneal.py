"""A worker that walks through rosters of whole schedules, cooling down again and again."""

from solver.goals import total_cost
from solver.run import Run
from solver.schedules.walk import Walk

HOT, COLD = 0.3, 0.01
"""Temperatures of the first walk, parts of the price of a slot short."""
WARM = 0.12
"""Temperature at which walks begin again from the best roster."""
FIRST_SHARE, NEXT_SHARE = 0.3, 0.2
"""Parts of a run that the first walk and each of the others take."""
IDLE_S = 0.2
"""Seconds to wait where nobody's days can be made anew: others may find a better roster."""
BETWEEN_OFFERS = 0.05
"""Part of a walk after which its roster is looked at again."""
CHUNK, STEPS_A_SECOND = 50, 1500
"""Steps between two looks at the clock; steps that count as a second of deterministic time."""


class Walks:
    """Walks from the best roster of a run, and offers what is better."""

    def __init__(self, run: Run, number: int) -> None:
        self._run, self._seed = run, (run.seed, number)
        slot_hours = run.problem.slot_minutes / 60
        self._price = max(max(run.problem.prices.short, default=0) * slot_hours, 1.0)

    def first(self) -> None:
        """Walk from the first roster, hot, so that there is a fair one soon."""
        if self._run.wait_for_roster():
            self._walk(HOT, FIRST_SHARE)

    def rest(self) -> None:
        """Walk from the best roster, warm, again and again until the run is over."""
        while self._goes_on and self._run.best is not None:
            if self._run.is_diving:
                self._run.wait(0.05)
            else:
                self._walk(WARM, NEXT_SHARE)

    @property
    def _goes_on(self) -> bool:
        return not self._run.is_over and not self._run.is_mixed

    def _walk(self, hot: float, share: float) -> None:
        """Cool down from a temperature in a share of the run."""
        run, base = self._run, self._run.best
        if base is None:
            return
        began = run.share_done
        walk = Walk(run.problem, run.pricer.members, base, (*self._seed, run.solutions))
        if not walk.can_step:
            run.wait(IDLE_S)
            run.charge(IDLE_S)
            return
        offered = 0.0
        while (
            self._goes_on and not run.is_diving and (done := (run.share_done - began) / share) < 1
        ):
            temperature = self._price * hot * (COLD / hot) ** done
            for _ in range(CHUNK):
                walk.step(temperature)
            run.charge(CHUNK / STEPS_A_SECOND)
            if done - offered > BETWEEN_OFFERS:
                offered = done
                self._offer(walk)
        self._offer(walk)

    def _offer(self, walk: Walk) -> None:
        run, roster = self._run, walk.roster()
        cents = total_cost(run.problem, roster)
        if (run.objective is None or cents < run.objective) and not run.validator.violations(
            roster
        ):
            run.offer(roster, cents)
