"""What the solver says on its way, as a moment of the pipeline and in words."""

from planner.wording import per_cent
from scenarios.progress import Progress, StageProgress
from solver.result import OnProgress, SolveProgress

COMPILING = "compiling for this machine, one or two minutes, once after an installation"


def reporter(progress: Progress) -> OnProgress:
    """Callback that passes the solver's moments on to a watcher of the pipeline."""

    def report(moment: SolveProgress) -> bool:
        return progress(
            StageProgress(
                "roster",
                moment.done,
                _solve_text(moment),
                objective=_money(moment.objective),
                bound=_money(moment.bound),
            )
        )

    return report


def _money(cents: float | None) -> float | None:
    return None if cents is None else cents / 100


def _missing(hours: tuple[float, float] | None) -> str:
    """Agent-hours that the roster leaves uncovered: of demand, and of floors where any are."""
    if hours is None:
        return ""
    of_demand, of_floors = hours
    floors = f", {of_floors:,.1f} of floors" if of_floors else ""
    return f", {of_demand:,.1f} agent-hours uncovered{floors}"


def _solve_text(moment: SolveProgress) -> str:
    if moment.is_compiling:
        return COMPILING
    if moment.objective is None:
        return "looking for a first roster"
    text = f"objective {moment.objective / 100:,.0f}"
    missing = _missing(moment.uncovered_hours)
    if moment.bound is None or moment.bound <= 0 or moment.objective <= 0:
        return f"{text}{missing}"
    gap = (moment.objective - moment.bound) / moment.objective
    bound = f"bound {moment.bound / 100:,.0f}"
    return f"{text}, {bound}, within {per_cent(gap)} of the best possible{missing}"
