"""A JSON Forms layout written with the elements we lay out; what changes for a reader is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.authoring.keys import free
from app.engine.layout import slug
from app.engine.problems import at
from app.engine.choices import plain_type
from app.engine.questions import words_of
from app.importing.imported import Remark
from app.importing.json_forms.asked import Schema, looked_at

Element = Mapping[str, Any]

_SECTIONS = ("Categorization", "Category")
_AGAIN = "this is asked already; the second time was left out"
_GROUPING = ("Group", "VerticalLayout", "HorizontalLayout")


class LayoutWriter:
    """Writes one layout; `remarks` holds what a person should know of it."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.remarks: list[Remark] = []
        self.asked: dict[str, tuple[Any, ...]] = {}
        self._section_keys: set[str] = set()

    def written(self, layout: Element) -> dict[str, Any]:
        """The layout, with what it forgot at its end."""
        made = self._sections(layout, "/uischema", ())
        forgotten = list(self._forgotten(made))
        if not forgotten:
            return made
        controls = [{"type": "Control", "scope": scope} for scope in forgotten]
        if made.get("type") == "Categorization":
            category = {"type": "Category", "label": "Also needed", "elements": controls}
            return {**made, "elements": [*made.get("elements", ()), category]}
        group = {"type": "Group", "label": "Also needed", "elements": controls}
        return {"type": "VerticalLayout", "elements": [made, group]}

    def generated(self) -> dict[str, Any] | None:
        """A layout of every property, where one of them can only be read; else None."""
        scopes = [at("#", "properties", name) for name in self.schema.root.get("properties", ())]
        if not any(_says_only(self.schema.at(scope)) for scope in scopes):
            return None
        elements = [self._control({"type": "Control", "scope": scope}, "/uischema", ())
                    for scope in scopes]
        return {"type": "VerticalLayout", "elements": [one for one in elements if one]}

    def _forgotten(self, layout: Element) -> Iterator[str]:
        """Scopes that are required, or that rules look at, and that nothing asks."""
        asked = set(self.asked)
        for scope in dict.fromkeys((*self.schema.never_asked(asked), *looked_at(layout))):
            if scope in asked or self.schema.at(scope) is None:
                continue
            if all(inner in asked for inner in self.schema.within(scope)):
                continue
            asked.update(self.schema.within(scope))
            self._say("/uischema", scope, "the layout did not ask for this, although it is required"
                      " or a rule looks at it; it was put at the end")
            yield scope

    def _sections(self, element: Element, pointer: str, rules: tuple[Any, ...]) -> dict[str, Any]:
        """A Categorization with its categories, or whatever else a layout is."""
        if element.get("type") not in _SECTIONS:
            return self._element(element, pointer, rules) or {**element, "elements": []}
        made = self._ruled(element, pointer)
        further = (*rules, *_rule_of(made))
        if made["type"] == "Category":
            made = self._keyed({**made, "elements": self._inside(made, pointer, further)})
            return made
        return {**made, "elements": [
            self._sections(inner, at(pointer, "elements", index), further)
            for index, inner in enumerate(_elements(made))]}

    def _keyed(self, category: dict[str, Any]) -> dict[str, Any]:
        """A key of its own for a category whose label another one has."""
        label = category.get("label")
        wanted = slug(label if isinstance(label, str) and label else "Questions")
        key = free(wanted, self._section_keys, "-")
        self._section_keys.add(key)
        if key == wanted:
            return category
        options: dict[str, Any] = dict(category.get("options") or {})
        return {**category, "options": {**options, "waymark": {"key": key}}}

    def _inside(
        self, element: Element, pointer: str, rules: tuple[Any, ...]
    ) -> list[dict[str, Any]]:
        made = (self._element(inner, at(pointer, "elements", index), rules)
                for index, inner in enumerate(_elements(element)))
        return [one for one in made if one is not None]

    def _element(
        self, element: Element, pointer: str, rules: tuple[Any, ...]
    ) -> dict[str, Any] | None:
        made = self._ruled(element, pointer)
        further = (*rules, *_rule_of(made))
        match made.get("type"):
            case "Control" | "ListWithDetail":
                return self._control({**made, "type": "Control"}, pointer, further)
            case "Categorization":
                return {**made, "type": "VerticalLayout",
                        "elements": self._inside(made, pointer, further)}
            case "Category":
                return {**made, "type": "Group", "elements": self._inside(made, pointer, further)}
            case kind if kind in _GROUPING:
                return {**made, "elements": self._inside(made, pointer, further)}
        return made

    def _ruled(self, element: Element, pointer: str) -> dict[str, Any]:
        """An element with its rule as we write it; a rule that says nothing is left out."""
        rule = element.get("rule")
        condition = rule.get("condition") if isinstance(rule, Mapping) else None
        if not isinstance(rule, Mapping) or not isinstance(condition, Mapping):
            return dict(element)
        if not {"schema", "conditions", "expectedValue", "type"} & condition.keys():
            self._say(at(pointer, "rule"), str(condition.get("scope", "")),
                      "this rule asks nothing of what it looks at; it was left out")
            return {key: value for key, value in element.items() if key != "rule"}
        return {**element, "rule": {**rule, "condition": _from_the_root(condition)}}

    def _control(
        self, control: dict[str, Any], pointer: str, rules: tuple[Any, ...]
    ) -> dict[str, Any] | None:
        scope = control.get("scope")
        found = self.schema.at(scope) if isinstance(scope, str) else None
        if found is None or not isinstance(scope, str):
            return control
        if _says_only(found):
            return _words(found, scope, control)
        if scope == "#":
            inner = ({"type": "Control", "scope": at("#", "properties", name)}
                     for name in found.get("properties", ()))
            made = (self._control(one, pointer, rules) for one in inner)
            return {"type": "VerticalLayout", "elements": [one for one in made if one],
                    **({"rule": control["rule"]} if "rule" in control else {})}
        return self._once(self._with_detail(control, pointer), scope, pointer, rules)

    def _once(
        self, control: dict[str, Any], scope: str, pointer: str, rules: tuple[Any, ...]
    ) -> dict[str, Any] | None:
        """The control, unless all that it asks is asked already under the same rules."""
        asked = list(self.schema.within(scope))
        if asked and all(self.asked.get(one) == rules for one in asked):
            self._say(pointer, scope, _AGAIN)
            return None
        self.asked.update((one, rules) for one in asked)
        return control

    def _with_detail(self, control: dict[str, Any], pointer: str) -> dict[str, Any]:
        """The layout of a row, each cell once; what a row cannot do is told."""
        options = control.get("options")
        detail = options.get("detail") if isinstance(options, Mapping) else None
        if not isinstance(options, Mapping) or not isinstance(detail, Mapping):
            return control
        row = self._of_row(detail, at(pointer, "options", "detail"), set())
        return {**control, "options": {**options, "detail": row or {"type": "VerticalLayout"}}}

    def _of_row(self, element: Element, pointer: str, seen: set[str]) -> dict[str, Any] | None:
        """An element of the layout of a row; None for a cell that is asked already."""
        made = {key: value for key, value in element.items() if key != "rule"}
        if "rule" in element:
            self._say(at(pointer, "rule"), "", "rules inside a row are not kept: always asked")
        if made.get("type") == "Control":
            scope = str(made.get("scope", ""))
            if scope in seen:
                self._say(pointer, scope, _AGAIN)
                return None
            seen.add(scope)
        if isinstance(made.get("elements"), list):
            inner = (self._of_row(one, at(pointer, "elements", index), seen)
                     for index, one in enumerate(_elements(made)))
            made["elements"] = [one for one in inner if one is not None]
        return made

    def _say(self, where: str, text: str, reason: str) -> None:
        self.remarks.append(Remark(where, text, reason))


def _elements(element: Element) -> list[Element]:
    listed = element.get("elements")
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []


def _rule_of(element: Element) -> tuple[Any, ...]:
    return (element["rule"],) if "rule" in element else ()


def _from_the_root(condition: Mapping[str, Any]) -> dict[str, Any]:
    """A condition whose scopes begin with # as they should."""
    made = dict(condition)
    scope = made.get("scope")
    if isinstance(scope, str) and scope.startswith("/properties/"):
        made["scope"] = f"#{scope}"
    inner = made.get("conditions")
    if isinstance(inner, list):
        made["conditions"] = [
            _from_the_root(one) if isinstance(one, Mapping) else one for one in inner]
    return made


def _says_only(schema: Mapping[str, Any] | None) -> bool:
    """Whether there is nothing to answer: null is all that is allowed."""
    return schema is not None and (schema.get("type") == "null" or (
        schema.get("type") == ["null"])) and plain_type(schema) in ("null", None)


def _words(schema: Mapping[str, Any], scope: str, control: Element) -> dict[str, Any]:
    label = control.get("label")
    title = label if isinstance(label, str) else schema.get("title")
    name = scope.rpartition("/")[2]
    said = [f"**{title or words_of(name)}**", str(schema.get("description") or "")]
    return {"type": "Label", "text": "\n\n".join(filter(None, said)),
            **({"rule": control["rule"]} if "rule" in control else {})}
