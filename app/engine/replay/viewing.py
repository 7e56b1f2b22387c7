"""What a situation of one version says in the terms of another: of questions, and of harm held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from app.engine.answers import Answers
from app.engine.asking import effective
from app.engine.effective import Effective
from app.engine.measures import Background
from app.engine.pairing import Pairing
from app.engine.replay.footprints import Wide
from app.engine.replay.situations import DAY, Alphabet, Letter, Part, date_value
from app.engine.replay.whole import held_as
from app.engine.translation import translated

Beside = Mapping[str, Mapping[str, Any]]
"""What stands beside the characters: of now "v", of when last known "k", facts of the case "f"."""

NOTHING_BESIDE: Mapping[str, Any] = {}


class View:
    """The questions of the later version as the situations of the earlier one tell them."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.letters = Alphabet.of(pairing.earlier).letters
        self._told_as = {
            pair.later.key: self.letters[key] for key, pair in pairing.by_earlier.items()}
        self.losing = [
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
        self, letters: Sequence[Letter], codes: str, said: Beside
    ) -> tuple[list[Part], Answers]:
        """What these letters say, and the answers among it in the later version's terms."""
        now, before = said.get("v", NOTHING_BESIDE), said.get("k", NOTHING_BESIDE)
        parts = [letter.read(codes[letter.place], now.get(letter.question.key),
                             before.get(letter.question.key)) for letter in letters]
        return parts, translated(self.pairing, _joined(part.answers for part in parts))[0]

    def loses_held(self, codes: str) -> bool:
        """Whether harm is held whose question is not asked as the same one later."""
        return any(held(codes[place]) for place, held in self.losing)

    def effective(
        self, letters: Sequence[Letter], codes: str, said: Beside
    ) -> tuple[Effective, Background]:
        """What the engine works with, had nothing but these questions been answered."""
        parts, raw = self.raw(letters, codes, said)
        held = {key for part, letter in zip(parts, letters, strict=True) if part.held
                and (key := held_as(self.pairing, letter.question.key))}
        known, _ = translated(self.pairing, _joined(part.last_known for part in parts))
        return effective(self.pairing.later, raw, {}, DAY), Background(known, frozenset(held))


def picked(letters: Sequence[Letter]) -> Callable[[str], Any]:
    """The characters of these questions, taken out of a situation."""
    if not letters:
        return lambda codes: ""
    return itemgetter(*(letter.place for letter in letters))


def beside_of(keys: Sequence[str], said: Beside) -> Iterable[Any]:
    """What stands beside the characters of these questions, now and when last known."""
    now, before = said.get("v", NOTHING_BESIDE), said.get("k", NOTHING_BESIDE)
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
