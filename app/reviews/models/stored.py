"""The tables of stored comparisons and stored steps of trajectories. Rebuildable: nothing is
recorded here first.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.cases.models import Case
from app.database import Base


class StoredComparison(Base):
    """What the page of a comparison shows, as `drawn` writes it, so that it need not be worked out.

    `digest` names all that it depends on, the code that made it as well (`stored.digest_of`); what
    is superseded is never found again. Not append-only: a row may be deleted at any time, and goes
    with its case.
    """

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    made_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)


class StoredStep(Base):
    """One assessment with what changed from the one before it, for the page over time.

    Named, superseded and deleted as a stored comparison is (`stored.digest_of_step`).
    """

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey(Case.id), index=True)
    made_at: Mapped[datetime]
    body: Mapped[bytes] = mapped_column(LargeBinary)
