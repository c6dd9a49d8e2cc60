"""
One thread for linear algebra.

The systems of a forecast and of a mix of schedules are small: threads gain nothing, and on a busy
machine they wait for each other for many times as long as the work takes. Many series are spread
over processes instead, and the workers of a solve over threads.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from threadpoolctl import ThreadpoolController


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep numpy and scipy to one thread inside the block."""
    with _libraries().limit(limits=1, user_api="blas"):
        yield


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    """Libraries that are loaded, looked for once: that takes longer than a small system."""
    return ThreadpoolController()  # type: ignore[no-untyped-call]
