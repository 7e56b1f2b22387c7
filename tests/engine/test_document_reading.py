"""Reading a document is harmless, whatever it holds, and comes out the same wherever it is read."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.engine.document import DefinitionRefused, read, read_again
from app.engine.validation import schema_validator
from tests.engine.documents import bare, control, document, reading, section, toolkit_document

SHIPPED = sorted(
    path for path in (Path(__file__).parents[2] / "form_definitions").glob("*/*.json")
    if path.parent.name != "practice-standards")
TEXT = {"type": "string"}


# Work without end


def references_of_ten() -> dict[str, Any]:
    """Ten properties, each of ten properties, nine deep: a thousand million questions."""
    defs = {f"d{n}": bare(**{c: {"$ref": f"#/$defs/d{n + 1}"} for c in "abcdefghij"})
            for n in range(9)}
    return {**bare(a={"$ref": "#/$defs/d0"}), "$defs": {**defs, "d9": TEXT}}


def everything_in_itself() -> dict[str, Any]:
    return {**bare(a={"$ref": "#/$defs/d"}),
            "$defs": {"d": bare(**{c: {"$ref": "#/$defs/d"} for c in "abcdefghij"})}}


def rows_of_the_whole() -> dict[str, Any]:
    return bare(a={"type": "array", "items": {"$ref": "#"}})


def a_long_chain() -> dict[str, Any]:
    return {**bare(a={"$ref": "#/$defs/d0"}), "$defs": {
        f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(20_000)}}


def a_table_of_thousands() -> dict[str, Any]:
    given = document({"t": bare(**{f"r{n}": {"$ref": "#/$defs/row"} for n in range(3000)})},
                     [section("S", control("t", type="table"))])
    given["schema"]["$defs"] = {"row": bare(c=TEXT)}
    return given


@pytest.mark.parametrize("given, reason", [
    (references_of_ten, "more than 2000 questions and cells"),
    (everything_in_itself, "leads back to itself"),
    (rows_of_the_whole, "rows inside rows"),
    (a_long_chain, "without end"),
    (a_table_of_thousands, "more than 2000 questions and cells"),
    (lambda: bare(**{f"q{n}": TEXT for n in range(2500)}), "more than 2000 questions and cells"),
])
def test_a_small_document_cannot_ask_for_endless_work(given: Any, reason: str) -> None:
    with pytest.raises(DefinitionRefused, match=reason):
        reading(given())


def test_nothing_is_fetched_whatever_the_document_points_to() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        here = f"http://127.0.0.1:{listening.getsockname()[1]}/schema.json"
        assert reading({**bare(q=TEXT), "$schema": here}).questions
        schema_validator(reading({**bare(q=TEXT), "$schema": here})).is_valid({})
        for asking in ({"$ref": here}, {"$schema": here, "$ref": here}, {"$dynamicRef": here}):
            with pytest.raises(DefinitionRefused):
                reading(bare(q={**TEXT, **asking}))
        with pytest.raises(BlockingIOError):
            listening.accept()


# The same again


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_shipped_definitions_are_read_whole(path: Path) -> None:
    found = read(path.read_text(encoding="utf-8"))
    assert found.slug == path.parent.name and found.annotations == ()
    properties = found.document["schema"]["properties"]
    assert set(properties) == {key.partition(".")[0] for key in found.questions}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_stored_document_is_read_again_as_it_was(path: Path) -> None:
    before = read(path.read_text(encoding="utf-8"))
    again = read_again(before.text, before.sha256)
    for name in ("sha256", "document", "awaits", "rule_order", "annotations", "lineage"):
        assert repr(getattr(again, name)) == repr(getattr(before, name))
    assert [(q.key, q.options) for q in again.questions.values()] == [
        (q.key, q.options) for q in before.questions.values()]


def test_what_a_later_engine_cannot_use_is_refused_when_it_is_read_again() -> None:
    with pytest.raises(DefinitionRefused):
        read_again(json.dumps(bare(q={**TEXT, "$ref": "https://example.org/elsewhere"})), "0" * 64)


def told(texts: list[str]) -> str:
    """All that is read of some documents, or why it is not."""
    lines = []
    for text in texts:
        try:
            found = read(text)
            lines.append(f"{found.rule_order} {found.annotations} {list(found.questions)}")
        except DefinitionRefused as refused:
            lines.append(str(refused))
    return "\n".join(lines)


def test_reading_comes_out_the_same_in_every_process() -> None:
    """Each process orders its sets otherwise."""
    wrong = toolkit_document(floors=[{
        "id": "f", "when": {"scope": "#/measures/none", "schema": {}}, "because": "",
        "forbids": ["red", "green", "blue"]}])
    texts = [path.read_text(encoding="utf-8") for path in SHIPPED] + [
        json.dumps(wrong), json.dumps({**wrong, "colour": 1, "size": 2, "shape": 3})]
    elsewhere = subprocess.run(
        [sys.executable, "-c", "import json, sys\n"
         "from tests.engine.test_document_reading import told\n"
         "print(told(json.load(sys.stdin)))"],
        input=json.dumps(texts), text=True, check=True, capture_output=True,
        cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": "1"},
    ).stdout
    assert elsewhere == told(texts) + "\n" and "there is no level blue" in elsewhere
