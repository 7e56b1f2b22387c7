"""A manager agrees the level of the last assessments, or keeps the level that the case stands at.

Neither lowers it: that is stepping down, in `stepping`.
"""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import User
from app.cases.operations.changing import check_open
from app.errors import Refused
from app.pathway import queries
from app.pathway.models import Decision, DecisionKind
from app.pathway.operations.deciding import (
    Deciding,
    Made,
    Said,
    check_said,
    decided,
    deciding,
)


def agree_level(*, actor: User, now: datetime, case_id: int, level_id: str, said: Said) -> Decision:
    """Agree the level that is recorded now, which the page showed as `level_id`.

    To agree a higher one is always free. Raises NotAllowed, NotFound, Refused where it is lower
    than the level that the case stands at, or agreed already.
    """
    with deciding(actor, now, case_id, said.save_id) as at:
        if at.again is not None:
            return at.again
        check_open(at.case)
        recorded, stands = queries.recorded(case_id), queries.in_force(case_id)
        if recorded is None or stands is None:
            raise Refused("There is no level to agree yet. Submit an assessment first.")
        if recorded.level.id != level_id:
            raise Refused(f"The level recorded is {recorded.level.title} now. "
                          "Look at it again, then agree it.")
        if recorded.level.rank < stands.level.rank:
            raise Refused(
                f"{recorded.level.title} is lower than {stands.level.title}, where the case "
                "stands. A lower level is not agreed here: step down, or keep the level.")
        if stands.agreed and stands.level.rank == recorded.level.rank and not _is_newer(
                stands, case_id):
            raise Refused(f"{stands.level.title} is agreed already, and nothing was submitted "
                          "since.")
        check_said(said, now, with_action=False)
        before = queries.reached(stands.set_by) if stands.set_by else None
        return decided(at, said, Made(
            kind=DecisionKind.AGREED, before=before, after=recorded.level))


def keep_level(*, actor: User, now: datetime, case_id: int, said: Said) -> Decision:
    """Keep the level that the case stands at, though a lower one is recorded.

    Raises NotAllowed, NotFound, Refused (with `field`).
    """
    with deciding(actor, now, case_id, said.save_id) as at:
        if at.again is not None:
            return at.again
        check_open(at.case)
        _check_level(at)
        check_said(said, now, with_action=True)
        stands = queries.in_force(case_id)
        assert stands is not None
        return decided(at, said, Made(
            kind=DecisionKind.KEPT, before=stands.level, after=stands.level))


def _check_level(at: Deciding) -> None:
    if queries.in_force(at.case.id) is None:
        raise Refused("There is no level to keep yet. Submit an assessment first.")


def _is_newer(stands: queries.InForce, case_id: int) -> bool:
    """Whether something was submitted or added since the level was agreed."""
    last = stands.set_by
    return last is None or (queries.newest_revision(case_id) or 0) > (last.revision_id or 0)
