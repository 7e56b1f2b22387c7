"""Tables of what the levels of submissions were worked out from, in small. Rebuildable."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.assessments.models.assessment import Assessment
from app.assessments.models.revision import Revision
from app.cases.models import Case
from app.database import Base
from app.definitions.models import DefinitionVersion, FormDefinition


class LevelBasis(Base):
    """What stands of a submitted assessment as a situation (engine.replay.situations), so that a
    hundred thousand can be worked out again in a second.

    `latest` is the newest submission of its toolkit in the case; `at_least` and `possibly` are the
    ids of the levels that it was calculated at. `codes` is blank where a situation cannot tell it.
    `engine_release` says which release worked it out. `beside` is the last column: it is long, and
    most do without it. What is only counted is read from an index, since a row fills a page.
    """

    __table_args__ = (
        Index(None, "definition_id", "latest", "assessment_id"),
        Index(None, "case_id", "definition_id"),
        Index("ix_level_basis_counted", "definition_id", "latest", "version_id", "review_due",
              "engine_release", "case_id"),
    )

    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    definition_id: Mapped[int] = mapped_column(ForeignKey(FormDefinition.id))
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id))
    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id))
    latest: Mapped[bool]
    assessed_on: Mapped[date]
    review_due: Mapped[date | None]
    at_least: Mapped[str | None] = mapped_column(Text)
    possibly: Mapped[str | None] = mapped_column(Text)
    engine_release: Mapped[str] = mapped_column(Text)
    codes: Mapped[str] = mapped_column(Text)
    beside: Mapped[str] = mapped_column(Text)


class ImpactProgress(Base):
    """How far the impact of a version has been worked out, where that takes longer than a page.

    `before_id` is the version that practitioners have, `sha256` the document that would follow it;
    `through_id` the last assessment looked at, `done` how many were; `shifts` what was found.
    """

    before_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    engine_release: Mapped[str] = mapped_column(Text)
    began_at: Mapped[datetime]
    through_id: Mapped[int]
    done: Mapped[int]
    finished: Mapped[bool]
    shifts: Mapped[list[Any]]
