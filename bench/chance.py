"""Situations by chance: what measures look at is answered anew, dates among it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from app.assessments.models import LevelBasis
from app.engine.answers import NO_ANSWERS, Answers
from app.engine.definition import Definition
from app.engine.replay.details import written
from app.engine.replay.letters import Letter
from app.engine.replay.situations import BLOCK, FIELD, LINE, Alphabet, Situation

DAYS = 730
MOST_ROWS = 3
KINDS = 5_000
"""How many different answers with dates are made for one question."""

Place = tuple[int, int]
"""A block, and a line of it."""


class Kind(NamedTuple):
    """One way of answering a question: its character, and the lines beside it."""

    letter: Letter
    character: str
    lines: Mapping[Place, str]


def situations(definition: Definition, like: LevelBasis, chance: Random) -> Iterator[Situation]:
    """The same situation with other answers to what measures look at, and other ones known."""
    terms = [term for measure in definition.measures for term in measure.terms]
    keys = dict.fromkeys([*(term.key for term in terms),
                          *(term.windows.key for term in terms if term.windows)])
    kinds = [_kinds(definition, key, like.assessed_on, chance) for key in keys]
    codes, blocks = like.codes, [one.split(LINE) for one in like.beside.split(BLOCK)]
    while True:
        characters, beside = list(codes), [list(lines) for lines in blocks]
        for kind in map(chance.choice, kinds):
            characters[kind.letter.place] = kind.character
            for (block, line), said in kind.lines.items():
                beside[block][line] = said
        yield Situation("".join(characters), BLOCK.join(map(LINE.join, beside)))


def _kinds(definition: Definition, key: str, on: date, chance: Random) -> Sequence[Kind]:
    letter = Alphabet.of(definition).letters[key]
    if letter.closed:
        said = [Answers({key: option.key}) for option in letter.question.options]
        pairs = [(now, before) for now in said for before in (NO_ANSWERS, *said)]
    else:
        pairs = [(_dated(letter, on, chance), _dated(letter, on, chance)) for _ in range(KINDS)]
    return [_kind(definition, letter, *pair, on) for pair in pairs]


def _kind(
    definition: Definition, letter: Letter, now: Answers, before: Answers, on: date
) -> Kind:
    lines = {}
    for block, (sort, places) in enumerate(Alphabet.of(definition).lines.items()):
        for (key, column), line in places.items():
            if key == letter.question.key:
                lines[block, line] = FIELD.join(
                    written(letter.question, (sort, column), one, on) for one in (now, before))
    return Kind(letter, letter.code(now, before, frozenset()), lines)


def _dated(letter: Letter, on: date, chance: Random) -> Answers:
    """No row, or some, each with a day of the last two years."""
    key, rows = letter.question.key, tuple("abc"[:chance.randint(0, MOST_ROWS)])
    return Answers({
        f"{key}/{row}/{column.key}": (on - timedelta(days=chance.randrange(DAYS))).isoformat()
        for row in rows for column in letter.question.columns if column.type.name == "date"
    }, {key: rows})
