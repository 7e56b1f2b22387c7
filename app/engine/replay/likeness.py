"""Which values the later version tells apart; of all that it does not, one stands for all.

So there are few different ones however many there are, and the engine is asked about few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson

from app.engine.conditions import Condition, World
from app.engine.definition import Band, Definition, Question
from app.engine.measures import falls_in
from app.engine.pairing import UNTOLD, Pair
from app.engine.replay.columns import Table
from app.engine.replay.details import DAY, dated
from app.engine.replay.footprints import deciding
from app.engine.replay.situations import FIELD, LINE

Look = Callable[[Any], Any]
"""What one part of a definition makes of a value."""


class Said:
    """The values of one question, as they were recorded."""

    def __init__(self, pair: Pair, definition: Definition) -> None:
        self._pair, self._looks = pair, tuple(looks(definition, pair.later))
        self._first: dict[Any, str] = {}
        self._alike = Table(self._found)
        self._lines = Table(self._line)

    def column(self, lines: Iterable[str]) -> Iterator[str]:
        """What stands for each of these lines, of now and of before."""
        return self._lines.column(lines)

    def _line(self, line: str) -> str:
        return FIELD.join(self._alike.column(line.split(FIELD)))

    def _found(self, said: str) -> str:
        value = self._pair.told(orjson.loads(said)) if said else None
        if value is None or value is UNTOLD:
            seen: Any = value
        else:
            absence = self._pair.later.type.absence(self._pair.later, value)
            seen = (absence, *(look(value) for look in self._looks))
        return self._first.setdefault(seen, said)


class Ago:
    """How long ago dates were, as bands tell."""

    def __init__(self, bands: Sequence[Band]) -> None:
        self._bands = bands
        self._first: dict[tuple[bool, ...], str] = {}
        self._months = Table(self._month)
        self._lines = Table(_each_once)

    def column(self, lines: Iterable[str]) -> Iterator[str]:
        """What stands for each of these lines, of now and of before."""
        return self._lines.column(LINE.join(lines).translate(self._months).split(LINE))

    def _month(self, ordinal: int) -> str:
        month = chr(ordinal)
        if month in (LINE, FIELD):
            return month
        date = dated(month)
        falls = tuple(falls_in(band, date, DAY) for band in self._bands)
        return self._first.setdefault(falls, month)


def _each_once(line: str) -> str:
    return FIELD.join("".join(sorted(set(months))) for months in line.split(FIELD))


def looks(definition: Definition, question: Question) -> Iterator[Look]:
    """All that looks at the value of a question."""
    for term in (term for one in definition.measures for term in one.terms):
        if term.key == question.key and term.when is not None:
            yield term.when.holds
        if term.key == question.key and term.uses_value:
            yield float
    for condition in _conditions(definition):
        for leaf in condition.leaves():
            if leaf.awaits(f"answers/{question.key}"):
                yield _look(leaf, question.key)


def _conditions(definition: Definition) -> Iterator[Condition]:
    """Those of levels, of floors and of rules."""
    yield from deciding(definition)
    for question in definition.questions.values():
        yield from (rule.condition for rule in question.rules)


def _look(leaf: Condition, key: str) -> Look:
    """What a condition says of it; where it looks at more than this question, the value itself."""
    if leaf.reads != {f"answers/{key}"}:
        return orjson.dumps
    *outer, last = key.split(".")

    def holds(value: Any) -> bool:
        answers: dict[str, Any] = {last: value}
        for name in reversed(outer):
            answers = {name: answers}
        return leaf.holds(World(answers))

    return holds
