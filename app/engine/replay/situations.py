"""All of one set of answers that levels may depend on, written small; the words of texts are not.

A situation is a character for each question, in the order of the version it was given under, and
beside it a line for each question that no character tells, of what was answered and of what was
known before, and one for each fact of the case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, NamedTuple

import orjson

from app.engine import RELEASE as ENGINE
from app.engine.answers import Answers
from app.engine.asking import Facts
from app.engine.definition import Definition
from app.engine.held_harm import asked_today
from app.engine.measures import Background
from app.engine.replay.details import SAID, SINCE, since, written
from app.engine.replay.letters import Letter, Untold

RELEASE = f"{ENGINE}/2"
"""Stamped on situations that are kept: the engine's, and how situations are written."""

LINE, FIELD = "\n", "\t"
"""What stands between lines, and between the fields of one; JSON holds neither."""

FACT = (SAID, SINCE)
"""The fields of a fact of the case."""

KEPT = 32
_BIRTH = "case.date_of_birth"


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


@dataclass(frozen=True, eq=False)
class Alphabet:
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
        made, lines = {}, count()
        for place, (key, question) in enumerate(self.definition.questions.items()):
            letter = Letter(question, place, -1)
            made[key] = Letter(question, place, next(lines)) if letter.fields else letter
        return made

    @cached_property
    def facts(self) -> Mapping[str, int]:
        """The facts of the case that are kept beside, and the line of each."""
        names = {_BIRTH, *(one.of for one in self.definition.derived if "." in one.of)}
        first = sum(bool(letter.fields) for letter in self.letters.values())
        return {name: line for line, name in enumerate(sorted(names), first)}

    @cached_property
    def lines(self) -> int:
        """How many lines stand beside the characters."""
        return max(self.facts.values()) + 1

    def written(
        self, answers: Answers, background: Background, facts: Facts, on: date
    ) -> Situation:
        """Raises Untold."""
        if any(not asked_today(self.definition, key) for key in background.held):
            raise Untold("harm whose question is another one now")
        known, held = background.last_known, background.held
        codes = [letter.code(answers, known, held) for letter in self.letters.values()]
        beside = (*self._said(answers, known, on), *(_fact(facts.get(one), on) for one in self.facts))
        return Situation("".join(codes), LINE.join(map(FIELD.join, beside)))

    def _said(self, answers: Answers, known: Answers, on: date) -> Iterator[list[str]]:
        for letter in self.letters.values():
            if letter.fields:
                yield [*written(letter.question, answers, on), *written(letter.question, known, on)]


def _fact(value: Any, on: date) -> list[str]:
    said = "" if value is None else orjson.dumps(value).decode()
    return [said, since(value, on) if isinstance(value, str) else ""]
