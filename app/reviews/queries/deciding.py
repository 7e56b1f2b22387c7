"""What the room above needs of a comparison and of the signature over it, to decide.

Whoever calls without naming an actor has authorised the case.
"""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.accounts.models import User
from app.cases.models import Case
from app.database import db
from app.engine.comparison import Comparison
from app.reviews.models import SignOff
from app.reviews.queries.comparing import Compared, compared, compared_whole

_NEWEST = (
    select(SignOff)
    .where(SignOff.case_id == bindparam("case"), SignOff.slug == bindparam("slug"))
    .order_by(SignOff.id.desc()).limit(1)
)


def newest_sign_off(case_id: int, slug: str) -> SignOff | None:
    """The last signature over a toolkit in a case, superseded or not."""
    return db.session.scalars(_NEWEST, {"case": case_id, "slug": slug}).first()


def whole_comparison(case: Case, earlier_id: int, later_id: int) -> Comparison:
    """What changed between two revisions of a case, nothing withheld: for deciding, never to be
    shown."""
    found: Compared = compared_whole(case, earlier_id, later_id)
    return found.comparison


def sees_all(actor: User, case_id: int, earlier_id: int, later_id: int) -> bool:
    """Whether nothing of a comparison is withheld from somebody who may see the case."""
    return not compared(actor, case_id, earlier_id, later_id).withheld
