"""Python's search for cycles, where it finds nothing and takes time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for cycles less often while a corpus is read, or a pipeline loaded.

    Each document makes tens of thousands of small objects that are freed without it, and modules and weights are many
    that stay; at Python's own thresholds the search takes a fifth of the time.
    """
    before = gc.get_threshold()
    if before[0]:  # 0: the caller has switched it off
        gc.set_threshold(max(before[0], 20_000), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
