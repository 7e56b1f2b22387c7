"""Moving a draft to the version of its toolkit that is in use, and back again. Nothing is lost."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from app.accounts.models import User
from app.assessments import history, queries
from app.assessments.grace import grace_of
from app.assessments.history import Signed, State
from app.assessments.models import Revision, RevisionKind
from app.assessments.operations.calling import call_for_action
from app.assessments.operations.changing import (
    Changing,
    audit,
    changing,
    check_draft,
    same_again,
)
from app.assessments.operations.summarising import summarise_draft
from app.assessments.upgrading import upgraded
from app.clock import today_in_london
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.answers import NO_ANSWERS, Answers
from app.errors import Conflict, Refused


def upgrade(
    *, actor: User, now: datetime, assessment_id: int, to_number: int, seen_number: int,
    save_id: str,
) -> Revision:
    """Move a draft to the version in use, which the actor saw to be version `to_number`.

    What has no place there stays in the history; `seen_number` is the revision whose answers the
    actor saw listed. Raises Conflict where somebody saved since, or another version came into use;
    Refused where the draft is on the version in use, or two answers wait for a choice; NotFound,
    NotAllowed, AlreadySubmitted.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        _check(found, seen_number)
        grace = grace_of(found.assessment, now)
        if grace is None:
            raise Refused("This draft is on the version in use already.")
        if grace.live.number != to_number:
            raise Conflict(f"Version {grace.live.number} has come into use since you looked. "
                           "Look at what becomes of your answers again.")
        before = found.assessment.version
        moved = upgraded(found.state.answers, pairing(before, grace.live))
        return _move(
            found, RevisionKind.UPGRADE, grace.live, NO_ANSWERS, moved.answers,
            Signed(author=actor, at=now, save_id=save_id, base_number=seen_number),
            f"From version {before.number} to version {grace.live.number}")


def undo_upgrade(
    *, actor: User, now: datetime, assessment_id: int, seen_number: int, save_id: str
) -> Revision:
    """Take a draft back to what it was before it was moved to another version, word for word.

    What was answered since stays in the history. Raises as `upgrade`, and Refused where it was not
    moved.
    """
    with changing(actor, assessment_id) as found:
        again = same_again(found, save_id, actor)
        if again is not None:
            return again
        _check(found, seen_number)
        last = queries.standing_upgrade(found.assessment)
        if last is None:
            raise Refused("This draft was not moved to another version.")
        before = history.at(found.assessment, last.number - 1)
        assert before.revision is not None
        return _move(
            found, RevisionKind.UPGRADE_UNDONE, before.revision.version, before.answers,
            before.answers,
            Signed(author=actor, at=now, save_id=save_id, base_number=seen_number),
            f"As in revision {before.number}, on version {before.revision.version.number}")


def _move(
    found: Changing, kind: RevisionKind, version: DefinitionVersion, known: Answers,
    answers: Answers, signed: Signed, reason: str,
) -> Revision:
    assessment, definition = found.assessment, definition_of(version)
    revision = history.append(
        assessment, definition, kind, replace(found.state, answers=known), answers, signed,
        assessed_on=today_in_london(signed.at), reason=reason, version=version)
    db.session.expire(assessment, ["version_id"])
    summarise_draft(assessment, signed.author, signed.at)
    audit(assessment, _SAID[kind], signed.author, signed.at, revision=revision.id,
          root=revision.root, version=version.id)
    there = Changing(assessment, definition, State(revision, answers))
    call_for_action(there, revision, answers, signed.author, signed.at)
    return revision


_SAID = {
    RevisionKind.UPGRADE: "moved to another version of the toolkit",
    RevisionKind.UPGRADE_UNDONE: "moved back to the version before",
}


def _check(found: Changing, seen_number: int) -> None:
    check_draft(found)
    head = found.state.revision
    if head is not None and head.number != seen_number:
        raise Conflict(f"{head.author_name} saved this assessment after you looked. Look at what "
                       "becomes of the answers again.")
    if queries.unresolved_edits(found.assessment):
        raise Refused("Two people answered a question differently. Choose between the answers "
                      "first: each is written for the version that the draft is on.")
