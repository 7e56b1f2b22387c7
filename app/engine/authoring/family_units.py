"""Outlines in which what a local toolkit may take from a national one stands unit by unit: the
fields of the root and shared schemas too, and nothing of what each document says of itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.engine.authoring.json_parts import Json, without
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name, put_together, take_apart
from app.engine.authoring.references import references
from app.engine.row_items import in_order

ITS_OWN = ("slug", "based_on", "family", "lineage")
"""Fields of the root by which a document speaks of itself."""
_FIELD, _SHARED, _LINEAGE = "root", "shared", "lineage"
_DEFS = "#/$defs/"


def spread(document: Mapping[str, Any], identity: Json) -> Outline:
    """The outline of a document; fields are "root:NAME", shared schemas "shared:NAME".

    `identity` stands for what it says of itself.
    """
    outline = take_apart(document)
    units = {address: unit for address, unit in outline.units.items() if kind(address) != _LINEAGE}
    toolkit = dict(units[TOOLKIT])
    root, schema = toolkit["root"], toolkit["schema"]
    units |= {f"{_FIELD}:{key}": {"value": part} for key, part in root.items()
              if key not in ITS_OWN}
    units |= {f"{_SHARED}:{key}": {"value": part}
              for key, part in schema.get("$defs", {}).items()}
    units[TOOLKIT] = {**toolkit, "root": identity, "schema": without(schema, "$defs")}
    return Outline(units, {**outline.order, _LINEAGE: ()})


def gathered(outline: Outline) -> dict[str, Any]:
    """The document of a spread outline."""
    toolkit = outline.units[TOOLKIT]
    fields = {name(address): unit["value"] for address, unit in outline.units.items()
              if kind(address) == _FIELD}
    shared = {name(address): unit["value"] for address, unit in outline.units.items()
              if kind(address) == _SHARED}
    schema = {**toolkit["schema"], **({"$defs": shared} if shared else {})}
    units = {address: unit for address, unit in outline.units.items()
             if kind(address) not in (_FIELD, _SHARED)}
    units[TOOLKIT] = {**toolkit, "root": {**toolkit["root"], **fields}, "schema": schema}
    return put_together(Outline(units, outline.order))


def moved(earlier: Outline, later: Outline) -> frozenset[str]:
    """The addresses of both that stand in another container, or in another order, in the later."""
    found: set[str] = set()
    for container in later.order:
        after = later.inside(container)
        before = earlier.inside(container)
        stayed = in_order([one for one in after if one in before],
                          [one for one in before if one in after])
        found.update(one for one in after if one in earlier.units and one not in stayed)
    return frozenset(found)


def with_chosen(earlier: Outline, later: Outline, chosen: Collection[str]) -> Outline:
    """The earlier outline with only the chosen addresses as they are in the later one."""
    units = {address: unit for address, unit in earlier.units.items() if address not in chosen}
    units |= {address: later.units[address] for address in chosen if address in later.units}
    containers = dict.fromkeys((*earlier.order, *later.order))
    return Outline(units, {
        container: _placed(earlier.inside(container), later.inside(container), chosen)
        for container in containers if ":" not in container or container in units})


def _placed(
    before: Sequence[str], after: Sequence[str], chosen: Collection[str]
) -> tuple[str, ...]:
    """What is not chosen where it stood, and each that is behind what it follows later."""
    listed = [one for one in before if one not in chosen]
    for place, address in enumerate(after):
        if address in chosen:
            ahead = [one for one in after[:place] if one in listed]
            listed.insert(listed.index(ahead[-1]) + 1 if ahead else 0, address)
    return tuple(listed)


def tied(
    chosen: Iterable[str], ties: Mapping[str, Collection[str]], changed: Collection[str]
) -> frozenset[str]:
    """The chosen addresses with all that they cannot be taken without, of what is `changed`."""
    found: set[str] = set()
    waiting = [address for address in chosen if address in changed]
    while waiting:
        address = waiting.pop()
        found.add(address)
        waiting.extend(one for one in ties.get(address, ()) if one in changed and one not in found)
    return frozenset(found)


def ties(earlier: Outline, later: Outline) -> Mapping[str, Collection[str]]:
    """By address, what it cannot be taken without.

    What something new stands in, and what refers to something new, needs that; what refers to or
    stands in something that goes must go with it; what stands in something new comes with it.
    """
    found: dict[str, set[str]] = {}
    for source, target in (*_inside(later), *_referring(later)):
        if target not in earlier.units:
            found.setdefault(source, set()).add(target)
    for source, target in (*_inside(earlier), *_referring(earlier)):
        if target not in later.units:
            found.setdefault(target, set()).add(source)
    for address, container in _inside(later):
        if container not in earlier.units and address not in earlier.units:
            found.setdefault(container, set()).add(address)
    for source, shared in _sharing(later):
        found.setdefault(source, set()).add(shared)
    return found


def _inside(side: Outline) -> Iterator[tuple[str, str]]:
    """Each address with what it stands in."""
    for container, listed in side.order.items():
        if container in side.units:
            yield from ((address, container) for address in listed)


def _referring(side: Outline) -> Iterator[tuple[str, str]]:
    """Each address with what it refers to; parts of questions are their question's."""
    for reference in references(side):
        whole = reference.to
        if kind(whole) in ("column", "row", "option"):
            whole = f"question:{name(whole).rpartition('/')[0]}"
        yield reference.address, whole


def _sharing(side: Outline) -> Iterator[tuple[str, str]]:
    """Each address with the shared schemas that it names."""
    for address, unit in side.units.items():
        if "schema" in unit or kind(address) == _SHARED:
            for reference in set(_named(unit.get("schema", unit.get("value")))):
                yield address, f"{_SHARED}:{reference}"


def _named(schema: Any) -> Iterator[str]:
    if isinstance(schema, Mapping):
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith(_DEFS):
            yield reference.removeprefix(_DEFS).partition("/")[0]
        for part in schema.values():
            yield from _named(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _named(part)
