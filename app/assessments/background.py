"""What earlier submissions of a case say: what was last known, and actual harm on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, undefer

from app.assessments.models import Assessment, HarmEnding, HarmRecord, Revision, RevisionKind
from app.cases.listing import LARGEST_ID
from app.clock import EVER
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.definitions.standards import standards_on
from app.engine.answers import NO_ANSWERS, Answers, answered, row_ids
from app.engine.definition import Definition, Meaning
from app.engine.effective import Effective
from app.engine.held_harm import EarlierHarm, asked_today, harm_it_became
from app.engine.measures import Background
from app.engine.standards import PracticeStandards, past_harm_ends
from app.engine.translation import translated
from app.errors import NotFound

COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)


def background_of(
    assessment: Assessment, version: DefinitionVersion, on: date, until: datetime = EVER
) -> Background:
    """What stands before an assessment that is still a draft, on a day, in terms of a version.

    Of what was recorded `until` then, here and below.
    """
    records = holding_harm(assessment, on, until)
    return Background(
        known_before(preceding(assessment, until), version),
        frozenset(_key_of(record, version) for record in records),
        _earlier_harm(records, version),
    )


def held_in(assessment: Assessment) -> frozenset[str]:
    """Actual harm on record, by the key of the question that its version asks about it, or the old
    key where that is another question now: harm is held whatever became of its question (X19)."""
    records = standing_harm(assessment.case_id, assessment.slug)
    return frozenset(_key_of(record, assessment.version) for record in records)


def background_at(revision: Revision, assessment: Assessment) -> Background:
    """What stood before a complete revision, as it was then."""
    preceded = db.session.get(Revision, revision.background_id) if revision.background_id else None
    held = frozenset(revision.held or ())
    known, version = known_before(preceded, revision.version), revision.version
    if all(asked_today(definition_of(version), key) for key in held):
        return Background(known, held)
    before = HarmRecord.revision_id < revision.id
    found = _harm_of(assessment.case_id, assessment.slug).where(before)
    records = [one for one in db.session.scalars(found) if _key_of(one, version) in held]
    return Background(known, held, _earlier_harm(records, version))


def preceding(assessment: Assessment, until: datetime = EVER) -> Revision | None:
    """The latest complete revision of the same toolkit in the case, in another assessment."""
    found = (
        select(Revision)
        .join(Assessment, Assessment.id == Revision.assessment_id)
        .where(
            Assessment.case_id == assessment.case_id, Assessment.slug == assessment.slug,
            Assessment.id != assessment.id, Revision.kind.in_(COMPLETE), Revision.at <= until,
        )
        # Assessments of one toolkit follow each other; an addendum to an old one comes in between.
        .order_by(Revision.assessment_id.desc(), Revision.number.desc())
        .limit(1)
    )
    return db.session.scalar(found.options(undefer(Revision.known)))


def known_before(preceded: Revision | None, version: DefinitionVersion) -> Answers:
    """What was known after an earlier revision, in the words of a version."""
    if preceded is None or preceded.known is None:
        return NO_ANSWERS
    said = orjson.loads(preceded.known)
    rows = {key: tuple(ids) for key, ids in said["rows"].items()}
    known = Answers(said["values"], rows)
    if preceded.version_id == version.id:
        return known
    return translated(pairing(preceded.version, version), known)[0]


def known_after(definition: Definition, effective: Effective, before: Answers) -> str:
    """What is known once these answers stand, for whoever comes next: theirs, or else what was."""
    values, rows = dict(before.values), dict(before.rows)
    for key, question in definition.questions.items():
        if question.type.holds_rows and answered(question, effective.answers):
            _take_rows(key, row_ids(question, effective.answers), effective.answers, values, rows)
        elif effective.absence(question) is None and key in effective.answers.values:
            values[key] = effective.answers.values[key]
    return orjson.dumps({"values": values, "rows": rows}).decode()


def standing_harm(
    case_id: int, slug: str | None = None, until: datetime = EVER
) -> Sequence[HarmRecord]:
    """Actual harm on record in a case that no manager has ended, oldest first."""
    ended = HarmRecord.ending.has(HarmEnding.at <= until)
    return db.session.scalars(_harm_of(case_id, slug, until).where(~ended)).all()


def get_harm(case_id: int, harm_id: int) -> HarmRecord:
    """One record of actual harm of a case, ended or not; raises NotFound."""
    found = db.session.get(HarmRecord, harm_id) if 0 < harm_id <= LARGEST_ID else None
    if found is None or found.case_id != case_id:
        raise NotFound("There is no such record of harm.")
    return found


def holding_harm(
    assessment: Assessment, on: date, until: datetime = EVER
) -> list[HarmRecord]:
    """Actual harm that holds the level on a day, oldest first (X19): what no manager has ended,
    and what has ended, as long as the practice standards of that day say after it last happened.
    """
    records = _ever(assessment, until)
    standards = standards_on(on) if any(end for _, end in records) else PracticeStandards()
    return [one for one, end in records
            if end is None or on < past_harm_ends(end.last_happened, standards)]


def past_harm(
    assessment: Assessment, version: DefinitionVersion, until: datetime = EVER
) -> dict[str, HarmEnding]:
    """What ended of actual harm on record, by the key that holds the level; the last to happen.

    Harm that came back and has not ended is not among it.
    """
    records = _ever(assessment, until)
    ended = [(_key_of(one, version), end) for one, end in records if end]
    standing = {_key_of(one, version) for one, end in records if end is None}
    ended.sort(key=lambda pair: pair[1].last_happened)
    return {key: end for key, end in ended if key not in standing}


def _ever(
    assessment: Assessment, until: datetime
) -> list[tuple[HarmRecord, HarmEnding | None]]:
    """All harm on record, oldest first, each with its end where that was recorded."""
    found = _harm_of(assessment.case_id, assessment.slug, until)
    records = db.session.scalars(found.options(joinedload(HarmRecord.ending)))
    return [(one, one.ending if one.ending and one.ending.at <= until else None)
            for one in records]


def _harm_of(case_id: int, slug: str | None, until: datetime = EVER) -> Select[HarmRecord]:
    found = (
        select(HarmRecord).join(HarmRecord.revision)
        .where(HarmRecord.case_id == case_id, Revision.at <= until)
    )
    if slug is not None:
        found = found.where(HarmRecord.slug == slug)
    return found.options(joinedload(HarmRecord.version)).order_by(HarmRecord.id)


def harm_in(definition: Definition, effective: Effective) -> frozenset[str]:
    """The actual-harm questions that are answered yes."""
    return frozenset(
        key for key, question in definition.questions.items()
        if question.harm and effective.asked(key) and _is_yes(
            question.option(effective.answers.values.get(key)))
    )


def _is_yes(option: Any) -> bool:
    return option is not None and option.meaning is Meaning.YES


def _key_of(record: HarmRecord, version: DefinitionVersion) -> str:
    return _today(record, version) or record.question_key


def _today(record: HarmRecord, version: DefinitionVersion) -> str | None:
    """The key of the question that asks about recorded harm in a version."""
    if record.version_id == version.id:
        return record.question_key
    pair = pairing(record.version, version)
    key = pair.later_of(record.question_key)
    return key if key is not None and asked_today(pair.later, key) else None


def _earlier_harm(
    records: Iterable[HarmRecord], version: DefinitionVersion
) -> tuple[EarlierHarm, ...]:
    """The records whose question a version asks no more, in the words of then."""
    gone = {one.question_key: one for one in records if _today(one, version) is None}
    return tuple(_told_earlier(record, version) for record in gone.values())


def _told_earlier(record: HarmRecord, version: DefinitionVersion) -> EarlierHarm:
    pair, key = pairing(record.version, version), record.question_key
    return EarlierHarm(
        key, pair.earlier.questions[key].label, record.version.number, record.recorded_on,
        harm_it_became(key, pair.later, pair.lineage))


def _take_rows(
    key: str, ids: Sequence[str], answers: Answers, values: dict[str, Any],
    rows: dict[str, tuple[str, ...]],
) -> None:
    for address in [address for address in values if address.startswith(f"{key}/")]:
        del values[address]
    values.update(_below(key, answers.values))
    if key in answers.rows:
        rows[key] = tuple(ids)


def _below(key: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {a: value for a, value in values.items() if a.startswith(f"{key}/")}
