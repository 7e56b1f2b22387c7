"""Whichever way a case is closed, the gate has to have let it: listeners in that transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from app.accounts.models import User
from app.cases.models import Case
from app.database import db
from app.engine.council_route import Act
from app.engine.reduction import Kind, Shortfall, Verdict
from app.pathway.agreement import missing_of
from app.pathway.gate import bars, gate_of
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
    """Raises GateShut, and undoes the closing, unless a decision of this transaction allows it, to
    which the discussion agreed where the council’s route asks for that (X6)."""
    decision = _allowing(case, DecisionKind.CLOSED)
    if decision is None:
        gate = gate_of(case, now)
        found = gate.closing if gate else bars(case, now)
        falls_short: tuple[Shortfall, ...] = (Shortfall(Kind.NOT_DECIDED), *found.shortfalls)
    else:
        missing = missing_of(decision, Act.CLOSE, now)
        falls_short = (missing,) if missing else ()
    if falls_short:
        raise refused(case.id, actor, now, Verdict(False, falls_short), Act.CLOSE.words)


def hold_reopening(case: Case, *, actor: User, now: datetime, **_: object) -> None:
    """The same for opening it again, which a manager decides with a reason."""
    if _allowing(case, DecisionKind.REOPENED) is None:
        missing = Verdict(False, (Shortfall(Kind.NOT_DECIDED),))
        raise refused(case.id, actor, now, missing, "reopen this case")


def _allowing(case: Case, kind: DecisionKind) -> Decision | None:
    """The decision that allows this to a case, if there is one."""
    decision: Decision | None = db.session.info.get(_ALLOWING)
    found = decision is not None and (decision.case_id, decision.kind) == (case.id, kind)
    return decision if found else None
