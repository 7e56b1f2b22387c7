"""Whether a `pattern` may run away: take time without measure on some text, in some engine.

Our own engine matches in linear time. Other tools that read the same document step back and try
again, and so do browsers; a document must be harmless there too. What costs only a power of the
length, such as `^.*,.*$`, is let pass.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import Any, Final

import jsonschema_rs
from msgspec import Struct, field

from app.engine.pattern_syntax import (
    Characters,
    Choice,
    Node,
    PatternUnreadable,
    Ranges,
    Repeat,
    Sequence,
    read_pattern,
)

LONGEST: Final = 1000
MOST_OF_ALL: Final = 10_000
"""Characters of the patterns of a document together: each takes its time to be judged."""
FEW: Final = 10
"""A repeat up to this many times is not counted as one that goes on and on."""
_MOST_WAYS: Final = 400

_Pair = tuple[int, int]


@lru_cache(maxsize=256)
def runaway(pattern: str) -> str | None:
    """Why the pattern is refused, as the end of a sentence that begins with the pattern; or None.

    Refused: repeats within repeats, repeated parts that match the same text in two ways or may be
    empty, back references, looking ahead or behind, and what the linear engine does not know.
    """
    if len(pattern) > LONGEST:
        return f"it is longer than {LONGEST} characters"
    try:
        tree = read_pattern(pattern)
    except PatternUnreadable as unreadable:
        return str(unreadable)
    if _written_out(tree) > LONGEST:
        return f"with its repeats written out it is longer than {LONGEST} characters"
    costs = (_cost(repeat) for repeat in _repeats(tree))
    return next(filter(None, costs), None) or _refusal_by_the_engine(pattern)


def patterns_in(value: Any) -> Iterator[str]:
    """Every pattern in a document, in its schema and its conditions alike."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "pattern" and isinstance(inner, str):
                yield inner
            elif key == "patternProperties" and isinstance(inner, Mapping):
                yield from inner
            yield from patterns_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from patterns_in(inner)


def _refusal_by_the_engine(pattern: str) -> str | None:
    try:
        jsonschema_rs.Draft202012Validator(
            {"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions()
        )
    except ValueError:
        return "it is not a pattern, or larger than can be matched"
    return None


def _written_out(node: Node) -> int:
    """How many characters the pattern names, each as often as it is counted: the time that our own
    engine takes grows with it."""
    match node:
        case Repeat(body, least, most):
            return _written_out(body) * max(least, most or 0, 1)
        case Sequence(parts) | Choice(parts):
            return sum(map(_written_out, parts))
    return 1


def _repeats(node: Node) -> Iterator[Repeat]:
    """Every repeat in the tree, outer ones first."""
    match node:
        case Repeat(body):
            yield node
            yield from _repeats(body)
        case Sequence(parts) | Choice(parts):
            for part in parts:
                yield from _repeats(part)


def _goes_on(repeat: Repeat) -> bool:
    return repeat.most is None or repeat.most > FEW


def _cost(repeat: Repeat) -> str | None:
    within = any(inner.least != inner.most and _goes_on(inner) for inner in _repeats(repeat.body))
    if repeat.most in (0, 1) or not (within or _goes_on(repeat)):
        return None
    if within and _goes_on(repeat):
        return "it repeats something that holds a repeat"
    places = _Places()
    try:
        span = places.add(repeat.body)
        places.join(span.last, span.first)
    except PatternUnreadable as too_large:
        return str(too_large)
    if span.empties:
        return "it repeats something that may be empty"
    return "it repeats something that fits the same text in two ways" if places.twofold() else None


class _Span(Struct, frozen=True):
    """Where a part of the pattern may begin and end, in places; in how many ways it is empty."""

    empties: int
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()


class _Places(Struct):
    """The places of a repeated part, one for each character it matches, and what follows what.

    This is Glushkov's automaton, with the number of ways from one place to the next.
    """

    characters: list[Ranges] = field(default_factory=list)
    ways: Counter[_Pair] = field(default_factory=Counter)
    empty_twice: bool = False

    def add(self, node: Node) -> _Span:
        """Lay out the node. Raises PatternUnreadable when that takes too many ways."""
        match node:
            case Characters(ranges):
                span = self._one(ranges)
            case Choice(options):
                span = self._either([self.add(option) for option in options])
            case Repeat(body, least, most):
                span = self._again(body, least, most)
            case Sequence(parts):
                span = self._in_turn(self.add(part) for part in parts)
        self.empty_twice |= span.empties > 1
        return span

    def join(self, ends: Iterable[int], starts: Iterable[int]) -> None:
        """What ends here may go on there."""
        self.ways.update(product(ends, starts))
        if len(self.ways) > _MOST_WAYS:
            raise PatternUnreadable("it repeats something too large to be judged")

    def twofold(self) -> bool:
        """Whether, going round, one text can be read along two different ways."""
        if self.empty_twice or any(number > 1 for number in self.ways.values()):
            return True
        same = {(place, place) for place in range(len(self.characters))}
        onward = self._steps_from(same)
        backward = defaultdict(set)
        for pair, following in onward.items():
            for next_pair in following:
                backward[next_pair].add(pair)
        return bool(_reached(same, backward) - same)

    def _one(self, ranges: Ranges) -> _Span:
        self.characters.append(ranges)
        here = frozenset({len(self.characters) - 1})
        return _Span(0, here, here)

    def _either(self, spans: list[_Span]) -> _Span:
        return _Span(
            sum(span.empties for span in spans),
            frozenset().union(*(span.first for span in spans)),
            frozenset().union(*(span.last for span in spans)),
        )

    def _in_turn(self, spans: Iterable[_Span]) -> _Span:
        whole = _Span(1)
        for span in spans:
            self.join(whole.last, span.first)
            whole = _Span(
                whole.empties * span.empties,
                whole.first | (span.first if whole.empties else frozenset()),
                span.last | (whole.last if span.empties else frozenset()),
            )
        return whole

    def _again(self, body: Node, least: int, most: int | None) -> _Span:
        if most is None or (most > FEW and most != least):
            span = self.add(body)
            self.join(span.last, span.first)
            return _Span(2 if span.empties else int(least == 0), span.first, span.last)
        rest = _Span(1)
        for number in range(most, 0, -1):
            copy = self.add(body)
            if not copy.first:
                return _Span(copy.empties)
            rest = self._in_turn([copy, rest])
            rest = _Span(rest.empties + int(number > least), rest.first, rest.last)
        return rest

    def _steps_from(self, pairs: set[_Pair]) -> dict[_Pair, set[_Pair]]:
        """Where two readers of one text can be next, from these places and all they lead to."""
        onward = defaultdict(list)
        for start, end in self.ways:
            onward[start].append(end)
        steps: dict[_Pair, set[_Pair]] = {}
        waiting = list(pairs)
        while waiting:
            one, other = waiting.pop()
            if (one, other) not in steps:
                both = product(onward[one], onward[other])
                steps[one, other] = {pair for pair in both if self._alike(*pair)}
                waiting += steps[one, other]
        return steps

    def _alike(self, one: int, other: int) -> bool:
        """Whether some character fits both places."""
        return any(
            low <= high_ and low_ <= high
            for low, high in self.characters[one]
            for low_, high_ in self.characters[other]
        )


def _reached(start: set[_Pair], steps: Mapping[_Pair, set[_Pair]]) -> set[_Pair]:
    reached, waiting = set(start), list(start)
    while waiting:
        new = steps.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached
