"""The axis of time that everything over time is drawn on: where a day stands, in pixels.

Reviews stand as far apart as their days, but never so near that one hides another: where they are
close together the axis is stretched. A day in between stands in between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

EACH, NARROWEST, WIDEST = 140, 360, 800
"""As wide it is for each review where nothing needs to be stretched, and at least, and at most."""
CLOSEST = 30
EDGE = 42
_WRITTEN = 80
"""So far apart at least are two dates that are both written."""


class Axis(Struct, frozen=True):
    """`reviews` are the places of the reviews, in order; `end` is where the drawing ends."""

    days: tuple[date, ...]
    reviews: tuple[int, ...]
    last: date
    end: int

    @classmethod
    def of(cls, days: Sequence[date], today: date) -> Axis:
        """The axis of reviews in order of time, up to today."""
        last = max([today, *days[-1:]])
        span = max(1, (last - days[0]).days) if days else 1
        scale = min(WIDEST, max(NARROWEST, EACH * len(days))) / span
        places = [EDGE]
        for before, after in pairwise(days):
            places.append(places[-1] + max(CLOSEST, round((after - before).days * scale)))
        tail = round((last - days[-1]).days * scale) if days else 0
        return cls(tuple(days), tuple(places[:len(days)]), last, places[-1] + max(EDGE, tail))

    @property
    def width(self) -> int:
        """Of the whole drawing."""
        return self.end + EDGE

    def x(self, day: date) -> int:
        """The place of a day; of one before the first review or after today, the edge."""
        if day <= self.days[0]:
            return self.reviews[0]
        if day > self.last:
            return self.end
        place = bisect_right(self.days, day) - 1
        if place + 1 == len(self.days):
            return self._between(day, place, self.last, self.end)
        return self._between(day, place, self.days[place + 1], self.reviews[place + 1])

    def _between(self, day: date, place: int, until: date, end: int) -> int:
        start = self.reviews[place]
        days = max(1, (until - self.days[place]).days)
        return start + round((min(day, until) - self.days[place]).days / days * (end - start))

    @property
    def written(self) -> tuple[int, ...]:
        """The numbers of the reviews whose date has room to be written."""
        chosen: list[int] = []
        for number, x in enumerate(self.reviews):
            if not chosen or x - self.reviews[chosen[-1]] >= _WRITTEN:
                chosen.append(number)
        return tuple(chosen)
