"""The tables of toolkits and their versions. What a document means is for the engine."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.database import Base, append_only, named

if TYPE_CHECKING:
    from app.definitions.models.publishing import Approval, Publication, Retirement


class DefinitionKind(StrEnum):
    """What a document is: questions to complete, or the standards that an authority keeps."""

    TOOLKIT = "toolkit"
    STANDARDS = "standards"


class FormDefinition(Base):
    """A toolkit, or a set of practice standards, known for ever by its slug."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[DefinitionKind] = mapped_column(
        named(DefinitionKind), server_default=DefinitionKind.TOOLKIT.value)


class DefinitionVersion(Base):
    """One numbered document of a toolkit, kept as the text it came in; it never changes.

    It was imported, or a draft was sent for approval: `imported_by_name` is whoever did that. It is
    in use from its publication on. `sha256` is over the canonical form of the document.
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
    publication: Mapped["Publication | None"] = relationship(lazy="joined")
    retirement: Mapped["Retirement | None"] = relationship(lazy="joined")
    approvals: Mapped[list["Approval"]] = relationship(order_by="Approval.id")

    @property
    def slug(self) -> str:
        """The slug of its toolkit."""
        return self.definition.slug


for model in (FormDefinition, DefinitionVersion):
    append_only(model)
