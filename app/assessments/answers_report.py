"""The answers of many assessments as CSV, one line each, made as they are read. What is withheld
from the actor is withheld here too.

A line tells each answer in the words of the version it was given under; a column is a question's
key, which is for ever.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.assessments.background import COMPLETE
from app.assessments.bodies import NOT_ASKED
from app.assessments.models import Assessment, Revision, RevisionSummary
from app.cases.access import FROM_COLLEAGUES, withheld_of
from app.cases.models import Case
from app.cases.access import visible_case_ids
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, versions
from app.delivery.csv import csv_cell, csv_line
from app.engine.definition import Definition, Question
from app.engine.reading import WITHHELD
from app.engine.withheld_rows import touched
from app.engine.withholding import withheld_keys

_BATCH = 50
"""Rows read at once: a megabyte."""
_ABOUT = (
    "case", "assessment", "kind", "assessed on", "author", "version", "sha256", "level",
    "calculated",
)
_READ = (
    select(
        Assessment.case_id, Assessment.id, Assessment.kind, Revision.assessed_on,
        Revision.author_name, Revision.version_id, RevisionSummary.level_title,
        RevisionSummary.calculated, Revision.body, Case.worker_id)
    .join(Revision, Revision.assessment_id == Assessment.id)
    .join(RevisionSummary, RevisionSummary.revision_id == Revision.id)
    .join(Case, Case.id == Assessment.case_id)
    .where(Revision.id.in_(bindparam("revisions", expanding=True)))
    .order_by(Assessment.id)
)

Tell = Callable[[Any], str]
"""Puts an answer into the words of a cell."""


def lines(actor: User, slug: str) -> Iterator[str]:
    """The heading, then every submitted assessment of a toolkit that the actor may see."""
    listed = versions(slug)
    keys = _keys(listed)
    tellers = {(version.id, withheld): _teller(definition_of(version), keys, withheld)
               for version in listed for withheld in (frozenset[str](), FROM_COLLEAGUES)}
    numbers = {version.id: (version.number, version.sha256) for version in listed}
    yield csv_line(map(csv_cell, (*_ABOUT, *keys)))
    for row in _rows(actor, slug):
        withheld = withheld_of(actor, row.worker_id)
        answers = tellers[row.version_id, withheld](orjson.loads(row.body))
        yield csv_line([*map(csv_cell, _about(row, numbers)), *answers])


def _keys(listed: Sequence[DefinitionVersion]) -> list[str]:
    """Every key of any version, those of the newest first and in its order."""
    return list(dict.fromkeys(key for one in listed for key in definition_of(one).questions))


def _rows(actor: User, slug: str) -> Iterator[Row[*tuple[Any, ...]]]:
    """What stands of each, by assessment.

    What stands is found first and read afterwards: to put whole bodies into order, a database
    holds them all.
    """
    found = db.session.scalars(_standing(actor, slug)).all()
    for start in range(0, len(found), _BATCH):
        yield from db.session.execute(_READ, {"revisions": found[start:start + _BATCH]})


def _standing(actor: User, slug: str) -> Select[int]:
    """The revision that stands of each: the submission, or the last addendum to it."""
    later = aliased(Revision)
    superseded = select(later.id).where(
        later.assessment_id == Revision.assessment_id, later.number > Revision.number)
    return (
        select(Revision.id)
        .join(Assessment, Assessment.id == Revision.assessment_id)
        .where(
            Assessment.slug == slug, Assessment.case_id.in_(visible_case_ids(actor)),
            Revision.kind.in_(COMPLETE), ~superseded.exists())
        .order_by(Assessment.id)
    )


def _about(row: Row[*tuple[Any, ...]], numbers: dict[int, tuple[int, str]]) -> tuple[object, ...]:
    number, sha256 = numbers[row.version_id]
    return (
        row.case_id, row.id, row.kind.value, row.assessed_on.isoformat(), row.author_name, number,
        sha256, row.level_title or "", row.calculated,
    )


def _teller(
    definition: Definition, keys: Sequence[str], withheld: frozenset[str]
) -> Callable[[dict[str, Any]], list[str]]:
    """What tells the answers of a body of one version, column by column, to somebody from whom
    these sensitivities are withheld."""
    columns = [(key, _cell(definition.questions.get(key))) for key in keys]
    # A list in part as a whole: which of its rows are marked would have to be looked for in every
    # revision of every case.
    hidden = touched(withheld_keys(definition, withheld, but_urgent=True))
    places = [number for number, key in enumerate(keys) if key in hidden]
    flat = not any("." in key for key in keys)

    def tell(body: dict[str, Any]) -> list[str]:
        answers = body["answers"]
        said = answers if flat else {key: _dig(answers, key) for key in keys}
        for key in body.get(NOT_ASKED, ()):
            said.pop(key, None)
        answer = said.get
        told_of = [told(value) if (value := answer(key)) is not None else ""
                   for key, told in columns]
        for place in places:
            told_of[place] = WITHHELD
        return told_of

    return tell


def _cell(question: Question | None) -> Tell:
    """What tells one answer; made once, because it is asked for ten thousand lines."""
    if question is None:
        return lambda value: ""
    return _rows_of(question) if question.type.holds_rows else _words(question, csv_cell)


class _Titles(dict[Any, str]):
    """What options are called, each finished once; the key itself where there is no such option."""

    def __init__(self, question: Question, finish: Callable[[str], str]) -> None:
        super().__init__({option.key: finish(option.title) for option in question.options})
        self._finish = finish

    def __missing__(self, key: Any) -> str:
        return self._finish(str(key))


def _words(question: Question, finish: Callable[[str], str]) -> Tell:
    """What tells an answer in words, which `finish` then makes into what is written."""
    show = question.type.show
    if question.type.name == "checkboxes":
        titles = _Titles(question, str)
        return lambda value: finish(", ".join([titles[one] for one in value]))
    if question.options:
        return _Titles(question, finish).__getitem__
    if question.type.prose:
        return finish
    return lru_cache(maxsize=4096)(lambda value: finish(show(question, value)))


def _rows_of(question: Question) -> Tell:
    """Rows in one cell: their cells in words, a semicolon between them, a bar between rows."""
    columns = [(c.key, _words(c, f"{c.label}: ".__add__)) for c in question.columns]

    def told(value: Any) -> str:
        rows = value.values() if isinstance(value, dict) else value
        return csv_cell(" | ".join([
            "; ".join([words(row[key]) for key, words in columns if key in row])
            for row in rows]))

    return told


def _dig(answers: dict[str, Any], key: str) -> Any:
    value: Any = answers
    for name in key.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value
