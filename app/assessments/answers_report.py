"""The answers of many assessments as CSV, one line each, made as they are read.

A line tells each answer in the words of the version it was given under; a column is a question's
key, which is for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Executable, Row, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.assessments.background import COMPLETE
from app.assessments.bodies import NOT_ASKED
from app.assessments.models import Assessment, Revision, RevisionSummary
from app.cases.queries import visible_case_ids
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, versions
from app.engine.definition import Definition, Question

_BATCH = 200
_ABOUT = (
    "case", "assessment", "kind", "assessed on", "author", "version", "sha256", "level",
    "calculated",
)

Cell = Callable[[dict[str, Any]], str]


def lines(actor: User, slug: str) -> Iterator[Sequence[object]]:
    """The heading, then every submitted assessment of a toolkit that the actor may see."""
    listed = versions(slug)
    keys = _keys(listed)
    tellers = {version.id: _teller(definition_of(version), keys) for version in listed}
    numbers = {version.id: (version.number, version.sha256) for version in listed}
    yield *_ABOUT, *keys
    for row in db.session.execute(_standing(actor, slug).execution_options(yield_per=_BATCH)):
        yield *_about(row, numbers), *tellers[row.version_id](orjson.loads(row.body))


def _keys(listed: Sequence[DefinitionVersion]) -> list[str]:
    """Every key of any version, those of the newest first and in its order."""
    return list(dict.fromkeys(key for one in listed for key in definition_of(one).questions))


def _standing(actor: User, slug: str) -> Executable:
    """What stands of each: the submission, or the last addendum to it."""
    later = aliased(Revision)
    superseded = select(later.id).where(
        later.assessment_id == Revision.assessment_id, later.number > Revision.number)
    return (
        select(
            Assessment.case_id, Assessment.id, Assessment.kind, Revision.assessed_on,
            Revision.author_name, Revision.version_id, RevisionSummary.level_title,
            RevisionSummary.calculated, Revision.body)
        .join(Revision, Revision.assessment_id == Assessment.id)
        .join(RevisionSummary, RevisionSummary.revision_id == Revision.id)
        .where(
            Assessment.slug == slug, Assessment.case_id.in_(visible_case_ids(actor)),
            Revision.kind.in_(COMPLETE), ~superseded.exists())
        .order_by(Assessment.id)
    )


def _about(row: Row[Any], numbers: dict[int, tuple[int, str]]) -> tuple[object, ...]:
    number, sha256 = numbers[row.version_id]
    return (
        row.case_id, row.id, row.kind.value, row.assessed_on.isoformat(), row.author_name, number,
        sha256, row.level_title or "", row.calculated,
    )


def _teller(
    definition: Definition, keys: Sequence[str]
) -> Callable[[dict[str, Any]], list[str]]:
    """What tells the answers of a body of one version, column by column."""
    cells = [_cell(definition.questions.get(key), key) for key in keys]

    def tell(body: dict[str, Any]) -> list[str]:
        answers, not_asked = body["answers"], body.get(NOT_ASKED)
        if not not_asked:
            return [cell(answers) for cell in cells]
        return ["" if key in not_asked else cell(answers)
                for key, cell in zip(keys, cells, strict=True)]

    return tell


def _cell(question: Question | None, key: str) -> Cell:
    """What tells one answer; made once, because it is asked for ten thousand lines."""
    if question is None:
        return lambda answers: ""
    told = _rows(question) if question.type.holds_rows else _words(question)
    if "." in key:
        return lambda answers: told(value) if (value := _dig(answers, key)) is not None else ""
    return lambda answers: told(answers[key]) if key in answers else ""


def _words(question: Question) -> Callable[[Any], str]:
    titles = {option.key: option.title for option in question.options}
    show = question.type.show
    if question.type.name == "checkboxes":
        return lambda value: ", ".join([titles.get(one, str(one)) for one in value])
    if titles:
        return lambda value: titles.get(value, str(value))
    if question.type.prose:
        return str
    return lru_cache(maxsize=4096)(lambda value: show(question, value))


def _rows(question: Question) -> Callable[[Any], str]:
    """Rows in one cell: their cells in words, a semicolon between them, a bar between rows."""
    columns = [(c.key, f"{c.label}: ", _words(c)) for c in question.columns]

    def told(value: Any) -> str:
        rows = value.values() if isinstance(value, dict) else value
        return " | ".join([
            "; ".join([label + words(row[key]) for key, label, words in columns if key in row])
            for row in rows])

    return told


def _dig(answers: dict[str, Any], key: str) -> Any:
    value: Any = answers
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
