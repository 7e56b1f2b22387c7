"""Faults of a page that a person with a screen reader or a keyboard would meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.rendering.pages import parse

_FIELDS = ("input", "textarea", "select")


def faults(markup: str) -> list[str]:
    """Everything wrong with a fragment; raises where it is not HTML at all."""
    tree = parse(markup)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    return [*_ids(elements), *_references(elements), *_labels(elements), *_fieldsets(elements),
            *_inline(elements)]


def names(markup: str) -> list[tuple[str, str]]:
    """(group and accessible name, kind) of every control that can be used, in order."""
    return list(_named(parse(markup), ()))


def _ids(elements: list[Any]) -> Iterator[str]:
    for id, count in Counter(e.get("id") for e in elements if e.get("id")).items():
        if count > 1:
            yield f"{count} elements have the id {id}"
        if any(character.isspace() for character in id):
            yield f"the id {id!r} holds a space"


def _references(elements: list[Any]) -> Iterator[str]:
    ids = {element.get("id") for element in elements}
    for element in elements:
        for attribute in ("for", "aria-describedby", "aria-labelledby", "data-aria-controls"):
            for id in (element.get(attribute) or "").split():
                if id not in ids:
                    yield f"{element.tag} {attribute}={id} leads nowhere"


def _labels(elements: list[Any]) -> Iterator[str]:
    labelled = {e.get("for") for e in elements if e.tag == "label"}
    for element in elements:
        if element.tag in _FIELDS and element.get("type") != "hidden":
            if element.get("id") not in labelled:
                yield f"{element.get('name')} has no label"
        if element.tag in ("button", "summary", "legend", "label") and not text_of(element):
            yield f"a {element.tag} has no name"


def _fieldsets(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        if element.tag == "fieldset" and element[0].tag != "legend":
            yield "a fieldset does not begin with its legend"


def _inline(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        for attribute in element.attrib:
            if attribute == "style" or attribute.startswith("on"):
                yield f"{element.tag} has {attribute}"


def text_of(element: Any) -> str:
    """The words in an element, spaces made one."""
    return " ".join("".join(element.itertext()).split())


def _named(element: Any, groups: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    labels = {e.get("for"): text_of(e) for e in element.iter("label")} if not groups else None
    yield from _walk(element, groups, labels or {})


def _walk(
    element: Any, groups: tuple[str, ...], labels: dict[str, str]
) -> Iterator[tuple[str, str]]:
    if not isinstance(element.tag, str) or element.tag == "template":
        return
    if element.tag == "fieldset":
        groups = (*groups, text_of(element[0]))
    if element.tag in _FIELDS and element.get("type") != "hidden":
        yield " > ".join((*groups, labels[element.get("id")])), element.get("type", element.tag)
    if element.tag in ("button", "summary"):
        yield text_of(element), element.tag
    for child in element:
        yield from _walk(child, groups, labels)
