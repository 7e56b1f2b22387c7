"""The tables of review packs: what was asked for, what is withheld by hand, what was made."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases.access import Audience
from app.cases.models import Case
from app.database import Base, append_only


class Chosen(StrEnum):
    """What may be withheld from a pack one by one."""

    QUESTION = "question"
    ROW = "row"
    NOTE = "note"
    DOCUMENT = "document"


class Pack(Base):
    """A review pack that somebody asked for: of which comparison, in which variant, for whom.

    `reader` says in words who gets it. Nothing of it is made before `PackPart` has rows.
    """

    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    earlier_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    later_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    audience: Mapped[str] = mapped_column(String(20))
    reader: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)

    case: Mapped[Case] = relationship()
    earlier: Mapped[Revision] = relationship(foreign_keys=[earlier_id])
    later: Mapped[Revision] = relationship(foreign_keys=[later_id])
    withheld: Mapped[list["PackWithheld"]] = relationship(order_by="PackWithheld.id")
    made: Mapped["PackMade | None"] = relationship()

    @property
    def variant(self) -> Audience:
        """Whom it is for, which decides what it withholds."""
        return Audience(self.audience)


class PackWithheld(Base):
    """One question (by its key), row of a list (as `key/row`), note or document (by its id) that is
    withheld by hand, and why."""

    __table_args__ = (UniqueConstraint("pack_id", "kind", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey(Pack.id))
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PackPart(Base):
    """A part of a pack as it was made: what it says as JSON, and its pages as a PDF."""

    __table_args__ = (UniqueConstraint("pack_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey(Pack.id))
    name: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(Text, deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class PackMade(Base):
    """A finished pack: its files, their hashes by kind, and the redaction log.

    `proof` is what the pack can be checked with: the signed document, or the leaves of both
    revisions, each without what is withheld.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey(Pack.id), unique=True)
    at: Mapped[datetime]
    pages: Mapped[int]
    hashes: Mapped[dict[str, Any]]
    log: Mapped[list[Any]]
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    csv: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    json: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    proof: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


for model in (Pack, PackWithheld, PackPart, PackMade):
    append_only(model)
