"""What the disk alone takes to make sure of something, to read the saves by."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

from bench.targets import MILLISECONDS, Figure
from bench.timing import repeated

BLOCK = bytes(4096)


def measure() -> Iterator[Figure]:
    """A block at the end of a file, written and waited for."""
    with tempfile.TemporaryFile(prefix="bench") as file:

        def write() -> None:
            os.write(file.fileno(), BLOCK)
            os.fdatasync(file.fileno())

        yield Figure.of("the disk alone: 4 kB written and waited for", MILLISECONDS,
                        repeated(write, 200, 20))
