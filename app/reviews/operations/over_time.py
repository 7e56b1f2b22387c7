"""What is recorded of trajectories that were looked at, and the steps that are stored for them.

To store a step needs no audit event: nothing is in it that is not in the revisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete

from app.accounts.models import User
from app.audit.operations import record_read
from app.cases.access import chain_of
from app.cases.models import Case
from app.database import db, inserted, write_transaction
from app.engine.trajectory import Trajectory
from app.engine.trajectory_steps import Step
from app.reviews.computing import steps_of
from app.reviews.models import StoredStep
from app.reviews.queries.trajectory import OverTime
from app.reviews.stored import find_steps, written_step


_OF_CASE = delete(StoredStep).where(StoredStep.case_id == bindparam("case"))


def view_trajectory(*, actor: User, now: datetime, found: OverTime) -> Trajectory:
    """The trajectory, recorded as viewed. What had to be worked out is stored in the same
    transaction."""
    stored = find_steps(found.digests)
    missing = _missing(found, found.digests, stored)
    bodies = {digest: written_step(step) for digest, step in missing.items()}
    with write_transaction(reload=False):
        _record(actor, now, found, "viewed the trajectory of")
        _store(found.case, bodies, now)
    steps = {**stored, **missing}
    return found.put_together([steps[digest] for digest in found.digests])


def export_trajectory(*, actor: User, now: datetime, found: OverTime, kind: str) -> Trajectory:
    """The trajectory to be taken away, recorded as exported. It is relied on, so it is worked out
    from the record and not taken from what is stored."""
    _record(actor, now, found, f"exported as {kind} the trajectory of")
    return found.put_together(steps_of(found.wanted))


def _record(actor: User, now: datetime, found: OverTime, action: str) -> None:
    chain = chain_of(found.case.id)
    record_read(chain=chain, action=action, actor=actor, at=now, subject=chain,
                details={"toolkit": found.slug, "reviews": len(found.reviews)})


def forget_steps(case: Case) -> None:
    """Delete all that is stored of a case; a page that finds nothing works it out."""
    db.session.execute(_OF_CASE, {"case": case.id})


def store_steps(found: OverTime, now: datetime, last: int | None = None) -> None:
    """Store the steps that are not; only the `last` so many, where that is said."""
    digests = found.digests[-last:] if last else found.digests
    missing = _missing(found, digests, find_steps(digests))
    _store(found.case, {key: written_step(step) for key, step in missing.items()}, now)


def _missing(
    found: OverTime, among: Sequence[str], stored: Mapping[str, Step]
) -> dict[str, Step]:
    wanted = {digest: pair for digest, pair in zip(found.digests, found.wanted, strict=True)
              if digest in among and digest not in stored}
    return dict(zip(wanted, steps_of(list(wanted.values())), strict=True)) if wanted else {}


def _store(case: Case, bodies: Mapping[str, bytes], now: datetime) -> None:
    for digest, body in bodies.items():
        if db.session.get(StoredStep, digest) is None:
            inserted(StoredStep(digest=digest, case_id=case.id, made_at=now, body=body))
