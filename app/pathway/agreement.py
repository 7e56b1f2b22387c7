"""Whether the multi-agency discussion agreed, where the council’s route asks for it. Reads only.

What its agreement is worth is the engine’s to say; the evidence is for the gate.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.cases.models import Case
from app.definitions.standards import standards_at
from app.engine.council_route import Act, Basis, is_discussed_first, not_agreed
from app.engine.grounds import Rung
from app.engine.reduction import Shortfall
from app.pathway import queries
from app.pathway.models import Decision


def acts_discussed(now: datetime) -> Sequence[Act]:
    """The acts to which a multi-agency discussion has to agree, by the standards of the day."""
    standards = standards_at(now)
    return [act for act in Act if is_discussed_first(act, standards)]


def missing(
    case: Case, act: Act, now: datetime, sign_off_id: int | None, to: Rung | None
) -> Shortfall | None:
    """In which way the agreement is missing to an act that would cite a signature and come to a
    level; None where it is there or not asked for."""
    if act not in acts_discussed(now):
        return None
    basis = Basis(sign_off_id, queries.newest_revision(case.id))
    return not_agreed(queries.asked(queries.standing_requests(case.id).get(act)), basis, to)


def missing_of(decision: Decision, act: Act, now: datetime) -> Shortfall | None:
    """The same of a decision that has been made in this transaction, by what it names itself."""
    if act not in acts_discussed(now):
        return None
    basis = Basis(decision.sign_off_id, decision.revision_id)
    return not_agreed(queries.asked(decision.request), basis, queries.reached(decision))
