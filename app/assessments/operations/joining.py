"""Joining a save with what others saved meanwhile, and keeping aside what cannot be joined."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from msgspec import Struct
from sqlalchemy import bindparam, select

from app.accounts.models import User
from app.assessments import bodies, history
from app.assessments.models import KeptEdit, KeptEditResolution, Revision
from app.assessments.models.kept import Choice
from app.assessments.operations.changing import Changing
from app.assessments.queries import unresolved_edits
from app.assessments.upgrading import upgraded
from app.database import db
from app.definitions.models import DefinitionVersion
from app.definitions.queries import definition_of, pairing
from app.engine.answers import Answers
from app.engine.definition import Definition
from app.engine.merging import Conflict, merge, unit_at, with_unit
from app.errors import Refused

_AT = select(Revision).where(
    Revision.assessment_id == bindparam("assessment"), Revision.number == bindparam("number"))

Edit = Callable[[Answers], Answers]
"""From what a page showed to what it says after somebody worked on it."""


class Opened(Struct, frozen=True):
    """The page that a save comes from: the number of the revision it showed, and its own name."""

    base_number: int
    page: str


class Joined(Struct, frozen=True):
    """The answers that come out, and the edits of which both sides are kept."""

    answers: Answers
    conflicts: tuple[Conflict, ...]


class MovedOn(Refused):
    """The page was opened before the draft was moved to another version of its toolkit."""


def join(found: Changing, opened: Opened, edit: Edit, *, across: bool = False) -> Joined:
    """What an edit of a page comes to, on top of what stands.

    Raises Refused for a strange page, and for what is no answer to its question. Raises MovedOn
    where the page is of another version of the toolkit; `across` puts what it says into the terms
    of the version that the draft is on, and leaves out what has no place there.
    """
    now_standing = found.state.answers
    if opened.base_number == found.state.number:
        return Joined(_edited(found.definition, edit, now_standing), ())
    if not 0 < opened.base_number < found.state.number:
        raise Refused("This page is out of date. Load it again, and enter what you typed there.")
    version = _version_at(found, opened.base_number)
    if version.id != found.assessment.version_id and not across:
        raise MovedOn(
            f"This assessment has been moved to version {found.assessment.version.number} of the "
            "toolkit since you opened the page.")
    seen = _seen_by(found, opened)
    mine = _edited(definition_of(version), edit, seen)
    if version.id != found.assessment.version_id:
        pair = pairing(version, found.assessment.version)
        seen, mine = upgraded(seen, pair).answers, upgraded(mine, pair).answers
    merged = merge(seen, mine, now_standing)
    return Joined(merged.answers, merged.conflicts)


def _version_at(found: Changing, number: int) -> DefinitionVersion:
    """The version that a revision was given under."""
    revision = db.session.scalars(_AT, {
        "assessment": found.assessment.id, "number": number}).one()
    return revision.version


def _edited(definition: Definition, edit: Edit, seen: Answers) -> Answers:
    mine = edit(seen)
    history.check_readable(definition, seen, mine)
    return mine


def as_typed(found: Changing, opened: Opened, edit: Edit) -> Answers:
    """The same to be shown, before anything is saved: the actor's own words win."""
    joined = join(found, opened, edit)
    answers = joined.answers
    for conflict in joined.conflicts:
        answers = with_unit(answers, conflict.address, conflict.mine)
    return answers


def keep_aside(
    found: Changing, opened: Opened, conflicts: tuple[Conflict, ...], save_id: str,
    actor: User, now: datetime,
) -> tuple[KeptEdit, ...]:
    """Keep the actor's side of each conflict; once, however often the same page sends it."""
    if not conflicts:
        return ()
    before = {edit.address: edit for edit in unresolved_edits(found.assessment)
              if edit.page == opened.page}
    return tuple(
        _keep_one(found, opened, conflict, before.get(conflict.address), save_id, actor, now)
        for conflict in conflicts
    )


def _keep_one(
    found: Changing, opened: Opened, conflict: Conflict, before: KeptEdit | None, save_id: str,
    actor: User, now: datetime,
) -> KeptEdit:
    said = bodies.written_unit(conflict.mine)
    if before is not None and before.unit == said:
        return before
    if before is not None:
        db.session.add(KeptEditResolution(
            kept_edit_id=before.id, choice=Choice.REPLACED, revision_id=None, by_id=actor.id,
            at=now))
    kept = KeptEdit(
        assessment_id=found.assessment.id, address=conflict.address, author_id=actor.id,
        author_name=actor.name, at=now, base_number=opened.base_number, save_id=save_id,
        page=opened.page, unit=said,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _seen_by(found: Changing, opened: Opened) -> Answers:
    """What the page shows, as far as we know: what it was opened with and what it saved since.

    An answer to an autosave may be lost on its way; the page's own earlier saves are no reason
    for a conflict with itself.
    """
    seen = _answers(found, opened.base_number)
    own = select(Revision.number).where(
        Revision.assessment_id == found.assessment.id, Revision.page == opened.page,
        Revision.number > opened.base_number,
    )
    for number in db.session.scalars(own.order_by(Revision.number)):
        before, after = _answers(found, number - 1), _answers(found, number)
        for unit in bodies.units_changed(before, after):
            seen = with_unit(seen, unit, unit_at(after, unit))
    return seen


def _answers(found: Changing, number: int) -> Answers:
    return history.at(found.assessment, number).answers
