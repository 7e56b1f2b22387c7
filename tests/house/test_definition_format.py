"""docs/definition-format.md names every reason for which a document is refused, and no other."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app.engine import (
    choices, declarations, document, json_text, layout, pattern_syntax, patterns, problems,
    questions, subschemas, value_tests, vocabulary,
)

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "app" / "engine"
FORMAT = ROOT / "docs" / "definition-format.md"
READERS = (
    "choices", "conditions", "declarations", "document", "json_text", "layout", "lineage",
    "pattern_syntax", "patterns", "questions", "rule_order", "subschemas", "value_tests",
    "vocabulary", "wholeness",
)
"""The modules that read a document."""
TELLING = {
    "add", "_refusal", "Problem", "UnknownReference", "LineageRefused", "ConditionRefused",
    "PatternUnreadable", "UnclearChoices",
}
"""What is called with a reason as its last argument."""
ELSEWHERE = {
    "versions … and … are not based on the same version", "version … is based on itself",
}
"""Told of several documents, not of one."""


def texts(node: ast.AST | None) -> Iterator[str]:
    """The texts that an expression may come to, with … for what differs."""
    match node:
        case ast.IfExp(body=one, orelse=other):
            yield from (*texts(one), *texts(other))
        case ast.Constant(value=str() as text):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join("".join(texts(part)) or "…" for part in parts)
        case ast.BinOp(left=left, right=right):
            yield ("".join(texts(left)) or "…") + ("".join(texts(right)) or "…")


def told(node: ast.AST, module: str) -> ast.AST | None:
    """The expression for a reason, where a piece of code gives one."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name), args=[*_, last]):
            return last if name in TELLING else None
        case ast.Yield(value=ast.Tuple(elts=[_, reason])):
            return reason
        case ast.Return(value=ast.Tuple(elts=[_, reason])) if module == "subschemas":
            return reason
        case ast.Assign(targets=[ast.Name(id="reason")], value=reason):
            return reason
        case ast.keyword(arg="error", value=reason):
            return reason
        case ast.Return(value=reason) if module == "patterns":
            return reason
    return None


def reasons_in(module: str) -> Iterator[str]:
    """The reasons that stand in the code of a module."""
    for node in ast.walk(ast.parse((ENGINE / f"{module}.py").read_text(encoding="utf-8"))):
        yield from (text for text in texts(told(node, module)) if re.search(r"\w\w+ \w", text))


@cache
def told_by_the_engine() -> set[str]:
    """Every reason that the engine can give for a document."""
    found = {reason for module in READERS for reason in reasons_in(module)}
    return (found | {f"{key}: {why}" for key, why in subschemas.REFUSED.items()}) - ELSEWHERE


def told_by_the_document() -> set[str]:
    """Every reason in the tables of the document."""
    tables = FORMAT.read_text(encoding="utf-8").partition("## What is refused")[2]
    rows = re.findall(r"^\| (.+?) \|", tables, re.MULTILINE)
    return {reason for row in rows for reason in _parts(row)}


def _parts(row: str) -> list[str]:
    """A row may give several reasons; some hold a semicolon themselves."""
    whole = [reason for reason in told_by_the_engine() if "; " in reason and reason in row]
    for reason in whole:
        row = row.replace(reason, "")
    return whole + [part for part in map(str.strip, row.split(";")) if part]


OF_MARSHMALLOW = {
    "unknown field", "missing data for required field", "not a valid string", "not a valid list",
    "not a valid integer", "not a valid number", "not a valid boolean", "not a valid mapping type",
    "invalid type", "invalid input type", "field may not be null",
    "must be greater than or equal to …",
    "must be greater than or equal to … and less than or equal to …",
    "shorter than minimum length …",
}
OF_LINEAGE = {"… takes no key here", "… takes one key here", "… takes … or more keys here"}


def test_the_format_names_every_reason():
    assert told_by_the_engine() - told_by_the_document() == set()


def test_it_names_none_that_is_never_given():
    known = told_by_the_engine() | OF_MARSHMALLOW | OF_LINEAGE | {"told", "---"}
    assert told_by_the_document() - known == set()


@pytest.mark.parametrize("words, limit", [
    ("{} MiB is the most", json_text.LARGEST_BYTES // 1024 // 1024),
    ("{} levels are the most", json_text.DEEPEST),
    ("{} levels are the most", value_tests.MAX_DEPTH),
    ("At most {} are told", problems.MOST_PROBLEMS),
    ("{} are the most, the cells", questions.MOST_QUESTIONS),
    ("{} are the most: a short entry", document._MOST_PAIRS),
    ("{} references one after the other", subschemas._LONGEST_WAY),
    ("{} objects within each other", layout._DEEPEST),
    ("{} characters and 20 groups", patterns.LONGEST),
    ("{} characters are the most for a slug", vocabulary.LONGEST_SLUG),
    ("{} are the most; one that stands", patterns.MOST_OF_ALL),
    ("{} are the most of one question", choices.MOST_CHOICES),
    ("choices in all | {} are the most", questions.MOST_OPTIONS),
    ("{} are the most of all measures", declarations.MOST_TERMS),
    ("{} months back at most", vocabulary.MOST_MONTHS),
    ("a weight is {} at most", vocabulary.HEAVIEST),
    ("1,000 characters and {} groups", pattern_syntax.DEEPEST),
])
def test_it_names_every_limit_as_it_is(words, limit):
    assert words.format(f"{limit:,}") in FORMAT.read_text(encoding="utf-8")
