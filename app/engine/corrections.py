"""Which earlier answers were said to be wrong by a later assessment, over any number of them.

What a correction does to the direction of a change is decided in `directions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from app.engine.answers import addresses_of
from app.engine.definition import Question
from app.engine.effective import Effective
from app.engine.pairing import Pairing
from app.engine.translation import translated_effective


class Told(Struct, frozen=True, dict=True):
    """One assessment as it was given, paired with the version in which it is told."""

    given: Effective
    pairing: Pairing

    @cached_property
    def corrects(self) -> frozenset[str]:
        """The questions, by their key today, at which it says that the answer before was wrong."""
        marked = (key for key, mark in self.given.answers.marks.items() if mark.earlier_was_wrong)
        found = (self.pairing.later_of(key) for key in marked)
        return frozenset(key for key in found if key is not None)

    def answer(self, question: Question) -> Any:
        """What was known in answer to a question of today's, in its terms; None for nothing."""
        effective = self._today
        if effective.absence(question) is not None:
            return None
        if not question.type.holds_rows:
            return effective.answers.values.get(question.key)
        return {address: effective.answers.values[address]
                for address in addresses_of(question, effective.answers)
                if address in effective.answers.values}

    @cached_property
    def _today(self) -> Effective:
        return translated_effective(self.pairing, self.given)[0]


def wrong_since(chain: Sequence[Told]) -> frozenset[str]:
    """The keys, in today's version, whose answer in the first assessment was said to be wrong in a
    later one.

    `chain` is the first assessment and all that followed it, in the order of time, each told in
    the version of the last. Forgetting an answer in between does not undo that it was wrong.
    """
    first, *later = chain
    marked = {key for told in later for key in told.corrects}
    questions = first.pairing.later.questions
    return frozenset(key for key in marked if _was_wrong(questions[key], first, later))


def _was_wrong(question: Question, first: Told, later: Sequence[Told]) -> bool:
    answer = known = first.answer(question)
    for told in later if answer is not None else ():
        now = told.answer(question)
        if question.key in told.corrects and _contradicts(question, answer, known, now):
            return True
        known = known if now is None else now
    return False


def _contradicts(question: Question, answer: Any, known: Any, now: Any) -> bool:
    """Whether to say that what was `known` is wrong, and is `now` that, says so of `answer` too:
    it is the same one, or is off in the same direction. What is right may not be known."""
    if now is not None and _same(question, known, now):
        return False
    if now is None or _same(question, answer, known):
        return _same(question, answer, known)
    one, other, right = (question.type.position(question, said) for said in (answer, known, now))
    if one is None or other is None or right is None:
        return False
    return (one - right) * (other - right) > 0


def _same(question: Question, one: Any, other: Any) -> bool:
    return bool(one == other) if question.type.holds_rows else question.type.same(one, other)
