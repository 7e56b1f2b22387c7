"""Finishing: submitting a draft, sharing one that is not finished, adding to one that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from app.accounts.models import Role, User
from app.assessments import background, events, history
from app.assessments.background import harm_in, known_after
from app.assessments.computing import Computed, of_state
from app.assessments.history import Signed
from app.assessments.immediate import taken_back
from app.assessments.models import HarmRecord, Revision, RevisionKind
from app.assessments.operations.calling import call_for_action
from app.assessments.operations.changing import (
    Changing,
    audit,
    changing,
    check_draft,
    same_again,
)
from app.assessments.operations.joining import Edit, Opened, join
from app.assessments.operations.saving import add_revision
from app.assessments.operations.summarising import (
    review_due,
    summarise_case,
    summarise_draft,
    summarise_drafts,
    summarise_revision,
)
from app.assessments.queries import action_calls, unresolved_edits
from app.cases.text_rules import problem_of_text
from app.clock import today_in_london
from app.database import db
from app.engine.answers import Answers
from app.engine.validation import Finding
from app.errors import Conflict, Refused


class Incomplete(Refused):
    """What is missing or wrong stands in `findings`, in the order of the pages."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            "This cannot be submitted yet. What you have entered is kept.",
            findings=[{"address": f.address, "message": f.message} for f in findings],
        )
        self.findings = findings


def findings_of(found: Computed, actor: User) -> tuple[Finding, ...]:
    """All that stands against the actor submitting a draft: of its answers, and beside them."""
    return (*_beside(found), *found.findings(by_manager=actor.is_(Role.REVIEWER)))


def submit(
    *, actor: User, now: datetime, assessment_id: int, seen_number: int, save_id: str
) -> Revision:
    """Finish a draft. From then on it is never changed, only added to.

    `seen_number` is the revision the actor read before they submitted. The same `save_id` again
    gives the same submission. Raises Incomplete; Conflict where somebody saved since; NotFound,
    NotAllowed, AlreadySubmitted.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        check_draft(found)
        _check_seen(found, seen_number)
        head = found.state.revision
        assert head is not None
        today = today_in_london(now)
        worked_out = of_state(found.assessment, found.definition, head, found.state.answers, today)
        findings = findings_of(worked_out, actor)
        if findings:
            raise Incomplete(findings)
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=seen_number)
        done = _complete(found, worked_out, RevisionKind.SUBMISSION, signed, today)
        audit(found.assessment, "submitted", actor, now, revision=done.revision.id,
              root=done.revision.root, version=found.assessment.version_id)
        call_for_action(found, done.revision, done.answers, actor, now)
        due = review_due(found.assessment, today)
        events.assessment_submitted.send(
            done.revision, actor=actor, now=now, computed=done, review_due=due)
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
        _check_text(note, "note")
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=found.state.number)
        state = add_revision(found, RevisionKind.SHARE, found.state.answers, signed, note)
        assert state.revision is not None
        summarise_draft(found.assessment, actor, now)
        audit(found.assessment, "shared unfinished", actor, now, revision=state.revision.id,
              root=state.revision.root)
        call_for_action(found, state.revision, state.answers, actor, now)
        events.draft_shared.send(state.revision, actor=actor, now=now)
    return state.revision


def add_addendum(
    *, actor: User, now: datetime, assessment_id: int, opened: Opened, edit: Edit, reason: str,
    save_id: str,
) -> Revision:
    """Add to a submitted assessment, with the reason; what was submitted stays as it was.

    It still speaks of the day of the submission. Raises Incomplete where the addition would leave
    it less complete than it was; Conflict where somebody added to the same question; Refused
    (with `field`) without a reason, or where nothing is added.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        standing = _standing(found)
        _check_text(reason, "reason", needed="Say why you are adding to it")
        answers = _joined(found, opened, edit)
        before = of_state(found.assessment, found.definition, standing, found.state.answers)
        after = replace(before, answers=answers)
        _check_no_worse(before, after, actor)
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=opened.base_number)
        done = _complete(
            found, after, RevisionKind.ADDENDUM, signed, standing.assessed_on, reason)
        audit(found.assessment, "added to", actor, now, revision=done.revision.id,
              root=done.revision.root)
        call_for_action(found, done.revision, done.answers, actor, now)
        events.addendum_added.send(done.revision, actor=actor, now=now, computed=done)
    return done.revision


def _complete(
    found: Changing, worked_out: Computed, kind: RevisionKind, signed: Signed, on: date,
    reason: str = "",
) -> Computed:
    """Add a revision that stands for a finished assessment, and all that follows from it."""
    frozen = {
        "facts": dict(worked_out.facts),
        "held": sorted(worked_out.background.held),
        "background_id": _preceding(worked_out),
        "known": known_after(
            found.definition, worked_out.effective, worked_out.background.last_known),
    }
    revision = history.append(
        found.assessment, found.definition, kind, found.state, worked_out.answers, signed,
        assessed_on=on, reason=reason, frozen=frozen, not_asked=worked_out.effective.dropped,
    )
    done = replace(worked_out, revision=revision)
    _record_harm(done)
    summarise_revision(done)
    summarise_case(found.assessment.case_id)
    summarise_drafts(found.assessment.case_id)
    return done


def _preceding(worked_out: Computed) -> int | None:
    """What stood before; for an addendum, what stood before the submission."""
    if worked_out.revision.complete:
        return worked_out.revision.background_id
    preceded = background.preceding(worked_out.assessment)
    return preceded.id if preceded else None


def _record_harm(done: Computed) -> None:
    """Put actual harm on record, where it is not on record already (ruling X19)."""
    assessment = done.assessment
    on_record = background.held_in(assessment)
    for key in sorted(harm_in(done.definition, done.effective) - on_record):
        db.session.add(HarmRecord(
            case_id=assessment.case_id, slug=assessment.slug, version_id=assessment.version_id,
            question_key=key, revision_id=done.revision.id,
            recorded_on=done.revision.assessed_on,
        ))
    db.session.flush()


def _beside(found: Computed) -> Iterable[Finding]:
    """What is not decided yet although every question is answered."""
    for edit in unresolved_edits(found.assessment):
        yield _finding(found, edit.address, "conflict",
                       f"{edit.author_name} answered this differently. Choose between the two")
    for call in taken_back(found.definition, found.answers, action_calls(found.assessment)):
        yield _finding(found, call.question_key, "taken-back",
                       "This called for action and was changed since. Say why")


def _finding(found: Computed, address: str, kind: str, message: str) -> Finding:
    key = address.partition("/")[0]
    section = found.definition.section_of.get(key)
    return Finding(key, section.key if section else "", kind, message)


def _check_seen(found: Changing, seen_number: int) -> None:
    head = found.state.revision
    if head is not None and head.number != seen_number:
        raise Conflict(
            f"{head.author_name} saved this assessment after you checked it. Check it again."
        )


def _standing(found: Changing) -> Revision:
    head = found.state.revision
    if head is None or not head.complete:
        raise Refused("This assessment has not been submitted. Change the draft instead.")
    return head


def _joined(found: Changing, opened: Opened, edit: Edit) -> Answers:
    joined = join(found, opened, edit)
    if joined.conflicts:
        raise Conflict(
            "Somebody else added to the same question while you had this page open. "
            "What you typed is still on this page. Read theirs, then add again."
        )
    if joined.answers == found.state.answers:
        raise Refused("Nothing is added yet. Change an answer, or go back.", field="reason")
    return joined.answers


def _check_no_worse(before: Computed, after: Computed, actor: User) -> None:
    """An addition may not undo what made the assessment complete, nor lower its level unseen."""
    manager = actor.is_(Role.REVIEWER)
    stood = {(f.address, f.message) for f in before.findings(by_manager=True)}
    unchanged = before.result.level == after.result.level
    found = after.findings(by_manager=manager or unchanged)
    new = tuple(f for f in found if (f.address, f.message) not in stood)
    if new:
        raise Incomplete(new)


def _check_text(text: str, field: str, needed: str = "") -> None:
    if needed and not text.strip():
        raise Refused(needed, field=field)
    problem = problem_of_text(text)
    if problem:
        raise Refused(f"The {field} {problem}", field=field)
