"""Differences between two texts, in whole words. Plain data: no HTML, and no view of what matters.

Two words are the same whatever white space follows them, so a text that was only continued shows
one addition. Scripts that do not set words apart go by character, and what a reader sees as one
character is never cut.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from rapidfuzz.distance import Editops

Kind = Literal["same", "removed", "added"]
_Place = tuple[int, int]
"""A place in the text before and one in the text after, counted in words."""
_Run = tuple[int, int, int]
"""Where something that is in both begins in the text before and in the text after; how long it is.
Counted in words or in characters."""

LARGEST_BLOCK: Final = 4_000 * 4_000
"""Words before times words after that are aligned in one go (about 10 ms)."""

# Thai, Lao, Myanmar, Khmer, kana, and the Han ideographs of the basic plane and beyond.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WESTERN: Final = re.compile("[\0-\u02ff\u2010-\u20cf]*")
"""Scripts and signs of which words are set apart and no character joins the one before it."""
_TOKEN: Final = re.compile(r"\S+\s*|\s+")
"""A word and the white space after it. White space at the start of a text follows an empty word."""
_PART: Final = re.compile(rf"(?:[{_UNSPACED}]|[^\s{_UNSPACED}]+|^)\s*")
# Joins what is before it though it is no combining mark: joiners, skin tones, tags, Thai and Lao
# am, half-width voicing marks.
_CLINGS: Final = re.compile(
    "[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0e33\u0eb3\uff9e\uff9f]"
)
_STACKS: Final = ("\u1039", "\u17d2")
"""Signs of Myanmar and Khmer that put the next letter below the one before."""


class Change(Struct, frozen=True, gc=False):
    """A stretch of text that is in both, in the text before only, or in the text after only."""

    kind: Kind
    text: str


class _Words(NamedTuple):
    """The words of a text. Word n begins at `starts[n] + n * gap`, and the last place is the end:
    where one character stands between any two words, it is not counted in `starts`."""

    text: str
    words: Sequence[str]
    starts: Sequence[int]
    gap: int


def diff(before: str, after: str) -> tuple[Change, ...]:
    """What became of the words of `before` in `after`.

    The texts of `same` and `removed`, joined, are `before`; those of `same` and `added`, joined,
    are `after`. Between two stretches that are the same, removed comes before added. Texts too
    long to align at once are first cut at words that occur once in each; where a stretch has no
    such word and is still too long, it counts as replaced whole. So 100,000 words take a bounded
    time, of which most goes into reading them.
    """
    if before == after:
        return (Change("same", before),) if before else ()
    old, new = _read(before), _read(after)
    same = _same_text(old, new, _matches(old.words, new.words))
    return tuple(_told(before, after, same))


def differs_only_in_form(before: str, after: str) -> bool:
    """Whether two different texts have the same words, but for white space and composed accents."""
    return before != after and _plain(before) == _plain(after)


def _plain(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def _read(text: str) -> _Words:
    if text.isascii() or _WESTERN.fullmatch(text):
        words = text.split()
        starts = [*accumulate(map(len, words), initial=0)]
        starts[-1] -= 1
        # Most texts have one space or line end between two words, which is soon told.
        if starts[-1] + len(words) == len(text):
            return _Words(text, words, starts, 1)
        tokens = _TOKEN.findall(text)
    else:
        tokens = _uncut(_PART.findall(text))
    return _Words(
        text, [*map(str.rstrip, tokens)], [*accumulate(map(len, tokens), initial=0)], 0)


def _uncut(tokens: Iterable[str]) -> list[str]:
    """The tokens, with those put together that share one visible character."""
    whole: list[str] = []
    for token in tokens:
        if whole and (_clings(token) or whole[-1].rstrip().endswith(_STACKS)):
            token = whole.pop() + token
        whole.append(token)
    return whole


def _clings(word: str) -> bool:
    first = word[:1]
    if first < "\u0300":
        return False
    return unicodedata.category(first).startswith("M") or _CLINGS.match(first) is not None


def _matches(old: Sequence[str], new: Sequence[str]) -> Iterable[_Run]:
    """The words that are the same in both, in order; all others were removed or added."""
    if old == new:
        return [(0, 0, len(old))]
    if _fits(len(old), len(new)):
        runs = _align()(old, new).as_matching_blocks()
        return [(run.a, run.b, run.size) for run in runs[:-1]]
    return _matches_between_cuts(old, new)


@cache
def _align() -> Callable[[Sequence[str], Sequence[str]], Editops]:
    """Most processes never tell two texts apart, and this takes 4 MB and 7 ms to load."""
    from rapidfuzz.distance.Levenshtein import editops

    return editops


def _matches_between_cuts(old: Sequence[str], new: Sequence[str]) -> Iterator[_Run]:
    before = after = 0
    for before_end, after_end in _cuts(old, new):
        part, other = old[before:before_end], new[after:after_end]
        if part and (part == other or _fits(len(part), len(other))):
            for start, there, size in _matches(part, other):
                yield before + start, after + there, size
        before, after = before_end, after_end


def _fits(old: int, new: int) -> bool:
    return old * new <= LARGEST_BLOCK


def _cuts(old: Sequence[str], new: Sequence[str]) -> Iterator[_Place]:
    """Where to end one stretch and begin the next; the ends of both texts come last.

    Cuts at no more places than it must. So two stretches in a row are together too long, and a
    text of n words has at most n/2000 of them or so.
    """
    end = len(old), len(new)
    if not _fits(*end):
        start = _common_start(old, new)
        tail = _common_start(old[start:][::-1], new[start:][::-1])
        rest = end[0] - tail, end[1] - tail
        last = start, start
        yield last
        for place, following in pairwise([*_anchors(old, new, start, rest), rest]):
            if not _fits(following[0] - last[0], following[1] - last[1]):
                last = place
                yield last
        yield rest
    yield end


def _common_start(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _anchors(old: Sequence[str], new: Sequence[str], start: int, end: _Place) -> list[_Place]:
    """The places of words that occur once in each text, as many as stand in the same order."""
    once_before, once_after = (_once(words, start, stop) for words, stop in zip((old, new), end))
    return _longest_rising(
        [(place, once_after[word]) for word, place in once_before.items() if word in once_after]
    )


def _once(words: Sequence[str], start: int, end: int) -> dict[str, int]:
    """The words that occur once from start to end, in order, and where."""
    times = Counter(words[start:end])
    return {words[place]: place for place in range(start, end) if times[words[place]] == 1}


def _longest_rising(pairs: Sequence[_Place]) -> list[_Place]:
    """The most pairs whose second members rise; the first ones rise already (patience sorting)."""
    tops: list[int] = []
    on_top: list[int] = []
    left_of: list[int] = []
    for number, (_, place) in enumerate(pairs):
        pile = bisect_left(tops, place)
        left_of.append(on_top[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [place]
        on_top[pile : pile + 1] = [number]
    rising = []
    number = on_top[-1] if on_top else -1
    while number >= 0:
        rising.append(pairs[number])
        number = left_of[number]
    return rising[::-1]


def _same_text(old: _Words, new: _Words, matches: Iterable[_Run]) -> Iterator[_Run]:
    """The characters of words that are the same, with the white space after them where that is."""
    before, words, starts, gap = old
    after, other_words, other_starts, other_gap = new
    for word, there, size in matches:
        last, other_last = word + size, there + size
        begin, other = starts[word] + word * gap, other_starts[there] + there * other_gap
        end = starts[last] + last * gap
        other_end = other_starts[other_last] + other_last * other_gap
        if before[begin:end] == after[other:other_end]:
            yield begin, other, end - begin
        elif size > 1:
            half = size // 2
            halves = (word, there, half), (word + half, there + half, size - half)
            yield from _same_text(old, new, halves)
        elif (same := words[word]) and same == other_words[there]:
            yield begin, other, len(same)


def _told(before: str, after: str, same: Iterable[_Run]) -> Iterator[Change]:
    """The changes, with all that lies between two stretches that are the same as one."""
    kept = done = other_done = 0
    for start, other, size in chain(same, [(len(before), len(after), 0)]):
        if start > done or other > other_done:
            if done > kept:
                yield Change("same", before[kept:done])
            if start > done:
                yield Change("removed", before[done:start])
            if other > other_done:
                yield Change("added", after[other_done:other])
            kept = start
        done, other_done = start + size, other + size
    if done > kept:
        yield Change("same", before[kept:done])
