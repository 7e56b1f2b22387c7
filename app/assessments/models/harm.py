"""Tables of harm: answers that called for action at once, and actual harm that stays on record."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models.assessment import Assessment
from app.assessments.models.revision import Revision
from app.cases.models import Case
from app.database import Base, append_only
from app.definitions.models import DefinitionVersion


class ActionCall(Base):
    """An answer that calls for action at once was saved, before the toolkit is finished (S4.33)."""

    __table_args__ = (Index(None, "assessment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id))
    question_key: Mapped[str] = mapped_column(Text)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

    assessment: Mapped[Assessment] = relationship()
    revision: Mapped[Revision] = relationship()
    withdrawal: Mapped["ActionCallWithdrawal | None"] = relationship()


class ActionCallWithdrawal(Base):
    """Why an answer that called for action was changed before submission. The call stays."""

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey(ActionCall.id), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]


class HarmRecord(Base):
    """Actual harm that a submission or an addendum recorded. It stays on record for ever (X19)."""

    __table_args__ = (Index(None, "case_id", "slug", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    slug: Mapped[str] = mapped_column(Text)
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id))
    question_key: Mapped[str] = mapped_column(Text)
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    recorded_on: Mapped[date]

    version: Mapped[DefinitionVersion] = relationship()
    revision: Mapped[Revision] = relationship()
    ending: Mapped["HarmEnding | None"] = relationship()


class HarmEnding(Base):
    """A manager recorded that harm no longer takes place, why they think so, what protects now."""

    id: Mapped[int] = mapped_column(primary_key=True)
    harm_id: Mapped[int] = mapped_column(ForeignKey(HarmRecord.id), unique=True)
    last_happened: Mapped[date]
    evidence: Mapped[str] = mapped_column(Text)
    protects_now: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


for model in (ActionCall, ActionCallWithdrawal, HarmRecord, HarmEnding):
    append_only(model)
