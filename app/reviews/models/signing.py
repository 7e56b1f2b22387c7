"""The tables of sign-offs: what a reviewer signed, and what came after it. Comments: `remarks`."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases.models import Case
from app.database import Base, append_only


class SignOff(Base):
    """A reviewer's signature over one comparison, and the comparison as it was that day.

    `document` holds the parts that were signed as canonical JSON, from name to content
    (engine.signed_document); with `secret` they give `root`, the hash of the whole. `page` is the
    comparison as its page was drawn, `pdf` the paper. `seen` says what was on record in the case,
    by the last id of each kind, so that what is newer can be told from what was known.
    """

    __table_args__ = (Index(None, "case_id", "slug", "id"), Index(None, "earlier_id", "later_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    slug: Mapped[str] = mapped_column(Text)
    earlier_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    later_id: Mapped[int] = mapped_column(ForeignKey(Revision.id), index=True)
    root: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    engine_release: Mapped[str] = mapped_column(Text)
    seen: Mapped[dict[str, Any]]
    statement: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)
    document: Mapped[str] = mapped_column(Text, deferred=True)
    page: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    pdf: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)

    case: Mapped[Case] = relationship()
    earlier: Mapped[Revision] = relationship(foreign_keys=[earlier_id])
    later: Mapped[Revision] = relationship(foreign_keys=[later_id])
    superseded: Mapped["SignOffSuperseded | None"] = relationship(lazy="joined")


class SignOffSuperseded(Base):
    """Somebody added to one of the two assessments after it was signed; by which revision."""

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_off_id: Mapped[int] = mapped_column(ForeignKey(SignOff.id), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    at: Mapped[datetime]

    revision: Mapped[Revision] = relationship(lazy="joined", innerjoin=True)


append_only(SignOff)
append_only(SignOffSuperseded)
