"""The answers that count on a date, and why there is none where there is none.

Which questions are asked is decided in `asking`; this is only what came of it.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, answered
from app.engine.conditions import World
from app.engine.definition import Question, Section
from app.engine.withheld_rows import lists_in_part


class Effective(Struct, frozen=True, dict=True):
    """The answers that count on a date.

    `hidden` are the keys of questions not shown, `disabled` of those shown and not asked;
    `dropped` the keys among both that hold a raw answer, listed so that none is silently lost.
    `withheld` are those of which whoever reads this may not know whether they are answered;
    `in_part` the lists of which they may not know how many rows there are.
    """

    answers: Answers
    world: World
    on: date
    hidden: frozenset[str] = frozenset()
    disabled: frozenset[str] = frozenset()
    dropped: tuple[str, ...] = ()
    withheld: frozenset[str] = frozenset()
    in_part: frozenset[str] = frozenset()

    @cached_property
    def _why(self) -> dict[tuple[str, str], Absence | None]:
        return {}

    def asked(self, key: str) -> bool:
        """Whether a question is asked of whoever reads this."""
        return not (key in self.hidden or key in self.disabled or key in self.withheld)

    def without(self, keys: frozenset[str]) -> Effective:
        """The same for somebody who may not see some answers, which are not in it any more.

        Every one of them stands as withheld, whether or not it was shown.
        """
        lists, left = lists_in_part(keys), self.answers.without(keys)
        dropped = tuple(key for key in self.dropped if key not in keys
                        and (key not in lists or left.rows.get(key)))
        return Effective(
            left, self.world, self.on, self.hidden - keys, self.disabled - keys, dropped,
            keys, lists)

    def skip_of(self, section: Section) -> Mark | None:
        """The mark by which a section that may be skipped is skipped, or None."""
        return self.answers.skip_of(section.key) if section.skip_label else None

    def absence(self, question: Question, section_key: str = "") -> Absence | None:
        """Why there is no answer to a question, or None where there is one.

        An answer counts even where somebody also marked it not applicable or to revisit: a mark
        never hides what is known. Whoever compares or measures asks for each again and again, so
        it is found out once.
        """
        place = question.key, section_key
        if place not in self._why:
            self._why[place] = self._absence(question, section_key)
        return self._why[place]

    def _absence(self, question: Question, section_key: str) -> Absence | None:
        if not self.asked(question.key):
            return Absence.NOT_ASKED
        if question.type.holds_rows:
            why = None if answered(question, self.answers) else Absence.BLANK
        else:
            why = question.type.absence(question, self.answers.values.get(question.key))
        if why is not Absence.BLANK:
            return why
        if section_key and self.answers.skip_of(section_key):
            return Absence.SKIPPED
        return self.answers.mark(question.key).absence or why
