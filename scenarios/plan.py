"""What a run produces: one plan, with everything that its tables, calendars and page show."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from planner.arrays import FloatArray
from planner.certainty import CertaintyCurve
from planner.changes import RosterChange
from planner.demand import Forecast, History, Requirement
from planner.explanations import Explanation
from planner.placed_work import PlacedWork
from planner.roster import Coverage, Roster
from planner.simulation.judgement import Judgement
from planner.timegrid import Interval, TimeGrid
from scenarios.inputs import Inputs
from scenarios.replanning.absences import SickCall


@dataclass(frozen=True, slots=True)
class DayService:
    """
    Service expected of a queue on one local day of the plan's clock.

    `achieved` is the share of contacts answered in time (live) or done by their due time
    (deferred); None where none are expected. `target` is the share promised.
    """

    queue: str
    day: date
    contacts: float
    achieved: float | None
    target: float | None


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Demand left uncovered, in words for a manager, with agent-hours missing."""

    queue: str
    hours: float
    message: str


@dataclass(frozen=True, slots=True)
class FloorGap:
    """
    Too few on duty of those whom a floor asks for, with agent-hours missing.

    `when` is the time in words, `message` all of it; nothing here counts as demand. Without a
    `span` nobody counts for the floor. `during_breaks`: those missing are on a break of a shift.
    `is_ban`: its price is ``never``, so that no plan has such a gap, but a re-plan may.
    """

    floor: str
    title: str
    hours: float
    when: str
    message: str
    span: Interval | None = None
    during_breaks: bool = False
    is_ban: bool = False


@dataclass(frozen=True, slots=True)
class UnkeptTerm:
    """
    A term that may be broken at a price, and that an agent's shifts do not keep.

    `day` is the local day on which it happens, None for a run of days, which `message` names;
    `term` the key of the workspace that asks for it, such as ``min_rest_hours``; `money` its price
    in the plan's currency.
    """

    agent: str
    name: str
    day: date | None
    term: str
    message: str
    money: float


@dataclass(frozen=True, slots=True)
class Figures:
    """
    Key figures of a plan.

    Hours are agent-hours; `cost` is pay in the plan's currency, overtime with its premium;
    `covered` the share of required agent-hours filled. `spread_*` is most minus fewest per agent
    who can work them, the worst site; `wishes_kept` the share of wishes met, None without wishes.
    `floor_short_hours` are missing on floors, which are no part of what is required;
    `unkept_money` is the price of terms that are not kept, which nobody pays out.
    """

    agents: int
    paid_hours: float
    cost: float
    required_hours: float
    covered: float
    short_hours: float
    over_hours: float
    nights: int
    rest_day_shifts: int
    spread_nights: int
    spread_rest_days: int
    wishes_kept: float | None
    floor_short_hours: float = 0.0
    unkept_money: float = 0.0


@dataclass(frozen=True, slots=True)
class SolveSummary:
    """How good the roster is known to be: money objective, proven bound and gap (0 to 1)."""

    quality: str
    objective: float
    bound: float
    gap: float
    runtime_s: float
    costs: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Plan:
    """
    A finished run.

    `actual` holds contacts of the planned week where the history already knows them, by queue,
    shape ``(n_slots,)`` with NaN where missing; the forecast never saw them. `judgement` is what
    simulated weeks say of the roster, None where none were asked for. `curves` tell what
    certainty costs, `explanations` why demand is uncovered and what would help; `changes` what a
    re-plan made of the published roster, None for other plans, and `sick` the sick calls it knew.
    `placed` is the work that the roster places, `floor_gaps` tell the floors that it does not keep,
    `unkept_terms` what it breaks at a price.
    """

    inputs: Inputs
    grid: TimeGrid
    known_history: History
    actual: Mapping[str, FloatArray]
    forecast: Forecast
    requirement: Requirement
    roster: Roster
    coverage: Coverage
    service: tuple[DayService, ...]
    shortfalls: tuple[Shortfall, ...]
    figures: Figures
    solve: SolveSummary
    seed: int
    judgement: Judgement | None = None
    notes: tuple[str, ...] = ()
    curves: tuple[CertaintyCurve, ...] = ()
    changes: tuple[RosterChange, ...] | None = None
    sick: tuple[SickCall, ...] = ()
    explanations: tuple[Explanation, ...] = ()
    placed: tuple[PlacedWork, ...] = ()
    floor_gaps: tuple[FloorGap, ...] = ()
    unkept_terms: tuple[UnkeptTerm, ...] = ()
