"""Tables of what was typed and could not be put into a draft yet: nothing typed is ever lost."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.assessments.models.assessment import Assessment
from app.assessments.models.revision import Revision
from app.database import Base, append_only, named
from app.definitions.models import DefinitionVersion


class Choice(StrEnum):
    """What became of an edit that was kept aside."""

    THEIRS = "theirs"
    MINE = "mine"
    COMBINED = "combined"
    REPLACED = "replaced"


class KeptEdit(Base):
    """What somebody answered while somebody else answered the same question differently.

    `address` is a question's key, or key/row-id; `unit` is what they said of it, as `bodies`
    writes it. What the other person said stands in the draft.
    """

    __table_args__ = (Index(None, "assessment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id))
    address: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    author_name: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    base_number: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(64))
    page: Mapped[str | None] = mapped_column(String(64))
    unit: Mapped[str] = mapped_column(Text)


class KeptEditResolution(Base):
    """Somebody decided between two answers; `revision_id` is what the draft says since.

    A choice of `replaced` is not a decision: the same page sent a newer answer.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_edit_id: Mapped[int] = mapped_column(ForeignKey(KeptEdit.id), unique=True)
    choice: Mapped[Choice] = mapped_column(named(Choice))
    revision_id: Mapped[int | None] = mapped_column(ForeignKey(Revision.id))
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]


class KeptPost(Base):
    """A page of a draft that was sent after its author's session ran out, or after the draft was
    moved to another version of its toolkit; theirs alone.

    `version_id` is the version that the page was of, where it was known. `form` is what was posted,
    as JSON: a list of name and value. `digest` tells it from others.
    """

    __table_args__ = (Index(None, "user_id", "assessment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    assessment_id: Mapped[int] = mapped_column(ForeignKey(Assessment.id))
    version_id: Mapped[int | None] = mapped_column(ForeignKey(DefinitionVersion.id))
    section: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(Text, deferred=True)

    version: Mapped[DefinitionVersion | None] = relationship()

    def is_of(self, version_id: int) -> bool:
        """Whether the page was of a version; one that does not say is taken for the one at hand."""
        return self.version_id in (None, version_id)


class KeptPostTaken(Base):
    """What was kept was put back into the draft, or its author did not want it any more."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_post_id: Mapped[int] = mapped_column(ForeignKey(KeptPost.id), unique=True)
    put_back: Mapped[bool]
    at: Mapped[datetime]


for model in (KeptEdit, KeptEditResolution, KeptPost, KeptPostTaken):
    append_only(model)
