"""Two people who should work together, or never at once."""

from dataclasses import dataclass

from planner.errors import InputError


@dataclass(frozen=True, slots=True)
class Pairing:
    """
    Two agents kept `together` (the same shift, or both off, each day) or apart.

    `price` is the money for a day on which that fails; None where it always holds.
    """

    first: str
    second: str
    together: bool
    price: float | None = None

    def __post_init__(self) -> None:
        if self.first == self.second:
            raise InputError(f"second is {self.second}, the first itself; name two people")
