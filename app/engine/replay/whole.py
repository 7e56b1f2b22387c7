"""Whole answers worked out again under another version: exact, for one set of answers at a time.

`narrow` does the same for many sets at once and is tested against this.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.engine.answers import Answers
from app.engine.asking import Facts, effective
from app.engine.definition import Definition, Level
from app.engine.held_harm import EarlierHarm, asked_today, harm_it_became
from app.engine.levels import Calculated, work_out
from app.engine.measures import Background
from app.engine.pairing import Pairing
from app.engine.translation import translated


def recalculated(
    pairing: Pairing, answers: Answers, facts: Facts, on: date, background: Background
) -> Calculated:
    """What raw answers of the earlier version come to under the later one, on the same day.

    Answers that the lineage does not carry are not there; facts of the case, what was known before
    and harm on record are as they were.
    """
    told, _ = translated(pairing, answers)
    found = effective(pairing.later, told, facts, on)
    return work_out(pairing.later, found, told_background(pairing, background)).calculated


def told_background(pairing: Pairing, background: Background) -> Background:
    """What was recorded before, in the later version's terms. Harm on record is held whatever
    became of its question (X19)."""
    if pairing.same_version:
        return background
    known, _ = translated(pairing, background.last_known)
    held = {key: held_as(pairing, key) for key in sorted(background.held)}
    gone = [_earlier(pairing, key, background) for key, later in held.items() if later is None]
    return Background(
        known, frozenset(later or key for key, later in held.items()), tuple(gone))


def held_as(pairing: Pairing, key: str) -> str | None:
    """The question of actual harm of the later version that asks about harm held under a key; None
    where none asks it as the same question."""
    link = pairing.lineage.question(key)
    later = link.to[0] if link.comparable and len(link.to) == 1 else None
    return later if later is not None and asked_today(pairing.later, later) else None


def _earlier(pairing: Pairing, key: str, background: Background) -> EarlierHarm:
    before = next((one for one in background.earlier_harm if one.key == key), None)
    question = pairing.earlier.questions.get(key)
    came = (key, *(before.became if before else ()))
    became = dict.fromkeys(
        later for one in came for later in harm_it_became(one, pairing.later, pairing.lineage))
    if before is not None:
        return EarlierHarm(key, before.label, before.version, before.on, tuple(became))
    return EarlierHarm(key, question.label if question else key, 0, date.min, tuple(became))


class Ladder:
    """The levels of two versions on one ladder, to say which of two is higher.

    A level stands where the later version has it; one that is gone stands just above the nearest
    one below it that is still there.
    """

    def __init__(self, earlier: Definition, later: Definition) -> None:
        self._places = dict(_places(earlier.levels_by_rank, later))

    def step(self, before: Calculated, after: Calculated) -> int:
        """1 where the later one is higher, -1 where it is lower, else 0; the certain end first."""
        first, second = self._of(before), self._of(after)
        return (second > first) - (second < first)

    def _of(self, calculated: Calculated) -> tuple[float, float]:
        at_least, possibly = calculated.at_least, calculated.possibly
        return self._place(at_least), self._place(possibly or at_least)

    def _place(self, level: Level | None) -> float:
        return float("-inf") if level is None else self._places[level.id]


def _places(levels: Iterable[Level], later: Definition) -> Iterable[tuple[str, float]]:
    ranks = {level.id: float(level.rank) for level in later.levels}
    yield from ranks.items()
    below = float("-inf")
    lowest = min(ranks.values(), default=0.0) - 1
    for level in levels:
        if level.id in ranks:
            below = ranks[level.id]
        else:
            yield level.id, max(below, lowest) + 0.5
