"""Keeping what the reviewer's desk lists, in the transaction of whatever changes it.

To keep it needs no audit event: nothing is in it that is not recorded elsewhere.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Table, bindparam, delete, insert

from app.assessments.models import (
    ActionCall,
    ActionCallWithdrawal,
    HarmEnding,
    HarmRecord,
    Revision,
)
from app.cases.models import (
    Allocation,
    Case,
    CaseDocument,
    ImmediateDanger,
    Note,
    Restriction,
)
from app.database import db
from app.reviews import queries, stored
from app.reviews.desk_items import DeskComparison, PairFacts, desk_items
from app.reviews.models import (
    ChangeRequest,
    ChangeRequestWithdrawal,
    DeskItem,
    DeskPair,
    SignOff,
)
from app.reviews.queries import Compared

_logger = logging.getLogger(__name__)
_ITEMS: Table = DeskItem.metadata.tables[DeskItem.__tablename__]
_NAMES = tuple(_ITEMS.columns.keys())
_TAKE_OFF = delete(_ITEMS).where(_ITEMS.c.case_id == bindparam("case"))

Changed = (
    Case | Revision | ActionCall | ActionCallWithdrawal | HarmEnding | Allocation | Restriction
    | Note | CaseDocument | ImmediateDanger | SignOff | ChangeRequest | ChangeRequestWithdrawal
)


def keep_desk(changed: Changed, **_: object) -> None:
    """Put on the desk what waits of a case now that this was recorded; a listener."""
    put_on_desk(_case_of(changed))


def put_on_desk(case: Case) -> None:
    """Put on the desk what waits of a case, in the place of what stood there."""
    pairs = {found.later.assessment.slug: DeskComparison(found, _facts(found))
             for found in queries.baselines(case)}
    items = [{name: getattr(item, name) for name in _NAMES} for item in desk_items(case, pairs)]
    db.session.execute(_TAKE_OFF, {"case": case.id})
    if items:
        db.session.execute(insert(_ITEMS), items)


def rebuild_desk(case: Case, now: datetime) -> None:
    """The same, with every comparison worked out again; registered with the cases room."""
    db.session.execute(delete(DeskPair).where(DeskPair.case_id == case.id))
    put_on_desk(case)


def _facts(found: Compared) -> PairFacts | None:
    """What the comparison came to, worked out once."""
    assert found.pair is not None
    digest, slug = stored.digest_of(found.pair), found.later.assessment.slug
    kept = db.session.get(DeskPair, (found.case.id, slug))
    if kept is not None and kept.digest == digest:
        return PairFacts(kept.flags, kept.unevidenced, kept.nothing_affirmed)
    facts = _counted(found)
    if facts is not None:
        db.session.merge(DeskPair(
            case_id=found.case.id, slug=slug, digest=digest, flags=facts.flags,
            unevidenced=facts.unevidenced, nothing_affirmed=facts.nothing_affirmed))
        db.session.flush()
    return facts


def _counted(found: Compared) -> PairFacts | None:
    """None where it cannot be worked out: nobody is kept from submitting by that.

    What goes wrong is logged by its kind, for its words may be somebody’s.
    """
    try:
        return PairFacts.of(found.comparison)
    except Exception as problem:
        _logger.warning("The desk does not count the flags of case %d: %s",
                        found.case.id, type(problem).__name__)
        return None


def _case_of(changed: Changed) -> Case:
    return db.session.get_one(Case, _case_id(changed))


def _case_id(changed: Changed) -> int:
    match changed:
        case Case():
            return changed.id
        case Revision() | ActionCall():
            return changed.assessment.case_id
        case ActionCallWithdrawal():
            return db.session.get_one(ActionCall, changed.call_id).assessment.case_id
        case ChangeRequestWithdrawal():
            return db.session.get_one(ChangeRequest, changed.request_id).case_id
        case HarmEnding():
            return db.session.get_one(HarmRecord, changed.harm_id).case_id
        case _:
            return changed.case_id
