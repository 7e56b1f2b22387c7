"""The tables of what is said about a comparison: comments on a row, and changes asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models import Assessment, Revision
from app.cases.models import Case
from app.clock import EVER
from app.database import Base, append_only


class RowComment(Base):
    """What somebody wrote about one question of a comparison, kept with both of its revisions.

    `key` is the row's. `as_reviewer` says that a reviewer wrote it who had no hand in the later
    assessment: only that explains a flag.
    """

    __table_args__ = (Index(None, "earlier_id", "later_id", "key"), Index(None, "case_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    earlier_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    later_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    key: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    as_reviewer: Mapped[bool]
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)


class ChangeRequest(Base):
    """A reviewer asked for some questions of the later assessment to be added to.

    It is open until each of its questions was added to, or it was withdrawn with a reason.
    """

    __table_args__ = (Index(None, "case_id", "id"), Index(None, "assessment_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id))
    earlier_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    later_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)

    assessment: Mapped[Assessment] = relationship()
    later: Mapped[Revision] = relationship(foreign_keys=[later_id])
    questions: Mapped[list["ChangeRequestQuestion"]] = relationship(
        order_by="ChangeRequestQuestion.id", lazy="selectin")
    withdrawal: Mapped["ChangeRequestWithdrawal | None"] = relationship(lazy="joined")

    @property
    def open(self) -> bool:
        """Whether somebody still has something to add."""
        return self.open_at(EVER)

    def open_at(self, moment: datetime) -> bool:
        """Whether somebody still had something to add then."""
        if self.withdrawal is not None and self.withdrawal.at <= moment:
            return False
        return any(one.answer is None or one.answer.at > moment for one in self.questions)

    @property
    def unanswered(self) -> "list[ChangeRequestQuestion]":
        """The questions that nobody added to since."""
        return [question for question in self.questions if question.answer is None]


class ChangeRequestQuestion(Base):
    """One question that a reviewer wants added to, as it was worded, and why."""

    __table_args__ = (UniqueConstraint("request_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(ChangeRequest.id))
    key: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)

    answer: Mapped["ChangeRequestAnswer | None"] = relationship(lazy="joined")


class ChangeRequestAnswer(Base):
    """The addendum that added to a question which a reviewer had asked about."""

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey(ChangeRequestQuestion.id), unique=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    at: Mapped[datetime]

    revision: Mapped[Revision] = relationship(lazy="joined", innerjoin=True)


class ChangeRequestWithdrawal(Base):
    """Why a reviewer no longer asks for changes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey(ChangeRequest.id), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


for model in (RowComment, ChangeRequest, ChangeRequestQuestion, ChangeRequestAnswer,
              ChangeRequestWithdrawal):
    append_only(model)
