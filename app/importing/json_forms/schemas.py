"""A schema written so that each question can be asked, and allowing exactly what it allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.choices import plain_type
from app.engine.subschemas import Subschemas, UnknownReference
from app.importing.json_forms.conjunctions import conjoined

_MOST_WRITTEN = 5000
_OF_A_CHOICE = {"const", "enum", "title", "description", "type"}
_JSON_TYPES: Mapping[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
}
_SCALARS = ("string", "integer", "number")


def rewritten(root: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a document, written otherwise where that helps to ask its questions."""
    return _Writer(root).written(root)


class _Writer:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self.subschemas = Subschemas(root, "")
        self.left = _MOST_WRITTEN

    def written(self, schema: Any, above: tuple[str, ...] = ()) -> Any:
        """A schema and all that is in it."""
        self.left -= 1
        if not isinstance(schema, Mapping) or self.left < 0:
            return schema
        made = dict(schema)
        if isinstance(made.get("allOf"), list):
            made = conjoined(made, lambda part: self.followed(part, above))
        made = _without_idle(_with_choices(self.opened_alternatives(made)))
        made = _with_conditions(made)
        for key in ("properties", "$defs", "definitions"):
            if isinstance(made.get(key), Mapping):
                made[key] = {name: self.written(inner, above) for name, inner in made[key].items()}
        if isinstance(made.get("items"), Mapping):
            made["items"] = self.written(made["items"], above)
        return made

    def followed(self, part: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any] | None:
        """A part of an allOf with its reference followed and its own allOf joined."""
        reference = part.get("$ref")
        self.left -= 1
        if reference in above or self.left < 0:
            return None
        try:
            opened = dict(self.subschemas.resolve(part))
        except UnknownReference:
            return None
        if isinstance(opened.get("allOf"), list):
            further = (*above, reference) if isinstance(reference, str) else above
            return conjoined(opened, lambda inner: self.followed(inner, further))
        return opened

    def opened_alternatives(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same with references among its alternatives followed, where they list choices."""
        for word in ("oneOf", "anyOf"):
            listed = schema.get(word)
            if isinstance(listed, list) and any("$ref" in _mapping(one) for one in listed):
                opened = [self.followed(_mapping(one), ()) for one in listed]
                if all(one is not None and _lists_choices(one) for one in opened):
                    return {**schema, word: opened}
        return schema


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _lists_choices(schema: Mapping[str, Any]) -> bool:
    return ("const" in schema or "enum" in schema) and not schema.keys() - _OF_A_CHOICE


def _with_choices(schema: dict[str, Any]) -> dict[str, Any]:
    """Alternatives that are all choices as one list of choices; others that are all of one type
    beside that type, so that it can be typed in."""
    for word in ("oneOf", "anyOf"):
        listed = schema.get(word)
        if not isinstance(listed, list) or not listed or {"oneOf", "anyOf"} <= schema.keys():
            continue
        if all(_lists_choices(_mapping(one)) for one in listed):
            return _as_choices(schema, word, listed)
        return _as_typed(schema, word, listed)
    return schema


def _as_choices(schema: dict[str, Any], word: str, listed: list[Any]) -> dict[str, Any]:
    choices = [choice for one in listed for choice in _choices(one)]
    consts = [choice["const"] for choice in choices]
    if any(const in consts[:place] for place, const in enumerate(consts)):
        if word == "oneOf":
            return schema
        choices = [choice for place, choice in enumerate(choices)
                   if choice["const"] not in consts[:place]]
    if not choices:
        return schema
    return {**{key: value for key, value in schema.items() if key != word}, "oneOf": choices}


def _choices(alternative: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    values = [alternative["const"]] if "const" in alternative else alternative["enum"]
    kinds = _JSON_TYPES.get(str(alternative.get("type", "")), (object,))
    for value in values:
        if "enum" in alternative and value not in alternative["enum"]:
            continue
        if isinstance(value, kinds) and (bool in kinds or not isinstance(value, bool)
                                         or object in kinds):
            title = alternative.get("title") if len(values) == 1 else None
            yield {"const": value, "title": str(title if title else value)}


def _as_typed(schema: dict[str, Any], word: str, listed: list[Any]) -> dict[str, Any]:
    types = {plain_type(_mapping(one)) if "const" not in _mapping(one) else None for one in listed}
    every_word = all(isinstance(value, str) for one in listed
                     for value in _mapping(one).get("enum", ()))
    if "type" in schema or len(types) != 1 or not types <= set(_SCALARS) or not every_word:
        return schema
    rest = {key: value for key, value in schema.items() if key not in (word, "allOf")}
    return {"type": types.pop(), **rest, "allOf": [*schema.get("allOf", ()), {word: listed}]}


def _without_idle(schema: dict[str, Any]) -> dict[str, Any]:
    """The same without `additionalItems`, which says nothing where all items are alike."""
    if not isinstance(schema.get("items"), list):
        schema.pop("additionalItems", None)
    return schema


def _with_conditions(schema: dict[str, Any]) -> dict[str, Any]:
    """Dependencies of names on names as conditions: with this answer, those are needed too."""
    conditions: list[dict[str, Any]] = []
    for word in ("dependentRequired", "dependencies"):
        listed = schema.get(word)
        if not isinstance(listed, Mapping) or not all(
            isinstance(names, list) for names in listed.values()
        ):
            continue
        schema = {key: value for key, value in schema.items() if key != word}
        conditions.extend({"if": {"required": [name]}, "then": {"required": names}}
                          for name, names in listed.items() if names)
    return {**schema, "allOf": [*schema.get("allOf", ()), *conditions]} if conditions else schema
