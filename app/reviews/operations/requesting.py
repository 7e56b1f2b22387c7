"""A reviewer asks for some questions to be added to. What was submitted stays; an addendum answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Role, User
from app.assessments import bodies, history
from app.assessments.computing import Computed
from app.assessments.models import Revision, RevisionKind
from app.audit.operations import record
from app.cases.access import chain_of
from app.cases.operations.changing import changing, needed, record_change, sent_before
from app.database import db, inserted
from app.errors import Conflict, NotAllowed, Refused
from app.reviews import events, queries
from app.reviews.models import (
    ChangeRequest,
    ChangeRequestAnswer,
    ChangeRequestQuestion,
    ChangeRequestWithdrawal,
)
from app.reviews.operations.commenting import check_finished, row_of
from app.reviews.queries import Compared
from app.reviews.signable import pair_of

_COMPLETE = (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)


def request_changes(
    *, actor: User, now: datetime, case_id: int, earlier_id: int, later_id: int,
    questions: Mapping[str, str], save_id: str,
) -> ChangeRequest:
    """Ask for questions of the later assessment to be added to: by key, why each.

    The same `save_id` again gives the same request. Raises NotAllowed for who is no reviewer,
    Refused (with `field`, the key) where nothing is asked, a reason is missing, or a question is
    not asked in the later assessment; NotFound for a row that is not there.
    """
    found = queries.compared(actor, case_id, earlier_id, later_id)
    _check_reviewer(actor, found.case.id)
    check_finished(found)
    labels = {key: _label(found, key) for key in questions}
    pair, assessment_id = pair_of(found), found.later.assessment.id
    with changing(actor, case_id) as case:
        again = sent_before(ChangeRequest, save_id, case, actor)
        if again is not None:
            return again
        if not questions:
            raise Refused("Choose at least one question, and say what is to be added")
        request = inserted(ChangeRequest(
            case_id=case.id, assessment_id=assessment_id, earlier_id=pair[0], later_id=pair[1],
            by_id=actor.id, by_name=actor.name, at=now, save_id=save_id))
        for key, reason in questions.items():
            inserted(ChangeRequestQuestion(
                request_id=request.id, key=key, label=labels[key],
                reason=needed(reason, "Say what is to be added, or why", key)))
        db.session.expire(request, ["questions"])
        record_change(case.id, "asked for changes in", f"assessment:{assessment_id}", actor, now,
                      request=request.id, questions=sorted(questions))
        events.changes_requested.send(request, actor=actor, now=now)
    return request


def withdraw_request(
    *, actor: User, now: datetime, case_id: int, request_id: int, reason: str
) -> ChangeRequestWithdrawal:
    """Say why changes are no longer asked for. What was asked stays on record.

    Raises NotAllowed for who is no reviewer, NotFound, Refused without a reason, Conflict where it
    is answered or withdrawn already.
    """
    with changing(actor, case_id) as case:
        _check_reviewer(actor, case_id)
        request = queries.get_change_request(case, request_id)
        if not request.open:
            raise Conflict("This was added to, or withdrawn, in the meantime.")
        withdrawal = inserted(ChangeRequestWithdrawal(
            request_id=request.id, reason=needed(reason, "Say why it is withdrawn"),
            by_id=actor.id, by_name=actor.name, at=now))
        db.session.expire(request, ["withdrawal"])
        record_change(case.id, "no longer asks for changes in",
                      f"assessment:{request.assessment_id}", actor, now, request=request.id)
        events.changes_withdrawn.send(withdrawal, actor=actor, now=now)
    return withdrawal


def answer_requests(
    revision: Revision, *, actor: User, now: datetime, computed: Computed
) -> None:
    """Note which of the questions asked about an addendum has added to; a listener."""
    requests = queries.open_requests(revision.assessment.case_id, revision.assessment_id)
    touched = _touched(revision, computed) if requests else frozenset()
    for request in requests:
        answered = [one for one in request.unanswered if one.key in touched]
        for question in answered:
            inserted(ChangeRequestAnswer(
                question_id=question.id, revision_id=revision.id, at=now))
            db.session.expire(question, ["answer"])
        if answered:
            record(chain=chain_of(request.case_id), action="made changes asked for in",
                   actor=actor, at=now, subject=f"assessment:{request.assessment_id}",
                   details={"request": request.id, "revision": revision.id,
                            "questions": [question.key for question in answered]})


def _touched(revision: Revision, computed: Computed) -> frozenset[str]:
    """The keys of the questions that an addendum says something else of."""
    before = select(Revision.number).where(
        Revision.assessment_id == revision.assessment_id, Revision.number < revision.number,
        Revision.kind.in_(_COMPLETE)).order_by(Revision.number.desc())
    number = db.session.scalars(before.limit(1)).one()
    stood = history.at(revision.assessment, number).answers
    return frozenset(_keys(bodies.changes(stood, computed.answers)))


def _keys(changes: bodies.Changes) -> Iterator[str]:
    for different in changes.values():
        yield from (address.partition("/")[0] for address in different)


def _label(found: Compared, key: str) -> str:
    row = row_of(found, key)
    if row.after is None:
        raise Refused("This question is not asked in the later assessment, so nothing can be "
                      "added to it.", field=key)
    return row.label


def _check_reviewer(actor: User, case_id: int) -> None:
    if not actor.is_(Role.REVIEWER):
        raise NotAllowed("Only a reviewer asks for changes.", chain=chain_of(case_id),
                         subject=chain_of(case_id))
