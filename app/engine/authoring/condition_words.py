"""Conditions and the tests in them told in plain words, with the wording of a version's questions.

What such words are needed for is not decided here; a condition is evaluated in `conditions`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.engine.absence import Absence
from app.engine.definition import Definition, Question
from app.engine.question_types.choices import posted_name
from app.engine.subschemas import pointer_steps
from app.engine.value_tests import undefined_result

UNANSWERED = "is not answered"
_BOUNDS = {
    "minimum": "is at least", "exclusiveMinimum": "is more than",
    "maximum": "is at most", "exclusiveMaximum": "is less than",
}
_SIZES = {
    "minItems": "has at least {} in it", "maxItems": "has at most {} in it",
    "minLength": "is at least {} characters long", "maxLength": "is at most {} characters long",
    "minContains": "at least {} times", "maxContains": "at most {} times",
    "multipleOf": "is a multiple of {}", "format": "is written as {}", "pattern": "matches {}",
}
_FACTS = {
    "case.name": "the name on the case", "case.date_of_birth": "the date of birth on the case",
    "case.identifier": "the number of the case", "case.district": "the district of the case",
}
_DERIVED = {
    "age_years": "the age in years by {}", "months_since": "the months since {}",
    "row_count": "the number of rows in {}", "case_fact": "{}",
}


def quoted(words: str) -> str:
    """Words of a document among our own."""
    return f"“{words}”"


def either(words: Sequence[str], joined: str = "or") -> str:
    """A list in a sentence: "A", "A or B", "A, B or C"."""
    *first, last = words or ("",)
    return f"{', '.join(first)} {joined} {last}" if first else last


def condition_words(definition: Definition, condition: Any) -> str:
    """A condition of a document (docs/definition-format.md, "Conditions") in words, such as
    "“Contact” is “Known”, or “Age” is less than 13"."""
    if not isinstance(condition, Mapping):
        return as_json(condition)
    kind = condition.get("type")
    if kind in ("AND", "OR") and isinstance(condition.get("conditions"), Sequence):
        parts = [_part(definition, part, str(kind)) for part in condition["conditions"]]
        return either(parts, str(kind).lower()) if len(parts) < 3 else _listed(parts, str(kind))
    return _leaf_words(definition, condition)


def _part(definition: Definition, part: Any, within: str) -> str:
    words = condition_words(definition, part)
    mixed = isinstance(part, Mapping) and part.get("type") in {"AND", "OR"} - {within}
    return f"({words})" if mixed else words


def _listed(parts: list[str], kind: str) -> str:
    return f"{'any' if kind == 'OR' else 'all'} of these: {'; '.join(parts)}"


def _leaf_words(definition: Definition, leaf: Mapping[str, Any]) -> str:
    schema = {"const": leaf["expectedValue"]} if "expectedValue" in leaf else leaf.get("schema")
    scope = str(leaf.get("scope", ""))
    question = question_at(definition, scope)
    words = test_words(schema, question)
    if _may_be_absent(scope) and not leaf.get("failWhenUndefined") and _met_by_nothing(schema):
        words = words if words == UNANSWERED else f"{words} or {UNANSWERED}"
    return f"{place_words(definition, scope)} {words}"


def _may_be_absent(scope: str) -> bool:
    return scope.startswith(("#/properties/", "#/derived/"))


def _met_by_nothing(schema: Any) -> bool:
    return isinstance(schema, (Mapping, bool)) and undefined_result(schema)


def when_words(definition: Definition, scope: str, test: Any) -> str:
    """A test on the answer to one question, such as "“Contact” is “Known”"."""
    return _leaf_words(definition, {"scope": scope, "schema": test, "failWhenUndefined": True})


def key_of(scope: str) -> str:
    """The key of what a scope in the answers leads to, rows not entered."""
    steps = pointer_steps(scope)
    if "items" in steps:
        steps = steps[:steps.index("items")]
    return ".".join(steps[1::2])


def question_at(definition: Definition, scope: str) -> Question | None:
    """The question or cell a scope leads to, or None."""
    if not scope.startswith("#/properties/"):
        return None
    found = definition.questions.get(key_of(scope))
    if found is not None and "/items/" in scope:
        return found.column(pointer_steps(scope)[-1])
    return found or _cell(definition, pointer_steps(scope)[1::2])


def _cell(definition: Definition, names: list[str]) -> Question | None:
    if len(names) < 3:
        return None
    table = definition.questions.get(".".join(names[:-2]))
    return table.column(names[-1]) if table else None


def place_words(definition: Definition, scope: str) -> str:
    """What a scope leads to, in words."""
    match pointer_steps(scope):
        case ["measures", name]:
            titles = {measure.id: measure.title for measure in definition.measures}
            return quoted(titles.get(name, name))
        case ["derived", name]:
            return _derived_words(definition, name)
        case ["marks", _, address]:
            return _marked_words(definition, address)
    question, outer = question_at(definition, scope), _table_at(definition, scope)
    if question is not None and outer is not None and outer is not question:
        return f"{quoted(question.label)} in {_row_words(outer, scope)}{quoted(outer.label)}"
    return quoted(question.label if question else key_of(scope) or scope)


def _table_at(definition: Definition, scope: str) -> Question | None:
    """The question, of rows it may be, that a scope leads to or into."""
    names = pointer_steps(scope)[1::2]
    return definition.questions.get(key_of(scope)) or definition.questions.get(
        ".".join(names[:-2]))


def _row_words(table: Question, scope: str) -> str:
    rows = {row.key: row.title for row in table.fixed_rows}
    name = pointer_steps(scope)[-3]
    return f"{quoted(rows[name])} of " if name in rows else ""


def _derived_words(definition: Definition, name: str) -> str:
    for derived in definition.derived:
        if derived.name == name:
            return derived_words(definition, derived.kind, derived.of)
    return quoted(name)


def derived_words(definition: Definition, kind: str, of: str) -> str:
    """What a derived value is, such as "the number of rows in “Missing episodes”"; `of` is a case
    fact or a question's key."""
    question = definition.questions.get(of)
    source = quoted(question.label) if question else _FACTS.get(of, quoted(of))
    return _DERIVED.get(kind, "{}").format(source)


def _marked_words(definition: Definition, address: str) -> str:
    section = definition.sections_by_key.get(address.removeprefix("@"))
    if address.startswith("@") and section:
        return f"the section {quoted(section.title)}"
    question = definition.questions.get(address)
    return quoted(question.label if question else address)


def test_words(schema: Any, question: Question | None = None) -> str:
    """What a JSON Schema says of an answer, such as "is “Yes”" or "is at least 3"."""
    if isinstance(schema, bool):
        return "is anything" if schema else "is never met"
    if not isinstance(schema, Mapping) or not schema:
        return "is anything"
    return either(list(_keyword_words(schema, question)), "and")


def _keyword_words(schema: Mapping[str, Any], question: Question | None) -> Iterator[str]:
    for keyword, value in schema.items():
        if keyword in _BOUNDS:
            yield f"{_BOUNDS[keyword]} {as_number(value)}"
        elif keyword in _SIZES:
            yield _SIZES[keyword].format(as_number(value))
        else:
            yield _other_words(keyword, value, question)


def _other_words(keyword: str, value: Any, question: Question | None) -> str:
    match keyword, value:
        case "const", _:
            return f"is {value_words(value, question)}"
        case "enum", list():
            return f"is {either([value_words(one, question) for one in value])}"
        case "type", _:
            return "is not blank" if value == "null" else "is answered"
        case "not", Mapping():
            return _negated(value, question)
        case "contains" | "items", _:
            return _rows_words(keyword, value, question)
        case ("anyOf" | "allOf" | "oneOf"), list():
            words = [test_words(one, question) for one in value]
            return either(words, "and" if keyword == "allOf" else "or")
        case "properties", Mapping():
            return _cells_words(value, question)
        case "required", list():
            names = either([quoted(_column(name, question)) for name in value], "and")
            return f"says something of {names}"
    return f"meets {keyword} {as_json(value)}"


def _negated(schema: Mapping[str, Any], question: Question | None) -> str:
    match dict(schema):
        case {"type": _, **rest} if not rest:
            return UNANSWERED
        case {"const": value, **rest} if not rest:
            return f"is not {value_words(value, question)}"
        case {"enum": list() as values, **rest} if not rest:
            return f"is not {either([value_words(one, question) for one in values])}"
    return f"is not so that it {test_words(schema, question)}"


def _rows_words(keyword: str, schema: Any, question: Question | None) -> str:
    match schema:
        case {"const": value, **rest} if keyword == "contains" and not rest:
            return f"includes {value_words(value, question)}"
        case {"enum": list() as values, **rest} if keyword == "contains" and not rest:
            return f"includes {either([value_words(one, question) for one in values])}"
    lead = "has one that" if keyword == "contains" else "has only such that"
    return f"{lead} {test_words(schema, question)}"


def _cells_words(cells: Mapping[str, Any], question: Question | None) -> str:
    told = [
        f"{quoted(_column(name, question))} {test_words(test, _cell_of(name, question))}"
        for name, test in cells.items()
    ]
    return f"says that {either(told, 'and')}"


def _cell_of(name: str, question: Question | None) -> Question | None:
    return question.column(name) if question else None


def _column(name: str, question: Question | None) -> str:
    column = _cell_of(name, question)
    return column.label if column else name


def value_words(value: Any, question: Question | None = None) -> str:
    """A value as the question words it."""
    if isinstance(value, (str, bool, int, float)):
        name = posted_name(value)
        for option in question.options if question else ():
            if posted_name(option.key) == name:
                return quoted(option.title)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return quoted(Absence(value).words if value in set(Absence) else value)
    return as_number(value)


def as_number(value: Any) -> str:
    """A number without needless digits; anything else as JSON writes it."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:.12g}"
    return value if isinstance(value, str) else as_json(value)


def as_json(value: Any) -> str:
    """A value of a document as it stands there."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
