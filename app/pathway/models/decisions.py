"""The table of decisions. What may be decided is for the gate and the operations to say."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models import Revision
from app.cases.models import Case
from app.database import Base, append_only, named
from app.pathway.models.discussions import DiscussionRequest
from app.reviews.models import SignOff


class DecisionKind(StrEnum):
    """What was decided; to sign a comparison is none of these."""

    AGREED = "agreed"
    KEPT = "kept"
    STEPPED_DOWN = "stepped_down"
    CLOSED = "closed"
    REOPENED = "reopened"

    @property
    def words(self) -> str:
        """What the history calls it."""
        return _WORDS[self]


_WORDS = {
    DecisionKind.AGREED: "Level agreed",
    DecisionKind.KEPT: "Level kept: not stepped down",
    DecisionKind.STEPPED_DOWN: "Stepped down",
    DecisionKind.CLOSED: "Case closed",
    DecisionKind.REOPENED: "Case reopened",
}


class Route(StrEnum):
    """How it was decided: past the gate, or by a senior where the gate is shut."""

    ORDINARY = "ordinary"
    EXCEPTIONAL = "exceptional"


class Decision(Base):
    """A manager’s recorded decision, with the reason, and the action, its owner and its due date.

    Levels are words and ranks as their toolkit gave them; `revision_id` is the last that was
    submitted or added when it was decided, `sign_off_id` the signature it cites. `verdict` is what
    the gate said, as canonical JSON, with `verdict_sha256` over it; both blank where no gate was
    passed. `request_id` is the discussion that was asked for and is ended by the decision.
    `save_id` names the page it came from, so that the same page sent twice decides once.
    """

    __table_args__ = (Index(None, "case_id", "id"), Index(None, "route", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    kind: Mapped[DecisionKind] = mapped_column(named(DecisionKind))
    route: Mapped[Route] = mapped_column(named(Route))
    from_id: Mapped[str | None] = mapped_column(Text)
    from_title: Mapped[str | None] = mapped_column(Text)
    from_rank: Mapped[int | None]
    to_id: Mapped[str | None] = mapped_column(Text)
    to_title: Mapped[str | None] = mapped_column(Text)
    to_rank: Mapped[int | None]
    revision_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    sign_off_id: Mapped[int | None] = mapped_column(ForeignKey(SignOff.id), index=True)
    request_id: Mapped[int | None] = mapped_column(ForeignKey(DiscussionRequest.id), index=True)
    reason: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    verdict: Mapped[str] = mapped_column(Text, default="")
    verdict_sha256: Mapped[str] = mapped_column(String(64), default="")
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    by_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    save_id: Mapped[str] = mapped_column(String(64), unique=True)

    case: Mapped[Case] = relationship()
    sign_off: Mapped[SignOff | None] = relationship()
    request: Mapped[DiscussionRequest | None] = relationship()

    @property
    def exceptional(self) -> bool:
        """Whether it stands in the exceptions report."""
        return self.route is Route.EXCEPTIONAL

    @property
    def signed_too(self) -> bool:
        """Whether whoever decided had signed the comparison that it cites. The sources ask for a
        reviewer who did not write the assessment, not for two of them; so it is told."""
        return self.sign_off is not None and self.sign_off.by_id == self.by_id


append_only(Decision)
