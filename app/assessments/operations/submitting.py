"""Finishing a draft, sharing one that is not finished, and giving one up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from msgspec.structs import replace

from app.accounts.models import User
from app.assessments import events
from app.assessments.computing import Computed, of_state
from app.assessments.grace import grace_of
from app.assessments.history import Signed
from app.assessments.models import Revision, RevisionKind
from app.assessments.operations.calling import call_for_action
from app.assessments.operations.changing import (
    Changing,
    audit,
    changing,
    check_draft,
    same_again,
)
from app.assessments.operations.completing import (
    Incomplete,
    carried_findings,
    check_text,
    complete,
    evidence_findings,
    findings_of,
    needs_why_carried,
    stale_evidence,
)
from app.assessments.operations.saving import add_revision
from app.assessments.operations.summarising import summarise_draft, summarise_drafts
from app.assessments.queries import action_calls, review_due
from app.cases.withholding import keys_withheld
from app.clock import today_in_london
from app.engine.old_evidence import EvidenceHolds, with_said
from app.errors import Conflict, Refused


class GraceOver(Refused):
    """Another version is in use, and the time in which this one might be finished is past."""


def submit(
    *, actor: User, now: datetime, assessment_id: int, seen_number: int, save_id: str,
    evidence: Mapping[str, EvidenceHolds] | None = None, why_carried: str = "",
) -> Revision:
    """Finish a draft. From then on it is never changed, only added to.

    `seen_number` is the revision the actor read before they submitted. The same `save_id` again
    gives the same submission. `evidence` says by key whether evidence that is out of date still
    holds, which is recorded beside the answer (S0.12); `why_carried` says why nobody looked at any
    answer again, which a review needs that takes them all over. Raises Incomplete; Conflict where
    somebody saved since; Refused where some answers are withheld from the actor; NotFound,
    NotAllowed, AlreadySubmitted.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        check_draft(found)
        _check_sees_all(found, actor)
        _check_grace(found, now)
        _check_seen(found, seen_number)
        today = today_in_london(now)
        worked_out = _worked_out(found, today)
        said = _of_stale(worked_out, evidence or {})
        findings = (*findings_of(worked_out, actor), *evidence_findings(worked_out, said),
                    *carried_findings(worked_out, why_carried))
        if findings:
            raise Incomplete(findings)
        if said:
            worked_out = replace(worked_out, answers=with_said(worked_out.answers, said))
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=seen_number)
        reason = why_carried.strip() if needs_why_carried(worked_out) else ""
        done = complete(found, worked_out, RevisionKind.SUBMISSION, signed, today, reason)
        audit(found.assessment, "submitted", actor, now, revision=done.revision.id,
              root=done.revision.root, version=found.assessment.version_id)
        call_for_action(found, done.revision, done.answers, actor, now)
        events.assessment_submitted.send(
            done.revision, actor=actor, now=now, computed=done,
            review_due=review_due(done.revision))
    return done.revision


def share_unfinished(
    *, actor: User, now: datetime, assessment_id: int, note: str, save_id: str
) -> Revision:
    """Freeze what a draft says so far for the manager to read, labelled unfinished.

    Nothing that needs a finished assessment can rely on it. The draft goes on. Raises Refused
    (with `field`) for a note that cannot be kept, NotFound, NotAllowed, AlreadySubmitted.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        check_draft(found)
        check_text(note, "note")
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=found.state.number)
        state = add_revision(found, RevisionKind.SHARE, found.state.answers, signed, note)
        assert state.revision is not None
        summarise_draft(found.assessment, actor, now)
        audit(found.assessment, "shared unfinished", actor, now, revision=state.revision.id,
              root=state.revision.root)
        call_for_action(found, state.revision, state.answers, actor, now)
    return state.revision


def set_aside(
    *, actor: User, now: datetime, assessment_id: int, reason: str, save_id: str
) -> Revision:
    """Give up a draft, such as one begun for the wrong child. Its history stays.

    Raises Refused (with `field`) without a reason, and while an answer calls for action; NotFound,
    NotAllowed, AlreadySubmitted.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        check_draft(found)
        check_text(reason, "reason", needed="Say why it is set aside")
        _check_nothing_calls(found)
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=found.state.number)
        state = add_revision(found, RevisionKind.SET_ASIDE, found.state.answers, signed, reason)
        assert state.revision is not None
        summarise_drafts(found.assessment.case_id)
        audit(found.assessment, "set aside", actor, now, revision=state.revision.id)
        events.draft_set_aside.send(state.revision, actor=actor, now=now)
    return state.revision


def _worked_out(found: Changing, today: date) -> Computed:
    """The draft as it was saved last, worked out as on this day."""
    head = found.state.revision
    assert head is not None
    return of_state(found.assessment, found.definition, head, found.state.answers, today)


def _of_stale(
    worked_out: Computed, evidence: Mapping[str, EvidenceHolds]
) -> dict[str, EvidenceHolds]:
    """What was said of evidence that is out of date; of other evidence nothing is kept."""
    return {one.key: evidence[one.key] for one in stale_evidence(worked_out)
            if one.key in evidence}


def _check_grace(found: Changing, now: datetime) -> None:
    grace = grace_of(found.assessment, now)
    if grace is not None and grace.over:
        raise GraceOver(grace.words)


def _check_sees_all(found: Changing, actor: User) -> None:
    """Nobody vouches for what they see only in part."""
    if keys_withheld(actor, found.assessment.case, found.definition):
        raise Refused(
            "Some answers are withheld from you, so you cannot submit this. What you entered is "
            "saved. Ask the worker or a reviewer of the team to submit it.")


def _check_nothing_calls(found: Changing) -> None:
    if action_calls(found.assessment):
        raise Refused(
            "Answers in this draft called for action. Change them and say why first, or go on and "
            "submit it."
        )


def _check_seen(found: Changing, seen_number: int) -> None:
    head = found.state.revision
    if head is not None and head.number != seen_number:
        raise Conflict(
            f"{head.author_name} saved this assessment after you checked it. Check it again."
        )
