"""The verdict: the plan in a line and a few sentences, for somebody who reads no further."""

from dataclasses import dataclass
from datetime import date, timedelta

from planner.local_time import day_start, local_days, zone
from scenarios.floor_gaps import unkept
from scenarios.judge.promise import against
from scenarios.plan import Plan, SolveSummary
from scenarios.report.service import QueueWeek, queue_weeks, worst_gap
from scenarios.report.words import NBSP, day_name, hours, listed, money, plural, share


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What a manager takes away.

    `mood` is ``good``, ``fair`` or ``poor``; `label` says it in two words, `headline` in one line,
    `detail` in a sentence or two.
    """

    mood: str
    label: str
    headline: str
    detail: str


def verdict(plan: Plan) -> Verdict:
    """The plan judged by the hours it covers, the service it promises and the floors it keeps."""
    weeks = queue_weeks(plan)
    mood, label = _mood(plan, weeks)
    return Verdict(mood, label, _headline(plan, weeks), _detail(plan, weeks))


def _mood(plan: Plan, weeks: tuple[QueueWeek, ...]) -> tuple[str, str]:
    covered, miss = plan.figures.covered, worst_gap(weeks)
    if covered >= 0.99 and all(week.meets for week in weeks) and not plan.floor_gaps:
        return "good", "On course"
    if covered >= 0.95 and miss <= 0.05 and not any(gap.is_ban for gap in plan.floor_gaps):
        return "fair", "Tight in places"
    return "poor", "Needs attention"


def _headline(plan: Plan, weeks: tuple[QueueWeek, ...]) -> str:
    floors = _floors_missed(plan)
    if not plan.figures.required_hours:
        return f"No agents are required{floors}"
    says = _promise(weeks) if plan.judgement is None else _simulated(plan, weeks)
    return f"{share(plan.figures.covered, 1)} of required hours covered; {says}{floors}"


def _floors_missed(plan: Plan) -> str:
    """The floors that are not kept, by name while there are few."""
    names = list(dict.fromkeys(gap.title for gap in plan.floor_gaps))
    return f"; not always on duty: {listed(names, 2)}" if names else ""


def _promise(weeks: tuple[QueueWeek, ...]) -> str:
    judged = [week for week in weeks if week.achieved is not None and week.target is not None]
    if not judged:
        return "no contacts are expected"
    if len(judged) == 1:
        return (
            f"service level expected {share(judged[0].achieved)} against {share(judged[0].target)}"
        )
    kept = sum(week.meets for week in judged)
    if kept == len(judged):
        every = "both" if kept == 2 else f"all {kept}"
        return f"{every} queues expected on target"
    return f"{kept} of {len(judged)} queues expected on target"


def _simulated(plan: Plan, weeks: tuple[QueueWeek, ...]) -> str:
    judged = [week for week in weeks if week.verdict != "none"]
    if not judged:
        return "nothing is promised of the contacts that were simulated"
    if len(judged) == 1:
        return f"{judged[0].title} in simulated weeks: {_against(plan, judged[0])}"
    kept = sum(week.meets for week in judged)
    which = f"{kept} of {len(judged)} queues"
    if kept == len(judged):
        which = "both queues" if kept == 2 else f"all {kept} queues"
    return f"{which} on target in simulated weeks"


def _against(plan: Plan, week: QueueWeek) -> str:
    """What is found of a queue against what is promised."""
    if plan.judgement is None or week.judged is None or week.judged.in_time is None:
        return f"{share(week.achieved)} against {share(week.target)}"
    queue = plan.inputs.queue(week.queue)
    return against(queue, plan.judgement, week.judged).replace(" %", f"{NBSP}%")


def _detail(plan: Plan, weeks: tuple[QueueWeek, ...]) -> str:
    figures = plan.figures
    parts = [
        f"{plural(figures.agents, 'agent')} work {hours(figures.paid_hours)} of paid time "
        f"for {money(figures.cost, plan.inputs.settings.currency)}."
    ]
    parts += _named(plan, "Below target", [week for week in weeks if week.verdict == "missed"])
    parts += _named(plan, "Not certain", [week for week in weeks if week.verdict == "unsure"])
    if figures.short_hours:
        parts.append(f"{_missing(figures.short_hours)}{_where_most(plan)}.")
    else:
        of_demand = " of demand" if plan.floor_gaps else ""
        parts.append(f"No agent-hour{of_demand} is missing.")
    if plan.floor_gaps:
        parts.append(f"Too few on duty: {listed(unkept(plan.floor_gaps), 4)}.")
    return " ".join(parts)


def _named(plan: Plan, claim: str, weeks: list[QueueWeek]) -> list[str]:
    """A sentence that names queues with their levels; none where there are no queues."""
    named = [f"{week.title} ({_against(plan, week)})" for week in weeks]
    return [f"{claim}: {listed(named, 4)}."] if named else []


def _missing(short_hours: float) -> str:
    return f"{hours(short_hours).removesuffix(f'{NBSP}h')} agent-hours are missing"


def _where_most(plan: Plan) -> str:
    clock = zone(plan.inputs.settings.zone)
    short: dict[tuple[str, date], float] = {}
    for queue in plan.coverage.queues:
        for slot in queue.short.nonzero()[0]:
            day = plan.grid.instant(int(slot)).astimezone(clock).date()
            key = (queue.queue, day)
            short[key] = short.get(key, 0.0) + float(queue.short[slot])
    (queue_id, day), most = max(short.items(), key=lambda item: item[1])
    of_all = most * plan.grid.minutes / 60 / plan.figures.short_hours
    place = f"{plan.inputs.queue(queue_id).title} on {day_name(day)}"
    return f", {'most' if of_all > 0.5 else 'the largest part'} of them in {place}"


def proven_gap(solve: SolveSummary) -> float | None:
    """Part of the roster's cost that a better one could save at most, 0 to 1; None if unknown."""
    if solve.objective > 0 and solve.bound <= 0:
        return None
    return max(solve.gap, 0.0)


def quality(solve: SolveSummary) -> str:
    """How good the roster is known to be, in a sentence."""
    gap = proven_gap(solve)
    if gap is None:
        return "How far the roster is from the best possible is not known."
    if gap < 0.0005:
        return "The roster is proven to be the best possible."
    return f"The roster is proven to be within {gap * 100:.1f}{NBSP}% of the best possible."


def search(solve: SolveSummary, currency: str) -> str:
    """What is proven of the roster's cost, and how the search ended."""
    proven = f"All goals together it costs {money(solve.objective, currency)}"
    if proven_gap(solve) is not None:
        bound = money(solve.bound, currency)
        proven += f"; under these rules and prices none can cost less than {bound}"
    ends = {
        "cancelled": "The search was stopped",
        "time_limit": "The time allowed was used up",
    }
    end = ends.get(solve.quality, "The search ended")
    return f"{proven}. {end} after {solve.runtime_s:,.0f}{NBSP}s."


def clock_changes(plan: Plan) -> tuple[str, ...]:
    """A sentence for every day of the week that has not 24 hours, on the clocks of the plan."""
    zones: dict[str, None] = {plan.inputs.settings.zone: None}
    zones |= {site.zone: None for site in plan.inputs.team.sites}
    zones |= {queue.zone: None for queue in plan.inputs.queues}
    changed: dict[tuple[date, float], list[str]] = {}
    for name in zones:
        clock = zone(name)
        for day in local_days(plan.grid, clock):
            length = day_start(day + timedelta(days=1), clock) - day_start(day, clock)
            if length != timedelta(hours=24):
                changed.setdefault((day, length / timedelta(hours=1)), []).append(name)
    return tuple(
        f"{day_name(day)} has {length:g} hours in {listed(names, len(names))}: "
        f"clocks go {'back' if length > 24 else 'forward'}."
        for (day, length), names in sorted(changed.items())
    )
