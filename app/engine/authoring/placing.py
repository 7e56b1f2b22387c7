"""Where the sections, groups, notes and questions of a version stand in its document, in order.

Follows the layout as `layout` reads it; the document has been read and is known to be right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from app.engine.authoring.aspects import About
from app.engine.definition import Definition
from app.engine.layout import slug
from app.engine.problems import at
from app.engine.subschemas import pointer_steps

Json = Mapping[str, Any]
_NOTHING: Json = {}
_GROUPING = ("VerticalLayout", "HorizontalLayout")


class Placed(Struct, frozen=True, eq=False):
    """One element; `rules` are its own with those of the layouts around it, up to its container.

    `generated` marks a question that no Control names by itself.
    """

    about: About
    key: str
    title: str
    element: Json
    pointer: str
    container: Placed | None = None
    rules: tuple[Json, ...] = ()
    generated: bool = False

    @property
    def id(self) -> str:
        """Unlike any other in the definition; where it has no key, its place serves."""
        kind = "text" if self.about is About.NOTE else self.about.value
        return f"{kind}:{self.key or self.pointer}"

    @property
    def inherited(self) -> tuple[Json, ...]:
        """The rules of all that it stands in."""
        return self.container.inherited + self.container.rules if self.container else ()

    @property
    def section(self) -> Placed:
        """The section that it stands in, or is."""
        return self.container.section if self.container else self


def placed(definition: Definition) -> Iterator[Placed]:
    """Every section, group, note and question in the order of the pages, each after what it
    stands in."""
    layout = definition.document.get("uischema")
    if isinstance(layout, Mapping) and layout.get("type") == "Categorization":
        yield from _categories(definition, layout, "/uischema", ())
        return
    only = definition.sections[0]
    section = Placed(About.SECTION, only.key, only.title, _NOTHING, "/uischema")
    yield section
    if isinstance(layout, Mapping):
        yield from _items(definition, layout, "/uischema", section, ())
    else:
        for key, question in definition.questions.items():
            yield Placed(About.QUESTION, key, question.label, _NOTHING, question.pointer, section,
                         generated=True)


def _categories(
    definition: Definition, layout: Json, pointer: str, rules: tuple[Json, ...]
) -> Iterator[Placed]:
    for index, element in enumerate(layout.get("elements") or ()):
        place, within = at(pointer, "elements", index), rules + _rule(element)
        if element.get("type") == "Categorization":
            yield from _categories(definition, element, place, within)
            continue
        title = _label(element) or "Questions"
        key = str(ours(element).get("key") or slug(title))
        section = Placed(About.SECTION, key, title, element, place, None, within)
        yield section
        yield from _within(definition, element, place, section, ())


def _within(
    definition: Definition, element: Json, pointer: str, container: Placed,
    rules: tuple[Json, ...],
) -> Iterator[Placed]:
    for index, inner in enumerate(element.get("elements") or ()):
        yield from _items(definition, inner, at(pointer, "elements", index), container, rules)


def _items(
    definition: Definition, element: Json, pointer: str, container: Placed,
    outer: tuple[Json, ...],
) -> Iterator[Placed]:
    kind, rules = element.get("type"), outer + _rule(element)
    key = str(ours(element).get("key", ""))
    if kind in _GROUPING:
        yield from _within(definition, element, pointer, container, rules)
    elif kind == "Group":
        group = Placed(About.GROUP, key, _label(element), element, pointer, container, rules)
        yield group
        yield from _within(definition, element, pointer, group, ())
    elif kind == "Label":
        text = str(element.get("text", ""))
        yield Placed(About.NOTE, key, text, element, pointer, container, rules)
    elif kind == "Control":
        yield from _asked(definition, element, pointer, container, rules)


def _asked(
    definition: Definition, element: Json, pointer: str, container: Placed,
    rules: tuple[Json, ...],
) -> Iterator[Placed]:
    key = ".".join(pointer_steps(str(element.get("scope", "")))[1::2])
    question = definition.questions.get(key)
    if question is not None:
        yield Placed(About.QUESTION, key, question.label, element, pointer, container, rules)
        return
    for inner, asked in definition.questions.items():
        if inner.startswith(f"{key}."):
            yield Placed(About.QUESTION, inner, asked.label, _NOTHING, asked.pointer, container,
                         rules, generated=True)


def row_controls(element: Json, pointer: str) -> dict[str, tuple[Json, str]]:
    """The controls of one row in the layout of a `rows` or `table` question, by column."""
    options = element.get("options")
    detail = options.get("detail") if isinstance(options, Mapping) else None
    found: dict[str, tuple[Json, str]] = {}
    waiting = [(detail, at(pointer, "options", "detail"))]
    while waiting:
        inner, place = waiting.pop()
        if not isinstance(inner, Mapping):
            continue
        if inner.get("type") == "Control":
            name = str(inner.get("scope", "")).removeprefix("#/properties/")
            found.setdefault(name, (inner, place))
        waiting.extend((one, at(place, "elements", index))
                       for index, one in enumerate(inner.get("elements") or ()))
    return found


def ours(element: Json) -> Json:
    """Our own part of an element: `options.waymark`."""
    options = element.get("options")
    found = options.get("waymark") if isinstance(options, Mapping) else None
    return found if isinstance(found, Mapping) else _NOTHING


def _rule(element: Json) -> tuple[Json, ...]:
    rule = element.get("rule")
    if not isinstance(rule, Mapping):
        return ()
    return ({"effect": rule["effect"], "condition": rule["condition"]},)


def _label(element: Json) -> str:
    label = element.get("label")
    return label if isinstance(label, str) else ""
