"""Tables of ``rotacast.toml`` beside the plan's own: costs, simulation and history."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from planner.errors import InputError
from planner.local_time import zone
from planner.schema import FORBID_EXTRA


@dataclass(frozen=True, slots=True)
class Costs:
    """
    Prices of the roster's goals, in the plan's currency: table ``[costs]``.

    Parameters
    ----------
    short_hour, deep_short_hour
        An agent-hour missing; and the extra price of one beyond a fifth of the requirement.
    over_hour
        An agent-hour above the requirement, besides its pay.
    wish_point
        One point of weight of a preference not met.
    changed_shift
        A day on which a re-plan gives somebody another shift than published, or one more or less.
    notice
        Pairs of hours and factor: a change with less than so many hours of notice, up to 8,760,
        costs so many times `changed_shift`, 1 to 100. Hours ascend, factors do not. Once beyond
        the last pair; empty: always once.
    rest_day_shift
        A shift on a weekend day or public holiday of the agent's site.
    unfair_night, unfair_rest_day, unfair_holiday
        A night (rest-day or holiday shift) by which the most burdened agent of a site exceeds the
        least.
    """

    short_hour: float = 100.0
    deep_short_hour: float = 50.0
    over_hour: float = 4.0
    wish_point: float = 2.0
    rest_day_shift: float = 10.0
    unfair_night: float = 10.0
    unfair_rest_day: float = 10.0
    changed_shift: float = 40.0
    unfair_holiday: float = 0.0
    notice: tuple[tuple[float, ...], ...] = ((24, 4), (48, 3), (96, 2))

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            if name != "notice" and not 0 <= value <= 1_000_000:
                raise InputError(f"{name} is {value:g}; use 0 to 1000000")
        _check_notice(self.notice)

    def notice_factor(self, hours: float) -> float:
        """How many times `changed_shift` a change costs with so many hours of notice."""
        return next((factor for below, factor in self.notice if hours < below), 1.0)


def _check_notice(notice: tuple[tuple[float, ...], ...]) -> None:
    """Refuse what is no pairs of ascending hours and factors that do not rise."""
    for pair in notice:
        if len(pair) != 2:
            raise InputError(
                f"notice holds {_listed(pair)}; use pairs of hours and factor, such as [24, 4]"
            )
        if not 0 < pair[0] <= 8_760:
            raise InputError(f"notice holds {pair[0]:g} hours; use more than 0, up to 8760")
        if not 1 <= pair[1] <= 100:
            raise InputError(f"notice holds the factor {pair[1]:g}; use 1 to 100")
    for before, after in pairwise(notice):
        both = f"notice holds {_listed(after)} after {_listed(before)}"
        if after[0] <= before[0]:
            raise InputError(f"{both}; put the fewest hours first, and each once")
        if after[1] > before[1]:
            raise InputError(f"{both}; with more notice a change may cost no more")


def _listed(numbers: tuple[float, ...]) -> str:
    return f"[{', '.join(f'{number:g}' for number in numbers)}]"


MOST_WEEKS: Final = 2_000
"""Weeks that are simulated at most: each is kept by line and slot."""


@dataclass(frozen=True, slots=True)
class SimulationSettings:
    """
    How a roster is judged by simulated weeks: table ``[simulation]``.

    Parameters
    ----------
    weeks
        Weeks drawn for each judgement, 2 to 2,000; 0 leaves rosters unjudged.
    rounds
        How often a requirement is corrected and the roster solved again, 0 to 20.
    confidence
        Of the intervals told, 0.5 to 0.999.
    threads
        Threads that simulate; None takes what the machine has. Results do not depend on it.
    """

    weeks: int = 200
    rounds: int = 3
    confidence: float = 0.95
    threads: int | None = None

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if self.weeks and not 2 <= self.weeks <= MOST_WEEKS:
            raise InputError(
                f"weeks is {self.weeks}; use 2 to 2000, or 0 to leave the roster unjudged"
            )
        if not 0 <= self.rounds <= 20:
            raise InputError(f"rounds is {self.rounds}; use 0 to 20")
        if not 0.5 <= self.confidence <= 0.999:
            raise InputError(f"confidence is {self.confidence:g}; use 0.5 to 0.999, such as 0.95")
        if self.threads is not None and not 1 <= self.threads <= 1_024:
            raise InputError(f"threads is {self.threads}; use 1 to 1024, or leave it out")


@dataclass(frozen=True, slots=True)
class HistorySettings:
    """
    How ``history.csv`` is to be read: table ``[history]``.

    Parameters
    ----------
    zone
        Clock of stamps without an offset; None reads them on each queue's own clock.
    doubled_hour
        Which of the two is meant by a stamp in the hour that an autumn change doubles; of rows
        that hold ``both``, half counts in each; ``refuse`` asks for offsets.
    skipped_hour
        What to do with a stamp in the hour that a spring change skips: ``next`` adds its row to
        the interval after the change, as the clock without the change would show it.
    absent_rows
        Whether an interval of opening hours without a row is missing or had no contacts.
    """

    zone: str | None = None
    doubled_hour: Literal["refuse", "first", "second", "both"] = "refuse"
    skipped_hour: Literal["refuse", "next"] = "refuse"
    absent_rows: Literal["missing", "zero"] = "missing"

    __pydantic_config__ = FORBID_EXTRA

    def __post_init__(self) -> None:
        if self.zone is not None:
            zone(self.zone)
