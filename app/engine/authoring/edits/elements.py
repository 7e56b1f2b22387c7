"""Sections, groups and texts added, and anything in the layout duplicated under new keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.authoring.edits.placing import Into, Position, put
from app.engine.authoring.edits.removing import schema_container
from app.engine.authoring.json_parts import Json, part_at, renamed, with_part
from app.engine.authoring.keys import free, key_from
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name
from app.engine.authoring.preparing import HOLDERS, scope_of
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.shared_schemas import with_own_objects

_KEY = ("options", "waymark", "key")


def add_section(outline: Outline, title: str, position: Position = Into(TOOLKIT)) -> Outline:
    """The outline with an empty section; its key is made from the title. Raises EditRefused."""
    return _added(outline, "section", {"type": "Category", "label": title}, title, position)


def add_group(outline: Outline, title: str, position: Position) -> Outline:
    """The outline with an empty group of questions. Raises EditRefused."""
    return _added(outline, "group", {"type": "Group", "label": title}, title, position)


def add_text(outline: Outline, text: str, position: Position) -> Outline:
    """The outline with a text, in Markdown, among the questions. Raises EditRefused."""
    return _added(outline, "text", {"type": "Label", "text": text}, text, position)


def added_since(before: Outline, after: Outline) -> tuple[str, ...]:
    """The addresses of what an edit has added, the outermost first."""
    return tuple(one for one in after.units if one not in before.units)


def keys_taken(outline: Outline, *kinds: str) -> frozenset[str]:
    """The keys that no new unit of these kinds may have.

    Sections have theirs for themselves; groups, texts and layouts share theirs; the keys of
    questions are taken by those that the lineage names as gone as well.
    """
    taken = {name(one) for one in outline.units if kind(one) in kinds}
    if "question" in kinds:
        for address, unit in outline.units.items():
            if kind(address) == "lineage":
                taken.update(map(str, unit["part"].get("from") or ()))
    return frozenset(taken)


def duplicate(outline: Outline, address: str) -> Outline:
    """The outline with a copy of a section, group, layout, text or question right behind it.

    Everything in the copy has a new key, and what refers to something else in it refers to the
    copy of that. Raises EditRefused.
    """
    container = outline.container_of(address)
    if container is None or kind(address) not in (*HOLDERS, "text", "question"):
        raise EditRefused(address, "it cannot be duplicated")
    for inner in (address, *outline.below(address)):
        outline = with_own_objects(outline, inner)
    copies = dict(_copies(outline, address))
    new = _with_copies(outline, copies)
    listed = outline.inside(container)
    index = listed.index(address) + 1
    return new.with_inside(container, (*listed[:index], copies[address], *listed[index:]))


def _added(
    outline: Outline, kind_: str, element: Json, wording: str, position: Position
) -> Outline:
    kinds = ("section",) if kind_ == "section" else ("group", "text", "layout", "part")
    key = key_from(wording, keys_taken(outline, *kinds), otherwise=kind_)
    address = f"{kind_}:{key}"
    added = outline.with_unit(address, {"element": with_part(element, _KEY, key)})
    if kind_ in HOLDERS:
        added = added.with_inside(address, ())
    return put(added, address, position)


def _copies(outline: Outline, address: str) -> Iterator[tuple[str, str]]:
    """The address of each unit that is copied, and that of its copy."""
    taken = {one: set(keys_taken(outline, *one)) for one in (
        ("section",), ("group", "text", "layout", "part"), ("question", "object"))}
    for one in (address, *outline.below(address)):
        if kind(one) == "other":
            yield one, free(f"{one}~copy", outline.units, "~")
            continue
        keys = next(used for kinds, used in taken.items() if kind(one) in kinds)
        key = free(name(one).partition("~")[0], keys)
        keys.add(key)
        yield one, f"{kind(one)}:{key}"


def _with_copies(outline: Outline, copies: Mapping[str, str]) -> Outline:
    units = {copies[one]: _copied(outline, outline.units[one], copies[one], copies)
             for one in copies}
    order = dict(outline.order)
    for one, copy in copies.items():
        if one in order:
            order[copy] = tuple(copies[inner] for inner in order[one])
        if kind(one) == "question":
            holder = schema_container(outline, one)
            order[holder] = (*order[holder], copy)
    return Outline({**outline.units, **units}, order)


def _copied(outline: Outline, unit: Json, address: str, copies: Mapping[str, str]) -> Json:
    """A unit under its new key, with what it says of others that are copied."""
    element: Any = unit.get("control", unit.get("element"))
    detail = part_at(element, "options", "detail")
    for one, copy in copies.items():
        for old, new in _places(one, copy):
            element = renamed(element, old, new)
    if detail is not None:
        element = with_part(element, ("options", "detail"), detail)
    if "control" in unit:
        return {"required": False, **unit, "control": element}
    if kind(address) != "other" and part_at(element, *_KEY) is not None:
        element = with_part(element, _KEY, name(address))
    return {"element": element}


def _places(one: str, copy: str) -> Iterator[tuple[str, str]]:
    """How conditions name a question or a section, and how they are to name its copy."""
    if kind(one) == "question":
        yield scope_of(name(one)), scope_of(name(copy))
    marked = {"question": "", "section": "@"}.get(kind(one))
    if marked is not None:
        for room in ("absence", "standing"):
            old, new = (f"#/marks/{room}/{marked}{name(side)}" for side in (one, copy))
            yield old, new
