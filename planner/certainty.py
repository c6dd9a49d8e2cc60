"""What it costs to be sure of a service level: agent-hours by the share of weeks that meet it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CertaintyPoint:
    """
    A staffing, and the two promises that it makes.

    Parameters
    ----------
    wanted
        Share of weeks asked for; None for the staffing there is.
    certainty
        Share of weeks that meet the target, by formula.
    mean_level
        Service level on the mean over weeks.
    hours
        Agent-hours a week to roster, shrinkage included.
    extra_hours, extra_cost
        Above those there are; negative below. Money in the plan's currency.
    """

    wanted: float | None
    certainty: float
    mean_level: float
    hours: float
    extra_hours: float = 0.0
    extra_cost: float = 0.0

    @property
    def extra_share(self) -> float:
        """Hours above those there are, as a share of those; 0 where there are none."""
        there_are = self.hours - self.extra_hours
        return self.extra_hours / there_are if there_are else 0.0


@dataclass(frozen=True, slots=True)
class CertaintyCurve:
    """
    What each certainty costs for one queue.

    Parameters
    ----------
    target
        Share of contacts to answer in time; `within_s` is what in time means, in seconds.
    present
        Where the requirement stands as it is.
    points
        By rising certainty; those out of reach are left out.
    hourly_cost
        Money an agent-hour: the mean over the contracts of those who have the skill.
    """

    queue: str
    target: float
    within_s: float
    present: CertaintyPoint
    points: tuple[CertaintyPoint, ...]
    hourly_cost: float
