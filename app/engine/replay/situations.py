"""All of one set of answers that levels may depend on, written small; the words of texts are not.

A situation is a character for each question, in the order of the version it was given under. Beside
it stand blocks, one for each sort of field, with a line for each question that has such a field: of
what was answered, and of what was known before. The facts of the case are lines as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from msgspec import Struct

from app.engine import RELEASE as ENGINE
from app.engine.answers import Answers
from app.engine.asking import Facts
from app.engine.definition import Definition
from app.engine.held_harm import asked_today
from app.engine.measures import Background
from app.engine.replay.details import SAID, SINCE, SORTS, said, since, written
from app.engine.replay.letters import Letter, Untold

RELEASE = f"{ENGINE}/2"
"""Stamped on situations that are kept: the engine's, and how situations are written."""

BLOCK, LINE, FIELD = "\f", "\n", "\t"
"""What stands between blocks, lines, and the two fields of one; JSON holds none of them."""

FACT = "@"
"""Stands for the column where a line tells a fact of the case."""

KEPT = 32
_BIRTH = "case.date_of_birth"

Lines = Mapping[str, Mapping[tuple[str, str], int]]
"""Which line of a block tells a question or a fact of the case: by sort, key and column."""


class Situation(NamedTuple):
    """What was answered, known before and held, as characters and what stands beside them."""

    codes: str
    beside: str


WIDE = Situation("", "")
"""What no characters can tell; it has to be worked out from the answers."""


def situation_of(
    definition: Definition, answers: Answers, background: Background, facts: Facts, on: date
) -> Situation:
    """The situation of raw answers on a day."""
    try:
        return Alphabet.of(definition).written(answers, background, facts, on)
    except Untold:
        return WIDE


class Alphabet(Struct, frozen=True, eq=False, dict=True):
    """How the situations of one version are written and read."""

    definition: Definition

    @staticmethod
    @lru_cache(maxsize=KEPT)
    def of(definition: Definition) -> Alphabet:
        """The alphabet of a version, the same one each time."""
        return Alphabet(definition)

    @cached_property
    def letters(self) -> Mapping[str, Letter]:
        """The letter of each question, by its key."""
        return {
            key: Letter(question, place)
            for place, (key, question) in enumerate(self.definition.questions.items())}

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The facts of the case that are kept beside."""
        names = {_BIRTH, *(one.of for one in self.definition.derived if "." in one.of)}
        return tuple(sorted(names))

    @cached_property
    def lines(self) -> Lines:
        """Where each field stands."""
        names = [(sort, key, column) for key, letter in self.letters.items()
                 for sort, column in letter.fields]
        names += [(sort, key, FACT) for key in self.facts for sort in (SAID, SINCE)]
        blocks: dict[str, dict[tuple[str, str], int]] = {sort: {} for sort in SORTS}
        for sort, key, column in names:
            blocks[sort].setdefault((key, column), len(blocks[sort]))
        return blocks

    def written(
        self, answers: Answers, background: Background, facts: Facts, on: date
    ) -> Situation:
        """Raises Untold."""
        if any(not asked_today(self.definition, key) for key in background.held):
            raise Untold("harm whose question is another one now")
        known, held = background.last_known, background.held
        codes = [letter.code(answers, known, held) for letter in self.letters.values()]
        recorded = _Recorded(answers, known, facts, on)
        blocks = (LINE.join(self._line(sort, *place, recorded) for place in places)
                  for sort, places in self.lines.items())
        return Situation("".join(codes), BLOCK.join(blocks))

    def _line(self, sort: str, key: str, column: str, recorded: _Recorded) -> str:
        answers, known, facts, on = recorded
        if column == FACT:
            value = facts.get(key)
            return f"{said(value) if sort == SAID else since(value, on)}{FIELD}"
        question, name = self.definition.questions[key], (sort, column)
        return FIELD.join(written(question, name, one, on) for one in (answers, known))


class _Recorded(NamedTuple):
    answers: Answers
    known: Answers
    facts: Facts
    on: date
