"""Brings a document into the form that can be taken apart: whole, in sections, elements keyed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.authoring.json_parts import Json, part_at, with_part, without
from app.engine.authoring.keys import free, key_from
from app.engine.document import is_bare
from app.engine.layout import slug
from app.engine.problems import Problems
from app.engine.questions import words_of
from app.engine.subschemas import Subschemas, UnknownReference, pointer_steps

KINDS: Mapping[Any, str] = {
    "Category": "section", "Categorization": "part", "Group": "group", "Label": "text",
    "VerticalLayout": "layout", "HorizontalLayout": "layout", "Control": "question",
}
"""What an address calls each type of element."""
HOLDERS = ("section", "part", "group", "layout")
"""The kinds of unit that others stand in."""
_KEY = ("options", "waymark", "key")


def prepared(document: Any) -> dict[str, Any]:
    """The document with a layout in sections, every element of it with a key for ever.

    Means the same as before; a prepared document comes back equal. Raises DefinitionRefused for
    what is no document of questions at all.
    """
    _check(document)
    whole: dict[str, Any] = {"schema": document} if is_bare(document) else dict(document)
    schema = whole["schema"]
    subschemas = Subschemas(schema, "")
    layout = whole.get("uischema")
    if layout is None:
        layout = {"type": "VerticalLayout", "elements": list(generated(schema, (), subschemas))}
    title = whole.get("title") or schema.get("title") or "Untitled toolkit"
    return {**whole, "uischema": _keyed(_opened(_in_sections(layout, str(title)), subschemas))}


def kind_of(element: Any) -> str:
    """What an address calls an element; "other" where it can only be kept as it stands."""
    if not isinstance(element, Mapping):
        return "other"
    kind = KINDS.get(element["type"], "other") if isinstance(element.get("type"), str) else "other"
    if kind in HOLDERS and not isinstance(element.get("elements"), list):
        return "other"
    return kind


def key_of(element: Json) -> str | None:
    """The key an element carries, or None."""
    key = part_at(element, *_KEY)
    return key if isinstance(key, str) and key else None


def scope_of(key: str) -> str:
    """The scope of the question that has a key: outer.inner is two properties on the way."""
    return "#" + "".join(f"/properties/{_escaped(name)}" for name in key.split("."))


def key_at(scope: Any) -> str | None:
    """The key of the question a scope leads to, or None where it is no such scope."""
    steps = pointer_steps(scope) if isinstance(scope, str) and scope.startswith("#/") else []
    if not steps or len(steps) % 2 or set(steps[::2]) != {"properties"}:
        return None
    return ".".join(steps[1::2])


def is_container(schema: Json) -> bool:
    """Whether a schema holds questions of its own rather than being one, unless it is a table."""
    return schema.get("type") == "object" or ("properties" in schema and "type" not in schema)


def resolved(schema: Any, subschemas: Subschemas) -> Json:
    """The schema with its reference followed; as it stands where it leads nowhere."""
    if not isinstance(schema, Mapping):
        return {}
    try:
        return subschemas.resolve(schema) if "$ref" in schema else schema
    except UnknownReference:
        return schema


def generated(
    schema: Json, outer: tuple[str, ...], subschemas: Subschemas, above: tuple[Any, ...] = ()
) -> Iterator[dict[str, Any]]:
    """A Control for every property, and a Group for every object among them."""
    for name, inner in (part_at(schema, "properties") or {}).items():
        path = (*outer, name)
        found = resolved(inner, subschemas)
        reference = part_at(inner, "$ref")
        if is_container(found) and reference not in above and len(above) < 10:
            inside = generated(found, path, subschemas, (*above, reference or path))
            label = str(found.get("title") or words_of(name))
            yield {"type": "Group", "label": label, "elements": list(inside)}
        else:
            scope = "#" + "".join(f"/properties/{_escaped(step)}" for step in path)
            yield {"type": "Control", "scope": scope}


def _check(document: Any) -> None:
    problems = Problems()
    whole = isinstance(document, Mapping)
    schema = document if whole and is_bare(document) else part_at(document, "schema")
    if not whole:
        problems.add("", "the document must be a JSON object")
    elif not isinstance(part_at(schema, "properties"), Mapping):
        problems.add("/schema", "the schema must be an object schema with properties")
    elif not isinstance(document.get("uischema", {}), Mapping):
        problems.add("/uischema", "a layout is an object with a type")
    problems.refuse()


def _in_sections(layout: Json, title: str) -> Json:
    if layout.get("type") == "Categorization" and isinstance(layout.get("elements"), list):
        return layout
    if layout.get("type") == "Categorization":
        return {**layout, "elements": []}
    plain = layout.keys() == {"type", "elements"} and layout["type"] == "VerticalLayout"
    section = {"type": "Category", "label": title, "options": {"waymark": {"key": "questions"}},
               "elements": layout["elements"] if plain else [layout]}
    return {"type": "Categorization", "elements": [section]}


def _opened(element: Any, subschemas: Subschemas) -> Any:
    """Layouts with lists of elements, and a layout in the place of a Control for an object."""
    kind = kind_of({"elements": [], **element}) if isinstance(element, Mapping) else "other"
    if kind in HOLDERS:
        inner = element.get("elements", [])
        return {**element, "elements": [_opened(one, subschemas) for one in inner]
                if isinstance(inner, list) else inner}
    if kind == "question" and part_at(element, "options", "waymark") is None:
        return _opened_object(element, subschemas)
    return element


def _opened_object(control: Json, subschemas: Subschemas) -> Json:
    scope = control.get("scope")
    path = pointer_steps(scope)[1::2] if isinstance(scope, str) and key_at(scope) else []
    schema: Json = subschemas.root
    for name in path:
        schema = resolved(part_at(schema, "properties", name), subschemas)
    if not path or not is_container(schema):
        return control
    inside = list(generated(schema, tuple(path), subschemas))
    kind = "Group" if _wording(control) else "VerticalLayout"
    return {**without(control, "scope"), "type": kind, "elements": inside}


def _keyed(layout: Json) -> dict[str, Any]:
    taken: dict[bool, set[str]] = {True: set(), False: set()}
    for element in _walk(layout):
        taken[kind_of(element) == "section"].add(key_of(element) or "")
    return {**layout, "elements": [_with_key(one, taken) for one in layout["elements"]]}


def _with_key(element: Any, taken: dict[bool, set[str]]) -> Any:
    kind = kind_of(element)
    if kind in ("other", "question"):
        return element
    section = kind == "section"
    if key_of(element) is None and _may_carry(element):
        wording = _wording(element)
        made = slug(wording or "Questions") if section else key_from(wording, otherwise=kind)
        key = free(made, taken[section], "-" if section else "_")
        taken[section].add(key)
        element = with_part(element, _KEY, key)
    if kind in HOLDERS:
        inner = [_with_key(one, taken) for one in element["elements"]]
        element = {**without(element, "elements"), "elements": inner}
    return element


def _may_carry(element: Json) -> bool:
    """Whether a key can be written in without losing what stands there."""
    ours = part_at(element, "options", "waymark")
    options = element.get("options", {})
    return isinstance(options, Mapping) and isinstance({} if ours is None else ours, Mapping) \
        and "key" not in (ours or {})


def _wording(element: Json) -> str:
    found = element.get("text") if element["type"] == "Label" else element.get("label")
    return found if isinstance(found, str) else ""


def _walk(element: Any) -> Iterator[Any]:
    for inner in element["elements"]:
        if kind_of(inner) != "other":
            yield inner
        if kind_of(inner) in HOLDERS:
            yield from _walk(inner)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
