"""Documents of a case: what each is, what it holds, and that it was withdrawn. All append-only."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.cases.models.case import Case
from app.database import Base, append_only


class DocumentKind(StrEnum):
    """What somebody says that a document is."""

    MAPPING = "mapping"
    STATEMENT = "statement"
    LETTER = "letter"
    PHOTOGRAPH = "photograph"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What the screen calls it."""
        return _KINDS[self]


_KINDS = {
    DocumentKind.MAPPING: "Mapping exercise",
    DocumentKind.STATEMENT: "Statement",
    DocumentKind.LETTER: "Letter or report",
    DocumentKind.PHOTOGRAPH: "Photograph or screenshot",
    DocumentKind.OTHER: "Something else",
}


class CaseDocument(Base):
    """A document of a case, without what it holds, so that no list reads that.

    `author` is whose words they are or who made it, as somebody typed it; `dated` the day that it
    was made or speaks of. `sensitivity` is one that toolkits know, or empty. `about_toolkit` and
    `about_question` (a slug and a question's key) link it to an indicator; both may be empty.
    """

    __table_args__ = (Index(None, "case_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id))
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(20))
    author: Mapped[str] = mapped_column(Text)
    dated: Mapped[date]
    sensitivity: Mapped[str] = mapped_column(String(20), default="")
    about_toolkit: Mapped[str] = mapped_column(Text, default="")
    about_question: Mapped[str] = mapped_column(Text, default="")
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]
    save_id: Mapped[str | None] = mapped_column(String(64), unique=True)

    uploaded_by: Mapped[User] = relationship()
    withdrawal: Mapped["DocumentWithdrawal | None"] = relationship()

    @property
    def what(self) -> DocumentKind:
        """What somebody says that it is."""
        return DocumentKind(self.kind)

    def withdrawn_by(self, moment: datetime) -> bool:
        """Whether it had been withdrawn by then."""
        return self.withdrawal is not None and self.withdrawal.at <= moment


class DocumentContent(Base):
    """The bytes of a document, as they were brought."""

    document_id: Mapped[int] = mapped_column(ForeignKey(CaseDocument.id), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class DocumentWithdrawal(Base):
    """That a document does not belong here, who said so and why. It is not opened any more."""

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey(CaseDocument.id), unique=True)
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    at: Mapped[datetime]

    by: Mapped[User] = relationship()


for model in (CaseDocument, DocumentContent, DocumentWithdrawal):
    append_only(model)
