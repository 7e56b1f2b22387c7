"""What became of each question and option from one version of a toolkit to another.

A lineage relates the keys of an earlier version to those of a later one. Keys are an endless
universe: a key that is not named keeps its meaning, whether or not a version happens to ask it.
So a question that is removed and later restored compares again. What the versions really ask is
in their documents, not here.
"""

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any, Final

from app.engine.problems import at

_NONE, _ONE = range(1), range(1, 2)
_SOME, _SEVERAL = range(1, sys.maxsize), range(2, sys.maxsize)
_KEYS_TAKEN: Final[Mapping[str, tuple[range, range]]] = {
    "same": (_ONE, _ONE),
    "reworded": (_ONE, _ONE),
    "moved": (_ONE, _ONE),
    "replaced": (_SOME, _SOME),
    "split": (_ONE, _SEVERAL),
    "merged": (_SEVERAL, _ONE),
    "added": (_NONE, _SOME),
    "removed": (_SOME, _NONE),
    "restored": (_NONE, _SOME),
}
_COMPARABLE: Final = frozenset({"same", "reworded", "moved", "restored"})
_MAY_SHARE_A_KEY: Final = frozenset({"split", "merged"})
_HEAVIEST_FIRST: Final = ("replaced", "split", "merged", "reworded", "moved", "same")
_BACKWARDS: Final = {"split": "merged", "merged": "split"}
_OPTION_ENTRY_KEYS: Final = frozenset({"relation", "from", "to", "note"})
_QUESTION_ENTRY_KEYS: Final = _OPTION_ENTRY_KEYS | {"options"}


class LineageRefused(ValueError):
    """A declared lineage that cannot be used; `pointer` is its place in the document."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or '/'}: {reason}")
        self.pointer = pointer
        self.reason = reason


@dataclass(frozen=True)
class Link:
    """What one key is on the other side: the keys there, and how it came to that.

    `to` is empty where there is nothing (removed, or not there yet). `comparable` is true for
    exactly one key of the same meaning.
    """

    to: tuple[str, ...]
    comparable: bool
    relation: str


@dataclass(frozen=True)
class Undeclared:
    """Keys whose coming or going the lineage does not explain. False when there are none."""

    gone: tuple[str, ...]
    new: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


@dataclass(frozen=True)
class _Edge:
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

    def then(self, later: "_Edge") -> "_Edge":
        comparable = self.comparable and later.comparable
        return _Edge(
            self.source,
            later.target,
            comparable,
            self.changes | later.changes,
            self.presence + later.presence,
            _options_in_turn(self.options, later.options) if comparable else None,
        )

    def beside(self, other: "_Edge") -> "_Edge":
        """Two ways from the same key to the same key; such ways are never comparable."""
        return replace(
            self,
            changes=self.changes | other.changes,
            presence=max(self.presence, other.presence),
        )

    def inverse(self) -> "_Edge":
        return _Edge(
            self.target,
            self.source,
            self.comparable,
            frozenset(_BACKWARDS.get(change, change) for change in self.changes),
            -self.presence,
            self.options and self.options.inverse(),
        )


@dataclass(frozen=True)
class Lineage:
    """A relation between keys: the identity, except among the `named` keys, where `edges` rule.

    Composition takes the weaker strength along a way and the stronger among ways. It is
    associative and `identity()` is neutral, because keys that came out as plain identity are
    dropped from `named`: equal relations are equal values. Make one with `read_lineage`.
    """

    named: frozenset[str]
    edges: frozenset[_Edge]

    @classmethod
    def identity(cls) -> "Lineage":
        """Nothing changed."""
        return cls(frozenset(), frozenset())

    def then(self, later: "Lineage") -> "Lineage":
        """This change and, after it, the later one."""
        universe = self.named | later.named
        onward = _grouped(later._edges_among(universe), by="source")
        return _normal(
            universe,
            (
                first.then(second)
                for first in self._edges_among(universe)
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

    def back_option(self, question_key: str, option_key: str) -> Link:
        """What an option of a later question was."""
        question = self.back(question_key)
        options = self.options_of(question.to[0]) if question.comparable else None
        if options is None:
            return Link((), False, question.relation)
        return options.back(option_key)

    @cached_property
    def _onward(self) -> Mapping[str, tuple[_Edge, ...]]:
        return _grouped(self.edges, by="source")

    @cached_property
    def _backward(self) -> Mapping[str, tuple[_Edge, ...]]:
        return _grouped(self.edges, by="target")

    def _edges_among(self, universe: frozenset[str]) -> Iterator[_Edge]:
        yield from self.edges
        yield from (_Edge(key, key) for key in universe - self.named)


def read_lineage(entries: Sequence[Mapping[str, Any]], pointer: str = "") -> Lineage:
    """Read the `lineage` of a document (docs/definition-format.md, "Lineage").

    `pointer` is the place of the list. Raises LineageRefused for an unknown relation or name, for
    a relation with the wrong number of keys, and for a key that is told two things.
    """
    return _read(entries, pointer, _QUESTION_ENTRY_KEYS)


def path(
    versions: Mapping[int, tuple[int | None, Sequence[Mapping[str, Any]]]], start: int, end: int
) -> Lineage:
    """The lineage from version `start` to `end`, by way of the version both are made from.

    `versions` is number → (the number it is based on, its `lineage` entries) and holds both ends
    and all they are based on. Raises LineageRefused where the two have no version in common.
    """
    up, down = _ancestry(versions, start), _ancestry(versions, end)
    shared = next((number for number in up if number in down), None)
    if shared is None:
        raise LineageRefused("", f"versions {start} and {end} are not based on the same version")
    return _descent(versions, up, shared).inverse().then(_descent(versions, down, shared))


def undeclared(
    earlier_keys: Collection[str], later_keys: Collection[str], lineage: Lineage
) -> Undeclared:
    """Keys that went or came although one version's own lineage does not say so.

    Publishing is refused for them. Serves for options too, with `options_of`.
    """
    edges = list(lineage._edges_among(lineage.named.union(earlier_keys, later_keys)))
    kept = [edge for edge in edges if edge.presence == 0]
    leaving = {edge.source for edge in kept if edge.target in later_keys}
    leaving |= {e.source for e in edges if e.presence < 0 and e.target not in later_keys}
    coming = {edge.target for edge in kept if edge.source in earlier_keys}
    coming |= {e.target for e in edges if e.presence > 0 and e.source not in earlier_keys}
    coming |= lineage.named - {key for e in edges for key in (e.source, e.target)}
    return Undeclared(
        gone=tuple(key for key in earlier_keys if key not in leaving),
        new=tuple(key for key in later_keys if key not in coming),
    )


def _normal(named: frozenset[str], edges: Iterable[_Edge]) -> Lineage:
    """One edge a pair, and none of the named keys that came out as plain identity."""
    merged: dict[tuple[str, str], _Edge] = {}
    for edge in edges:
        pair = (edge.source, edge.target)
        merged[pair] = merged[pair].beside(edge) if pair in merged else edge
    onward = _grouped(merged.values(), by="source")
    backward = _grouped(merged.values(), by="target")
    plain = {key for key in named if onward.get(key) == backward.get(key) == (_Edge(key, key),)}
    return Lineage(named - plain, frozenset(e for e in merged.values() if e.source not in plain))


def _grouped(edges: Iterable[_Edge], *, by: str) -> Mapping[str, tuple[_Edge, ...]]:
    groups: defaultdict[str, list[_Edge]] = defaultdict(list)
    for edge in edges:
        groups[getattr(edge, by)].append(edge)
    return {key: tuple(group) for key, group in groups.items()}


def _link(edges: Sequence[_Edge], *, end: str, where_nothing: str) -> Link:
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
    return _unless_identity(first.then(second))


def _unless_identity(lineage: Lineage) -> Lineage | None:
    return None if lineage == Lineage.identity() else lineage


def _ancestry(versions: Mapping[int, tuple[int | None, Any]], number: int) -> list[int]:
    """The version, the one it is based on, and so on, back to the first."""
    ancestry = [number]
    while (base := versions[ancestry[-1]][0]) is not None:
        if base in ancestry:
            raise LineageRefused("", f"version {number} is based on itself")
        ancestry.append(base)
    return ancestry


def _descent(
    versions: Mapping[int, tuple[int | None, Sequence[Mapping[str, Any]]]],
    ancestry: Sequence[int],
    ancestor: int,
) -> Lineage:
    """All that changed from the ancestor down to the first of the ancestry."""
    lineage = Lineage.identity()
    for number in reversed(ancestry[: ancestry.index(ancestor)]):
        lineage = lineage.then(read_lineage(versions[number][1]))
    return lineage


@dataclass(frozen=True)
class _Entry:
    pointer: str
    relation: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    options: Lineage | None

    def edges(self) -> Iterator[_Edge]:
        if self.relation == "removed":
            return (_Edge(key, key, presence=-1) for key in self.sources)
        if self.relation == "restored":
            return (_Edge(key, key, presence=1, options=self.options) for key in self.targets)
        comparable = self.relation in _COMPARABLE
        changes = frozenset({self.relation} - {"same"})
        return (
            _Edge(source, target, comparable, changes, options=self.options)
            for source, target in product(self.sources, self.targets)
        )


def _read(entries: Any, pointer: str, known: frozenset[str]) -> Lineage:
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise LineageRefused(pointer, "a lineage must be a list")
    read = [_read_entry(entry, at(pointer, n), known) for n, entry in enumerate(entries)]
    _refuse_told_twice(read, "sources")
    _refuse_told_twice(read, "targets")
    _refuse_reused(read)
    named = frozenset(key for entry in read for key in entry.sources + entry.targets)
    return _normal(named, (edge for entry in read for edge in entry.edges()))


def _read_entry(entry: Any, pointer: str, known: frozenset[str]) -> _Entry:
    if not isinstance(entry, Mapping):
        raise LineageRefused(pointer, "an entry must be an object")
    for name in entry.keys() - known:
        raise LineageRefused(at(pointer, name), "is not a part of a lineage entry")
    relation = entry.get("relation")
    if not isinstance(relation, str) or relation not in _KEYS_TAKEN:
        raise LineageRefused(at(pointer, "relation"), f"must be one of {', '.join(_KEYS_TAKEN)}")
    sources, targets = (_read_keys(entry, side, pointer) for side in ("from", "to"))
    for side, keys, allowed in zip(("from", "to"), (sources, targets), _KEYS_TAKEN[relation]):
        if len(keys) not in allowed:
            raise LineageRefused(at(pointer, side), f"{relation} {_asks_for(allowed)} here")
    options = _read_options(entry, relation, targets, pointer)
    return _Entry(pointer, relation, sources, targets, options)


def _read_keys(entry: Mapping[str, Any], side: str, pointer: str) -> tuple[str, ...]:
    keys = entry.get(side, [])
    if not isinstance(keys, list) or not all(isinstance(key, str) and key for key in keys):
        raise LineageRefused(at(pointer, side), "must be a list of keys")
    if len(set(keys)) < len(keys):
        raise LineageRefused(at(pointer, side), "names a key twice")
    return tuple(keys)


def _read_options(
    entry: Mapping[str, Any], relation: str, targets: Sequence[str], pointer: str
) -> Lineage | None:
    if "options" not in entry:
        return None
    if relation not in _COMPARABLE or len(targets) != 1:
        raise LineageRefused(
            at(pointer, "options"), "options belong to one question that is still the same question"
        )
    return _unless_identity(_read(entry["options"], at(pointer, "options"), _OPTION_ENTRY_KEYS))


def _refuse_told_twice(entries: Iterable[_Entry], side: str) -> None:
    told: dict[str, str] = {}
    for entry in entries:
        for key in getattr(entry, side):
            if key in told and not {told[key], entry.relation} <= _MAY_SHARE_A_KEY:
                raise LineageRefused(entry.pointer, f"{key} is named by another entry already")
            told[key] = entry.relation


def _refuse_reused(entries: Sequence[_Entry]) -> None:
    """A key that goes is not taken up again in the same change, nor the other way round."""
    earlier = {key for entry in entries for key in entry.sources}
    later = {key for entry in entries for key in entry.targets}
    for entry in entries:
        gone = later.intersection(entry.sources) if not entry.targets else ()
        come = earlier.intersection(entry.targets) if not entry.sources else ()
        for key in (*gone, *come):
            raise LineageRefused(entry.pointer, f"{key} is {entry.relation} and yet used elsewhere")


def _asks_for(allowed: range) -> str:
    if allowed.stop == 1:
        return "takes no key"
    return "takes one key" if allowed.stop == 2 else f"takes {allowed.start} or more keys"
