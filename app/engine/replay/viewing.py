"""What situations of one version say in the terms of another: of questions, and of harm held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import compress, repeat
from typing import Any

from msgspec import Struct

from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.definition import Windows
from app.engine.effective import Effective
from app.engine.measures import Background
from app.engine.pairing import Pairing
from app.engine.replay.columns import Columns, Table
from app.engine.replay.details import AGO, DAY, SAID, SORTS, Name, date_value
from app.engine.replay.footprints import Wide
from app.engine.replay.letters import Letter
from app.engine.replay.likeness import Ago, Said, looks
from app.engine.replay.situations import FIELD, Alphabet
from app.engine.replay.whole import held_as
from app.engine.translation import translated

_SAID = (SAID, "")

Column = Callable[[Columns], Iterable[Any]]
"""What stands at one place of many situations, in their order."""


class View:
    """The questions of the later version as the situations of the earlier one tell them."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing, self.alphabet = pairing, Alphabet.of(pairing.earlier)
        letters = self.alphabet.letters
        self._told_as = {
            pair.later.key: letters[key] for key, pair in pairing.by_earlier.items()}
        self.losing = [letter for key, letter in letters.items()
                       if letter.question.harm and held_as(pairing, key) is None]
        """Letters of harm whose question is not asked as the same one later."""
        self.looks_beside = False
        self._said = Table(self._said_of)
        self._ago = Table(self._ago_of)

    def told(self, keys: Iterable[str]) -> list[tuple[str, Letter]]:
        """By key, the letters that tell these later questions; nothing is told of new ones. Raises
        Wide."""
        letters = [(key, self._told_as[key]) for key in keys if key in self._told_as]
        later = Alphabet.of(self.pairing.later).letters
        for key, letter in letters:
            if letter.told != later[key].told or not _same_dates(letter, later[key]):
                raise Wide(key)
        return letters

    def looked_at(self, key: str) -> bool:
        """Whether anything looks at the value of a later question: which option was chosen may say
        as much as that none was."""
        question = self.pairing.later.questions[key]
        return bool(question.options) or any(True for _ in looks(self.pairing.later, question))

    def lines(self, sort: str, key: str, column: str) -> Callable[[Columns], Sequence[str]]:
        """A field of an earlier question, or of a fact, as it stands beside the characters."""
        self.looks_beside = True
        place = SORTS.index(sort), self.alphabet.lines[sort][key, column]
        return lambda columns: columns.lines(*place)

    def alike(self, key: str, name: Name) -> Column:
        """A field of a question, all of its values that nothing tells apart as one of them."""
        lines = self.lines(name[0], self._told_as[key].question.key, name[1])
        found = self._said[key] if name[0] == SAID else self._ago[key, name[1]]
        return lambda columns: found.column(lines(columns))

    def _said_of(self, key: str) -> Said:
        earlier = self._told_as[key].question.key
        return Said(self.pairing.by_earlier[earlier], self.pairing.later)

    def _ago_of(self, place: tuple[str, str]) -> Ago:
        windows = (term.windows for one in self.pairing.later.measures for term in one.terms)
        return Ago([band for one in windows if one and (one.key, one.column or "") == place
                    for band in one.bands])


class _Told(Struct, frozen=True, eq=False):
    """Answers to one question, in the later version's terms; the same object where they are."""

    answers: Answers


class _Telling:
    """What a later question is told by: some places of a glimpse."""

    def __init__(
        self, letter: Letter, pairing: Pairing, character: int | None, fields: Mapping[Name, int]
    ) -> None:
        self._letter, self._pairing, self._character = letter, pairing, character
        self._names = tuple(fields)
        self._places = [*([] if character is None else [character]), *fields.values()]
        self._parts = Table(self._part)
        self._told: dict[str, _Told] = {}

    def part(self, found: Sequence[str]) -> tuple[_Told, _Told, bool]:
        """What is said now, what was known before, and whether its harm is held."""
        return self._parts[tuple([found[place] for place in self._places])]

    def _part(self, said: tuple[str, ...]) -> tuple[_Told, _Told, bool]:
        bare = self._character is None
        code, lines = (self._letter.blank, said) if bare else (said[0], said[1:])
        moments = zip(*(line.split(FIELD) for line in lines), strict=True) if lines else ((), ())
        now, before = (dict(zip(self._names, one, strict=True)) for one in moments)
        part = self._letter.read(code, now, before)
        return self._as_told(part.answers), self._as_told(part.last_known), part.held

    def _as_told(self, answers: Answers) -> _Told:
        told, _ = translated(self._pairing, answers)
        return self._told.setdefault(repr(told), _Told(told))


class Glimpse:
    """What one part of the later version looks at: some questions, and dates of one more."""

    def __init__(self, view: View, keys: Sequence[str], windows: Windows | None = None) -> None:
        """Raises Wide where situations do not tell all of it."""
        self._view = view
        self._places: list[Column] = []
        dates = {windows.key: (AGO, windows.column or "")} if windows else {}
        looked_at = (*keys, *dates)
        letters = dict(view.told(looked_at))
        self._pairing = view.pairing.among(
            {letter.question.key for letter in letters.values()}, set(looked_at))
        self.definition = self._pairing.later
        self._tellings = [self._tell(key, letter, key in keys, dates.get(key))
                          for key, letter in letters.items()]
        self._held_as = [held_as(view.pairing, letter.question.key)
                         for letter in letters.values()]
        self._now, self._before = Table(self._effective), Table(self._background)

    def column(self, columns: Columns) -> Iterable[Any]:
        """All that stands there, of one situation after the other."""
        found = [place(columns) for place in self._places]
        if not found:
            return repeat((), columns.many)
        return found[0] if len(found) == 1 else zip(*found, strict=True)

    def effective(self, found: Any) -> tuple[Effective, Background]:
        """What the engine works with, had nothing but this been answered."""
        places = [found] if len(self._places) == 1 else found
        parts = [one.part(places) for one in self._tellings]
        now, before, held = zip(*parts, strict=True) if parts else ((), (), ())
        return self._now[now], self._before[before, held]

    def _effective(self, told: Iterable[_Told]) -> Effective:
        return effective(self.definition, _joined(told), {}, DAY)

    def _background(self, said: tuple[Iterable[_Told], Iterable[bool]]) -> Background:
        told, held = said
        keys = (key for key in compress(self._held_as, held) if key)
        return Background(_joined(told), frozenset(keys))

    def _tell(self, key: str, letter: Letter, asked: bool, dates: Name | None) -> _Telling:
        said = asked and dates is None and self._view.looked_at(key)
        names = [name for name in (dates, _SAID if said else None) if name in letter.fields]
        character = self._keep(lambda columns: columns.characters(letter.place)) if asked else None
        fields = {name: self._keep(self._view.alike(key, name)) for name in names}
        return _Telling(letter, self._pairing, character, fields)

    def _keep(self, column: Column) -> int:
        self._places.append(column)
        return len(self._places) - 1


def _joined(told: Iterable[_Told]) -> Answers:
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    marks: dict[str, Any] = {}
    for one in told:
        values.update(one.answers.values)
        rows.update(one.answers.rows)
        marks.update(one.answers.marks)
    return Answers(values, rows, marks)


def _same_dates(letter: Letter, later: Letter) -> bool:
    """Whether the columns that hold dates later hold dates in the earlier version too."""
    columns = ((column, letter.question.column(column.key)) for column in later.question.columns)
    return all(date_value(before) for column, before in columns if before and date_value(column))
