"""Adding to a submitted assessment. What was submitted stays as it was."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.accounts.models import Role, User
from app.assessments import bodies, events
from app.assessments.computing import Computed, of_state
from app.assessments.history import Signed
from app.assessments.models import Revision, RevisionKind
from app.assessments.operations.calling import call_for_action
from app.assessments.operations.changing import Changing, audit, changing, same_again
from app.assessments.operations.completing import Incomplete, check_text, complete
from app.assessments.operations.joining import Edit, Opened, join
from app.engine.answers import Answers
from app.errors import Conflict, Refused


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
        check_text(reason, "reason", needed="Say why you are adding to it")
        answers = _joined(found, opened, edit)
        before = of_state(found.assessment, found.definition, standing, found.state.answers)
        after = replace(before, answers=answers)
        _check_no_worse(before, after, actor)
        signed = Signed(author=actor, at=now, save_id=save_id, base_number=opened.base_number)
        done = complete(
            found, after, RevisionKind.ADDENDUM, signed, standing.assessed_on, reason)
        audit(found.assessment, "added to", actor, now, revision=done.revision.id,
              root=done.revision.root)
        call_for_action(found, done.revision, done.answers, actor, now)
        events.addendum_added.send(done.revision, actor=actor, now=now, computed=done)
    return done.revision


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
    if not bodies.changes(found.state.answers, joined.answers):
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
