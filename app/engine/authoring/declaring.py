"""What a draft must still say of the questions and options of the version it is based on.

Statements are added to a lineage and taken out of it in `statements`; a guess never stands for one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct

from app.engine.authoring.aspects import About
from app.engine.authoring.guesses import (
    Guess, option_guesses, option_rewording_guesses, question_guesses, rewording_guesses,
)
from app.engine.definition import Definition, Option, Question
from app.engine.key_relation import Lineage
from app.engine.likeness import is_slip
from app.engine.lineage import read_lineage, undeclared
from app.engine.pairing import Pair, Pairing
from app.engine.question_types.choices import posted_name

_WORD = re.compile(r"\w+")
_LONG_ENOUGH = 5
"""Letters of a word in which one wrong letter is a slip of the pen."""


class Why(StrEnum):
    """Why something must be said."""

    GONE = "gone"
    NEW = "new"
    CHANGED = "changed"
    OTHER_KIND = "other_kind"


class ToDeclare(Struct, frozen=True):
    """One question or option of which it must be said what became of it.

    `question` are the earlier and the later key of its question, None on a side where it is not.
    `key` is that of the question or the option. `before` and `after` are its wordings. Guesses
    come likeliest first; none of them is chosen.
    """

    about: About
    why: Why
    key: str
    question: tuple[str | None, str | None]
    before: str
    after: str
    guesses: tuple[Guess, ...]

    def __str__(self) -> str:
        if self.about is About.QUESTION:
            return self.key
        return f"{self.question[1] or self.question[0]}: {self.key}"


def left_to_declare(earlier: Definition, later: Definition) -> tuple[ToDeclare, ...]:
    """All that the lineage of `later` does not say of `earlier`, which it is based on.

    Questions and options that are gone or new; those of the same key whose words changed by more
    than a slip of the pen, or whose answers are of another kind. A version is published only where
    nothing is left.
    """
    return tuple(_Reader(earlier, later).left())


class _Reader:
    def __init__(self, earlier: Definition, later: Definition) -> None:
        self.earlier, self.later = earlier, later
        self.lineage = read_lineage(later.lineage)
        self.pairing = Pairing(earlier, later, self.lineage)
        self.said = _said(later.lineage)

    def left(self) -> Iterator[ToDeclare]:
        missing = undeclared(self.earlier.questions, self.later.questions, self.lineage)
        found = question_guesses(self.earlier, self.later, *self._apart())
        for key in missing.gone:
            yield ToDeclare(About.QUESTION, Why.GONE, key, (key, None),
                            self.earlier.questions[key].label, "", found.gone.get(key, ()))
        for key in missing.new:
            yield ToDeclare(About.QUESTION, Why.NEW, key, (None, key), "",
                            self.later.questions[key].label, found.new.get(key, ()))
        for key in self.later.questions:
            yield from self._changed(key)
        for pair in self.pairing.by_later.values():
            yield from self._options(pair)

    def _apart(self) -> tuple[Collection[str], Collection[str]]:
        """The keys that only one of the versions has, declared or not."""
        old, new = self.earlier.questions.keys(), self.later.questions.keys()
        return old - new, new - old

    def _changed(self, key: str) -> Iterator[ToDeclare]:
        """A question that is taken for the same one although it may be another."""
        link = self.lineage.back(key)
        before = self.earlier.questions.get(link.to[0]) if link.comparable else None
        after = self.later.questions[key]
        if before is None:
            return
        why = self._why(before, after)
        if why is not None:
            yield ToDeclare(About.QUESTION, why, key, (before.key, key), before.label, after.label,
                            rewording_guesses(before, after))

    def _why(self, before: Question, after: Question) -> Why | None:
        if after.key not in self.pairing.by_later:
            return Why.OTHER_KIND
        strict = any(one.harm or one.association for one in (before, after))
        if after.key not in self.said and says_otherwise(before.label, after.label, strict=strict):
            return Why.CHANGED
        return None

    def _options(self, pair: Pair) -> Iterator[ToDeclare]:
        old, new = _by_name(pair.earlier), _by_name(pair.later)
        missing = undeclared(old, new, pair.options)
        question = pair.earlier.key, pair.later.key
        found = option_guesses(
            pair.earlier, pair.later, old.keys() - new.keys(), new.keys() - old.keys())
        for name in missing.gone:
            yield ToDeclare(About.OPTION, Why.GONE, name, question, old[name].title, "",
                            found.gone.get(name, ()))
        for name in missing.new:
            yield ToDeclare(About.OPTION, Why.NEW, name, question, "", new[name].title,
                            found.new.get(name, ()))
        for before, after in self._reworded(pair, old, new):
            yield ToDeclare(About.OPTION, Why.CHANGED, posted_name(after.key), question,
                            before.title, after.title, option_rewording_guesses(before, after))

    def _reworded(
        self, pair: Pair, old: Mapping[str, Option], new: Mapping[str, Option]
    ) -> Iterator[tuple[Option, Option]]:
        strict = any(one.harm or one.association for one in (pair.earlier, pair.later))
        said = self.said.get(pair.later.key, frozenset())
        for name, after in new.items():
            before = _same_option(pair.options, name, old)
            if before and name not in said and says_otherwise(
                    before.title, after.title, strict=strict):
                yield before, after


def _same_option(options: Lineage, name: str, old: Mapping[str, Option]) -> Option | None:
    link = options.back(name)
    return old.get(link.to[0]) if link.comparable else None


def _said(entries: Sequence[Mapping[str, Any]]) -> Mapping[str, frozenset[str]]:
    """The later questions of which an entry says where they come from, with their options of which
    it says so. An entry that only lists options says "same" of the question too."""
    return {
        key: frozenset(name for option in entry.get("options", ()) for name in option.get("to", ()))
        for entry in entries for key in entry.get("to", ())
    }


def _by_name(question: Question) -> dict[str, Option]:
    return {posted_name(option.key): option for option in question.options}


def says_otherwise(before: str, after: str, *, strict: bool = False) -> bool:
    """Whether two wordings differ by more than case, punctuation and slips of the pen.

    A slip is one letter of a longer word; with `strict`, as for actual harm, no word may differ.
    """
    old, new = _words(before), _words(after)
    if len(old) != len(new) or strict:
        return old != new
    return not all(_slip(one, other) for one, other in zip(old, new, strict=True))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _slip(one: str, other: str) -> bool:
    if one == other:
        return True
    long_enough = min(len(one), len(other)) >= _LONG_ENOUGH
    return long_enough and (one + other).isalpha() and is_slip(one, other)
