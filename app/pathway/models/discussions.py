"""The tables of the multi-agency discussion: who asked, what it decided, what two managers said
where it did not agree. What follows from them is for the gate to say."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases.models import Case, Note
from app.database import Base, append_only, named
from app.engine.council_route import Act
from app.reviews.models import SignOff


class Result(StrEnum):
    """What two managers came to after the multi-agency discussion did not agree (S2.35)."""

    STAYS = "stays"
    AGAIN = "again"

    @property
    def words(self) -> str:
        """What pages call it."""
        return _RESULTS[self]


_RESULTS = {
    Result.STAYS: "The case stays as it is",
    Result.AGAIN: "It is put to the multi-agency discussion again",
}


class DiscussionRequest(Base):
    """Somebody asked for a multi-agency discussion on an act, naming the manager who recommends it
    (S2.32)."""

    __table_args__ = (Index(None, "case_id", "id"), Index(None, "recommended_by_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    act: Mapped[Act] = mapped_column(named(Act))
    reason: Mapped[str] = mapped_column(Text)
    recommended_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    recommended_by_name: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)

    case: Mapped[Case] = relationship()
    discussions: Mapped[list["Discussion"]] = relationship(
        back_populates="request", order_by="Discussion.id", lazy="selectin")
    withdrawal: Mapped["DiscussionRequestWithdrawal | None"] = relationship(lazy="selectin")

    @property
    def last(self) -> "Discussion | None":
        """What the discussion decided last."""
        return self.discussions[-1] if self.discussions else None


class DiscussionRequestWithdrawal(Base):
    """Why the discussion is no longer asked for."""

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(DiscussionRequest.id), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Discussion(Base):
    """What a multi-agency discussion decided (S2.33, S2.34).

    `attendees` are pairs of a name and an agency; the level is where it saw the risk, none where
    the case was never assessed. `sign_off_id` and `revision_id` are what it knew: the signature
    over the two assessments that may be signed, where it was given by the day of the discussion,
    and what was submitted or added last when it was recorded. `note_id` is the note that tells of
    its agreement, which is copied to the manager who recommended it.
    """

    __table_args__ = (Index(None, "request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(DiscussionRequest.id))
    held_on: Mapped[date]
    level_id: Mapped[str | None] = mapped_column(Text)
    level_title: Mapped[str | None] = mapped_column(Text)
    level_rank: Mapped[int | None]
    agreed: Mapped[bool]
    attendees: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(Text)
    sign_off_id: Mapped[int | None] = mapped_column(ForeignKey(SignOff.id))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    note_id: Mapped[int | None] = mapped_column(ForeignKey(Note.id))
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)

    request: Mapped[DiscussionRequest] = relationship(back_populates="discussions")
    managers: Mapped["ManagersDiscussion | None"] = relationship(
        back_populates="discussion", lazy="selectin")
    copy_read: Mapped["CopyRead | None"] = relationship(lazy="selectin")

    @property
    def case_id(self) -> int:
        """The id of the case that it is about."""
        return self.request.case_id

    @property
    def people(self) -> str:
        """Who took part, and of which agency each was."""
        return "; ".join(f"{name} ({agency})" for name, agency in self.attendees)


class ManagersDiscussion(Base):
    """What two managers came to where the multi-agency discussion did not agree (S2.35)."""

    id: Mapped[int] = mapped_column(primary_key=True)
    discussion_id: Mapped[int] = mapped_column(ForeignKey(Discussion.id), unique=True)
    held_on: Mapped[date]
    manager: Mapped[str] = mapped_column(Text)
    other_manager: Mapped[str] = mapped_column(Text)
    result: Mapped[Result] = mapped_column(named(Result))
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)

    discussion: Mapped[Discussion] = relationship(back_populates="managers")

    @property
    def case_id(self) -> int:
        """The id of the case that it is about."""
        return self.discussion.case_id


class CopyRead(Base):
    """The manager who recommended it has read the note of the agreement."""

    id: Mapped[int] = mapped_column(primary_key=True)
    discussion_id: Mapped[int] = mapped_column(ForeignKey(Discussion.id), unique=True)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]


for model in (
    DiscussionRequest, DiscussionRequestWithdrawal, Discussion, ManagersDiscussion, CopyRead,
):
    append_only(model)
