"""What a change of one answer means for risk. The whole table is here and nowhere else."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from app.engine.absence import Absence
from app.engine.definition import Question, Risk


class Direction(StrEnum):
    """What happened to risk. Only the first two are about risk; unknown is never a fall."""

    REDUCED = "reduced"
    INCREASED = "increased"
    NEW_INFORMATION = "new_information"
    INFORMATION_LOST = "information_lost"
    CORRECTED = "corrected"
    NONE = "none"

    @property
    def mirrored(self) -> Direction:
        """The direction when the two sides are swapped."""
        return _MIRROR.get(self, self)


_MIRROR = {
    Direction.REDUCED: Direction.INCREASED,
    Direction.INCREASED: Direction.REDUCED,
    Direction.NEW_INFORMATION: Direction.INFORMATION_LOST,
    Direction.INFORMATION_LOST: Direction.NEW_INFORMATION,
}


class State(NamedTuple):
    """An answer as far as direction needs it: known or why not, and where between less and more."""

    absence: Absence | None = None
    position: float | None = None

    @property
    def known(self) -> bool:
        """Whether something is known."""
        return self.absence is None

    @property
    def present(self) -> bool:
        """Whether it is known to be there, wholly or possibly."""
        return self.known and bool(self.position)


def state_of(question: Question, value: Any, absence: Absence | None) -> State:
    """The state of an answer: its value, or why there is none."""
    if absence is not None or question.type.holds_rows:
        return State(absence)
    return State(None, question.type.position(question, value))


def direction(
    before: State, after: State, risk: Risk | None, *, historical: bool = False,
    corrected: bool = False,
) -> Direction:
    """What the change from one state to another means, `after` being the later one.

    Known to unknown is information lost, whatever was known, and unknown to known is new
    information, so neither is ever a reduction. Between two known answers more of what raises
    risk, or less of what lowers it, is an increase. A lifelong fact that turns to "no" was never
    so, and an answer that somebody says was wrong is corrected: neither is a reduction.
    """
    if corrected and before.known and after.known and before != after:
        return Direction.CORRECTED
    if before.known != after.known:
        return Direction.NEW_INFORMATION if after.known else Direction.INFORMATION_LOST
    if not before.known or before.position is None or after.position is None:
        return Direction.NONE
    more = after.position > before.position
    if historical and before.position > after.position:
        return Direction.CORRECTED
    if risk not in (Risk.RAISES, Risk.LOWERS) or before.position == after.position:
        return Direction.NONE
    return Direction.INCREASED if more == (risk is Risk.RAISES) else Direction.REDUCED
