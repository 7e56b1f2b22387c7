"""What probably became of the questions and options of a version, guessed from their words.

A guess is only ever shown first. That something still means the same is said by a person; which
statements are needed is decided in `declaring`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from app.engine.definition import Definition, Option, Question
from app.engine.likeness import alike_in_letters, alike_in_words
from app.engine.pairing import alike
from app.engine.question_types.choices import posted_name

MOST_SHOWN = 5
"""Candidates for one key."""
_WORD = re.compile(r"\w+")
_SAME_THING, _RELATED = 60, 50
"""Likenesses, of 100, from which on two are taken for one thing reworded, or for related."""
_CONTAINED = 0.75
"""The share of the words of a part that stand in the whole."""
_COVERED = 0.6
"""The share of the words of the whole that stand in its parts."""
_LITTLE_WORDS = frozenset(
    "a an and any are as at be been by for from had has have in is it its of on or than that the "
    "their them they this to was were with".split())


class Fate(StrEnum):
    """What may have become of something, in the words of a lineage. "Same" is never guessed."""

    REWORDED = "reworded"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    REPLACED = "replaced"
    REMOVED = "removed"
    ADDED = "added"


class Guess(Struct, frozen=True):
    """One thing that may have happened, with a likeness from 0 to 100."""

    fate: Fate
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    likeness: int


class Guesses(Struct, frozen=True):
    """By key, what may have become of what is gone and where what is new may come from, the
    likeliest first. That it was removed or added is always among them, before what is far-fetched.
    """

    gone: Mapping[str, tuple[Guess, ...]]
    new: Mapping[str, tuple[Guess, ...]]


class _Thing(Struct, frozen=True):
    """What likeness looks at: a question or an option."""

    key: str
    wording: str
    ordered: str
    words: frozenset[str]
    choices: frozenset[str]
    place: frozenset[str]
    question: Question | None = None


def question_guesses(
    earlier: Definition, later: Definition, gone: Collection[str], new: Collection[str]
) -> Guesses:
    """Guesses for the questions of these keys, earlier ones that are gone and later new ones."""
    old = [_of_question(earlier, key) for key in earlier.questions if key in gone]
    fresh = [_of_question(later, key) for key in later.questions if key in new]
    return _guesses(old, fresh)


def option_guesses(
    earlier: Question, later: Question, gone: Collection[str], new: Collection[str]
) -> Guesses:
    """Guesses for the options of one question, by the name under which they are posted."""
    return _guesses(list(_of_options(earlier, gone)), list(_of_options(later, new)))


def rewording_guesses(earlier: Question, later: Question) -> tuple[Guess, ...]:
    """Whether a question that kept its key was reworded or replaced, the likelier first."""
    likeness = round(alike_in_words(_plain(earlier.label), _plain(later.label)))
    return _either(earlier.key, later.key, likeness, alike(earlier, later))


def option_rewording_guesses(earlier: Option, later: Option) -> tuple[Guess, ...]:
    """Whether an option that kept its key was reworded or replaced, the likelier first."""
    likeness = round(alike_in_words(_plain(earlier.title), _plain(later.title)))
    same_meaning = earlier.meaning == later.meaning
    return _either(posted_name(earlier.key), posted_name(later.key), likeness, same_meaning)


def _either(source: str, target: str, likeness: int, may_be_same: bool) -> tuple[Guess, ...]:
    reworded = Guess(Fate.REWORDED, (source,), (target,), likeness)
    replaced = Guess(Fate.REPLACED, (source,), (target,), likeness)
    if not may_be_same:
        return (replaced,) if likeness < _SAME_THING else (replaced, reworded)
    return (reworded, replaced) if likeness >= _SAME_THING else (replaced, reworded)


def _guesses(old: Sequence[_Thing], new: Sequence[_Thing]) -> Guesses:
    likeness = {(one.key, other.key): _likeness(one, other) for one in old for other in new}
    pairs = [_pair(one, other, likeness[one.key, other.key]) for one in old for other in new
             if likeness[one.key, other.key] >= _RELATED]
    found = [
        *(Guess(Fate.SPLIT, (whole,), parts, how) for whole, parts, how in _parts_of(old, new)),
        *(Guess(Fate.MERGED, parts, (whole,), how) for whole, parts, how in _parts_of(new, old)),
        *sorted(pairs, key=lambda guess: -guess.likeness),
    ]
    return Guesses(
        {one.key: _naming([g for g in found if one.key in g.sources],
                          Guess(Fate.REMOVED, (one.key,), (), 0)) for one in old},
        {one.key: _naming([g for g in found if one.key in g.targets],
                          Guess(Fate.ADDED, (), (one.key,), 0)) for one in new},
    )


def _naming(found: Sequence[Guess], alone: Guess) -> tuple[Guess, ...]:
    shown = found[:MOST_SHOWN]
    likely = [guess for guess in shown if guess.likeness >= _SAME_THING]
    return (*likely, alone, *(guess for guess in shown if guess not in likely))


def _pair(one: _Thing, other: _Thing, likeness: int) -> Guess:
    same_kind = not one.question or not other.question or alike(one.question, other.question)
    if likeness < _SAME_THING or not same_kind:
        fate = Fate.REPLACED
    else:
        moved = one.wording == other.wording and _section(one) != _section(other)
        fate = Fate.MOVED if moved else Fate.REWORDED
    return Guess(fate, (one.key,), (other.key,), likeness)


def _section(thing: _Thing) -> frozenset[str]:
    return frozenset(name for name in thing.place if name.startswith("@"))


def _likeness(one: _Thing, other: _Thing) -> int:
    """Mostly by their words; a little by what can be chosen, and by where they stand."""
    words = alike_in_letters(one.ordered, other.ordered)
    choices = 100 * _shared(one.choices, other.choices)
    place = 100 * _shared(one.place, other.place)
    return round(0.8 * words + 0.12 * choices + 0.08 * place)


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 1.0


def _parts_of(
    wholes: Sequence[_Thing], parts: Sequence[_Thing]
) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Wholes whose words are those of several others between them."""
    for whole in wholes:
        inside = [part for part in parts if part.words and part.words != whole.words
                  and len(part.words & whole.words) / len(part.words) >= _CONTAINED]
        covered = frozenset().union(*(part.words for part in inside)) & whole.words
        if len(inside) > 1 and len(covered) / len(whole.words) >= _COVERED:
            keys = tuple(part.key for part in inside)
            yield whole.key, keys, round(100 * len(covered) / len(whole.words))


def _of_question(definition: Definition, key: str) -> _Thing:
    question, section = definition.questions[key], definition.section_of[key]
    keys = list(definition.questions)
    at = keys.index(key)
    beside = keys[max(0, at - 1):at] + keys[at + 1:at + 2]
    choices = frozenset((question.type.name, *(_plain(o.title) for o in question.options)))
    place = frozenset((f"@{section.key}", *beside))
    return _thing(key, question.label, choices, place, question)


def _of_options(question: Question, keys: Collection[str]) -> Iterator[_Thing]:
    for number, option in enumerate(question.options):
        name = posted_name(option.key)
        if name in keys:
            meaning = frozenset((option.meaning.value,)) if option.meaning else frozenset()
            yield _thing(name, option.title, meaning, frozenset((str(number),)))


def _thing(
    key: str, wording: str, choices: frozenset[str], place: frozenset[str],
    question: Question | None = None,
) -> _Thing:
    plain = _plain(wording)
    words = frozenset(plain.split())
    ordered = " ".join(sorted(plain.split()))
    return _Thing(key, plain, ordered, words - _LITTLE_WORDS or words, choices, place, question)


def _plain(wording: str) -> str:
    """The words alone, without case and punctuation."""
    return " ".join(_WORD.findall(wording.casefold()))
