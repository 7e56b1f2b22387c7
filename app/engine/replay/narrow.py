"""Many situations of one version worked out under another, each as the engine would, but fast.

What a term adds depends on a few questions alone, and so does the level once the measures are
known. So the engine itself is asked about each combination of these that turns up, once, with
nothing else answered; the rest is looking up and adding. Tested equal to `whole` on any answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, reduce
from operator import add, getitem, itemgetter
from typing import Any

import orjson

from app.engine.answers import Answers
from app.engine.asking import derive, effective
from app.engine.conditions import World
from app.engine.definition import Derived, Measure, Term
from app.engine.effective import Effective
from app.engine.levels import Calculated, calculated
from app.engine.measures import Background, Interval, Measured, contribution
from app.engine.pairing import Pairing
from app.engine.replay.footprints import Glance, Wide, of_levels, of_term
from app.engine.replay.situations import DAY, Alphabet, Letter, Part, date_value
from app.engine.replay.whole import held_as
from app.engine.translation import translated

_NOTHING_BESIDE: Mapping[str, Mapping[str, Any]] = {}

Added = complex
"""What a term adds: at the low end, and at the high end. They are added as two floats are."""


class Replay:
    """The levels that situations of `pairing.earlier` come to under `pairing.later`.

    `wide` says why none can be told from situations alone, or is None.
    """

    def __init__(self, pairing: Pairing) -> None:
        self._view = _View(pairing)
        self._known: dict[tuple[Any, ...], Calculated] = {}
        self._alike: dict[Calculated, Calculated] = {}
        self.wide: str | None = None
        self._sums: list[_Sum] = []
        try:
            glance = of_levels(pairing.later)
            self._sums = [_Sum(measure, self._view) for measure in pairing.later.measures]
            self._top = _Top(glance, self._view)
        except Wide as found:
            self.wide = str(found)

    def calculated(self, codes: str, beside: str, on: date) -> Calculated | None:
        """The calculated level of a situation; None where it must be worked out whole.

        What is equal is also the same object, so that callers may count by identity.
        """
        if self.wide is not None or not codes or self._view.loses_held(codes):
            return None
        said = orjson.loads(beside) if beside and self.looks_beside else _NOTHING_BESIDE
        totals = tuple([one.of(codes, said) for one in self._sums])
        key = (totals, *self._top.key(codes, said, on))
        found = self._known.get(key)
        if found is None:
            level = self._top.level(totals, codes, said, key)
            found = self._known[key] = self._alike.setdefault(level, level)
        return found

    @cached_property
    def looks_beside(self) -> bool:
        """Whether it looks at more than the characters; never where it is wide."""
        return self.wide is None and (
            self._top.looks_beside or any(one.looks_beside for one in self._sums))


class _View:
    """The questions of the later version as the situations of the earlier one tell them."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.letters = Alphabet.of(pairing.earlier).letters
        self._told_as = {
            pair.later.key: self.letters[key] for key, pair in pairing.by_earlier.items()}
        self._losing = [
            (letter.place, _held_characters(letter)) for key, letter in self.letters.items()
            if letter.question.harm and held_as(pairing, key) is None]

    def told(self, keys: Iterable[str]) -> list[Letter]:
        """The letters that tell these later questions; nothing is told of new ones. Raises Wide."""
        letters = [(key, self._told_as[key]) for key in keys if key in self._told_as]
        later = Alphabet.of(self.pairing.later).letters
        for key, letter in letters:
            if letter.told != later[key].told or not _same_dates(letter, later[key]):
                raise Wide(key)
        return [letter for _, letter in letters]

    def raw(
        self, letters: Sequence[Letter], codes: str, said: Mapping[str, Mapping[str, Any]]
    ) -> tuple[list[Part], Answers]:
        """What these letters say, and the answers among it in the later version's terms."""
        now, before = said.get("v", _NOTHING_BESIDE), said.get("k", _NOTHING_BESIDE)
        parts = [letter.read(codes[letter.place], now.get(letter.question.key),
                             before.get(letter.question.key)) for letter in letters]
        return parts, translated(self.pairing, _joined(part.answers for part in parts))[0]

    def loses_held(self, codes: str) -> bool:
        """Whether harm is held whose question is not asked as the same one later."""
        return any(held(codes[place]) for place, held in self._losing)

    def effective(
        self, letters: Sequence[Letter], codes: str, said: Mapping[str, Mapping[str, Any]],
    ) -> tuple[Effective, Background]:
        """What the engine works with, had nothing but these questions been answered."""
        parts, raw = self.raw(letters, codes, said)
        held = {key for part, letter in zip(parts, letters, strict=True) if part.held
                and (key := held_as(self.pairing, letter.question.key))}
        known, _ = translated(self.pairing, _joined(part.last_known for part in parts))
        return effective(self.pairing.later, raw, {}, DAY), Background(known, frozenset(held))


class _Sum:
    """One measure: terms that look at one question in runs, others one by one, in their order."""

    def __init__(self, measure: Measure, view: _View) -> None:
        made = [_Adding(term, of_term(view.pairing.later, term), view) for term in measure.terms]
        self.looks_beside = any(one.looks_beside for one in made)
        self._steps = list(_steps(made))

    def of(self, codes: str, said: Mapping[str, Mapping[str, Any]]) -> Added:
        """The measure at both ends."""
        total: Added = 0j
        for step in self._steps:
            total = step(total, codes, said)
        return total


_Step = Callable[[Added, str, Mapping[str, Mapping[str, Any]]], Added]


def _steps(made: Sequence[_Adding]) -> Iterable[_Step]:
    run: list[_Adding] = []
    for one in made:
        if one.single:
            run.append(one)
            continue
        if run:
            yield _run(run)
            run = []
        yield one.step
    if run:
        yield _run(run)


def _run(run: Sequence[_Adding]) -> _Step:
    """Adds what terms add that depend on one character each."""
    tables = [one.table for one in run]
    picked = itemgetter(*(one.letters[0].place for one in run))

    def step(total: Added, codes: str, said: Mapping[str, Mapping[str, Any]]) -> Added:
        return reduce(add, map(getitem, tables, picked(codes)), total)

    return step


class _Adding:
    """What one term adds, found out once for each combination of what it looks at."""

    def __init__(self, term: Term, keys: Sequence[str], view: _View) -> None:
        self.term, self.view, self.letters = term, view, view.told(keys)
        self._open = [one.question.key for one in self.letters if not one.closed]
        self.looks_beside = bool(self._open)
        self.single = len(self.letters) == 1 and not self._open
        self.table: dict[Any, Added] = _Table(self._of_character) if self.single else {}
        self._pick = _picked(self.letters)

    def step(self, total: Added, codes: str, said: Mapping[str, Mapping[str, Any]]) -> Added:
        """The total with what this term adds."""
        key = (self._pick(codes), *_beside(self._open, said))
        found = self.table.get(key)
        if found is None:
            found = self.table[key] = self._of(codes, said)
        return total + found

    def _of_character(self, character: str) -> Added:
        return self._of({self.letters[0].place: character}, _NOTHING_BESIDE)

    def _of(self, codes: Any, said: Mapping[str, Mapping[str, Any]]) -> Added:
        found, background = self.view.effective(self.letters, codes, said)
        added = contribution(self.term, self.view.pairing.later, found, background)
        return complex(added.low, added.high)


class _Table(dict[Any, Added]):
    """Filled as it is looked at."""

    def __init__(self, make: Callable[[Any], Added]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Added:
        found = self[key] = self._make(key)
        return found


@dataclass(frozen=True)
class _Derives:
    """A derived value of a situation."""

    derived: Derived
    letters: tuple[Letter, ...]
    view: _View

    def of(self, codes: str, said: Mapping[str, Mapping[str, Any]], on: date) -> Any:
        if self.letters:
            return derive(self.derived, self.view.raw(self.letters, codes, said)[1], {}, on)
        return derive(self.derived, Answers(), said.get("f", {}), on)


class _Top:
    """The level that measures come to, with what levels and floors look at beside them."""

    def __init__(self, glance: Glance, view: _View) -> None:
        self.view, self._letters = view, view.told(glance.questions)
        self._open = [one.question.key for one in self._letters if not one.closed]
        self._derives = [self._derived(one) for one in glance.derived]
        self.looks_beside = bool(self._open or self._derives)
        self._pick = _picked(self._letters)

    def key(
        self, codes: str, said: Mapping[str, Mapping[str, Any]], on: date
    ) -> tuple[Any, ...]:
        """All that the level depends on beside the measures; derived values come last."""
        derived = tuple([one.of(codes, said, on) for one in self._derives])
        return self._pick(codes), *_beside(self._open, said), derived

    def level(
        self, totals: Sequence[Added], codes: str, said: Mapping[str, Mapping[str, Any]],
        key: tuple[Any, ...],
    ) -> Calculated:
        """What the engine says of it."""
        definition = self.view.pairing.later
        found, background = self.view.effective(self._letters, codes, said)
        names = (one.derived.name for one in self._derives)
        derived = {name: value for name, value in zip(names, key[-1], strict=True)
                   if value is not None}
        world = World(found.world.answers, derived=derived, marks=found.world.marks)
        measures = {
            measure.id: Measured(measure.id, measure.title, Interval(total.real, total.imag), 0, 0)
            for measure, total in zip(definition.measures, totals, strict=True)}
        return calculated(definition, replace(found, world=world), background, measures)

    def _derived(self, derived: Derived) -> _Derives:
        question = self.view.pairing.later.questions.get(derived.of)
        if question is None:
            if derived.of not in Alphabet.of(self.view.pairing.earlier).facts:
                raise Wide(derived.of)
            return _Derives(derived, (), self.view)
        return _Derives(derived, tuple(self.view.told([derived.of])), self.view)


def _picked(letters: Sequence[Letter]) -> Callable[[str], Any]:
    if not letters:
        return lambda codes: ""
    return itemgetter(*(letter.place for letter in letters))


def _beside(keys: Sequence[str], said: Mapping[str, Mapping[str, Any]]) -> Iterable[Any]:
    """What stands beside the characters of these questions, now and when last known."""
    now, before = said.get("v", _NOTHING_BESIDE), said.get("k", _NOTHING_BESIDE)
    return [(now.get(key), before.get(key)) for key in keys]


def _joined(parts: Iterable[Answers]) -> Answers:
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    marks: dict[str, Any] = {}
    for part in parts:
        values.update(part.values)
        rows.update(part.rows)
        marks.update(part.marks)
    return Answers(values, rows, marks)


def _same_dates(letter: Letter, later: Letter) -> bool:
    """Whether the columns that hold dates later hold dates in the earlier version too."""
    columns = ((column, letter.question.column(column.key)) for column in later.question.columns)
    return all(date_value(before) for column, before in columns if before and date_value(column))


def _held_characters(letter: Letter) -> Callable[[str], bool]:
    return lambda code: letter.read(code, None, None).held
