"""One thing that was asked for at a price and is not kept, by the solver's numbers."""

from typing import NamedTuple


class Unkept(NamedTuple):
    """
    A term that a person's shifts do not keep.

    Parameters
    ----------
    person
        Number in the problem.
    day
        Local day of the site on which it happens; None where it is about a run of days.
    term
        Key of the workspace that asks for it, such as ``max_weekends``.
    message
        What was done and what is wanted, in words.
    cents
        What it costs.
    """

    person: int
    day: int | None
    term: str
    message: str
    cents: int
