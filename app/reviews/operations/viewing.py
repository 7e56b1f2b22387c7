"""What is recorded of comparisons that were looked at, and which of them are stored.

To store one needs no audit event: nothing is in it that is not in the two revisions.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete

from app.accounts.models import User
from app.assessments.models import Revision
from app.audit.operations import record_read
from app.cases.access import chain_of
from app.cases.models import Case
from app.database import db, inserted, write_transaction
from app.reviews import queries, stored
from app.reviews.drawn import Drawn, draw, read, written
from app.reviews.drawn_in_part import in_part
from app.reviews.models import StoredComparison
from app.reviews.operations.over_time import forget_steps, store_steps
from app.reviews.queries import Across, Compared

_ANEW = 2
"""So many steps at most of a trajectory are other ones after a submission or an addendum: its own
and the one after it."""
_logger = logging.getLogger(__name__)
_OF_CASE = delete(StoredComparison).where(StoredComparison.case_id == bindparam("case"))


def view(*, actor: User, now: datetime, found: Compared) -> Drawn:
    """What the page of a comparison shows, recorded as viewed.

    Looked back to a day by which it was signed, it is what was signed. What else had to be worked
    out is stored in the same transaction, unless a side is a draft.
    """
    drawn = _signed(found) or (stored.find(stored.digest_of(found.pair)) if found.pair else None)
    shown = drawn or draw(found.in_words)
    body = written(shown) if drawn is None and found.pair else None
    with write_transaction(reload=False):
        record_look(actor=actor, now=now, found=found, action="viewed")
        if body is not None:
            _store(found, body, now)
    return shown


def record_look(*, actor: User, now: datetime, found: Compared | Across, action: str) -> None:
    """Record what was done with a comparison: "viewed", "exported as pdf"."""
    revisions = {"earlier": found.earlier.revision.id, "later": found.later.revision.id}
    record_read(
        chain=chain_of(found.case.id), action=f"{action}{_when(found)}", actor=actor, at=now,
        subject="comparison:{earlier}-{later}".format(**revisions), details=revisions,
    )


def _when(found: Compared | Across) -> str:
    moment = found.moment if isinstance(found, Compared) else None
    return f" as it was on {moment.on}" if moment else ""


def _signed(found: Compared) -> Drawn | None:
    """The page that was signed, where it is looked back to, without what the reader may not see."""
    signed = queries.signed_by_then(found, found.moment.until) if found.moment else None
    drawn = read(queries.with_papers(signed).page) if signed else None
    if signed is None or drawn is None:
        return None
    return in_part(drawn, queries.parts_withheld(signed, found.withheld))


def store_last(revision: Revision, *, now: datetime, **_: object) -> None:
    """Store what follows from what was submitted or added to; a listener."""
    assessment = revision.assessment
    _store_last_of(assessment.case, [assessment.slug], now, last=_ANEW)


def rebuild(case: Case, now: datetime) -> None:
    """Store the last comparisons of a case anew, and no others, and all that its trajectories are
    made of; registered with the cases room."""
    db.session.execute(_OF_CASE, {"case": case.id})
    forget_steps(case)
    slugs = {one.slug for one in queries.complete_revisions(case.id)}
    _store_last_of(case, sorted(slugs), now, last=None)


def _store_last_of(
    case: Case, slugs: Sequence[str], now: datetime, last: int | None
) -> None:
    """Store what is most likely to be opened next, and never fail.

    A page that finds nothing stored works it out, but an assessment that cannot be submitted may
    leave a child in danger. What goes wrong is logged by its kind, for its words may be somebody’s.
    """
    try:
        with db.session.begin_nested():
            for found in queries.last_compared(case):
                _store(found, written(draw(found.in_words)), now)
            for slug in slugs:
                store_steps(queries.of_toolkit(case, slug), now, last)
    except Exception as problem:
        _logger.warning("The last comparisons of case %d are not stored: %s",
                        case.id, type(problem).__name__)


def _store(found: Compared, body: bytes, now: datetime) -> None:
    """Store a page, unless somebody has in the meantime. Nobody else writes about the case now."""
    assert found.pair is not None
    digest = stored.digest_of(found.pair)
    if db.session.get(StoredComparison, digest) is None:
        inserted(StoredComparison(
            digest=digest, case_id=found.case.id, made_at=now, body=body))
