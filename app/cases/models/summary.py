"""The row a list reads for each case. Rebuildable: nothing is recorded here first.

It repeats what a list is scoped, filtered and ordered by, so that a page of any list is one
range of one index, however many cases there are (decision: lists stay flat).
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models.case import Case
from app.cases.models.people import FOLDED, YoungPerson
from app.database import Base

NO_REVIEW_DUE = date(9999, 12, 31)


def _indexes(order: str) -> tuple[Index, ...]:
    """The three ranges a list in this order is read from: by team, by district, by worker."""
    team = ("team_id", "restricted", "closed")
    scopes = {"team": team, "district": (*team, "district"), "worker": ("worker_id", "closed")}
    return tuple(
        Index(f"ix_case_summary_{scope}_{order}", *columns, order, "case_id")
        for scope, columns in scopes.items()
    )


class CaseSummary(Base):
    """One case as lists and the case front page show it.

    `due_order` is the review date, or the end of time where none is set, because the two
    databases disagree on where an absent date sorts. Levels are words and ranks of the
    toolkit that gave them; `engine_release` says which release worked them out.
    """

    __table_args__ = (*_indexes("due_order"), *_indexes("name_key"))

    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), primary_key=True)
    young_person_id: Mapped[int] = mapped_column(ForeignKey(YoungPerson.id), index=True)
    team_id: Mapped[int]
    worker_id: Mapped[int | None]
    restricted: Mapped[bool]
    closed: Mapped[bool] = mapped_column(default=False)
    district: Mapped[str] = mapped_column(Text, default="")
    name_key: Mapped[str] = mapped_column(FOLDED)
    due_order: Mapped[date] = mapped_column(default=NO_REVIEW_DUE)

    level_id: Mapped[str | None] = mapped_column(Text)
    level_title: Mapped[str | None] = mapped_column(Text)
    level_rank: Mapped[int | None]
    calculated: Mapped[str | None] = mapped_column(Text)
    highest_title: Mapped[str | None] = mapped_column(Text)
    highest_rank: Mapped[int | None]
    highest_on: Mapped[date | None]
    as_at: Mapped[date | None]
    actual_harm: Mapped[bool] = mapped_column(default=False)
    draft_saved_by: Mapped[str | None] = mapped_column(Text)
    draft_saved_at: Mapped[datetime | None]
    engine_release: Mapped[str | None] = mapped_column(Text)

    @property
    def review_due(self) -> date | None:
        return None if self.due_order == NO_REVIEW_DUE else self.due_order
