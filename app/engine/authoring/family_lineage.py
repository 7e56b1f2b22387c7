"""What a national toolkit says became of the questions that a local one takes from it, as
statements of the local lineage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from app.engine.authoring.statements import declare
from app.engine.key_relation import Lineage

Entry = dict[str, Any]
_FEWEST = {"split": (1, 2), "merged": (2, 1)}


def related_keys(keys: Iterable[str], lineage: Lineage) -> frozenset[str]:
    """The keys with those that they were split into, merged with or replaced by, on both sides."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += [*lineage.question(key).to, *lineage.back(key).to]
    return frozenset(found)


def with_statements(
    entries: list[Entry], lineage: Lineage, keys: Collection[str], *,
    before: Mapping[str, Any], after: Mapping[str, Any],
) -> list[Entry]:
    """The local list with what `lineage`, the national one, says of the taken keys.

    `before` and `after` are the local questions by key, before and after taking: of what was not
    here, or is not here now, nothing is said.
    """
    for entry in _entries(lineage, keys, before, after):
        entries = declare(entries, entry["relation"], entry["from"], entry["to"])
        if entry.get("options"):
            entries[-1]["options"] = entry["options"]
    return entries


def _entries(
    lineage: Lineage, keys: Collection[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[Entry]:
    told: set[str] = set()
    for key in [key for key in before if key in keys]:
        link = lineage.question(key)
        targets = [to for to in link.to if to in after]
        if link.relation == "merged" and targets:
            continue
        told.update(targets)
        if not targets:
            if key not in after:
                yield {"relation": "removed", "from": [key], "to": []}
        elif link.relation != "same" or lineage.options_of(key) != Lineage.identity():
            entry = _stated(link.relation, [key], targets)
            options = lineage.options_of(key)
            yield {**entry, "options": list(_options(options))} if options else entry
    for key in [key for key in after if key in keys and key not in told]:
        link = lineage.back(key)
        sources = [source for source in link.to if source in before]
        if link.relation == "merged" and sources:
            yield _stated("merged", sources, [key])
        elif key not in before:
            yield {"relation": "added", "from": [], "to": [key]}


def _stated(relation: str, sources: list[str], targets: list[str]) -> Entry:
    """The entry; a split or merger of which not enough is left is a replacement."""
    least = _FEWEST.get(relation, (0, 0))
    if len(sources) < least[0] or len(targets) < least[1]:
        relation = "replaced"
    return {"relation": relation, "from": sources, "to": targets}


def _options(lineage: Lineage) -> Iterator[Entry]:
    """A lineage of options, entry by entry."""
    merged = {edge.target for edge in lineage.edges if "merged" in edge.changes}
    sources = sorted({edge.source for edge in lineage.edges})
    for key in sources:
        link = lineage.question(key)
        if merged.isdisjoint(link.to):
            relation = link.relation if link.to else "removed"
            yield _stated(relation, [key], list(link.to)) if link.to else {
                "relation": relation, "from": [key], "to": []}
    for key in sorted(merged):
        yield _stated("merged", list(lineage.back(key).to), [key])
    reached = {edge.target for edge in lineage.edges}
    for key in sorted(lineage.named - reached - set(sources)):
        yield {"relation": "added", "from": [], "to": [key]}
