"""From the layout (a JSON Forms uischema, or none) to sections. `questions` reads single ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, ValidationError

from app.engine.definition import Effect, Group, Item, Note, Question, Rule, Section
from app.engine.problems import Problems, at
from app.engine.questions import GROUPING, Control, Place, QuestionReader, words_of
from app.engine.subschemas import Subschemas, UnknownReference, pointer_steps
from app.engine.vocabulary import LONGEST_SLUG, CategoryPart, ElementPart, loaded

_CATEGORY = CategoryPart()
_ELEMENT = ElementPart()
_KEYED = ("Group", "Label", *GROUPING)
_PARTS = frozenset({"type", "label", "elements", "options", "rule", "scope", "text"})
_CATEGORIES = ("Category", "Categorization")
_DEEPEST = 10


class LayoutReader:
    """Reads sections; notes what is wrong in `problems`."""

    def __init__(
        self, subschemas: Subschemas, questions: QuestionReader, problems: Problems
    ) -> None:
        self.subschemas = subschemas
        self.questions = questions
        self.problems = problems
        self.seen: set[str] = set()
        self.keys: set[str | None] = set()
        self.section_keys: set[str] = set()

    def sections(self, layout: Any, pointer: str, title: str) -> tuple[Section, ...]:
        """The sections of a layout, or one generated section where there is no layout."""
        if layout is None:
            return (Section("questions", title, tuple(self._generated())),)
        if not isinstance(layout, Mapping):
            self.problems.add(pointer, "a layout is an object with a type")
            return ()
        if layout.get("type") == "Categorization":
            self._kept(layout, pointer)
            return tuple(self._categories(layout, pointer, ()))
        return (Section("questions", title, tuple(self._items(layout, pointer, ()))),)

    def _categories(
        self, layout: Mapping[str, Any], pointer: str, rules: tuple[Rule, ...]
    ) -> Iterator[Section]:
        for place, element in self._listed(layout, pointer):
            if not isinstance(element, Mapping) or element.get("type") not in _CATEGORIES:
                self.problems.add(place, "only a Category may stand in a Categorization")
            elif element["type"] == "Categorization":
                self._key(element, place)
                self._kept(element, place)
                yield from self._categories(element, place, rules + self._rule(element, place))
            else:
                yield self._section(element, place, rules)

    def _section(
        self, element: Mapping[str, Any], pointer: str, inherited: tuple[Rule, ...]
    ) -> Section:
        part = self._part(element, pointer, _CATEGORY)
        rules = inherited + self._rule(element, pointer)
        title = _text_label(element) or "Questions"
        self._kept(element, pointer)
        items = tuple(self._elements_of(element, pointer, rules))
        return Section(
            key=self._section_key(part.get("key") or slug(title), pointer), title=title,
            items=items,
            introduction=part.get("introduction", ""), guidance=part.get("guidance", ""),
            skip_label=(part.get("skippable") or {}).get("label", ""),
            confirm_together=tuple(part.get("confirm_together", ())),
            waits_for_others=part.get("waits_for_others", False), rules=rules,
        )

    def _part(
        self, element: Mapping[str, Any], pointer: str, vocabulary: Schema
    ) -> Mapping[str, Any]:
        options = element.get("options")
        ours = options.get("waymark", {}) if isinstance(options, Mapping) else {}
        try:
            return loaded(vocabulary, ours)
        except ValidationError as error:
            self.problems.add_messages(at(pointer, "options", "waymark"), error.messages)
            return {}

    def _key(self, element: Mapping[str, Any], pointer: str) -> None:
        """Check the key by which an editor knows an element that is no question."""
        key = self._part(element, pointer, _ELEMENT).get("key")
        if key is not None and key in self.keys:
            place = at(pointer, "options", "waymark", "key")
            self.problems.add(place, f"two elements have the key {key}")
        self.keys.add(key)

    def _section_key(self, key: str, pointer: str) -> str:
        if key in self.section_keys:
            self.problems.add(pointer, f"two sections have the key {key}; name it in "
                              "options.waymark.key")
        self.section_keys.add(key)
        return key

    def _kept(self, element: Mapping[str, Any], pointer: str) -> None:
        """Note what an element says that is not used here; a Control tells of its own options."""
        found = self.questions.annotations
        found.extend(at(pointer, name) for name in element if name not in _PARTS)
        options = element.get("options")
        if element.get("type") != "Control" and isinstance(options, Mapping):
            found.extend(at(pointer, "options", name) for name in options if name != "waymark")

    def _elements_of(
        self, element: Mapping[str, Any], pointer: str, rules: tuple[Rule, ...]
    ) -> Iterator[Item]:
        for place, inner in self._listed(element, pointer):
            if isinstance(inner, Mapping):
                yield from self._items(inner, place, rules)
            else:
                self.problems.add(place, "an element is an object with a type")

    def _listed(
        self, element: Mapping[str, Any], pointer: str
    ) -> Iterator[tuple[str, Any]]:
        """Each element within another, with its place."""
        inner, place = element.get("elements", []), at(pointer, "elements")
        if not isinstance(inner, list):
            self.problems.add(place, "the elements must be a list")
            return
        yield from ((at(place, index), one) for index, one in enumerate(inner))

    def _items(
        self, element: Mapping[str, Any], pointer: str, inherited: tuple[Rule, ...]
    ) -> Iterator[Item]:
        kind = element.get("type")
        rules = inherited + self._rule(element, pointer)
        self._kept(element, pointer)
        if kind in _KEYED:
            self._key(element, pointer)
        if kind in GROUPING:
            yield from self._elements_of(element, pointer, rules)
        elif kind == "Group":
            inner = tuple(self._elements_of(element, pointer, rules))
            yield Group(_text_label(element), inner, rules)
        elif kind == "Label":
            yield Note(str(element.get("text", "")), rules)
        elif kind == "Control":
            yield from self._control(Control(element, pointer, rules))
        else:
            self.problems.add(at(pointer, "type"), f"{kind} is not an element we can lay out")

    def _rule(self, element: Mapping[str, Any], pointer: str) -> tuple[Rule, ...]:
        rule = element.get("rule")
        if rule is None:
            return ()
        place = at(pointer, "rule")
        effect = rule.get("effect") if isinstance(rule, Mapping) else None
        if not isinstance(effect, str) or effect not in set(Effect):
            self.problems.add(at(place, "effect"), "one of SHOW, HIDE, ENABLE, DISABLE")
            return ()
        condition = self.questions.condition(rule.get("condition"), at(place, "condition"))
        return (Rule(Effect(effect), condition),) if condition else ()

    def _control(self, control: Control) -> Iterator[Item]:
        place = self._place(control)
        if place is None:
            return
        schema = self._resolve(place)
        if _is_container(schema) and not _asked_as_table(control):
            yield from self._object(place, schema, control)
        else:
            yield from self._read(place, control)

    def _object(
        self, place: Place, schema: Mapping[str, Any], control: Control
    ) -> Iterator[Item]:
        """The questions in an object, under the heading that its Control gives them."""
        if control.options.get("waymark"):
            self.problems.add(at(control.pointer, "options", "waymark"),
                              "this is an object of questions; say it of each of them")
        inside = self._generated_within(place, schema, control.rules)
        label = _text_label(control.element)
        yield from (Group(label, tuple(inside), control.rules),) if label else inside

    def _read(self, place: Place, control: Control) -> Iterator[Question]:
        if place.key in self.seen:
            self.problems.add(at(control.pointer, "scope"), f"{place.key} is asked twice")
            return
        self.seen.add(place.key)
        question = self.questions.read(place, control)
        if question is not None:
            yield question

    def _place(self, control: Control) -> Place | None:
        scope = control.element.get("scope")
        found = self._find(str(scope)) if isinstance(scope, str) else None
        if found is None:
            self.problems.add(at(control.pointer, "scope"), f"{scope} names no question in schema")
        return found

    def _find(self, scope: str) -> Place | None:
        schema: Mapping[str, Any] = self.subschemas.root
        pointer, names, required = self.subschemas.pointer, [], False
        steps = pointer_steps(scope) if scope.startswith("#/") else []
        for word, name in zip(steps[::2], steps[1::2], strict=False):
            properties = schema.get("properties") or {}
            if word != "properties" or name not in properties:
                return None
            required = name in schema.get("required", ())
            names.append(name)
            pointer = at(pointer, "properties", name)
            place = Place(".".join(names), properties[name], pointer, required)
            schema = self._resolve(place)
        if not names or len(steps) % 2:
            return None
        return place

    def _resolve(self, place: Place) -> Mapping[str, Any]:
        if not isinstance(place.schema, Mapping):
            return {}
        try:
            return self.subschemas.resolve(place.schema)
        except UnknownReference as error:
            self.problems.add(at(place.pointer, "$ref"), str(error))
            return {}

    def _generated(self) -> Iterator[Item]:
        root = Place("", self.subschemas.root, self.subschemas.pointer, True)
        yield from self._generated_within(root, self.subschemas.root, ())

    def _generated_within(
        self, outer: Place, schema: Mapping[str, Any], rules: tuple[Rule, ...],
        above: tuple[Any, ...] = (),
    ) -> Iterator[Item]:
        """An item for every property; `above` are the references that led here."""
        for name, inner in (schema.get("properties") or {}).items():
            key = f"{outer.key}.{name}" if outer.key else name
            place = Place(key, inner, at(outer.pointer, "properties", name),
                          name in schema.get("required", ()))
            resolved = self._resolve(place)
            if not _is_container(resolved):
                yield from self._read(place, Control({}, place.pointer, rules))
            elif self._opens(place, above):
                inside = self._generated_within(place, resolved, rules, (*above, place.reference))
                yield Group(str(resolved.get("title") or words_of(name)), tuple(inside), rules)

    def _opens(self, place: Place, above: tuple[Any, ...]) -> bool:
        """Whether to look into an object; a small document may describe objects without end."""
        if place.reference is not None and place.reference in above:
            self.problems.add(at(place.pointer, "$ref"), f"{place.reference} leads back to itself")
        elif len(above) > _DEEPEST:
            self.problems.add(place.pointer, "objects are nested too deeply to be shown")
        else:
            return self.questions.room_for() and self.questions.may_be_called(place.pointer)
        return False


def slug(title: str) -> str:
    """A key made from a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "section"


def short_name(title: str) -> str:
    """A slug made from a title, short enough to be one."""
    return slug(title)[:LONGEST_SLUG].strip("-")


def _text_label(element: Mapping[str, Any]) -> str:
    label = element.get("label")
    return label if isinstance(label, str) else ""


def _is_container(schema: Mapping[str, Any]) -> bool:
    return schema.get("type") == "object" or ("properties" in schema and "type" not in schema)


def _asked_as_table(control: Control) -> bool:
    ours = control.options.get("waymark")
    return isinstance(ours, Mapping) and ours.get("type") == "table"
