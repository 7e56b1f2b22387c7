"""Answers to measure with: to every question of a toolkit, and what a review changes of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

import orjson

from app.engine.answers import NO_ANSWERS, Answers, Mark, Standing
from app.engine.asking import effective
from app.engine.definition import Definition, Meaning, Option, Question
from app.engine.levels import work_out
from app.engine.measures import NO_BACKGROUND

SIZE = 20_000
"""Bytes that a whole set of answers takes when it is stored."""

ROWS = 2
"""Rows in every question that takes rows."""

_WORDS = (
    "seen at school with an older man who drove her home after dark twice this month mother says "
    "nobody in the family knows him police were told and asked for the number of the car she has a "
    "new phone that nobody bought her and will not say where it comes from youth worker thinks she "
    "is afraid of somebody and goes missing from placement on weekends health visitor recorded "
    "bruises on her arm which she explained differently each time friends have stopped visiting"
).split()


class Texts:
    """Sentences of any length, and the same with about every fifth word another."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def of(self, characters: int) -> str:
        """So many characters, in words."""
        words = self._random.choices(_WORDS, k=characters // 3)
        return " ".join(words)[:characters].strip()

    def words(self, number: int) -> str:
        """So many words."""
        return " ".join(self._random.choices(_WORDS, k=number))

    def reworded(self, text: str) -> str:
        """The text as somebody would bring it up to date."""
        pick = self._random
        return " ".join(
            pick.choice(_WORDS) if pick.random() < 0.2 else word for word in text.split())


@dataclass(frozen=True, slots=True)
class Filling:
    """How a toolkit is filled in: on which day, and with how many characters in a long text."""

    definition: Definition
    on: date
    characters: int = 300

    def answers(self) -> Answers:
        """Every question answered, with reasons wherever they may be given."""
        texts, values = Texts(), {}
        for address, question in self._addresses():
            value = _value(question, self, texts)
            if value is not None:
                values[address] = value
        marks = {q.key: self._mark(texts) for q in self.definition.questions.values() if q.evidence}
        return with_level(self.definition, Answers(values, self.rows(), marks), self.on)

    def rows(self) -> dict[str, tuple[str, ...]]:
        """The rows of every question that takes rows."""
        return {key: tuple(f"r{number}" for number in range(1, ROWS + 1))
                for key, question in self.definition.questions.items()
                if question.type.name == "rows"}

    def _addresses(self) -> Iterator[tuple[str, Question]]:
        rows = self.rows()
        for key, question in self.definition.questions.items():
            if not question.type.holds_rows:
                yield key, question
                continue
            for row in rows.get(key, tuple(fixed.key for fixed in question.fixed_rows)):
                for column in question.columns:
                    yield f"{key}/{row}/{column.key}", column

    def _mark(self, texts: Texts) -> Mark:
        return Mark(rationale=texts.of(self.characters), source="Police, Sergeant Lowe",
                    evidence_date=(self.on - timedelta(days=9)).isoformat())


def of_size(definition: Definition, on: date, size: int = SIZE) -> Answers:
    """A whole set of answers that takes `size` bytes when it is stored, to within a few hundred."""
    low, high = 10, 2_000
    while high - low > 1:
        middle = (low + high) // 2
        fits = stored_size(definition, Filling(definition, on, middle).answers()) <= size
        low, high = (middle, high) if fits else (low, middle)
    return Filling(definition, on, low).answers()


def stored_size(definition: Definition, answers: Answers) -> int:
    """The bytes of a whole revision's body."""
    return len(orjson.dumps(answers.to_document(definition)))


def reviewed(
    definition: Definition, before: Answers, every: int, on: date
) -> Callable[[Answers], Answers]:
    """An edit of a review's carried answers: each `every`-th changes, the others are affirmed.

    `before` is last time, whose reasons are brought up to date or copied.
    """
    return lambda carried: _review(definition, before, carried, every, on)


def with_level(definition: Definition, answers: Answers, on: date) -> Answers:
    """The same with the level that follows from them, so that they can be submitted."""
    judgement = definition.judgement
    result = work_out(definition, effective(definition, answers, {}, on), NO_BACKGROUND)
    level = result.calculated.at_least
    if judgement is None or level is None:
        return answers
    return answers.with_changes(values={judgement.key: level.id})


def _review(
    definition: Definition, before: Answers, carried: Answers, every: int, on: date
) -> Answers:
    texts, values, marks = Texts(2), dict(carried.values), {}
    for number, (key, question) in enumerate(definition.questions.items()):
        said = before.mark(key).rationale or texts.of(120)
        if number % every:
            marks[key] = Mark(
                standing=Standing.AFFIRMED, rationale=said if question.evidence else "",
                rationale_copied=bool(question.evidence))
            continue
        marks[key] = Mark(rationale=texts.reworded(said) if question.evidence else "")
        for address in [a for a in carried.values if a.partition("/")[0] == key]:
            values[address] = _changed(definition.question_at(address), values[address], texts)
    missing = {a: v for a, v in Filling(definition, on).answers().values.items() if a not in values}
    return with_level(definition, NO_ANSWERS.with_changes(
        values={**missing, **values}, rows={**Filling(definition, on).rows(), **carried.rows},
        marks=marks), on)


def _value(question: Question, filling: Filling, texts: Texts) -> Any:
    kind, schema = question.type.name, question.schema
    if question.options or kind == "checkboxes":
        return _chosen(question)
    if kind in ("number", "scale"):
        return int(schema.get("minimum", 1)) + 1
    if kind == "date":
        return (filling.on - timedelta(days=30)).isoformat()
    if kind == "textarea":
        return texts.of(filling.characters)
    if kind == "text":
        return texts.of(min(filling.characters, schema.get("maxLength", 40), 40))
    raise LookupError(f"Nothing to answer a question of type {kind} with")


def _chosen(question: Question) -> Any:
    keys = [option.key for option in _harmless(question)]
    return keys[:2] if question.type.name == "checkboxes" else keys[0]


def _harmless(question: Question) -> list[Option]:
    """What may be chosen: of actual harm anything but yes, which would hold the level for ever."""
    return [option for option in question.options
            if not (question.harm and option.meaning is Meaning.YES)]


def _changed(question: Question | None, value: Any, texts: Texts) -> Any:
    if question is None:
        return value
    keys = [option.key for option in _harmless(question)]
    if question.type.name == "checkboxes":
        return keys[1:3]
    if keys:
        return next(islice(cycle(keys), keys.index(value) + 1, None)) if value in keys else keys[0]
    if isinstance(value, str):
        return value if question.type.name == "date" else texts.reworded(value)
    return value + 1
