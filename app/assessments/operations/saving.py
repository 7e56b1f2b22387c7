"""Saving a draft, by a person or by a timer. Nothing that was typed is lost."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from app.accounts.models import User
from app.assessments import bodies, history
from app.assessments.history import Signed, State
from app.assessments.models import ActionCall, Assessment, KeptEdit, RevisionKind
from app.assessments.operations.calling import call_for_action
from app.assessments.operations.changing import (
    Changing,
    audit,
    changing,
    check_draft,
    same_again,
)
from app.assessments.operations.joining import Edit, Joined, Opened, join, keep_aside
from app.assessments.operations.summarising import summarise_draft
from app.clock import today_in_london
from app.engine.answers import Answers
from app.engine.definition import Definition


class Saved(Struct, frozen=True):
    """What the draft says after a save.

    `conflicts` are the actor's answers that were kept aside, `calls` the answers that called for
    action for the first time. `added` is False where nothing had changed.
    """

    assessment: Assessment
    definition: Definition
    state: State
    conflicts: tuple[KeptEdit, ...] = ()
    calls: tuple[ActionCall, ...] = ()
    added: bool = True


def save(
    *, actor: User, now: datetime, assessment_id: int, opened: Opened, edit: Edit, save_id: str,
    explicit: bool, across: bool = False,
) -> Saved:
    """Save what somebody did on a page of a draft; `explicit` where they pressed the button.

    `edit` says what they did, given the answers that the page showed. Where others saved in the
    meantime, different questions are joined; of the same question theirs stands and both are
    kept. The same `save_id` again is the same save. Only an explicit save raises what calls for
    action, so that a slip of the hand does not. Raises NotFound, NotAllowed, Refused for a page
    that is not ours, AlreadySubmitted, and MovedOn where the draft is on another version than the
    page; `across` saves that all the same, as `join` says.
    """
    with changing(actor, assessment_id, audited=explicit) as found:
        if same_again(found, save_id, actor) is not None:
            return Saved(found.assessment, found.definition, found.state, added=False)
        check_draft(found)
        joined = join(found, opened, edit, across=across)
        kept = keep_aside(found, opened, joined.conflicts, save_id, actor, now)
        if not _adds(found, joined, explicit):
            return Saved(found.assessment, found.definition, found.state, kept, added=False)
        return _add(found, opened, joined, kept, save_id, actor, now, explicit)


def _add(
    found: Changing, opened: Opened, joined: Joined, kept: tuple[KeptEdit, ...], save_id: str,
    actor: User, now: datetime, explicit: bool,
) -> Saved:
    kind = RevisionKind.SAVE if explicit else RevisionKind.AUTOSAVE
    signed = Signed(author=actor, at=now, save_id=save_id, page=opened.page,
                    base_number=opened.base_number)
    state = add_revision(found, kind, joined.answers, signed)
    summarise_draft(found.assessment, actor, now)
    calls: tuple[ActionCall, ...] = ()
    if explicit:
        assert state.revision is not None
        audit(found.assessment, "saved", actor, now, revision=state.revision.id,
              root=state.revision.root)
        calls = call_for_action(found, state.revision, joined.answers, actor, now)
    return Saved(found.assessment, found.definition, state, kept, calls)


def add_revision(
    found: Changing, kind: RevisionKind, answers: Answers, signed: Signed, reason: str = ""
) -> State:
    """Add the next revision of a draft."""
    revision = history.append(
        found.assessment, found.definition, kind, found.state, answers, signed,
        assessed_on=today_in_london(signed.at), reason=reason,
    )
    return State(revision, answers)


def _adds(found: Changing, joined: Joined, explicit: bool) -> bool:
    """Whether a save says anything that the last one did not."""
    head = found.state.revision
    if bodies.changes(found.state.answers, joined.answers):
        return True
    return explicit and (head is None or head.kind is not RevisionKind.SAVE)
