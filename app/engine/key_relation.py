"""A relation between the keys of two versions: composition, inverse and the questions asked of it.

Keys are an endless universe: a key that is not named keeps its meaning, whether or not a version
happens to ask it. So a question that is removed and later restored compares again. What the
versions really ask is in their documents; how a document declares a lineage is in `lineage`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

_HEAVIEST_FIRST: Final = ("replaced", "split", "merged", "reworded", "moved")
_BACKWARDS: Final = {"split": "merged", "merged": "split"}


class Link(Struct, frozen=True):
    """What one key is on the other side: the keys there, and how it came to that.

    `to` is empty where there is nothing (removed, or not there yet). `comparable` is true for
    exactly one key of the same meaning.
    """

    to: tuple[str, ...]
    comparable: bool
    relation: str


class Edge(Struct, frozen=True):
    """One earlier key leading to one later key.

    `presence` is how often the key was restored less how often it was removed: below zero it is
    missing at the later end, above zero at the earlier one. `options` is None for "as they were".
    """

    source: str
    target: str
    comparable: bool = True
    changes: frozenset[str] = frozenset()
    presence: int = 0
    options: "Lineage | None" = None

    def then(self, later: "Edge") -> "Edge":
        comparable = self.comparable and later.comparable
        return Edge(
            self.source,
            later.target,
            comparable,
            self.changes | later.changes,
            self.presence + later.presence,
            _options_in_turn(self.options, later.options) if comparable else None,
        )

    def beside(self, other: "Edge") -> "Edge":
        """Two ways from the same key to the same key; such ways are never comparable."""
        return replace(
            self,
            changes=self.changes | other.changes,
            presence=max(self.presence, other.presence),
        )

    def inverse(self) -> "Edge":
        return Edge(
            self.target,
            self.source,
            self.comparable,
            frozenset(_BACKWARDS.get(change, change) for change in self.changes),
            -self.presence,
            self.options and self.options.inverse(),
        )


class Lineage(Struct, frozen=True, dict=True):
    """A relation between keys: the identity, except among the `named` keys, where `edges` rule.

    Composition takes the weaker strength along a way and the stronger among ways. It is
    associative and `identity()` is neutral, because keys that came out as plain identity are
    dropped from `named`: equal relations are equal values. Made by `lineage.read_lineage`.
    """

    named: frozenset[str]
    edges: frozenset[Edge]

    @classmethod
    def identity(cls) -> "Lineage":
        """Nothing changed."""
        return cls(frozenset(), frozenset())

    def then(self, later: "Lineage") -> "Lineage":
        """This change and, after it, the later one."""
        universe = self.named | later.named
        onward = _grouped(later.edges_among(universe), by="source")
        return related(
            universe,
            (
                first.then(second)
                for first in self.edges_among(universe)
                for second in onward.get(first.target, ())
            ),
        )

    def inverse(self) -> "Lineage":
        """The same change seen from the later side."""
        return Lineage(self.named, frozenset(edge.inverse() for edge in self.edges))

    def question(self, key: str) -> Link:
        """What the earlier key `key` became."""
        if key not in self.named:
            return Link((key,), True, "same")
        return _link(self._onward.get(key, ()), end="target", where_nothing="removed")

    def back(self, key: str) -> Link:
        """What the later key `key` was; its relation is still told from earlier to later."""
        if key not in self.named:
            return Link((key,), True, "same")
        return _link(self._backward.get(key, ()), end="source", where_nothing="added")

    def options_of(self, question_key: str) -> "Lineage | None":
        """The lineage of the options of an earlier question; None if it is not comparable."""
        if not self.question(question_key).comparable:
            return None
        edges = self._onward.get(question_key, ())
        return next((edge.options for edge in edges if edge.options), Lineage.identity())

    def option(self, question_key: str, option_key: str) -> Link:
        """What an option of an earlier question became. Nothing, if the question is another."""
        options = self.options_of(question_key)
        if options is None:
            return Link((), False, self.question(question_key).relation)
        return options.question(option_key)

    @cached_property
    def _onward(self) -> Mapping[str, tuple[Edge, ...]]:
        return _grouped(self.edges, by="source")

    @cached_property
    def _backward(self) -> Mapping[str, tuple[Edge, ...]]:
        return _grouped(self.edges, by="target")

    def edges_among(self, universe: frozenset[str]) -> Iterator[Edge]:
        """The edges, with the plain ones of those keys in `universe` that are not named."""
        yield from self.edges
        yield from (Edge(key, key) for key in universe - self.named)


def related(named: frozenset[str], edges: Iterable[Edge]) -> Lineage:
    """One edge a pair, and none of the named keys that came out as plain identity."""
    merged: dict[tuple[str, str], Edge] = {}
    for edge in edges:
        pair = (edge.source, edge.target)
        merged[pair] = merged[pair].beside(edge) if pair in merged else edge
    onward = _grouped(merged.values(), by="source")
    backward = _grouped(merged.values(), by="target")
    plain = {key for key in named if onward.get(key) == backward.get(key) == (Edge(key, key),)}
    return Lineage(named - plain, frozenset(e for e in merged.values() if e.source not in plain))


def _grouped(edges: Iterable[Edge], *, by: str) -> Mapping[str, tuple[Edge, ...]]:
    groups: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[getattr(edge, by)].append(edge)
    return {key: tuple(group) for key, group in groups.items()}


def _link(edges: Sequence[Edge], *, end: str, where_nothing: str) -> Link:
    kept = [edge for edge in edges if edge.presence == 0]
    if kept:
        changes = frozenset().union(*(edge.changes for edge in kept))
        relation = next((change for change in _HEAVIEST_FIRST if change in changes), "same")
        ends = tuple(sorted(getattr(edge, end) for edge in kept))
        return Link(ends, all(edge.comparable for edge in kept), relation)
    if edges:
        return Link((), False, "removed" if edges[0].presence < 0 else "restored")
    return Link((), False, where_nothing)


def _options_in_turn(first: Lineage | None, second: Lineage | None) -> Lineage | None:
    if first is None or second is None:
        return first or second
    return unless_identity(first.then(second))


def unless_identity(lineage: Lineage) -> Lineage | None:
    """The options of an edge, so that equal edges are equal values too."""
    return None if lineage == Lineage.identity() else lineage
