"""Lines of contacts, each in order of arrival, merged into one order."""

from planner.arrays import FloatArray, IntArray
from planner.simulation.compiled import entry


@entry
def merge(arrive_s: FloatArray, heads: IntArray, ends: IntArray, order: IntArray) -> None:
    """
    Fill `order` with the places of all contacts in order of arrival; ties go to the lower line.

    The contacts of line i stand from ``heads[i]`` to before ``ends[i]``, sorted; `heads` is used
    up. Looking at the head of every line is quick for the few dozen lines of a centre.
    """
    for i in range(order.size):
        first = -1
        for line in range(heads.size):
            if heads[line] < ends[line] and (
                first < 0 or arrive_s[heads[line]] < arrive_s[heads[first]]
            ):
                first = line
        order[i] = heads[first]
        heads[first] += 1
