"""
One thread for linear algebra.

The systems of a forecast are small: threads gain nothing, and on a busy machine they wait for each
other for a hundred times as long as the work takes. Many series are spread over processes instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep numpy and scipy to one thread inside the block."""
    with threadpool_limits(limits=1, user_api="blas"):  # type: ignore[no-untyped-call]
        yield
