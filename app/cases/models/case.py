"""The table of cases. Who may see one is decided in `app.cases.access`, never here."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Team, User
from app.cases.models.people import YoungPerson
from app.database import Base


class Case(Base):
    """A piece of work with one young person, allocated to a worker in a team.

    `title` is the kind of concern. `version` rises with every change, so that nobody
    overwrites what they have not read; `save_id` names the page that opened the case, so
    that the same page sent twice opens one case.
    """

    __table_args__ = (
        Index(None, "team_id", "restricted", "id"),
        Index(None, "worker_id", "id"),
        Index(None, "young_person_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    young_person_id: Mapped[int] = mapped_column(ForeignKey(YoungPerson.id))
    title: Mapped[str] = mapped_column(Text)
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    worker_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey(User.id))
    restricted: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    closed_at: Mapped[datetime | None]
    retention_class: Mapped[str] = mapped_column(Text, default="standard")
    legal_hold: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    save_id: Mapped[str | None] = mapped_column(Text, unique=True)

    young_person: Mapped[YoungPerson] = relationship()
    team: Mapped[Team] = relationship()
    worker: Mapped[User | None] = relationship(foreign_keys=[worker_id])
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id])

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None
