"""What becomes of the examples of JSON Forms and react-jsonschema-form, and the page that says so.

    python -m tests.importing.conformance           writes docs/conformance.md
    python -m tests.importing.conformance SAMPLES   first tries the samples of react-jsonschema-form
                                                    in a clone of it, and keeps what became of them
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs

from app.engine.answers import Answers
from app.engine.definition import Definition
from app.engine.document import read
from app.engine.problems import DefinitionRefused
from app.importing import Imported, import_text
from app.rendering.compiler import compiled
from app.rendering.displayed import Displayed
from app.rendering.page_state import PageState
from app.rendering.posted import read_post
from tests.engine.test_shipped_with_ajv import value_of
from tests.rendering.pages import environment, sent

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "conformance.md"
REACT = Path(__file__).with_name("react_samples.json")
REACT_VERSION = "2.5.1, commit dec3ef4"
TRIES = 12
SPOILED = ("", None, 7, 1.5, True, [], [7], {}, {"strange": 1}, "not an option", "2026-02-30")


@dataclass(frozen=True)
class Outcome:
    """An example works, perhaps put otherwise, or is refused for reasons that name their place."""

    name: str
    works: bool
    remarks: tuple[str, ...] = ()


@lru_cache
def json_forms_examples() -> tuple[dict[str, Any], ...]:
    """The examples that state a schema."""
    script = Path(__file__).with_name("json_forms_examples.mjs")
    done = subprocess.run(["node", str(script)], capture_output=True, text=True, check=True,
                          encoding="utf-8", cwd=ROOT)
    return tuple(json.loads(done.stdout))


def document_of(example: dict[str, Any]) -> dict[str, Any]:
    """The example as a document that somebody would bring."""
    return {name: example[name] for name in ("schema", "uischema") if example.get(name)}


def outcome(example: dict[str, Any]) -> Outcome:
    """What becomes of an example; one that is read is also shown, posted and validated."""
    document = document_of(example)
    try:
        imported = import_text(json.dumps(document))
    except DefinitionRefused as refused:
        return Outcome(example["name"], False, tuple(map(str, refused.problems[:1])))
    try_out(document, imported, example.get("data"))
    changed = [str(remark) for remark in imported.not_understood
               if remark.reason != "this is kept and not used"]
    return Outcome(example["name"], True, tuple(changed))


def try_out(document: dict[str, Any], imported: Imported, data: Any) -> None:
    """Show it, send the page back, and validate as AJV does. Raises AssertionError."""
    definition = read(json.dumps(imported.document))
    chance = Random(5)
    tried = [*instances(definition, chance), *([data] if isinstance(data, dict) else [])]
    for number in range(3):
        assert_answers_come_back(definition, some_answers(definition, Random(number)))
    assert_rules_are_kept(document, imported)
    assert_ajv_agrees(document["schema"], imported.document.get("schema", imported.document), tried)


def some_answers(definition: Definition, chance: Random) -> Answers:
    """Answers of every kind that the questions allow."""
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    for key, question in definition.questions.items():
        if not question.type.holds_rows:
            values[key] = answer(question, chance)
            continue
        ids = tuple(row.key for row in question.fixed_rows) or ("a", "b")[:chance.randint(0, 2)]
        rows.update({key: ids} if ids and not question.fixed_rows else {})
        values.update({f"{key}/{row}/{column.key}": answer(column, chance)
                       for row in ids for column in question.columns})
    return Answers().with_changes(values=values, rows=rows)


def answer(question: Any, chance: Random) -> Any:
    """Something a person could answer, or nothing."""
    if question.type.name == "list":
        wanted = question.schema["items"]["type"]
        return [3, 4] if wanted in ("integer", "number") else ["one", "two words"]
    value = value_of(question, chance)
    if value is not None and question.type.name in ("email", "phone"):
        return "sam@example.org" if question.type.name == "email" else "01632 960001"
    return value


def instances(definition: Definition, chance: Random) -> Iterator[dict[str, Any]]:
    """Answers as instances, and each again with something spoiled or left out."""
    for _ in range(TRIES):
        instance = some_answers(definition, chance).instance(definition)
        yield instance
        for key in sorted(instance)[:6]:
            yield {**instance, key: chance.choice(SPOILED)}
            yield {name: value for name, value in instance.items() if name != key}


def assert_answers_come_back(definition: Definition, answers: Answers) -> None:
    """A page that shows answers sends them."""
    state = PageState(answers=answers)
    pages = compiled(definition, environment())
    shown = [section.displayed(state) for section in pages.sections.values()]
    displayed = Displayed(
        tuple(key for part in shown for key in part.sections),
        tuple(key for part in shown for key in part.questions),
        {key: ids for part in shown for key, ids in part.rows.items()})
    back = read_post(definition, displayed, sent(pages.render_all(state)), Answers())
    assert dict(back.values) == dict(answers.values) and dict(back.rows) == dict(answers.rows)


def assert_rules_are_kept(document: dict[str, Any], imported: Imported) -> None:
    """Every rule of the layout stands in what was made of it, or is told of."""
    told = sum("rule" in remark.where.rpartition("/")[2] or "second time" in remark.reason
               for remark in imported.not_understood)
    assert rules_in(document) <= rules_in(imported.document) + told


def rules_in(part: Any) -> int:
    """How many rules stand in a layout."""
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    own = isinstance(part, dict) and isinstance(part.get("rule"), dict) and "effect" in part["rule"]
    return own + sum(map(rules_in, inner))


def assert_ajv_agrees(theirs: Any, ours: Any, tried: list[Any]) -> None:
    """AJV, on the schema as it was brought, says of each instance what we say on ours."""
    asked, told = ajv()
    asked.write(json.dumps({"schema": plain(theirs), "values": tried}) + "\n")
    asked.flush()
    verdicts = json.loads(told.readline())
    assert isinstance(verdicts, list), verdicts
    validator = jsonschema_rs.Draft202012Validator(plain(ours), validate_formats=False)
    assert verdicts[1:] == [validator.is_valid(instance) for instance in tried]


@lru_cache
def ajv() -> tuple[Any, Any]:
    """The ends of one AJV that is asked everything; it goes when nobody can ask it any more."""
    script = ROOT / "tests" / "engine" / "ajv.mjs"
    process = subprocess.Popen(["node", str(script)], cwd=ROOT, encoding="utf-8", text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process.stdin, process.stdout


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema without the dialect that it says it is in: all are read as the present one."""
    without = {key: value for key, value in schema.items() if key not in ("$schema", "$id")}
    return {"$defs": {}, **without}


def written(outcomes: list[Outcome]) -> str:
    """Outcomes as a table."""
    works = [one for one in outcomes if one.works]
    lines = [f"{len(works)} of {len(outcomes)} work; {len(outcomes) - len(works)} are refused.", "",
             "| example | | |", "|---|---|---|"]
    for one in outcomes:
        remarks = "; ".join(_cell(remark) for remark in one.remarks[:2])
        more = f"; and {len(one.remarks) - 2} more" if len(one.remarks) > 2 else ""
        lines.append(f"| `{one.name}` | {'works' if one.works else 'refused'} | {remarks}{more} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


@lru_cache
def page() -> str:
    """The whole page."""
    react = [Outcome(one["name"], one["works"], tuple(one["remarks"]))
             for one in json.loads(REACT.read_text(encoding="utf-8"))]
    forms = written([outcome(example) for example in json_forms_examples()])
    return f"""# Documents that nobody here wrote

Made by `python -m tests.importing.conformance`; a test fails where it no longer holds.

An example *works* where it is read, every page of it is drawn, what a page shows comes back from \
it unchanged for every type of question, its rules are kept or named, and AJV on the schema as it \
was brought gives the same verdict as this platform on a hundred instances, sound and spoiled. \
Otherwise it is *refused* with a reason that names the place. What was put otherwise on the way in \
stands beside it; options that only change how JSON Forms looks are kept and not used, and are not \
listed here.

## JSON Forms

The examples of `@jsonforms/examples` 3.7.0 that state a schema.

{forms}

## react-jsonschema-form

The schemas of the samples in the playground of react-jsonschema-form {REACT_VERSION}, without \
their `uiSchema`, which is a language of its own. They are on no registry of packages, so this \
part is made by hand on a clone: \
`python -m tests.importing.conformance CLONE/packages/playground/src/samples`.

{written(react)}
"""


def try_samples(folder: str) -> None:
    """Keep what becomes of the samples in a clone."""
    script = Path(__file__).with_name("react_samples.mjs")
    done = subprocess.run(["node", str(script), folder], capture_output=True, text=True,
                          check=True, encoding="utf-8")
    kept = [vars(outcome(sample)) for sample in json.loads(done.stdout)]
    REACT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    for given in sys.argv[1:]:
        try_samples(given)
    PAGE.write_text(page(), encoding="utf-8")
