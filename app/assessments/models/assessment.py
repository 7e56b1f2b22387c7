"""The tables of assessments and of who read the guidance. What was answered is in `revision`."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    ForeignKey, Index, Integer, Text, UniqueConstraint, column, func, select, table,
)
from sqlalchemy.orm import (
    Mapped,
    column_property,
    mapped_column,
    object_session,
    relationship,
)

from app.accounts.models import User
from app.cases.models import Case
from app.database import Base, append_only, named
from app.definitions.models import DefinitionVersion


class Kind(StrEnum):
    """Whether a toolkit is completed for the first time in a case, or again (S0.2)."""

    INITIAL = "initial"
    REVIEW = "review"

    @property
    def words(self) -> str:
        """What the screen calls it."""
        return "First assessment" if self is Kind.INITIAL else "Review"


class Purpose(StrEnum):
    """Whether the toolkit is used once, or as an ongoing assessment that is reviewed (S1.26)."""

    SINGLE = "single"
    ONGOING = "ongoing"


_REVISIONS = table(
    "revision", column("assessment_id", Integer), column("number", Integer),
    column("version_id", Integer))


class Assessment(Base):
    """One completion of a toolkit in a case, on one version of the toolkit at a time.

    It is on the version of its latest revision (`version_id`, `version`): the one that it began
    with, `begun_with`, until somebody moves the draft to a newer one. A review names the
    assessment it follows and, in `previous_number`, the revision whose answers it began with.
    `assessed_on` is the day it was begun; each revision has the day it speaks of. Whether it is
    still a draft is no column: it is one until it has a submission.
    """

    __table_args__ = (Index(None, "case_id", "slug", "id"), Index(None, "version_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    slug: Mapped[str] = mapped_column(Text)
    begun_version_id: Mapped[int] = mapped_column("version_id", ForeignKey(DefinitionVersion.id))
    kind: Mapped[Kind] = mapped_column(named(Kind))
    purpose: Mapped[Purpose] = mapped_column(named(Purpose))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("assessment.id"))
    previous_number: Mapped[int | None]
    assessed_on: Mapped[date]
    started_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    started_by_name: Mapped[str] = mapped_column(Text)
    started_at: Mapped[datetime]

    version_id: Mapped[int] = column_property(func.coalesce(
        select(_REVISIONS.c.version_id).where(_REVISIONS.c.assessment_id == id)
        .order_by(_REVISIONS.c.number.desc()).limit(1)
        .correlate_except(_REVISIONS).scalar_subquery(),
        begun_version_id))

    case: Mapped[Case] = relationship()
    begun_with: Mapped[DefinitionVersion] = relationship()
    previous: Mapped["Assessment | None"] = relationship(remote_side=[id])

    # Not columns: what `version` found, held on to; the id and root of the revision it follows.
    __allow_unmapped__ = True
    _version: DefinitionVersion | None = None
    follows: tuple[int, str] | None = None

    @property
    def version(self) -> DefinitionVersion:
        """The version of the toolkit that it is on now."""
        found, session = self._version, object_session(self)
        if session is not None and (found is None or found not in session or (
                found.id != self.version_id)):
            found = self._version = session.get_one(DefinitionVersion, self.version_id)
        assert found is not None
        return found

    def read_with(self, version: DefinitionVersion) -> None:
        """Take over the version that was read beside it, so that it need not be asked for."""
        self._version = version

    @property
    def is_review(self) -> bool:
        """Whether there was one before it in the case."""
        return self.kind is Kind.REVIEW


class GuidanceRead(Base):
    """Somebody read the guidance of one version of a toolkit before they began (S1.1)."""

    __table_args__ = (UniqueConstraint("user_id", "version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id))
    at: Mapped[datetime]


append_only(Assessment)
append_only(GuidanceRead)
