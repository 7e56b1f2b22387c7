"""The tables of drafts: a document that is being changed, every save of it a revision."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.database import Base, append_only, named
from app.definitions.models.version import DefinitionKind, DefinitionVersion


class Saving(StrEnum):
    """How a revision of a draft came about."""

    BEGUN = "begun"
    IMPORTED = "imported"
    EDITED = "edited"
    MERGED = "merged"
    RESTORED = "restored"


class DefinitionDraft(Base):
    """A new version in the making, or a new toolkit; `base_id` is the version it began as."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DefinitionKind] = mapped_column(named(DefinitionKind))
    base_id: Mapped[int | None] = mapped_column(ForeignKey(DefinitionVersion.id))
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    begun_by_name: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime]

    base: Mapped[DefinitionVersion | None] = relationship(foreign_keys=[base_id])
    closing: Mapped["DraftClosing | None"] = relationship(lazy="joined")


class DraftRevision(Base):
    """The document of a draft after one save.

    `number` counts from 1 within the draft; `base_number` is the revision its author had before
    them; `summary` says in a line what was done; `save_id` names the save as the browser does.
    `origin` says which imported words each question came from, and what was not understood.
    """

    __table_args__ = (
        UniqueConstraint("draft_id", "number"), UniqueConstraint("draft_id", "save_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey(DefinitionDraft.id))
    number: Mapped[int]
    base_number: Mapped[int | None]
    save_id: Mapped[str] = mapped_column(String(64))
    saving: Mapped[Saving] = mapped_column(named(Saving))
    summary: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    author_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    document: Mapped[str] = mapped_column(Text, deferred=True)
    origin: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)


class DraftKeptEdit(Base):
    """What somebody changed while somebody else changed the same part of the draft differently.

    `address` is the part as the outline names it (engine.authoring.outline); `unit` is what they
    made of it, null where they removed it. What the other person made of it stands in the draft.
    """

    __table_args__ = (Index(None, "draft_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey(DefinitionDraft.id))
    address: Mapped[str] = mapped_column(Text)
    unit: Mapped[dict[str, Any] | None]
    base_number: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    author_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class DraftKeptEditResolution(Base):
    """Somebody decided between the two; `mine` says whether what was kept was taken."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_edit_id: Mapped[int] = mapped_column(ForeignKey(DraftKeptEdit.id), unique=True)
    mine: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]


class DraftSending(Base):
    """A draft, as it was in revision `number`, was sent for approval as a version."""

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey(DefinitionDraft.id), index=True)
    number: Mapped[int]
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id), unique=True)

    draft: Mapped[DefinitionDraft] = relationship()


class DraftClosing(Base):
    """A draft is done with: its version was published, or it was put away. It stays readable."""

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey(DefinitionDraft.id), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)


for model in (
    DefinitionDraft, DraftRevision, DraftKeptEdit, DraftKeptEditResolution, DraftSending,
    DraftClosing,
):
    append_only(model)
