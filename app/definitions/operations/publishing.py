"""Bringing a version into use, at once or from a day on, and taking it out of use again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from app.accounts.models import User
from app.database import db
from app.definitions import drafts, queries
from app.definitions.approvals import approvals_missing
from app.definitions.models import (
    Capacity,
    DefinitionKind,
    DefinitionVersion,
    DraftClosing,
    Publication,
    Retirement,
)
from app.definitions.operations.approving import named
from app.definitions.operations.changing import audit_version, by, changing
from app.definitions.operations.standards import check_standards
from app.definitions.states import State, state_of
from app.engine.authoring.declaring import left_to_declare
from app.engine.document import DefinitionRefused
from app.engine.held_harm import lost_harm
from app.engine.lineage import read_lineage
from app.errors import Refused

GRACE_DAYS = 14
"""How long assessments under way keep the version before, where nobody says otherwise."""
LONGEST_GRACE_DAYS = 366


def publish(
    *, version: DefinitionVersion, actor: User | None, now: datetime, note: str,
    effective_at: datetime | None = None, grace_days: int = GRACE_DAYS,
    replaces: int | None = None, vouched: str = "",
) -> Publication:
    """Publish a version; from `effective_at` on, else at once, new assessments are made with it.

    The draft it was sent from is done with, unless somebody has changed it since. Assessments
    under way keep theirs for `grace_days` from then. `replaces` is the number of the
    version in use, and needed where this one was not made from that one. `vouched` says where and
    by whom it was approved, where that was not here; only the system itself may say so.

    Raises Refused where it is published already, was turned down or withdrawn; where it changes
    what others have to approve and they have not; where it is based on nothing although another
    is published; where its lineage does not say what became of a question or an option of the
    version it is based on; or where it would undo what the version in use changed without anybody
    having said so. Raises DefinitionRefused where it drops a question of actual harm (X19).
    Practice standards have checks of their own (`check_standards`).
    """
    start = effective_at or now
    with changing(actor):
        _check_state(version, now)
        _check_times(start, now, grace_days)
        if version.definition.kind is DefinitionKind.STANDARDS:
            check_standards(
                version, start, note, "" if actor else vouched, replaces)
        else:
            check_declared(version)
            _check_approved(version, start, actor, vouched)
        _check_replaced(version, start, replaces)
        publication = Publication(
            definition_id=version.definition_id, version_id=version.id, at=now, note=note,
            effective_at=start, grace_days=grace_days, vouched=vouched, **by(actor),
        )
        db.session.add(publication)
        db.session.flush()
        audit_version("published", version, actor, now, effective_at=start.isoformat())
        _close_its_draft(version, actor, now)
    db.session.refresh(version, ["publication"])
    return publication


def retire(
    *, version: DefinitionVersion, actor: User | None, now: datetime, note: str
) -> Retirement:
    """Take a version out of use, or withdraw one that has not come into use yet.

    Nothing takes its place: assessments under way go on, new ones cannot be begun with it.
    Raises Refused where it is out of use already, and for practice standards in use.
    """
    with changing(actor):
        db.session.refresh(version, ["publication", "retirement"])
        state = state_of(version, now)
        if state not in (State.IN_REVIEW, State.SCHEDULED, State.IN_USE):
            raise Refused(f"Version {version.number} of {version.slug} is not in use: "
                          f"{state.value.lower()}.")
        if version.definition.kind is DefinitionKind.STANDARDS and state is State.IN_USE:
            raise Refused("Practice standards always count: publish others in their place.")
        retirement = Retirement(version_id=version.id, at=now, note=note, **by(actor))
        db.session.add(retirement)
        db.session.flush()
        audit_version("retired" if state is State.IN_USE else "withdrew", version, actor, now)
    db.session.refresh(version, ["retirement"])
    return retirement


def _close_its_draft(version: DefinitionVersion, actor: User | None, now: datetime) -> None:
    sending = drafts.sending_of(version)
    if sending is None or sending.draft.closing is not None:
        return
    if drafts.head_of(sending.draft).number == sending.number:
        reason = f"It was published as version {version.number}."
        db.session.add(DraftClosing(
            draft_id=sending.draft_id, at=now, reason=reason, **by(actor)))
        db.session.flush()
        db.session.expire(sending.draft, ["closing"])


def _check_state(version: DefinitionVersion, now: datetime) -> None:
    db.session.refresh(version, ["publication", "retirement", "approvals"])
    state = state_of(version, now)
    if version.publication is not None:
        raise Refused(f"Version {version.number} of {version.slug} is published already.")
    if state is not State.IN_REVIEW:
        raise Refused(f"Version {version.number} of {version.slug} cannot be published: "
                      f"{state.value.lower()}.")


def _check_times(start: datetime, now: datetime, grace_days: int) -> None:
    if start < now:
        raise Refused("A version cannot come into use in the past. Choose today or a later day.")
    if not 0 <= grace_days <= LONGEST_GRACE_DAYS:
        raise Refused(f"Assessments under way may keep their version for 0 to "
                      f"{LONGEST_GRACE_DAYS} days.")


def _check_replaced(version: DefinitionVersion, start: datetime, replaces: int | None) -> None:
    live = queries.live_version(version.slug, start)
    if live is None or live.number in (version.based_on, replaces):
        return
    made_from = f"version {version.based_on}" if version.based_on else "no earlier version"
    raise Refused(
        f"Version {version.number} was made from {made_from}, and version {live.number} is in "
        f"use by then. Publishing it undoes what version {live.number} changed. If that is what "
        f"you want, say that it replaces version {live.number}.", live=live.number)


def _check_approved(
    version: DefinitionVersion, start: datetime, actor: User | None, vouched: str
) -> None:
    if vouched and actor is None:
        return
    missing = approvals_missing(version, start)
    if missing:
        raise Refused(f"You cannot publish yet. {_asked(missing)} to approve version "
                      f"{version.number} first.")


def _asked(missing: Sequence[Capacity]) -> str:
    who = [named(capacity) for capacity in missing]
    return f"{' and '.join(who).capitalize()} {'has' if len(who) == 1 else 'have'}"


def check_declared(version: DefinitionVersion) -> None:
    if version.based_on is None:
        _check_first(version)
        return
    later = queries.definition_of(version)
    earlier = queries.definition_of(queries.version(version.slug, version.based_on))
    left = [str(one) for one in left_to_declare(earlier, later)]
    if left:
        raise Refused(
            "You cannot publish yet. Say what became of these, or earlier answers cannot be "
            f"compared: {', '.join(left)}.")
    lost = lost_harm(earlier, later, read_lineage(later.lineage))
    if lost:
        raise DefinitionRefused(lost)


def _check_first(version: DefinitionVersion) -> None:
    """Answers under two versions that have nothing in common could not be compared, nor carried,
    nor actual harm held; a review with it would find no way from the one to the other."""
    published = [one.number for one in queries.versions(version.slug) if one.publication]
    if published:
        raise Refused(
            f"You cannot publish yet. Version {max(published)} of {version.slug} is published: say "
            "in “based_on” which version this one was made from, and in “lineage” what became of "
            "its questions. Then import it again.")
