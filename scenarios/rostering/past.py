"""What agents worked before the planned weeks, as far as it is known."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from planner.local_time import zone
from planner.past_weeks import PastWeek
from planner.people import Agent, hours
from planner.roster import Assignment
from planner.timegrid import TimeGrid
from scenarios.inputs import Inputs

WEEK = timedelta(days=7)


def carried_in(inputs: Inputs, grid: TimeGrid) -> tuple[Assignment, ...]:
    """Last week's shifts that still run when the week begins."""
    return tuple(
        a for a in inputs.last_week if a.shift.interval.start < grid.start < a.shift.interval.end
    )


@dataclass(frozen=True, slots=True)
class PastShifts:
    """
    Shifts of one agent that began before the planned weeks.

    `first_day` is the first planned day at the agent's site; `nights` are the days of night shifts.
    `known_from` is the day from which a day without a shift was a day off; None where no roster
    before is known. `records` are what ``past_weeks.csv`` says of weeks before, 1 the last; they go
    before the shifts.
    """

    shifts: tuple[Assignment, ...]
    first_day: date
    nights: frozenset[date]
    known_from: date | None
    records: Mapping[int, PastWeek]

    @property
    def days(self) -> frozenset[date]:
        """Local days on which a shift began."""
        return frozenset(a.shift.day for a in self.shifts)

    @property
    def days_before(self) -> int:
        """Days worked in a row up to the last before the planned ones."""
        return _streak(self.days, self.first_day - timedelta(days=1))

    @property
    def nights_before(self) -> int:
        """Nights on days in a row up to the last before the planned ones."""
        return _streak(self.nights, self.first_day - timedelta(days=1))

    @property
    def days_off_before(self) -> int | None:
        """
        Days off in a row up to the last before the planned ones; None where not known.

        None too where last week's shift begins on the first planned day, since it ends them: what
        was too short then is nothing that a roster could mend.
        """
        if self.known_from is None or self.first_day in self.days:
            return None
        length, day = 0, self.first_day - timedelta(days=1)
        while day >= self.known_from and day not in self.days:
            length, day = length + 1, day - timedelta(days=1)
        return length

    @property
    def last_template(self) -> str | None:
        """Shift that began on the last day before the planned ones."""
        last = self.first_day - timedelta(days=1)
        return next((a.shift.template for a in self.shifts if a.shift.day == last), None)

    def minutes(self, weeks_back: int) -> float | None:
        """Paid minutes of a week before, 1 the last; None where its roster is not known."""
        record = self.records.get(weeks_back)
        if record is not None and record.hours is not None:
            return 60 * record.hours
        if not self.is_known(weeks_back):
            return None
        start = self.first_day - weeks_back * WEEK
        return 60 * sum(hours(a.shift.paid) for a in self._of(start))

    def weekends(self, weeks_back: int, rest_days: Container[int]) -> int:
        """1 where a shift of a week before began on one of its weekend days, else 0."""
        record = self.records.get(weeks_back)
        if record is not None and record.weekends is not None:
            return record.weekends
        return int(any(a.shift.day.weekday() in rest_days for a in self.of_week(weeks_back)))

    def is_known(self, weeks_back: int) -> bool:
        """Whether the roster of a week before is there."""
        start = self.first_day - weeks_back * WEEK
        return self.known_from is not None and self.known_from <= start

    def of_week(self, weeks_back: int) -> tuple[Assignment, ...]:
        """Shifts of a week before, 1 the last."""
        return self._of(self.first_day - weeks_back * WEEK)

    def of_kind(self, templates: Container[str], weeks: int) -> int:
        """Shifts of some templates in so many weeks before."""
        first = self.first_day - weeks * WEEK
        return sum(first <= a.shift.day and a.shift.template in templates for a in self.shifts)

    def _of(self, start: date) -> tuple[Assignment, ...]:
        return tuple(a for a in self.shifts if start <= a.shift.day < start + WEEK)


class Past:
    """What ``last_week.csv`` and ``past_weeks.csv`` say of everybody, looked up once."""

    def __init__(self, inputs: Inputs, grid: TimeGrid) -> None:
        self.days: set[date] = set()
        self.night_ids = {t.id for t in inputs.templates if t.counts_as_night}
        self.shifts: dict[str, list[Assignment]] = {}
        self.records: dict[str, dict[int, PastWeek]] = {}
        for made in inputs.last_week:
            if made.shift.interval.start < grid.start:
                self.shifts.setdefault(made.agent, []).append(made)
                self.days.add(made.shift.day)
        first = grid.start.astimezone(zone(inputs.settings.zone)).date()
        for one in inputs.past_weeks:
            if one.week < first:
                weeks_back = -((one.week - first).days // 7)
                self.records.setdefault(one.agent, {})[weeks_back] = one

    def of(self, agent: Agent, first_day: date) -> PastShifts:
        """Past of an agent, at whose site `first_day` is the first planned one."""
        shifts = tuple(self.shifts.get(agent.id, ()))
        return PastShifts(
            shifts,
            first_day,
            frozenset(a.shift.day for a in shifts if a.shift.template in self.night_ids),
            _known_from(self.days, first_day),
            self.records.get(agent.id, {}),
        )


def _known_from(days: set[date], first_day: date) -> date | None:
    """First day of the earliest week before of which anybody's shifts are known without a gap."""
    known, start = None, first_day - WEEK
    while any(start <= day < start + WEEK for day in days):
        known, start = start, start - WEEK
    return known


def _streak(worked: Container[date], last: date) -> int:
    """Days in a row, up to and including `last`, that are in `worked`."""
    length = 0
    while last - timedelta(days=length) in worked:
        length += 1
    return length
