"""Work of a queue that a roster places: when it comes, when it is done, and what is late."""

from dataclasses import dataclass

import numpy as np

from planner.arrays import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class PlacedWork:
    """
    Agent-hours of a queue's work in every slot of a grid, shape ``(n_slots,)`` each.

    Parameters
    ----------
    comes
        Work that may be done from the slot on; in the first one with what is open before.
    done
        Work done in the slot, earliest due first.
    late
        Work that is due with the end of the slot and not done by then.
    """

    queue: str
    comes: FloatArray
    done: FloatArray
    late: FloatArray

    @property
    def waiting(self) -> FloatArray:
        """Work that has come and is neither done nor late at the end of each slot."""
        left = np.cumsum(self.comes - self.done - self.late)
        return np.maximum(left, 0.0)
