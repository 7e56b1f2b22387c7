"""The end of a day, to look back to: which days can be asked for, and what was recorded since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from msgspec import Struct

from app.clock import in_london, show_date
from app.definitions.standards import end_of
from app.errors import Refused

_COUNTED = {
    "submissions": ("submitted assessment", "submitted assessments"),
    "additions": ("addition", "additions"),
    "saves": ("save of a draft", "saves of a draft"),
    "set_aside": ("draft set aside", "drafts set aside"),
    "notes": ("note", "notes"),
    "dangers": ("entry about immediate danger", "entries about immediate danger"),
    "harm_endings": ("record that abuse ended", "records that abuse ended"),
    "allocations": ("allocation", "allocations"),
    "signatures": ("signature", "signatures"),
    "comments": ("comment", "comments"),
    "requests": ("request for changes", "requests for changes"),
}


class Moment(NamedTuple):
    """A day in London and its last moment: what is looked back to is what was recorded by then."""

    on: date
    until: datetime


class Since(Struct, frozen=True, kw_only=True):
    """How much was recorded after a moment, of each kind."""

    submissions: int = 0
    additions: int = 0
    saves: int = 0
    set_aside: int = 0
    notes: int = 0
    dangers: int = 0
    harm_endings: int = 0
    allocations: int = 0
    signatures: int = 0
    comments: int = 0
    requests: int = 0

    @property
    def words(self) -> str:
        """2 additions, 1 note; "nothing" where there is none."""
        return ", ".join(self._words()) or "nothing"

    def _words(self) -> Iterator[str]:
        for name, (one, many) in _COUNTED.items():
            if number := getattr(self, name):
                yield f"{number} {one if number == 1 else many}"


def read_day(written: str) -> date:
    """The day that an address asks for; raises Refused for anything but a date."""
    try:
        if len(written) == 10:
            return date.fromisoformat(written)
    except ValueError:
        pass
    raise Refused("The date must be a real date, written like 2025-03-31.", field="on")


def moment_of(on: date, opened_at: datetime, today: date) -> Moment:
    """The end of a day on which a case was there; raises Refused, with `field`, for another day."""
    opened = in_london(opened_at).date()
    if on > today:
        raise Refused("The date must be today or in the past", field="on")
    if on < opened:
        raise Refused(
            f"The case was opened on {show_date(opened)}. Enter that day or a later one",
            field="on")
    return Moment(on, end_of(on))
