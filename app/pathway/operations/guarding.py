"""Whichever way a case is closed, the gate has to have let it: listeners in that transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.accounts.models import User
from app.cases.models import Case
from app.database import db
from app.engine.reduction import Kind, Shortfall, Verdict
from app.pathway.gate import gate_of
from app.pathway.models import Decision, DecisionKind
from app.pathway.operations.deciding import refused

_ALLOWING = "allowing decision"


@contextmanager
def allowing(decision: Decision) -> Iterator[None]:
    """What is done inside is what this decision of the same transaction allows."""
    info = db.session.info
    info[_ALLOWING] = decision
    try:
        yield
    finally:
        del info[_ALLOWING]


def hold_closing(case: Case, *, actor: User, now: datetime, **_: object) -> None:
    """Raises GateShut, and undoes the closing, unless a decision of this transaction allows it."""
    if not _allowed(case, DecisionKind.CLOSED):
        gate = gate_of(case, now)
        found = gate.verdict.shortfalls if gate else ()
        missing = Shortfall(Kind.NOT_DECIDED)
        raise refused(case.id, actor, now, Verdict(False, (missing, *found)), "close this case")


def hold_reopening(case: Case, *, actor: User, now: datetime, **_: object) -> None:
    """The same for opening it again, which a manager decides with a reason."""
    if not _allowed(case, DecisionKind.REOPENED):
        missing = Verdict(False, (Shortfall(Kind.NOT_DECIDED),))
        raise refused(case.id, actor, now, missing, "reopen this case")


def _allowed(case: Case, kind: DecisionKind) -> bool:
    decision = db.session.info.get(_ALLOWING)
    return decision is not None and (decision.case_id, decision.kind) == (case.id, kind)
