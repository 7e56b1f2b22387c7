"""Beginning to complete a toolkit: reading its guidance, a first assessment, a review."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from app.accounts.models import User
from app.assessments import history
from app.assessments.carrying import carry
from app.assessments.history import NOTHING_YET, Signed
from app.assessments.models import (
    Assessment,
    GuidanceRead,
    Kind,
    Purpose,
    RevisionKind,
)
from app.assessments.operations.changing import audit
from app.assessments.operations.summarising import summarise_draft
from app.assessments.queries import draft_of, has_read_guidance, last_submitted
from app.audit.models import SYSTEM
from app.audit.operations import record
from app.cases.models import Case
from app.cases.operations.changing import changing as changing_case
from app.cases.queries import case_facts
from app.clock import today_in_london
from app.database import db, writing
from app.definitions.models import DefinitionVersion
from app.definitions.queries import (
    definition_of, live_version, load, pairing, version as published_version,
)
from app.engine.answers import Answers
from app.engine.definition import Definition
from app.errors import Refused

_OF_THE_MOMENT = ("actor.", "today")
"""What a review starts anew: who completes it and when."""


class DraftExists(Refused):
    """There is a draft of this toolkit in the case; it is offered instead."""

    def __init__(self, draft: Assessment) -> None:
        super().__init__(
            f"{draft.started_by_name} has begun this toolkit and not submitted it. "
            "Continue that draft instead of beginning a second one.",
            assessment_id=draft.id,
        )
        self.draft = draft


def acknowledge_guidance(*, actor: User, now: datetime, version_id: int) -> None:
    """Record that somebody read the guidance of a version; once is enough (S1.1)."""
    load(version_id)
    with writing():
        if has_read_guidance(actor, version_id):
            return
        db.session.add(GuidanceRead(user_id=actor.id, version_id=version_id, at=now))
        record(chain=SYSTEM, action="read the guidance of", actor=actor, at=now,
               subject=f"toolkit-version:{version_id}")


def start(
    *, actor: User, now: datetime, case_id: int, slug: str, purpose: Purpose = Purpose.ONGOING,
    number: int | None = None,
) -> Assessment:
    """Begin a toolkit in a case for the first time, with what the case knows filled in (S0.2).

    `number` is the published version to use, the live one where none is given.

    Raises NotFound or NotAllowed for a case the actor may not see; DraftExists; Refused for a
    closed case, a toolkit that is not in use or was completed here before, and before its
    guidance is read.
    """
    with changing_case(actor, case_id) as case:
        version = _version(slug, number, now)
        _check(actor, case, version)
        if last_submitted(case.id, slug) is not None:
            raise Refused("This toolkit has been completed in this case. Start a review of it.")
        definition = definition_of(version)
        facts = case_facts(case, actor, today_in_london(now))
        answers = Answers(_prefilled(definition, facts))
        assessment = _new(case, version, actor, now, kind=Kind.INITIAL, purpose=purpose)
        return _begin(assessment, definition, answers, actor, now)


def start_review(
    *, actor: User, now: datetime, case_id: int, slug: str, number: int | None = None
) -> Assessment:
    """Begin a review of the last submitted assessment, with its answers carried over (S1.28).

    Where a newer version of the toolkit is live the review is made with it, and what cannot be
    carried stays readable where it was recorded. Raises as `start`, and Refused where nothing
    has been submitted yet.
    """
    with changing_case(actor, case_id) as case:
        last = last_submitted(case.id, slug)
        if last is None:
            raise Refused("This toolkit has not been completed in this case yet.")
        version = _version(slug, number, now)
        _check(actor, case, version)
        pair = pairing(last.assessment.version, version)
        before = history.at(last.assessment, last.standing.number).answers
        facts = case_facts(case, actor, today_in_london(now))
        answers = _anew(carry(before, pair).answers, pair.later, facts)
        assessment = _new(
            case, version, actor, now, kind=Kind.REVIEW, purpose=Purpose.ONGOING,
            previous_id=last.assessment.id, previous_number=last.standing.number,
        )
        return _begin(assessment, pair.later, answers, actor, now)


def _version(slug: str, number: int | None, now: datetime) -> DefinitionVersion:
    found = (
        live_version(slug, now) if number is None else published_version(slug, number))
    if found is None or found.publication is None:
        raise Refused("This toolkit is not in use.")
    return found


def _check(actor: User, case: Case, version: DefinitionVersion) -> None:
    if case.is_closed:
        raise Refused("This case is closed. Reopen it first.")
    draft = draft_of(case.id, version.slug)
    if draft is not None:
        raise DraftExists(draft)
    if definition_of(version).guidance and not has_read_guidance(actor, version.id):
        raise Refused("Read the guidance first, and say that you have.", guidance=version.id)


def _new(
    case: Case, version: DefinitionVersion, actor: User, now: datetime, **given: object
) -> Assessment:
    assessment = Assessment(
        case=case, slug=version.slug, begun_with=version, assessed_on=today_in_london(now),
        started_by_id=actor.id, started_by_name=actor.name, started_at=now, **given,
    )
    db.session.add(assessment)
    db.session.flush()
    return assessment


def _begin(
    assessment: Assessment, definition: Definition, answers: Answers, actor: User, now: datetime
) -> Assessment:
    signed = Signed(author=actor, at=now, save_id=f"begin-{secrets.token_hex(8)}")
    revision = history.append(
        assessment, definition, RevisionKind.SAVE, NOTHING_YET, answers, signed,
        assessed_on=assessment.assessed_on,
    )
    summarise_draft(assessment, actor, now)
    audit(assessment, "began", actor, now, revision=revision.id, version=assessment.version_id)
    return assessment


def _prefilled(definition: Definition, facts: Mapping[str, str]) -> dict[str, str]:
    """What the boxes start with, where the question can hold it."""
    return {
        key: fact for key, question in definition.questions.items()
        if (fact := facts.get(question.prefill or "")) and not question.options
        and question.type.check(question, fact) is None
    }


def _anew(answers: Answers, definition: Definition, facts: Mapping[str, str]) -> Answers:
    """Who completes a review, and when, is not carried over from the last one."""
    fresh = {name: fact for name, fact in facts.items() if name.startswith(_OF_THE_MOMENT)}
    values = _prefilled(definition, fresh)
    marks = {key: mark for key, mark in answers.marks.items() if key not in values}
    return Answers({**answers.values, **values}, answers.rows, marks, answers.unparsed)
