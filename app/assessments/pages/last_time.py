"""Last time, beside a review: what was answered then, in the words of then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from app.assessments import history
from app.assessments.carrying import LeftBehind, carry
from app.assessments.computing import Computed, of_state
from app.assessments.models import Assessment
from app.definitions.queries import pairing
from app.engine.definition import Question
from app.engine.pairing import Pairing
from app.engine.reading import Entry, read_one

_TOLD = ("reworded", "split", "merged", "replaced", "added")


@dataclass(frozen=True)
class LastTime:
    """The revision that a review follows, and how its questions pair with those of today."""

    computed: Computed
    pairing: Pairing

    @property
    def on(self) -> date:
        """The day it speaks of."""
        return self.computed.on

    @property
    def author(self) -> str:
        """Who submitted it."""
        return self.computed.revision.author_name

    @property
    def version_number(self) -> int:
        """The number of the version of the toolkit it was given under."""
        return self.computed.assessment.version.number

    def entries(self, questions: Iterable[Question]) -> dict[str, Entry]:
        """What was answered to these questions of today's version, by their key."""
        return {
            question.key: entry for question in questions
            if (entry := self._entry(question.key)) is not None
        }

    @cached_property
    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What could not be carried over."""
        return carry(self.computed.answers, self.pairing).left_behind

    @cached_property
    def changes(self) -> tuple[tuple[str, int], ...]:
        """How many questions were reworded, added and so on: ("reworded", 2)."""
        relations = Counter(
            self.pairing.lineage.back(key).relation for key in self.pairing.later.questions
        )
        return tuple((told, relations[told]) for told in _TOLD if relations[told])

    def _entry(self, key: str) -> Entry | None:
        earlier_key = self.pairing.earlier_of(key)
        if earlier_key is None:
            return None
        definition = self.pairing.earlier
        section = definition.section_of[earlier_key]
        return read_one(definition.questions[earlier_key], section.key, self.computed.effective)


def last_time(assessment: Assessment) -> LastTime | None:
    """What a review follows; None for a first assessment."""
    previous, number = assessment.previous, assessment.previous_number
    if previous is None or number is None:
        return None
    pair = pairing(previous.version, assessment.version)
    state = history.at(previous, pair.earlier, number)
    assert state.revision is not None
    return LastTime(of_state(previous, pair.earlier, state.revision, state.answers), pair)
