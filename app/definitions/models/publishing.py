"""The tables of what happened to a version: approved, published, retired. Each row is an act."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.database import Base, append_only, named
from app.definitions.models.version import DefinitionVersion, FormDefinition


class Publication(Base):
    """A version was published: by whom, when, why, and from when it is used.

    Assessments under way on the version before keep it for `grace_days` days after
    `effective_at`. `vouched` says where and by whom it was approved, where that was not here.
    """

    __table_args__ = (Index(None, "definition_id", "effective_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey(FormDefinition.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    effective_at: Mapped[datetime]
    grace_days: Mapped[int]
    vouched: Mapped[str] = mapped_column(Text)


class Retirement(Base):
    """A version is not used any more, though nothing took its place; or it never came into use."""

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id), unique=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)


class Capacity(StrEnum):
    """As what somebody approves a version."""

    ADMINISTRATOR = "administrator"
    SAFEGUARDING_LEAD = "safeguarding_lead"


class Approval(Base):
    """Somebody other than its authors approved a version, or turned it down, with their reason."""

    __table_args__ = (UniqueConstraint("version_id", "capacity"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id))
    capacity: Mapped[Capacity] = mapped_column(named(Capacity))
    approved: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)


for model in (Publication, Retirement, Approval):
    append_only(model)
