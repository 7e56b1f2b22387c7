"""Who has a case and to whom it is open: allocation, restriction, conflict of interest, closing."""

from datetime import datetime

from app.accounts.models import Role, Team, User
from app.cases import access, events
from app.cases.models import Allocation, Case, ConflictOfInterest, Restriction
from app.cases.operations.changing import changing, check_open, needed, record_change
from app.cases.operations.summarising import repeat_in_summary
from app.database import db
from app.errors import Refused


def allocate(
    *,
    actor: User,
    now: datetime,
    case_id: int,
    team_id: int,
    worker_id: int | None,
    reviewer_id: int | None,
    reason: str,
    version: int,
) -> Allocation:
    """Hand the case to a worker, a reviewer, a team; without `worker_id` it waits for one.

    A reviewer of the team may, and the worker may within the team. Raises NotAllowed to others,
    Conflict where the case was changed since `version`, Refused (with `field`) for people who
    cannot have the case or where nothing would change.
    """
    with changing(actor, case_id, version) as case:
        _check_may_allocate(actor, case, team_id)
        check_open(case)
        needed(reason, "Give the reason for this allocation")
        if (team_id, worker_id, reviewer_id) == (case.team_id, case.worker_id, case.reviewer_id):
            raise Refused("This is who has the case already", field="worker_id")
        check_people(team_id, worker_id, reviewer_id, case)
        case.team_id, case.worker_id, case.reviewer_id = team_id, worker_id, reviewer_id
        case.version += 1
        repeat_in_summary(case)
        allocation = add_allocation(case, actor, now, reason)
    return allocation


def restrict(
    *, actor: User, now: datetime, case_id: int, restricted: bool, reason: str, version: int
) -> Restriction:
    """Close the case to the team, save its worker and reviewers; or open it again.

    Raises NotAllowed to anybody but a reviewer, Conflict, and Refused where it is so already.
    """
    with changing(actor, case_id, version) as case:
        access.check_may_restrict(actor, case)
        needed(reason, "Give the reason")
        if case.restricted == restricted:
            raise Refused(f"This case is {'' if restricted else 'not '}restricted already")
        case.restricted = restricted
        case.version += 1
        repeat_in_summary(case)
        row = Restriction(
            case_id=case.id, restricted=restricted, by_id=actor.id, at=now, reason=reason
        )
        db.session.add(row)
        verb = "restricted" if restricted else "lifted the restriction of"
        db.session.flush()
        record_change(case.id, verb, f"case:{case.id}", actor, now)
        events.case_restricted.send(row, actor=actor, now=now)
    return row


def declare_conflict(*, actor: User, now: datetime, case_id: int) -> ConflictOfInterest:
    """Say that one knows this family; the case is closed to the actor from then on."""
    with changing(actor, case_id) as case:
        conflict = ConflictOfInterest(user_id=actor.id, case_id=case.id, declared_at=now)
        db.session.add(conflict)
        db.session.flush()
        record_change(
            case.id, "declared a conflict of interest in", f"case:{case.id}", actor, now
        )
    return conflict


def close_case(*, actor: User, now: datetime, case_id: int) -> Case:
    """Close a case. Whether it may be closed is for the room that decides it to have checked."""
    with changing(actor, case_id) as case:
        check_open(case)
        _set_closed(case, now)
        record_change(case.id, "closed", f"case:{case.id}", actor, now)
        events.case_closed.send(case, actor=actor, now=now)
    return case


def reopen_case(*, actor: User, now: datetime, case_id: int) -> Case:
    """Open a closed case again. Raises Refused where it is open."""
    with changing(actor, case_id) as case:
        if not case.is_closed:
            raise Refused("This case is open already.")
        _set_closed(case, None)
        record_change(case.id, "reopened", f"case:{case.id}", actor, now)
        events.case_reopened.send(case, actor=actor, now=now)
    return case


def check_people(
    team_id: int, worker_id: int | None, reviewer_id: int | None, case: Case | None = None
) -> None:
    """Raises Refused, with `field`, unless the case may be given to these people.

    The worker is a practitioner, or a reviewer of the team; the reviewer is one of the team.
    Nobody gets a case in which they declared a conflict of interest.
    """
    if db.session.get(Team, team_id) is None:
        raise Refused("Choose a team", field="team_id")
    worker = _active(worker_id, "worker_id")
    if worker and not _may_work(worker, team_id):
        raise Refused("Choose a worker who can have this case", field="worker_id")
    reviewer = _active(reviewer_id, "reviewer_id")
    if reviewer and not (reviewer.is_(Role.REVIEWER) and reviewer.team_id == team_id):
        raise Refused("Choose a reviewer of the team", field="reviewer_id")
    for field, user in (("worker_id", worker), ("reviewer_id", reviewer)):
        if case and user and access.has_conflict(user, case.id):
            raise Refused(
                f"{user.name} declared a conflict of interest in this case. "
                "Choose somebody else",
                field=field,
            )


def add_allocation(case: Case, actor: User, now: datetime, reason: str) -> Allocation:
    """Write down who has the case from now on, and tell the rooms above."""
    allocation = Allocation(
        case_id=case.id,
        team_id=case.team_id,
        worker_id=case.worker_id,
        reviewer_id=case.reviewer_id,
        by_id=actor.id,
        at=now,
        reason=reason,
    )
    db.session.add(allocation)
    db.session.flush()
    given_to = {"team": case.team_id, "worker": case.worker_id, "reviewer": case.reviewer_id}
    record_change(case.id, "allocated", f"case:{case.id}", actor, now, **given_to)
    events.case_allocated.send(allocation, actor=actor, now=now)
    return allocation


def _check_may_allocate(actor: User, case: Case, team_id: int) -> None:
    access.check_may_allocate(actor, case)
    if team_id != case.team_id and not actor.is_(Role.REVIEWER):
        raise access.not_allowed(case, "Only a reviewer may give a case to another team.")


def _set_closed(case: Case, at: datetime | None) -> None:
    case.closed_at = at
    case.version += 1
    repeat_in_summary(case)


def _active(user_id: int | None, field: str) -> User | None:
    if user_id is None:
        return None
    user = db.session.get(User, user_id)
    if user is None or not user.active:
        raise Refused("Choose somebody who works here", field=field)
    return user


def _may_work(user: User, team_id: int) -> bool:
    of_team = user.is_(Role.REVIEWER) and user.team_id == team_id
    return user.is_(Role.PRACTITIONER) or of_team
