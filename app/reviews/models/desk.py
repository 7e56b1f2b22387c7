"""The tables behind the reviewer's desk. Rebuildable: nothing is recorded here first."""

from datetime import datetime
from enum import IntEnum, StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.assessments.models import Assessment, Revision
from app.cases.models import Case
from app.database import Base


class Section(StrEnum):
    """A part of the desk, in the order in which they stand."""

    TODAY = "today"
    SIGN_OFF = "sign-off"
    DISCUSSION = "discussion"
    OVERDUE = "overdue"
    CHECK = "check"


class Why(IntEnum):
    """Why something is on the desk; within a section the lower number stands first.

    What is overdue is not among them: that follows from the day alone.
    """

    DRAFT_HARM = 10
    DANGER = 11
    HARM = 12
    SIGN_OFF = 20
    DISCUSSION = 30
    MANAGERS = 31
    UNEVIDENCED = 40
    CONTRADICTS = 41
    NOTHING_AFFIRMED = 42
    STALE = 43
    SUPERSEDED = 44

    @property
    def section(self) -> Section:
        """Where it stands."""
        return _SECTIONS[self // 10]


_SECTIONS = {
    1: Section.TODAY, 2: Section.SIGN_OFF, 3: Section.DISCUSSION, 4: Section.CHECK}


class DeskItem(Base):
    """Something of a case that waits for a reviewer, as the desk lists it.

    It repeats what the desk is scoped and ordered by, so that a page of a section is one range of
    one index, however many there are. `slug` is the toolkit, or what a discussion was asked for
    on, blank where it is of the whole case; `since` when it began to wait; `number` how many there
    are of it: flags, answers, records; none where nobody could count them. The levels and
    revisions are those of the two assessments that are signed next; `assessment_id` is the one to
    open where it is of one alone.
    """

    __table_args__ = (
        Index("ix_desk_item_team", "team_id", "restricted", "why", "since", "case_id", "slug"),)

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True)
    why: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    slug: Mapped[str] = mapped_column(Text, primary_key=True)
    team_id: Mapped[int]
    worker_id: Mapped[int | None]
    restricted: Mapped[bool]
    since: Mapped[datetime]
    number: Mapped[int | None]
    before_title: Mapped[str | None] = mapped_column(Text)
    before_rank: Mapped[int | None]
    after_title: Mapped[str | None] = mapped_column(Text)
    after_rank: Mapped[int | None]
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    later_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    assessment_id: Mapped[int | None] = mapped_column(ForeignKey(Assessment.id))


class DeskPair(Base):
    """What the two assessments of a toolkit that are signed next came to when they were compared.

    `digest` names all that it depends on (`stored.digest_of`), so that it is worked out once.
    """

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True)
    slug: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    flags: Mapped[int]
    unevidenced: Mapped[int]
    nothing_affirmed: Mapped[bool]
