"""The tables of revisions: what was answered, when and by whom. Bodies are written in `bodies`."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models.assessment import Assessment
from app.cases.models import Case
from app.database import Base, append_only, named, partial_index
from app.definitions.models import DefinitionVersion


class RevisionKind(StrEnum):
    """What somebody did that made a revision."""

    AUTOSAVE = "autosave"
    SAVE = "save"
    SHARE = "share"
    SUBMISSION = "submission"
    ADDENDUM = "addendum"
    SET_ASIDE = "set_aside"
    UPGRADE = "upgrade"
    UPGRADE_UNDONE = "upgrade_undone"

    @property
    def words(self) -> str:
        """What the history calls it."""
        return _WORDS[self]

    @property
    def explained(self) -> bool:
        """Whether its reason, where it has one, is in somebody’s own words."""
        return self not in (RevisionKind.UPGRADE, RevisionKind.UPGRADE_UNDONE)


_WORDS = {
    RevisionKind.AUTOSAVE: "Saved automatically",
    RevisionKind.SAVE: "Saved",
    RevisionKind.SHARE: "Shared unfinished",
    RevisionKind.SUBMISSION: "Submitted",
    RevisionKind.ADDENDUM: "Added to",
    RevisionKind.SET_ASIDE: "Set aside",
    RevisionKind.UPGRADE: "Moved to another version of the toolkit",
    RevisionKind.UPGRADE_UNDONE: "Moved back to the version before",
}


TURNING = text(
    "kind IN ('submission', 'addendum', 'set_aside', 'upgrade', 'upgrade_undone')")
"""Of the few revisions that change what an assessment is; an index holds these alone, and a query
that says so word for word is answered from it."""


class Revision(Base):
    """The answers of an assessment at one moment, or what an autosave changed of them.

    `number` counts from 1 within the assessment; `base_number` is the revision the author had
    before them; `whole_number` the last revision at or before this one that holds every answer.
    `save_id` and `page` name the save and the page it came from, as the browser does.

    What a complete one is computed from is copied into it: the `facts` of the case, the actual
    harm `held` from before, and in `background_id` the complete revision that came before. `known`
    is what is known once it stands. `root` is its hash, with `secret` in it so that nobody can
    guess at what it says: over the body as it is, or, where others may be shown a part of it, a
    Merkle root over the answers one by one (engine.merkle).
    """

    __table_args__ = (
        UniqueConstraint("assessment_id", "number"),
        UniqueConstraint("assessment_id", "save_id"),
        Index(None, "assessment_id", "kind", "number"),
        partial_index("ix_revision_turning", "version_id", "kind", "assessment_id", "number",
                      where=TURNING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id))
    number: Mapped[int]
    base_number: Mapped[int | None]
    whole_number: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(64))
    page: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[RevisionKind] = mapped_column(named(RevisionKind))
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    author_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    assessed_on: Mapped[date]
    version_id: Mapped[int] = mapped_column(ForeignKey(DefinitionVersion.id))
    reason: Mapped[str] = mapped_column(Text, default="")
    root: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(LargeBinary(32))
    facts: Mapped[dict[str, Any] | None]
    held: Mapped[list[Any] | None]
    background_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"))
    known: Mapped[str | None] = mapped_column(Text, deferred=True)
    body: Mapped[str] = mapped_column(Text, deferred=True)

    assessment: Mapped[Assessment] = relationship()
    version: Mapped[DefinitionVersion] = relationship()

    @property
    def whole(self) -> bool:
        """Whether it holds every answer, not only what changed."""
        return self.whole_number == self.number

    @property
    def frozen(self) -> bool:
        """Whether others may be shown it, or a part of it, as it was."""
        return self.complete or self.kind is RevisionKind.SHARE

    @property
    def complete(self) -> bool:
        """Whether it stands for a finished assessment, which others may rely on."""
        return self.kind in (RevisionKind.SUBMISSION, RevisionKind.ADDENDUM)


class RevisionSummary(Base):
    """The level that a submission or an addendum came to, for lists. Rebuildable.

    Levels are words and ranks of the toolkit that gave them; `calculated` is in words, "At least
    Medium, possibly High". `engine_release` says which release worked them out.
    """

    __table_args__ = (Index(None, "case_id", "revision_id"),)

    revision_id: Mapped[int] = mapped_column(ForeignKey(Revision.id), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    level_id: Mapped[str | None] = mapped_column(Text)
    level_title: Mapped[str | None] = mapped_column(Text)
    level_rank: Mapped[int | None]
    level_status: Mapped[str | None] = mapped_column(Text)
    calculated: Mapped[str] = mapped_column(Text)
    calculated_rank: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    actual_harm: Mapped[bool]
    engine_release: Mapped[str] = mapped_column(Text)

    revision: Mapped[Revision] = relationship()


append_only(Revision)
