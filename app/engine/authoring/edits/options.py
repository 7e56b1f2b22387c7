"""The options of a question or a column: added, reworded, moved, removed. A key never changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from app.engine.authoring.asked import Asked, asked, with_asked
from app.engine.authoring.edits.removing import refuse_referred
from app.engine.authoring.json_parts import part_at, with_part
from app.engine.authoring.keys import key_from
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.preparing import scope_of
from app.engine.authoring.references import references_to
from app.engine.authoring.refusals import EditRefused
from app.engine.question_types.choices import YesNo, posted_name

_SAID_OF_EACH = ("meanings", "option_hints", "option_guidance", "row_sensitivity")


def options_of(question: Asked) -> tuple[tuple[Any, str], ...]:
    """The options as they are recorded and as they are worded, in order."""
    if question.schema.get("type") == "boolean":
        return tuple((option.key, option.title) for option in YesNo.options)
    listed = part_at(_source(question), "oneOf")
    if isinstance(listed, list):
        return tuple((part_at(one, "const"), str(part_at(one, "title") or part_at(one, "const")))
                     for one in listed if part_at(one, "const") is not None)
    named = part_at(_source(question), "enum")
    return tuple((one, str(one)) for one in named if one is not None) \
        if isinstance(named, list) else ()


def with_choices(question: Asked, options: Sequence[tuple[Any, str]]) -> Asked:
    """The question with these options; what was written beside each stays with it."""
    before = part_at(_source(question), "oneOf")
    kept = {posted_name(part_at(one, "const")): one
            for one in (before if isinstance(before, list) else ())}
    listed = [{**kept.get(posted_name(key), {}), "const": key, "title": title}
              for key, title in options]
    if question.schema.get("type") == "array":
        items = with_part(question.schema.get("items") or {}, ("enum",), None)
        return question.with_schema("items", with_part(items, ("oneOf",), listed or None))
    return question.with_schema("enum", None).with_schema("oneOf", listed or None)


def add_option(
    outline: Outline, address: str, wording: str, also_taken: Collection[str] = ()
) -> Outline:
    """The outline with another option at the end; a new option has a new key, for ever.

    `also_taken` are keys that must not come back, such as those of earlier versions. Raises
    EditRefused where the options are not listed in the definition.
    """
    question = _with_listed(outline, address)
    options = options_of(question)
    taken = {posted_name(key) for key, _ in options} | _gone(outline, address) | {*also_taken}
    key = key_from(wording, taken, otherwise="option")
    return with_asked(outline, address, with_choices(question, (*options, (key, wording))))


def move_option(outline: Outline, address: str, option: str, to: int) -> Outline:
    """The outline in which an option is the `to`-th, counted from none, of its question."""
    question = _with_listed(outline, address)
    options = list(options_of(question))
    moved = options.pop(_index(address, question, option))
    options.insert(max(0, to), moved)
    return with_asked(outline, address, with_choices(question, options))


def remove_option(
    outline: Outline, address: str, option: str, *, along: bool = False
) -> Outline:
    """The outline without an option, and without what is said of it in its question.

    With `along`, it also goes from the lists of answers that name it among others. Raises
    EditRefused with the references that stand against it.
    """
    question = _with_listed(outline, address)
    _index(address, question, option)
    target = f"option:{name(address)}/{option}"
    refuse_referred(address, references_to(outline, (target,)), along=along)
    outline = _unnamed(outline, name(address), option) if along else outline
    question = with_choices(asked(outline, address), [
        one for one in options_of(question) if posted_name(one[0]) != option])
    needed = _without_value(question.ours("evidence", "required_when"), option)
    if needed is not None:
        question = question.with_ours(("evidence", "required_when"), needed)
    for part in _SAID_OF_EACH:
        question = question.with_ours((part, option), None)
    return with_asked(outline, address, question)


def _with_listed(outline: Outline, address: str) -> Asked:
    question = asked(outline, address)
    schema = _source(question)
    if question.schema.get("type") == "boolean" or not (
            {"oneOf", "enum"} & schema.keys() or schema.get("type") == "string"):
        raise EditRefused(address, "questions of this type have no options of their own")
    return question


def _source(question: Asked) -> Any:
    of_list = question.schema.get("type") == "array"
    return (part_at(question.schema, "items") or {}) if of_list else question.schema


def _index(address: str, question: Asked, option: str) -> int:
    names = [posted_name(key) for key, _ in options_of(question)]
    if option not in names:
        raise EditRefused(address, f"it has no option {option}")
    return names.index(option)


def _gone(outline: Outline, address: str) -> set[str]:
    """The options that the lineage names: they had a meaning before."""
    key = name(address)
    return {
        str(option) for one, unit in outline.units.items() if kind(one) == "lineage"
        if key in (unit["part"].get("to") or ()) for entry in unit["part"].get("options") or ()
        for option in part_at(entry, "from") or ()
    }


def _unnamed(outline: Outline, key: str, option: str) -> Outline:
    """The outline in which no list of answers to a question names an option any more."""
    scope = scope_of(key)
    units = {one: _dropped(unit, scope, option) for one, unit in outline.units.items()}
    return Outline(units, outline.order)


def _dropped(part: Any, scope: str, option: str) -> Any:
    if isinstance(part, list):
        return [_dropped(one, scope, option) for one in part]
    if not isinstance(part, Mapping):
        return part
    tests = ("schema", "when") if part.get("scope") == scope else ()
    return {key: _without_value(one, option) if key in tests else _dropped(one, scope, option)
            for key, one in part.items()}


def _without_value(schema: Any, option: str) -> Any:
    """The test with an option gone from its lists of answers."""
    if isinstance(schema, list):
        return [_without_value(one, option) for one in schema]
    if not isinstance(schema, Mapping):
        return schema
    return {
        key: [value for value in one if posted_name(value) != option]
        if key == "enum" and isinstance(one, list) else _without_value(one, option)
        for key, one in schema.items()
    }
