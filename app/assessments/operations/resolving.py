"""Deciding between two answers to the same question. Both stay in the history."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.assessments import bodies, history
from app.assessments.history import Signed, State
from app.assessments.models import KeptEdit, KeptEditResolution, RevisionKind
from app.assessments.models.kept import Choice
from app.assessments.operations.calling import call_for_action
from app.assessments.operations.changing import Changing, audit, changing, check_draft
from app.assessments.operations.saving import add_revision
from app.assessments.operations.summarising import summarise_draft
from app.assessments.queries import unresolved_edits
from app.database import db
from app.engine.answers import Answers
from app.engine.merging import Unit, unit_at, with_unit
from app.errors import Conflict, NotFound


def resolve_conflict(
    *, actor: User, now: datetime, assessment_id: int, kept_edit_id: int, choice: Choice,
    seen_number: int, combined: Unit | None = None,
) -> State:
    """Let the answer that stands stay, put the one kept aside in its place, or a combined one.

    `seen_number` is the revision the actor chose from; Conflict where that question was answered
    again since. Raises NotFound, NotAllowed, AlreadySubmitted.
    """
    with changing(actor, assessment_id) as found:
        check_draft(found)
        edit = _unresolved(found, kept_edit_id)
        _check_seen(found, edit, seen_number)
        answers = _chosen(found, edit, choice, combined)
        signed = Signed(author=actor, at=now, save_id=f"choice-{edit.id}", base_number=seen_number)
        state = add_revision(found, RevisionKind.SAVE, answers, signed)
        assert state.revision is not None
        db.session.add(KeptEditResolution(
            kept_edit_id=edit.id, choice=choice, revision_id=state.revision.id, by_id=actor.id,
            at=now))
        summarise_draft(found.assessment, actor, now)
        audit(found.assessment, "chose between two answers in", actor, now, kept_edit=edit.id,
              choice=choice.value, revision=state.revision.id)
        call_for_action(found, state.revision, answers, actor, now)
    return state


def _unresolved(found: Changing, kept_edit_id: int) -> KeptEdit:
    for edit in unresolved_edits(found.assessment):
        if edit.id == kept_edit_id:
            return edit
    raise NotFound("There is no choice to make here. Somebody may have made it already.")


def _check_seen(found: Changing, edit: KeptEdit, seen_number: int) -> None:
    if seen_number == found.state.number:
        return
    seen = history.at(found.assessment, seen_number).answers
    if unit_at(seen, edit.address) != unit_at(found.state.answers, edit.address):
        raise Conflict("Somebody answered this again while you were choosing. Look at it again.")


def _chosen(
    found: Changing, edit: KeptEdit, choice: Choice, combined: Unit | None
) -> Answers:
    answers = found.state.answers
    if choice is Choice.MINE:
        return with_unit(answers, edit.address, bodies.read_unit(edit.unit))
    if choice is Choice.COMBINED and combined is not None:
        return with_unit(answers, edit.address, combined)
    return answers
