"""Tables of who a case is about. The case itself stands in `case`."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.age import Age, age_of
from app.database import Base

LINE = 200
# Compared by code point on both databases; a language's order would differ between them.
FOLDED = String(LINE).with_variant(String(LINE, collation="C"), "postgresql")


class YoungPerson(Base):
    """Who a case is about. May have several cases, one after another.

    An empty text means that nothing is recorded. `looked_after` is yes, no or not_known.
    """

    __table_args__ = (
        Index(None, "date_of_birth", "id"),
        Index(None, "identifier_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    name_key: Mapped[str] = mapped_column(FOLDED, index=True)
    known_as: Mapped[str] = mapped_column(Text, default="")
    aliases: Mapped[str] = mapped_column(Text, default="")
    date_of_birth: Mapped[date | None]
    estimated_age: Mapped[int | None]
    age_estimated_on: Mapped[date | None]
    gender: Mapped[str] = mapped_column(Text, default="")
    ethnicity: Mapped[str] = mapped_column(Text, default="")
    local_authority: Mapped[str] = mapped_column(Text, default="")
    school: Mapped[str] = mapped_column(Text, default="")
    looked_after: Mapped[str] = mapped_column(Text, default="not_known")
    district: Mapped[str] = mapped_column(Text, default="")
    identifier: Mapped[str] = mapped_column(Text, default="")
    identifier_key: Mapped[str] = mapped_column(FOLDED, default="")
    version: Mapped[int] = mapped_column(default=1)

    particulars: Mapped["Particulars"] = relationship()

    def age_on(self, on: date) -> Age | None:
        """Whole years on that day (S4.22), estimated where no date of birth is known."""
        return age_of(self.date_of_birth, self.estimated_age, self.age_estimated_on, on)


class Particulars(Base):
    """Specific information about a young person, one column a prompt of S4.28.

    Mostly special-category data, so read under a narrower rule than the case:
    `access.may_see_particulars`.
    """

    young_person_id: Mapped[int] = mapped_column(ForeignKey(YoungPerson.id), primary_key=True)
    residences: Mapped[str] = mapped_column(Text, default="")
    legal_status: Mapped[str] = mapped_column(Text, default="")
    heritage: Mapped[str] = mapped_column(Text, default="")
    sexual_orientation: Mapped[str] = mapped_column(Text, default="")
    languages: Mapped[str] = mapped_column(Text, default="")
    disabilities: Mapped[str] = mapped_column(Text, default="")
    special_educational_needs: Mapped[str] = mapped_column(Text, default="")
    learning_difficulties: Mapped[str] = mapped_column(Text, default="")
    other: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class NameWord(Base):
    """One word that finds a young person: of the name, the name used, or an alias."""

    word: Mapped[str] = mapped_column(FOLDED, primary_key=True)
    young_person_id: Mapped[int] = mapped_column(
        ForeignKey(YoungPerson.id), primary_key=True, index=True
    )
