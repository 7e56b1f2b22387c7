"""The lineage a document declares: read, followed from version to version, and checked for gaps.

The algebra of it is in `key_relation`.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

from msgspec import Struct

from app.engine.key_relation import Edge, Lineage, Link, related, unless_identity
from app.engine.problems import at

__all__ = ["Lineage", "LineageRefused", "Link", "Undeclared", "path", "read_lineage", "undeclared"]

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
# A question may be split while another is merged into one of its parts.
_MAY_SHARE_A_KEY: Final = frozenset({"split", "merged"})
_OPTION_ENTRY_KEYS: Final = frozenset({"relation", "from", "to", "note"})
_QUESTION_ENTRY_KEYS: Final = _OPTION_ENTRY_KEYS | {"options"}


class LineageRefused(ValueError):
    """A declared lineage that cannot be used; `pointer` is its place in the document."""

    def __init__(self, pointer: str, reason: str) -> None:
        super().__init__(f"{pointer or '/'}: {reason}")
        self.pointer = pointer
        self.reason = reason


class Undeclared(Struct, frozen=True):
    """Keys whose coming or going the lineage does not explain. False when there are none."""

    gone: tuple[str, ...]
    new: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new)


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
    edges = list(lineage.edges_among(lineage.named.union(earlier_keys, later_keys)))
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


class _Entry(Struct, frozen=True):
    pointer: str
    relation: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    options: Lineage | None

    def edges(self) -> Iterator[Edge]:
        if self.relation == "removed":
            return (Edge(key, key, presence=-1) for key in self.sources)
        if self.relation == "restored":
            return (Edge(key, key, presence=1, options=self.options) for key in self.targets)
        comparable = self.relation in _COMPARABLE
        changes = frozenset({self.relation} - {"same"})
        return (
            Edge(source, target, comparable, changes, options=self.options)
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
    return related(named, (edge for entry in read for edge in entry.edges()))


def _read_entry(entry: Any, pointer: str, known: frozenset[str]) -> _Entry:
    if not isinstance(entry, Mapping):
        raise LineageRefused(pointer, "an entry must be an object")
    for name in sorted(entry.keys() - known):
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
    return unless_identity(_read(entry["options"], at(pointer, "options"), _OPTION_ENTRY_KEYS))


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
        for key in sorted((*gone, *come)):
            raise LineageRefused(entry.pointer, f"{key} is {entry.relation} and yet used elsewhere")


def _asks_for(allowed: range) -> str:
    if allowed.stop == 1:
        return "takes no key"
    return "takes one key" if allowed.stop == 2 else f"takes {allowed.start} or more keys"


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
