"""What a layout asks, and what it would have to ask as well for the document to make sense."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.problems import at
from app.engine.subschemas import Subschemas, UnknownReference, pointer_steps

_DEEPEST = 10


class Schema:
    """The schema of a document, looked into by the scopes of its layout."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root = root
        self._subschemas = Subschemas(root, "")

    def at(self, scope: str) -> Mapping[str, Any] | None:
        """What stands at a scope such as #/properties/outer/properties/inner, or None."""
        schema: Mapping[str, Any] = self.root
        steps = pointer_steps(scope)
        for word, name in zip(steps[::2], steps[1::2], strict=False):
            properties = schema.get("properties")
            if word != "properties" or not isinstance(properties, Mapping):
                return None
            if not isinstance(properties.get(name), Mapping):
                return None
            schema = self.resolved(properties[name])
        return None if len(steps) % 2 else schema

    def resolved(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        """A schema with its references followed, as far as they lead anywhere."""
        try:
            return self._subschemas.resolve(schema)
        except UnknownReference:
            return schema

    def within(self, scope: str, depth: int = 0) -> Iterator[str]:
        """The scopes of the questions at a scope: itself, or those in an object."""
        schema = self.at(scope) or {}
        properties = schema.get("properties")
        inside = isinstance(properties, Mapping) and schema.get("type", "object") == "object"
        if not inside or depth > _DEEPEST:
            yield scope
            return
        for name in schema["properties"]:
            yield from self.within(at(scope, "properties", name), depth + 1)

    def never_asked(self, asked: set[str]) -> Iterator[str]:
        """The scopes of what is required and not among what is asked."""
        yield from self._never_asked("#", asked)

    def _never_asked(self, scope: str, asked: set[str], depth: int = 0) -> Iterator[str]:
        schema = self.at(scope) or {}
        for name in schema.get("required", ()):
            inner = at(scope, "properties", name)
            if self.at(inner) is not None and not _any_within(inner, asked):
                yield inner
        for name in schema.get("properties") or {}:
            inner = at(scope, "properties", name)
            deeper = (self.at(inner) or {}).get("properties")
            if depth < _DEEPEST and deeper and inner not in asked and _any_within(inner, asked):
                yield from self._never_asked(inner, asked, depth + 1)


def looked_at(element: Any) -> Iterator[str]:
    """The scopes that the rules in a layout look at."""
    if isinstance(element, list):
        for one in element:
            yield from looked_at(one)
    elif isinstance(element, Mapping):
        rule = element.get("rule")
        if isinstance(rule, Mapping):
            yield from _scopes(rule.get("condition"))
        yield from looked_at(element.get("elements"))


def _scopes(condition: Any) -> Iterator[str]:
    if isinstance(condition, Mapping):
        scope = condition.get("scope")
        if isinstance(scope, str) and scope.startswith("#/properties/"):
            yield scope
        for inner in condition.get("conditions") or ():
            yield from _scopes(inner)


def _any_within(scope: str, asked: set[str]) -> bool:
    return any(one == scope or one.startswith(f"{scope}/") for one in asked)
