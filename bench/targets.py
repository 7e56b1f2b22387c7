"""What must hold and what is aimed at, and a figure measured against it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A unit, the most that is acceptable and what is aimed at; None where nothing is asked."""

    unit: str
    must: float | None = None
    aim: float | None = None


WHOLE = Target("ms", 15, 5)
SECTION = Target("ms", 6, 3)
SAVE = Target("ms", 5, 2)
QUARTER_CHANGED = Target("ms", 10, 5)
ALL_CHANGED = Target("ms", 20, 10)
COMPARED = Target("ms", 5)
"""200 pairs a second, at 500 characters an answer."""
COMPARED_LONG = Target("ms", 50)
"""20 pairs a second, at 500 words an answer."""
TRAJECTORY = Target("ms", 60, 30)
LIST = Target("ms", 15, 5)
DESK = Target("ms", 100, 50)
HISTORY = Target("ms", 10, 4)
CSV = Target("s", 3, 1)
CSV_MEMORY = Target("MB", 16, 8)
"""Flat means that what a worker holds does not depend on how many there are."""
MEMORY = Target("MB", 80, 60)
START = Target("s", 0.8, 0.5)
PDF = Target("s", 0.35, 0.25)
EDITOR = Target("ms", 60, 30)
EDITED = Target("ms", 20, 10)
DIFFERENCE = Target("ms", 100, 20)
IMPACT = Target("s", 2, 1)
MILLISECONDS = Target("ms")
PAIRS = Target("pairs/s")

_SCALE = {"ms": 1000.0}


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds that a piece of work took, each time, and processor seconds a time, if known."""

    times: tuple[float, ...]
    processor: float | None = None

    @property
    def median(self) -> float:
        return self.part(0.5)

    def part(self, share: float) -> float:
        """The time that this share of the times stayed below."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value in its target's unit; `worst` is the 95th percentile of single times."""

    work: str
    target: Target
    value: float
    worst: float | None = None
    processor: float | None = None
    note: str = ""

    @classmethod
    def of(
        cls, work: str, target: Target, spent: Spent, note: str = "", scale: float = 1
    ) -> Figure:
        """A figure of times; `scale` brings them to the size that the target speaks of."""
        factor = _SCALE.get(target.unit, 1) * scale
        worst = spent.part(0.95) * factor if len(spent.times) >= 20 else None
        used = None if spent.processor is None else spent.processor * factor
        return cls(work, target, spent.median * factor, worst, used, note)

    @property
    def verdict(self) -> str:
        """Whether it holds: "aim met", "met", "not met", or nothing where nothing is asked."""
        target = self.target
        if target.must is None:
            return ""
        if target.aim is not None and self.value <= target.aim:
            return "aim met"
        return "met" if self.value <= target.must else "not met"
