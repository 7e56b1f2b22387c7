"""AJV agrees with us on every shipped definition: on answers that fit it and on spoiled ones."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
import pytest

from app.engine.answers import Answers
from app.engine.definition import Definition, Question
from app.engine.document import read

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path for path in (ROOT / "form_definitions").glob("*/*.json")
                 if path.parent.name != "practice-standards")
SPOILED = ("", None, 7, 1.5, True, [], [7], {}, {"strange": 1}, "not an option", "2026-02-30")
TRIES = 60

each_shipped = pytest.mark.parametrize(
    "path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")


def value_of(question: Question, chance: Random) -> Any:
    """Something a person could answer, or nothing."""
    keys = [option.key for option in question.options]
    if chance.random() < 0.2:
        return None
    if question.type.name == "checkboxes":
        return [key for key in keys if chance.random() < 0.5] or None
    if keys:
        return chance.choice(keys)
    if question.type.name in ("number", "scale"):
        return chance.randint(question.schema.get("minimum", 0), question.schema.get("maximum", 50))
    return "2026-03-02" if question.type.name == "date" else "Some words"


def some_answers(definition: Definition, chance: Random) -> Answers:
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    for key, question in definition.questions.items():
        if not question.type.holds_rows:
            values[key] = value_of(question, chance)
            continue
        ids = [row.key for row in question.fixed_rows] or ["a", "b"][:chance.randint(0, 2)]
        if not question.fixed_rows:
            rows[key] = tuple(ids)
        values.update({f"{key}/{row}/{column.key}": value_of(column, chance)
                       for row in ids for column in question.columns})
    return Answers().with_changes(values=values, rows=rows)


def instances(definition: Definition) -> list[dict[str, Any]]:
    """Answers as instances, and each again with one value spoiled or left out."""
    chance = Random(7)
    found: list[dict[str, Any]] = []
    for _ in range(TRIES):
        instance = some_answers(definition, chance).instance(definition)
        key = chance.choice(sorted(instance))
        without = {name: value for name, value in instance.items() if name != key}
        found.extend((instance, {**instance, key: chance.choice(SPOILED)}, without))
    return found


@each_shipped
@pytest.mark.parametrize("required", [True, False], ids=["submitted", "drafted"])
def test_ajv_agrees_on_every_shipped_definition(path: Path, required: bool) -> None:
    """Both take formats as annotations here: what is a date is asked of the question types."""
    definition = read(path.read_text(encoding="utf-8"))
    schema, tried = dict(definition.document["schema"]), instances(definition)
    if not required:
        schema = _without_required(schema)
    answer = subprocess.run(
        ["node", str(Path(__file__).with_name("ajv.mjs"))],
        input=json.dumps({"schema": schema, "values": tried}) + "\n",
        capture_output=True, text=True, encoding="utf-8", check=True, cwd=ROOT,
    )
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=False)
    ours = [validator.is_valid(instance) for instance in tried]
    assert json.loads(answer.stdout)[1:] == ours
    assert False in ours and (required or True in ours)


def _without_required(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _without_required(inner) for key, inner in schema.items()
                if key != "required" or not isinstance(inner, list)}
    return [_without_required(one) for one in schema] if isinstance(schema, list) else schema


@each_shipped
def test_what_may_be_answered_fits_the_schema_but_for_what_it_requires(path: Path) -> None:
    definition = read(path.read_text(encoding="utf-8"))
    validator = jsonschema_rs.Draft202012Validator(definition.document["schema"])
    chance = Random(11)
    against = {
        error.message for _ in range(TRIES)
        for error in validator.iter_errors(some_answers(definition, chance).instance(definition))
        if error.kind.name != "required"
    }
    assert against == set()
