"""Reading drafts: which there are, their documents, who changed what. Administrators alone do."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from app.database import db
from app.definitions.models import (
    DefinitionDraft,
    DefinitionVersion,
    DraftClosing,
    DraftKeptEdit,
    DraftKeptEditResolution,
    DraftRevision,
    DraftSending,
)
from app.engine.authoring.outline import Outline, take_apart
from app.errors import NotFound

KEPT = 16
"""How many documents of drafts a process keeps taken apart."""


def draft(draft_id: int) -> DefinitionDraft:
    """One draft, whether it is done with or not. Raises NotFound."""
    found = db.session.get(DefinitionDraft, draft_id)
    if found is None:
        raise NotFound("There is no such draft.")
    return found


def open_drafts(slug: str | None = None) -> Sequence[DefinitionDraft]:
    """The drafts that are not done with, of one toolkit or of all, newest first."""
    found = select(DefinitionDraft).outerjoin(DraftClosing).where(DraftClosing.id.is_(None))
    if slug is not None:
        found = found.where(DefinitionDraft.slug == slug)
    return db.session.scalars(found.order_by(DefinitionDraft.id.desc())).all()


def head_of(draft: DefinitionDraft) -> DraftRevision:
    """The last revision of a draft."""
    found = db.session.scalars(
        _revisions(draft).order_by(DraftRevision.number.desc()).limit(1)).one()
    return found


def revisions_of(draft: DefinitionDraft) -> Sequence[DraftRevision]:
    """Every revision of a draft, newest first, their documents left where they are."""
    return db.session.scalars(_revisions(draft).order_by(DraftRevision.number.desc())).all()


def revision(draft: DefinitionDraft, number: int) -> DraftRevision:
    """One revision by its number. Raises NotFound."""
    found = db.session.scalar(_revisions(draft, DraftRevision.number == number))
    if found is None:
        raise NotFound(f"This draft has no revision {number}.")
    return found


def saved_as(draft: DefinitionDraft, save_id: str) -> DraftRevision | None:
    """The revision that a save made, if it arrived before."""
    return db.session.scalar(_revisions(draft, DraftRevision.save_id == save_id))


def document_of(revision: DraftRevision) -> dict[str, Any]:
    """The document of a revision."""
    document: dict[str, Any] = json.loads(text_of(revision))
    return document


def text_of(revision: DraftRevision) -> str:
    """The document of a revision as it is stored."""
    text = db.session.scalar(
        select(DraftRevision.document).where(DraftRevision.id == revision.id))
    assert text is not None
    return text


def outline_of(revision: DraftRevision) -> Outline:
    """The document of a revision taken apart. Kept, as revisions and outlines never change."""
    return outline_from(text_of(revision))


@lru_cache(maxsize=KEPT)
def outline_from(text: str) -> Outline:
    """The same, of a text that is at hand."""
    return take_apart(json.loads(text))


def kept_edits(draft: DefinitionDraft) -> Sequence[DraftKeptEdit]:
    """The changes that are kept aside until somebody decides, oldest first."""
    found = _undecided().where(DraftKeptEdit.draft_id == draft.id)
    return db.session.scalars(found.order_by(DraftKeptEdit.id)).all()


def kept_edit(kept_id: int) -> DraftKeptEdit | None:
    """A change that is kept aside; None where somebody has decided."""
    return db.session.scalar(_undecided().where(DraftKeptEdit.id == kept_id))


def kept_from(draft: DefinitionDraft, save_id: str) -> tuple[DraftKeptEdit, ...]:
    """The changes that one save kept aside and of which nobody has decided."""
    return tuple(one for one in kept_edits(draft) if one.save_id == save_id)


def sent_versions(draft: DefinitionDraft) -> Sequence[DefinitionVersion]:
    """The versions that a draft was sent for approval as, newest first."""
    sent = (
        select(DefinitionVersion)
        .join(DraftSending, DraftSending.version_id == DefinitionVersion.id)
        .where(DraftSending.draft_id == draft.id).order_by(DefinitionVersion.number.desc())
    )
    return db.session.scalars(sent).unique().all()


def draft_of(version: DefinitionVersion) -> DefinitionDraft | None:
    """The draft that a version was sent from, or None where it was imported."""
    sending = sending_of(version)
    return sending.draft if sending else None


def sending_of(version: DefinitionVersion) -> DraftSending | None:
    """How a version was sent, or None where it was imported."""
    return db.session.scalar(select(DraftSending).where(DraftSending.version_id == version.id))


def _undecided() -> Select[DraftKeptEdit]:
    return select(DraftKeptEdit).outerjoin(DraftKeptEditResolution).where(
        DraftKeptEditResolution.id.is_(None))


def _revisions(draft: DefinitionDraft, *where: ColumnElement[bool]) -> Any:
    return select(DraftRevision).where(DraftRevision.draft_id == draft.id, *where)
