"""The one way in which tests look at time: whether more work takes that much longer, or its square."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

_NOTICEABLE = 0.02
"""CPU seconds below which a measurement says nothing."""


def grows(work: Callable[[int], Callable[[], object]], size: int, times: int = 16) -> None:
    """Assert that work of `times` the size takes about `times` as long; a square would take `times` more.

    `work` makes ready what is then done and measured. A machine that was busy for a moment is asked once more.
    """

    def seconds(size: int) -> float:
        job = work(size)
        start = process_time()
        job()
        return process_time() - start

    def is_linear() -> bool:
        short, long = seconds(size), seconds(size * times)
        return long < times * 3 * max(short, _NOTICEABLE)

    assert is_linear() or is_linear()
