"""A hundred thousand submissions that differ, for what is worked out of all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from app.assessments import queries
from app.assessments.models import (
    Assessment,
    LevelBasis,
    Revision,
    RevisionKind,
    RevisionSummary,
)
from app.assessments.queries import Submitted
from app.cases.models import Case
from app.database import db, writing
from app.definitions.queries import definition_of, pairing
from app.engine.answers import Answers
from app.engine.definition import Definition
from app.engine.replay.narrow import Replay
from app.engine.replay.situations import Alphabet
from bench.copies import APART
from bench.records import SLUG, Records

BATCH = 10_000
NO_BODY = "{}"
"""No impact looks at bodies; two gigabytes of them would only take long to write."""


def fill_situations(like: Records) -> int:
    """Give every case without an assessment a submitted one with answers of its own; gives how
    many submissions there are then."""
    with writing():
        found = queries.last_submitted(like.quarter, SLUG)
        assert found is not None
        none_yet = select(Case.id).where(Case.id.not_in(select(Assessment.case_id)))
        ids = db.session.scalars(none_yet.order_by(Case.id)).all()
        _copied(found, ids)
        _varied(found)
    return len(db.session.scalars(select(LevelBasis.assessment_id)).all())


def _copied(one: Submitted, case_ids: Sequence[int]) -> None:
    """The rows as the operations would have written them, but for the answers."""
    _insert(Assessment, one.assessment, case_ids, lambda n: {
        "id": APART + 10 * n, "case_id": n, "previous_id": None})
    _insert(Revision, one.standing, case_ids, lambda n: {
        "id": APART + 10 * n, "assessment_id": APART + 10 * n, "number": 1, "base_number": None,
        "whole_number": 1, "background_id": None, "body": NO_BODY, "known": NO_BODY})
    _insert(RevisionSummary, one.summary, case_ids, lambda n: {
        "revision_id": APART + 10 * n, "case_id": n})


def _varied(one: Submitted) -> None:
    """A situation for every submission on the same version that has none, each by chance."""
    pattern = db.session.get_one(LevelBasis, one.assessment.id)
    version = one.assessment.version
    waiting = {row.assessment_id: row for row in db.session.execute(
        select(Revision.assessment_id, Revision.id, Assessment.case_id)
        .join(Assessment, Assessment.id == Revision.assessment_id)
        .where(Revision.kind == RevisionKind.SUBMISSION, Revision.version_id == version.id,
               Revision.assessment_id.not_in(select(LevelBasis.assessment_id))))}
    known = Replay(pairing(version, version))
    made = _situations(definition_of(version), pattern.codes, Random(1))
    _insert(LevelBasis, pattern, sorted(waiting), lambda n: {
        "assessment_id": n, "case_id": waiting[n].case_id, "revision_id": waiting[n].id,
        "latest": True, "review_due": pattern.assessed_on + timedelta(days=n % 200),
        **_situation(next(made), known, pattern)})


def _situation(codes: str, known: Replay, pattern: LevelBasis) -> dict[str, Any]:
    found = known.calculated(codes, pattern.beside, pattern.assessed_on)
    assert found is not None and found.at_least is not None and found.possibly is not None
    return {"codes": codes, "at_least": found.at_least.id, "possibly": found.possibly.id}


def _situations(definition: Definition, codes: str, chance: Random) -> Iterator[str]:
    """The same situation with other answers to what measures look at, and other ones known."""
    letters = Alphabet.of(definition).letters
    places = {letters[term.key].place: _characters(definition, term.key)
              for measure in definition.measures for term in measure.terms}
    while True:
        made = list(codes)
        for place, characters in places.items():
            made[place] = chance.choice(characters)
        yield "".join(made)


def _characters(definition: Definition, key: str) -> list[str]:
    letter = Alphabet.of(definition).letters[key]
    keys = [option.key for option in letter.question.options]
    said = [Answers({key: one}) for one in keys]
    return [letter.code(now, before, frozenset()) for now in said for before in (Answers(), *said)]


def _insert(model: Any, row: Any, numbers: Sequence[int], changed: Any) -> None:
    table = model.__table__
    alike = {column.name: getattr(row, column.name) for column in table.columns}
    for start in range(0, len(numbers), BATCH):
        part = numbers[start:start + BATCH]
        db.session.execute(insert(table), [{**alike, **changed(number)} for number in part])
