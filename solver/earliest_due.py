"""Work done earliest due first, which leaves as little undone as can be."""

from collections.abc import Sequence
from heapq import heappop, heappush

Task = tuple[int, int, int]
"""First place and end of the places in which it may be done, and its amount."""


def place(rooms: Sequence[int], tasks: Sequence[Task]) -> dict[tuple[int, int], int]:
    """
    Amounts of tasks put into rooms, by (task, room).

    Rooms are filled in order, each by the open task that is due first. With units of work of one
    size no other order does more of it (Glover's rule for matchings of intervals).
    """
    found: dict[tuple[int, int], int] = {}
    coming = sorted(range(len(tasks)), key=lambda i: tasks[i][0], reverse=True)
    left, queue = [amount for _, _, amount in tasks], list[tuple[int, int]]()
    for room, size in enumerate(rooms):
        while coming and tasks[coming[-1]][0] <= room:
            i = coming.pop()
            heappush(queue, (tasks[i][1], i))
        while size > 0 and queue:
            due, i = queue[0]
            done = min(size, left[i]) if due > room else 0
            if done:
                found[i, room] = done
                size, left[i] = size - done, left[i] - done
            if done == 0 or left[i] == 0:
                heappop(queue)
    return found
