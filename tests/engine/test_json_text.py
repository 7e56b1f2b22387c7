"""Text to JSON and back: what is no document at all is refused before anybody looks into it."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.json_text import DEEPEST, LARGEST_BYTES, load, sha256
from app.engine.problems import DefinitionRefused, Problem


def refusals(text: str) -> list[tuple[str, str]]:
    """Why a text is refused: pointer and reason, one by one."""
    with pytest.raises(DefinitionRefused) as refused:
        load(text)
    return [(problem.pointer, problem.reason) for problem in refused.value.problems]


@pytest.mark.parametrize("text, reason", [
    ("", "not JSON at line 1, column 1"),
    ('{\n  "slug": "a",\n}', "not JSON at line 3, column 1"),
    ('{"title": "cut o', "not JSON at line 1, column 11"),
    ("<html></html>", "not JSON at line 1, column 1"),
    ("\ufeff{}", "not JSON at line 1, column 1"),
    ('{"a": NaN}', "NaN is not a JSON number"),
    ('{"a": -Infinity}', "-Infinity is not a JSON number"),
    ('{"a": ' + "9" * 5000 + "}", "too many digits"),
    ("[" * 100_000, "nested too deeply"),
    ('"' + "x" * 50_000_000 + '"', "larger than 2 MiB"),
    ('"' + "é" * (LARGEST_BYTES // 2) + '"', "larger than 2 MiB"),
])
def test_what_is_not_json_is_refused_with_its_place(text: str, reason: str) -> None:
    [(pointer, told)] = refusals(text)
    assert pointer == "" and reason in told


@pytest.mark.parametrize("text, pointer, reason", [
    ('{"a": {"b": 1, "c": 2, "b": 3}}', "/a/b", "this key stands here twice"),
    ('[{}, {"a/b": 1, "a/b": 1}]', "/1/a~1b", "this key stands here twice"),
    ('{"a": [1, 12345678901234567890]}', "/a/1", "too large to be kept exactly"),
    ('{"a": [1, 1e999]}', "/a/1", "too large to be kept"),
    (json.dumps({"a": "\x00"}), "/a", "U+0000 cannot be shown"),
    (json.dumps({"a": "\x1b"}), "/a", "U+001B cannot be shown"),
    (json.dumps({"a": "\x85"}), "/a", "U+0085 cannot be shown"),
    (json.dumps({"a": "\ud800"}), "/a", "U+D800 cannot be shown"),
    (json.dumps({"a": "\ue000"}), "/a", "U+E000 cannot be shown"),
    (json.dumps({"a": "\U000f0000"}), "/a", "U+F0000 cannot be shown"),
    ('{"a": ' * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1), "/a" * (DEEPEST + 1),
     "nested too deeply"),
])
def test_json_that_cannot_be_kept_is_refused_with_its_place(
    text: str, pointer: str, reason: str
) -> None:
    [(found, told)] = refusals(text)
    assert found == pointer and reason in told


def test_no_pointer_holds_what_cannot_be_shown() -> None:
    """The refusal itself is shown and stored."""
    found = refusals('{"\\ud800": 1e999, "\\ud801": 1, "\\ud801": [1e999]}')
    assert {pointer for pointer, _ in found} == {""}
    assert all(pointer.encode() or reason.encode() for pointer, reason in found)


def test_every_fault_is_told_in_the_order_of_the_document() -> None:
    found = refusals('{"b": 1e999, "a": "\\u0000", "b": 2}')
    assert [pointer for pointer, _ in found] == ["/b", "/a"]


def test_writing_that_needs_marks_and_joiners_is_kept() -> None:
    text = "नमस्ते سلام 👩‍👧 e\u0301 \u200f tab\t line\r\n"
    assert load(json.dumps({text: text})) == {text: text}


@pytest.mark.parametrize("text", [
    '{"schema":{' + ",".join('"a":1' for _ in range(150_000)) + "}}",
    "{" + ",".join(f'"a{n}":1,"a{n}":1' for n in range(60_000)) + "}",
])
def test_even_a_large_bad_document_is_judged_at_once(text: str) -> None:
    assert len(refusals(text)) <= 500


@given(st.recursive(
    st.none() | st.booleans() | st.integers(-2**53 + 1, 2**53 - 1) | st.text("aé中/~ ")
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab/~"), inner, max_size=3),
    max_leaves=8))
def test_what_is_loaded_is_what_was_written(value: object) -> None:
    assert load(json.dumps(value)) == value


def test_the_hash_does_not_depend_on_order_or_spelling() -> None:
    keys = list("abcdef")
    shuffled = random.Random(1).sample(keys, len(keys))
    one, other = ({key: [1.0, "é"] for key in order} for order in (keys, shuffled))
    assert sha256(one) == sha256(json.loads(json.dumps(other, ensure_ascii=True, indent=3)))
    assert sha256(one) != sha256({**one, "a": [1.5, "é"]})


def test_a_problem_reads_as_its_place_and_its_reason() -> None:
    assert str(Problem("/schema/type", "is missing")) == "/schema/type: is missing"
    assert str(Problem("", "is no object")) == "/: is no object"
