"""Binary heaps inside larger arrays, and a knock-out tree that knows the soonest of many."""

import numpy as np

from planner.arrays import FloatArray, IntArray
from planner.simulation.compiled import step
from planner.simulation.records import SmallInts


@step
def push(keys: FloatArray, items: SmallInts, base: int, size: int, key: float, item: int) -> None:
    """Add to the heap of `size` entries that begins at `base`; equal keys go by item."""
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        above = base + parent
        if keys[above] < key or (keys[above] == key and items[above] < item):
            break
        keys[base + i] = keys[above]
        items[base + i] = items[above]
        i = parent
    keys[base + i] = key
    items[base + i] = item


@step
def drop_first(keys: FloatArray, items: SmallInts, base: int, size: int) -> None:
    """Take the first entry off the heap of `size` entries that begins at `base`."""
    last = size - 1
    key, item = keys[base + last], items[base + last]
    i = 0
    child = 1
    while child < last:
        here = base + child
        if child + 1 < last and (
            keys[here + 1] < keys[here]
            or (keys[here + 1] == keys[here] and items[here + 1] < items[here])
        ):
            child += 1
            here += 1
        if key < keys[here] or (key == keys[here] and item < items[here]):
            break
        keys[base + i] = keys[here]
        items[base + i] = items[here]
        i = child
        child = 2 * i + 1
    keys[base + i] = key
    items[base + i] = item


def knock_out_tree(n: int) -> SmallInts:
    """
    Winners among n numbers that are all equal: the first of each half, ``(2 * size,)``.

    `size` is the power of 2 that holds n; leaf i stands at ``size + i`` and the winner at 1.
    """
    size = 1 << max(n - 1, 1).bit_length()
    tree = np.zeros(2 * size, dtype=np.int32)
    tree[size:] = np.arange(size)
    for i in range(size - 1, 0, -1):
        tree[i] = tree[2 * i]
    return tree


@step
def change_key(
    keys: FloatArray, key_bits: IntArray, tree: SmallInts, item: int, key: float
) -> None:
    """
    Give one item another key; of equal keys the smaller item wins.

    `key_bits` are the same numbers read as integers, which have the same order from 0.0 on and
    are compared without a branch.
    """
    keys[item] = key
    winner, best = item, key_bits[item]
    i = tree.size // 2 + item
    while i > 1:
        rival = tree[i ^ 1]
        rival_bits = key_bits[rival]
        rival_wins = rival_bits < best + (i & 1)
        winner = rival if rival_wins else winner
        best = rival_bits if rival_wins else best
        i >>= 1
        if tree[i] == winner and winner != item:
            break
        tree[i] = winner
