"""Differences between two texts, in whole words. Plain data: no HTML, and no view of what matters.

Two words are the same whatever white space follows them, so a text that was only continued shows
one addition. Scripts that do not set words apart go by character, and what a reader sees as one
character is never cut.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, repeat
from typing import Final, Literal, NamedTuple

Kind = Literal["same", "removed", "added"]
_Token = tuple[str, str]
"""A word and the white space after it."""
_Place = tuple[int, int]
"""A place in the text before and one in the text after, counted in words."""

LARGEST_BLOCK: Final = 4_000 * 4_000
"""Words before times words after that are aligned in one go (about 10 ms)."""

# Thai, Lao, Myanmar, Khmer, kana, and the Han ideographs of the basic plane and beyond.
_UNSPACED: Final = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD: Final = re.compile(r"(\S+|^)(\s*)")
_HAS_UNSPACED: Final = re.compile(f"[{_UNSPACED}]")
_PART: Final = re.compile(f"[{_UNSPACED}]|[^{_UNSPACED}]+")
# Joins what is before it though it is no combining mark: joiners, skin tones, tags, Thai and Lao
# am, half-width voicing marks.
_CLINGS: Final = re.compile(
    "[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u0e33\u0eb3\uff9e\uff9f]"
)
_STACKS: Final = ("\u1039", "\u17d2")
"""Signs of Myanmar and Khmer that put the next letter below the one before."""


class Change(NamedTuple):
    """A stretch of text that is in both, in the text before only, or in the text after only."""

    kind: Kind
    text: str


class _Block(NamedTuple):
    """Tokens `[before, before_end)` of one text that stand against `[after, after_end)`."""

    same: bool
    before: int
    before_end: int
    after: int
    after_end: int

    def moved(self, before: int, after: int) -> "_Block":
        """The same block, counted from so many words further back."""
        return _Block(
            self.same,
            self.before + before,
            self.before_end + before,
            self.after + after,
            self.after_end + after,
        )


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
    old, new = _tokens(before), _tokens(after)
    writer = _Writer()
    for block in _blocks(*_numbered(old, new)):
        ours, theirs = old[block.before : block.before_end], new[block.after : block.after_end]
        if block.same:
            writer.keep(ours, theirs)
        else:
            writer.replace(_joined(ours), _joined(theirs))
    return writer.changes()


def differs_only_in_form(before: str, after: str) -> bool:
    """Whether two different texts have the same words, but for white space and composed accents."""
    return before != after and _plain(before) == _plain(after)


def _plain(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).split()


def _tokens(text: str) -> list[_Token]:
    """The words of a text. White space at its start follows an empty word."""
    words = text.split(" ")
    # Most texts have nothing but single spaces between their words, which is soon told.
    tokens: list[_Token]
    if words == text.split():
        tokens = [*zip(words[:-1], repeat(" ")), (words[-1], "")]
    else:
        tokens = _WORD.findall(text)
    if text.isascii():
        return tokens
    if _HAS_UNSPACED.search(text):
        tokens = [part for token in tokens for part in _parts(*token)]
    return _uncut(tokens)


def _parts(word: str, space: str) -> Iterator[_Token]:
    *parts, last = _PART.findall(word) or [""]
    yield from ((part, "") for part in parts)
    yield last, space


def _uncut(tokens: Iterable[_Token]) -> list[_Token]:
    """The tokens, with those put together that share one visible character."""
    whole: list[_Token] = []
    for word, space in tokens:
        if whole and (_clings(word) or whole[-1][0].endswith(_STACKS)):
            word = "".join((*whole.pop(), word))
        whole.append((word, space))
    return whole


def _clings(word: str) -> bool:
    first = word[:1]
    if first < "\u0300":
        return False
    return unicodedata.category(first).startswith("M") or _CLINGS.match(first) is not None


def _joined(tokens: Iterable[_Token]) -> str:
    return "".join(chain.from_iterable(tokens))


def _numbered(old: Sequence[_Token], new: Sequence[_Token]) -> tuple[list[int], list[int]]:
    """The words as numbers, the same number for the same word."""
    numbers: dict[str, int] = {}
    first, second = (
        [numbers.setdefault(word, len(numbers)) for word, _ in tokens] for tokens in (old, new)
    )
    return first, second


def _blocks(old: list[int], new: list[int]) -> Iterator[_Block]:
    """Both texts in stretches that are the same or not, in order and without gaps."""
    before = after = 0
    for before_end, after_end in _cuts(old, new):
        part, other = old[before:before_end], new[after:after_end]
        found = _aligned(part, other)
        yield from (block.moved(before, after) for block in found) if before or after else found
        before, after = before_end, after_end


def _aligned(old: list[int], new: list[int]) -> Iterator[_Block]:
    if old == new or not _fits(len(old), len(new)):
        yield _Block(old == new, 0, len(old), 0, len(new))
        return
    # Most processes never tell two texts apart, and it takes 4 MB and 7 ms to load.
    from rapidfuzz.distance import Levenshtein

    for step in Levenshtein.opcodes(old, new):
        same = step.tag == "equal"
        yield _Block(same, step.src_start, step.src_end, step.dest_start, step.dest_end)


def _fits(old: int, new: int) -> bool:
    return old * new <= LARGEST_BLOCK


def _cuts(old: list[int], new: list[int]) -> Iterator[_Place]:
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


def _common_start(old: Sequence[int], new: Sequence[int]) -> int:
    pairs = enumerate(zip(old, new))
    return next((place for place, (a, b) in pairs if a != b), min(len(old), len(new)))


def _anchors(old: Sequence[int], new: Sequence[int], start: int, end: _Place) -> list[_Place]:
    """The places of words that occur once in each text, as many as stand in the same order."""
    once_before, once_after = (_once(words, start, stop) for words, stop in zip((old, new), end))
    return _longest_rising(
        [(place, once_after[word]) for word, place in once_before.items() if word in once_after]
    )


def _once(words: Sequence[int], start: int, end: int) -> dict[int, int]:
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


class _Writer:
    """Puts changes down, with all that lies between two stretches that are the same as one."""

    def __init__(self) -> None:
        self._written: list[Change] = []
        self._same: list[str] = []
        self._removed: list[str] = []
        self._added: list[str] = []

    def keep(self, ours: Sequence[_Token], theirs: Sequence[_Token]) -> None:
        """The same words; the white space after them may yet differ."""
        if ours == theirs:
            self._keep(_joined(ours))
            return
        for (word, space), (_, new_space) in zip(ours, theirs):
            if space == new_space:
                self._keep(word + space)
            else:
                self._keep(word)
                self.replace(space, new_space)

    def replace(self, removed: str, added: str) -> None:
        """Other words."""
        self._put("same", self._same)
        if removed:
            self._removed.append(removed)
        if added:
            self._added.append(added)

    def changes(self) -> tuple[Change, ...]:
        """All that was put down, without empty stretches."""
        self._put("same", self._same)
        self._put_replaced()
        return tuple(self._written)

    def _keep(self, text: str) -> None:
        if text:
            self._put_replaced()
            self._same.append(text)

    def _put_replaced(self) -> None:
        self._put("removed", self._removed)
        self._put("added", self._added)

    def _put(self, kind: Kind, waiting: list[str]) -> None:
        if waiting:
            self._written.append(Change(kind, "".join(waiting)))
            waiting.clear()
