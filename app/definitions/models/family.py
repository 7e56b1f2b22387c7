"""The table of what was taken from a national toolkit into a local one, what was left, and why."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.database import Base, append_only
from app.definitions.models.draft import DefinitionDraft


class FamilyDecision(Base):
    """Somebody went through what the national toolkit changed from one version to another.

    `number` is the revision of the draft that came of it. `taken` and `left` list units as
    {"address", "title"}, `taken` with what had to come along; `note` says why the rest was left.
    """

    __table_args__ = (Index(None, "draft_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey(DefinitionDraft.id))
    number: Mapped[int]
    national_slug: Mapped[str] = mapped_column(String(200))
    from_number: Mapped[int]
    to_number: Mapped[int]
    taken: Mapped[list[Any]]
    left: Mapped[list[Any]]
    note: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


append_only(FamilyDecision)
