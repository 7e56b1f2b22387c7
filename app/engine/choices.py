"""What a schema lets somebody choose from. How it is asked is for `questions` and the types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.engine.question_types.choices import posted_name
from app.engine.question_types.texts import is_choice

_KINDS: Mapping[Any, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
}
MOST_CHOICES = 1000
"""Of one question: nobody finds theirs among more."""
_IN_WORDS = {True: "Yes", False: "No"}


class UnclearChoices(ValueError):
    """Choices that could not be told apart, or of which one could never be right."""


def choices_of(schema: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """What may be chosen: what is recorded, and what it is called. Raises UnclearChoices."""
    if max(len(schema.get(word) or ()) for word in ("oneOf", "enum")) > MOST_CHOICES:
        raise UnclearChoices(f"there are more than {MOST_CHOICES} choices")
    choices = _listed(schema)
    keys = [key for key, _ in choices]
    flags = [key for key in keys if isinstance(key, bool)]
    if not all(isinstance(key, (str, int, float)) for key in keys) or 0 < len(flags) < len(keys):
        raise UnclearChoices("a choice is recorded as text or as a number")
    if not all(posted_name(key).strip() for key in keys):
        raise UnclearChoices("a choice is recorded as something, not as a blank")
    if len(set(keys)) < len(keys) or len(set(map(posted_name, keys))) < len(keys):
        raise UnclearChoices("two choices are recorded alike")
    for key in keys:
        if not _allowed(schema, key):
            raise UnclearChoices(f"the schema itself does not allow the choice {posted_name(key)}")
    return choices


def plain_type(schema: Mapping[str, Any]) -> Any:
    """The schema's type where null is allowed beside it; blank is how null is answered here."""
    declared = schema.get("type")
    if isinstance(declared, list):
        named = [name for name in declared if name != "null"]
        return named[0] if len(named) == 1 else None
    if declared is None and is_choice(schema):
        return "boolean" if _says_yes_or_no(schema) else "string"
    return declared


def _says_yes_or_no(schema: Mapping[str, Any]) -> bool:
    try:
        return any(isinstance(key, bool) for key, _ in choices_of(schema))
    except UnclearChoices:
        return False


def _listed(schema: Mapping[str, Any]) -> list[tuple[Any, str]]:
    if "oneOf" in schema:
        listed = schema["oneOf"]
        if not all(isinstance(one, Mapping) and "const" in one for one in listed):
            raise UnclearChoices("every choice under oneOf needs a const and a title")
        return [_named(one) for one in listed if one["const"] is not None]
    if "const" in schema:
        return [_named(schema)]
    others = schema.get("anyOf", ())
    if others and all(isinstance(one, Mapping) and "const" in one for one in others):
        raise UnclearChoices("choices are listed under oneOf, not under anyOf")
    return [_named({"const": key}) for key in schema.get("enum", ()) if key is not None]


def _named(one: Mapping[str, Any]) -> tuple[Any, str]:
    key = one["const"]
    words = _IN_WORDS[key] if isinstance(key, bool) else key
    return key, str(one.get("title", words))


def _allowed(schema: Mapping[str, Any], key: Any) -> bool:
    """Whether what stands beside the choices leaves one of them: its type, and another list."""
    declared = schema.get("type") or ()
    names = [declared] if isinstance(declared, str) else declared
    typed = any(isinstance(key, _KINDS.get(name, ())) for name in names) or not names
    listed = "enum" not in schema or key in schema["enum"]
    return typed and listed and schema.get("const", key) == key
