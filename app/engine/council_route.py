"""The route of the council: what a multi-agency discussion has to agree to, and whether it has.

It comes after the evidence, which is for `reduction`; both have to pass (ruling X6). Pure: who
asked, what was discussed and what is known by now comes from above.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct

from app.engine.grounds import Rung
from app.engine.reduction import NEVER, NEVER_STEPPED_DOWN, Kind, Shortfall
from app.engine.standards import DiscussedFirst, PracticeStandards


class Act(StrEnum):
    """What is decided through the gate."""

    STEP_DOWN = "step-down"
    CLOSE = "close"

    @property
    def words(self) -> str:
        """As in "You cannot … yet"."""
        return "step down" if self is Act.STEP_DOWN else "close this case"

    @property
    def doing(self) -> str:
        """As in "asked for …"."""
        return "stepping down" if self is Act.STEP_DOWN else "closing"

    @property
    def asking(self) -> str:
        """What the page is called on which it is asked for."""
        return "Ask for a step down" if self is Act.STEP_DOWN else "Ask for closure"

    @property
    def never(self) -> frozenset[Kind]:
        """What no decision goes past, whoever makes it."""
        return NEVER_STEPPED_DOWN if self is Act.STEP_DOWN else NEVER_CLOSED


ROUTE = frozenset({
    Kind.NOT_ASKED, Kind.NOT_DISCUSSED, Kind.NOT_AGREED, Kind.DISCUSSED_BEFORE,
    Kind.DISCUSSED_HIGHER})
"""The ways in which the agreement of the discussion is missing."""
NEVER_CLOSED = NEVER | ROUTE
"""Nor is a case closed by anybody to which the discussion did not agree: all must pass (X6)."""
_NEEDING = {
    Act.STEP_DOWN: (DiscussedFirst.STEPPING_DOWN, DiscussedFirst.BOTH),
    Act.CLOSE: (DiscussedFirst.CLOSING, DiscussedFirst.BOTH),
}


class Basis(NamedTuple):
    """What is known at a moment: the ids of the signature that a decision would cite, and of what
    was last submitted or added."""

    sign_off: int | None
    revision: int | None


class Discussed(Struct, frozen=True):
    """What a multi-agency discussion decided: whether it agreed, at which level it saw the risk,
    and what it knew; `newer` whether a note, a document or an immediate danger was added to the
    case since. `again_on` is when the two managers put it to the discussion again."""

    held_on: date
    agreed: bool
    level: Rung | None
    basis: Basis
    newer: bool = False
    again_on: date | None = None


class Asked(Struct, frozen=True):
    """That somebody asked for the discussion, and the last one that was recorded since."""

    on: date
    discussed: Discussed | None = None


def is_discussed_first(act: Act, standards: PracticeStandards) -> bool:
    """Whether an act needs the agreement of a multi-agency discussion."""
    return standards.discussed_first in _NEEDING[act]


def not_agreed(asked: Asked | None, now: Basis, to: Rung | None) -> Shortfall | None:
    """In which way the agreement is missing to come to a level; None where it is there.

    It counts while it is the last word on what was asked, was about what is known now, and saw
    the risk no higher than the level that would be come to.
    """
    if asked is None:
        return Shortfall(Kind.NOT_ASKED)
    last = asked.discussed
    if last is None:
        return Shortfall(Kind.NOT_DISCUSSED, about=_day(asked.on))
    if last.again_on:
        return Shortfall(Kind.NOT_DISCUSSED, about=_day(last.again_on))
    if not last.agreed:
        return Shortfall(Kind.NOT_AGREED, about=_day(last.held_on))
    if last.basis != now or last.newer:
        return Shortfall(Kind.DISCUSSED_BEFORE, about=_day(last.held_on))
    if last.level and to and last.level.rank > to.rank:
        return Shortfall(Kind.DISCUSSED_HIGHER, about=_day(last.held_on),
                         before=last.level.title, after=to.title)
    return None


def _day(day: date) -> str:
    """3 March 2026"""
    return f"{day.day} {day:%B %Y}"
