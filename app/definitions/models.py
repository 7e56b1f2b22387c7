"""The tables of toolkits and their versions. What a document means is for the engine."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.database import append_only, db


class FormDefinition(db.Model):
    """A toolkit, known for ever by its slug."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), unique=True)


class DefinitionVersion(db.Model):
    """One numbered document of a toolkit, kept as the text it came in.

    It is a draft until it has a publication; nothing about it ever changes. `sha256` is over the
    canonical form of the document.
    """

    __table_args__ = (UniqueConstraint("definition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey(FormDefinition.id))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    based_on: Mapped[int | None]
    imported_by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    imported_by_name: Mapped[str] = mapped_column(Text)
    imported_at: Mapped[datetime]

    definition: Mapped[FormDefinition] = relationship(lazy="joined")
    publication: Mapped[Publication | None] = relationship(back_populates="version", lazy="joined")

    @property
    def slug(self) -> str:
        """The slug of its toolkit."""
        return self.definition.slug


class Publication(db.Model):
    """A version was published: by whom, when, why. The live version is the last one published."""

    __table_args__ = (Index(None, "definition_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey(FormDefinition.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)

    version: Mapped[DefinitionVersion] = relationship(back_populates="publication")


for model in (FormDefinition, DefinitionVersion, Publication):
    append_only(model)
