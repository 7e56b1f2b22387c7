"""What is written to a case as it goes on. Every table here is append-only."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Team, User
from app.cases.models.case import Case
from app.database import Base, append_only


class Allocation(Base):
    """Who had the case from a moment on, who decided it and why."""

    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)

    team: Mapped[Team] = relationship()
    worker: Mapped[User | None] = relationship(foreign_keys=[worker_id])
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id])
    by: Mapped[User] = relationship(foreign_keys=[by_id])


class Restriction(Base):
    """A case was restricted, or opened to its team again; by whom and why."""

    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    restricted: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)

    by: Mapped[User] = relationship()


class ConflictOfInterest(Base):
    """Somebody said that they know this family. It closes the case to them."""

    __table_args__ = (UniqueConstraint("user_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    declared_at: Mapped[datetime]

    user: Mapped[User] = relationship()


class Note(Base):
    """What somebody learned between reviews. A correction is a new note that names the old.

    `about_toolkit` and `about_question` (a slug and a question's key) link it to an
    indicator, so that the next review shows it there. A note is corrected once at most:
    a further correction names the correction. `tells_of` is the record of another room, as audit
    events name it, that the note was written to tell of: it says nothing that is new.
    """

    __table_args__ = (
        Index(None, "case_id", "id"),
        Index(None, "case_id", "about_question", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    about_toolkit: Mapped[str | None] = mapped_column(Text)
    about_question: Mapped[str | None] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date]
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("note.id"), unique=True)
    save_id: Mapped[str | None] = mapped_column(Text, unique=True)
    tells_of: Mapped[str | None] = mapped_column(Text)

    author: Mapped[User] = relationship()
    corrects: Mapped["Note | None"] = relationship(remote_side=[id], back_populates="correction")
    correction: Mapped["Note | None"] = relationship(back_populates="corrects")

    def corrected(self) -> "Iterator[Note]":
        """What stood here before, newest first."""
        old = self.corrects
        while old is not None:
            yield old
            old = old.corrects


class ImmediateDanger(Base):
    """A child in danger now (S1.17): what is happening, and who has been told.

    What is learned later, such as the police reference, is a further row `about` the first; so
    is a withdrawal, which gives its `reason`. What was recorded stays.
    """

    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    about_id: Mapped[int | None] = mapped_column(ForeignKey("immediate_danger.id"), index=True)
    withdraws: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")
    what: Mapped[str] = mapped_column(Text, default="")
    where_now: Mapped[str] = mapped_column(Text, default="")
    since: Mapped[str] = mapped_column(Text, default="")
    with_whom: Mapped[str] = mapped_column(Text, default="")
    police_told: Mapped[str] = mapped_column(Text, default="")
    police_reference: Mapped[str] = mapped_column(Text, default="")
    social_care_told: Mapped[str] = mapped_column(Text, default="")
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    save_id: Mapped[str | None] = mapped_column(Text, unique=True)

    author: Mapped[User] = relationship()
    later: Mapped[list["ImmediateDanger"]] = relationship(order_by="ImmediateDanger.id")

    @property
    def withdrawal(self) -> "ImmediateDanger | None":
        """The row that withdrew this record."""
        return next((row for row in self.later if row.withdraws), None)

    @property
    def additions(self) -> "list[ImmediateDanger]":
        """What was learned later, oldest first."""
        return [row for row in self.later if not row.withdraws]


for model in (Allocation, Restriction, ConflictOfInterest, Note, ImmediateDanger):
    append_only(model)
