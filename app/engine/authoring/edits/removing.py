"""Taking units away, with what refers to them where that is harmless, refused where it is not."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.engine.authoring.json_parts import Json, part_at, with_part
from app.engine.authoring.outline import ANSWERS, TOOLKIT, Outline, is_of_schema, kind, name
from app.engine.authoring.preparing import key_at
from app.engine.authoring.references import references_to
from app.engine.authoring.refusals import EditRefused, Reference
from app.engine.authoring.shared_schemas import with_own_objects


def remove(outline: Outline, address: str, *, along: bool = False) -> Outline:
    """The outline without a unit, and without all that stands in it.

    With `along`, the terms, immediate actions and lineage entries of what goes, go too. Raises
    EditRefused with the references that stand against it: all of them, or with `along` those that
    cannot go without changing what something else means.
    """
    if address not in outline.units or address == TOOLKIT:
        raise EditRefused(address, "it is not there" if address != TOOLKIT else "it cannot go")
    gone = tuple(dict.fromkeys((address, *outline.below(address))))
    refuse_referred(address, references_to(outline, _named(outline, gone)), along=along)
    return _without(_without_references(outline, gone) if along else outline, gone)


def refuse_referred(
    address: str, found: Collection[Reference], *, along: bool = False
) -> None:
    """Raise EditRefused with the references that stand against an edit, if there are any."""
    against = tuple(one for one in found if not (along and one.may_go))
    if against:
        places = ", ".join(sorted({f"{one.address} ({one.place})" for one in against}))
        raise EditRefused(address, f"it is referred to by {places}", against)


def _named(outline: Outline, gone: Collection[str]) -> frozenset[str]:
    """What goes, with the objects of which nothing would be left."""
    return frozenset((*gone, *_emptied(outline, gone)))


def _emptied(outline: Outline, gone: Collection[str]) -> Iterator[str]:
    left = {address for address in outline.units if address.startswith("question:")} - set(gone)
    for holder in outline.order:
        within = f"question:{name(holder)}."
        if holder.startswith("object:") and any(one.startswith(within) for one in gone):
            if not any(one.startswith(within) for one in left):
                yield holder


def _without(outline: Outline, gone: tuple[str, ...]) -> Outline:
    for address in gone:
        if kind(address) == "question" and "schema" not in outline.units[address]:
            outline = with_own_objects(outline, address)
    all_gone = {*gone, *_emptied(outline, gone)}
    units = {one: unit for one, unit in outline.units.items() if one not in all_gone}
    order = {holder: tuple(one for one in listed if one not in all_gone)
             for holder, listed in outline.order.items() if holder not in all_gone}
    return Outline(units, order)


def _without_references(outline: Outline, gone: Collection[str]) -> Outline:
    """Terms go; immediate actions and lineage entries of what goes, go whole."""
    keys = {name(one) for one in gone if kind(one) == "question"}
    for address in tuple(outline.units):
        part = outline.units[address].get("part", {})
        if kind(address) == "measure" and isinstance(part.get("terms"), list):
            outline = _with_terms(outline, address, part, keys)
        elif (kind(address) == "immediate" and key_at(part.get("scope")) in keys) or (
                kind(address) == "lineage" and keys.intersection(part.get("to") or ())):
            outline = _without(outline, (address,))
    return outline


def _with_terms(outline: Outline, address: str, part: Json, keys: Collection[str]) -> Outline:
    terms = [term for term in part["terms"] if key_at(part_at(term, "scope")) not in keys]
    if len(terms) == len(part["terms"]):
        return outline
    return outline.with_unit(address, {"part": with_part(part, ("terms",), terms)})


def schema_container(outline: Outline, address: str) -> str:
    """The container in which a question stands in the schema."""
    return next((holder for holder, listed in outline.order.items()
                 if address in listed and is_of_schema(holder)), ANSWERS)
