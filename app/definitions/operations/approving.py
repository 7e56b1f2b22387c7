"""Approving a version or turning it down. Which approvals a version needs is in `approvals`."""

from __future__ import annotations

from datetime import datetime

from app.accounts.models import Role, User
from app.audit.models import SYSTEM
from app.audit.operations import lock_chain
from app.database import db, writing
from app.definitions.models import Approval, Capacity, DefinitionVersion
from app.definitions.operations.changing import audit_version
from app.definitions.queries import authors_of
from app.definitions.states import State, state_of
from app.errors import NotAllowed, Refused


def approve(
    *, version: DefinitionVersion, capacity: Capacity, approved: bool, note: str,
    actor: User, now: datetime,
) -> Approval:
    """Approve a version in a capacity, or turn it down; once for each capacity.

    Raises NotAllowed where the actor does not hold the capacity, or had a hand in the version:
    nobody approves their own. Raises Refused where it is not in review, or was decided in this
    capacity before, or it is turned down without a reason.
    """
    if not holds(actor, capacity):
        raise NotAllowed(f"Only {named(capacity)} can do this.")
    with writing():
        lock_chain(SYSTEM)
        _check(version, capacity, approved, note, actor, now)
        approval = Approval(
            version_id=version.id, capacity=capacity, approved=approved, note=note,
            by_id=actor.id, by_name=actor.name, at=now,
        )
        db.session.add(approval)
        db.session.flush()
        audit_version("approved" if approved else "turned down", version, actor, now,
                      capacity=capacity.value)
    db.session.refresh(version, ["approvals"])
    return approval


def holds(user: User, capacity: Capacity) -> bool:
    """Whether somebody may decide in a capacity."""
    if capacity is Capacity.SAFEGUARDING_LEAD:
        return user.safeguarding_lead
    return user.is_(Role.ADMINISTRATOR)


def may_decide(version: DefinitionVersion, user: User) -> bool:
    """Whether somebody had no hand in a version, and has not decided on it yet."""
    decided_before = any(approval.by_id == user.id for approval in version.approvals)
    return user.id not in authors_of(version) and not decided_before


def decided(version: DefinitionVersion, capacity: Capacity) -> bool:
    """Whether somebody has decided in a capacity."""
    return any(approval.capacity is capacity for approval in version.approvals)


def _check(
    version: DefinitionVersion, capacity: Capacity, approved: bool, note: str, actor: User,
    now: datetime,
) -> None:
    if actor.id in authors_of(version):
        raise NotAllowed("You had a hand in this version. Somebody else has to approve it.")
    db.session.refresh(version, ["publication", "retirement", "approvals"])
    state = state_of(version, now)
    if state is not State.IN_REVIEW:
        raise Refused(f"Version {version.number} is not waiting for approval: "
                      f"{state.value.lower()}.")
    if decided(version, capacity):
        raise Refused(f"{named(capacity).capitalize()} has approved version {version.number} "
                      "already.")
    if any(approval.by_id == actor.id for approval in version.approvals):
        raise NotAllowed("You have approved this version already. The second approval has to come "
                         "from somebody else.")
    if not approved and not note.strip():
        raise Refused("Say why you turn it down, so that it can be put right.")


def named(capacity: Capacity) -> str:
    """Who decides in a capacity, in words."""
    words = {
        Capacity.ADMINISTRATOR: "a second administrator",
        Capacity.SAFEGUARDING_LEAD: "a safeguarding lead",
    }
    return words[capacity]
