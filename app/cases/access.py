"""The one place that decides who may see a case, in SQL for lists and in Python for one case.

|               | sees                                                    |
|---------------|---------------------------------------------------------|
| practitioner  | the team's cases that are not restricted, and their own |
| reviewer      | every case of the team                                  |
| administrator | no case                                                 |

Nobody sees a case they declared a conflict of interest in. Answers and documents are withheld for
what they are about, within the service and from whoever a redacted copy is for
(docs/decisions/0016):

|                                 | special category | police | health | other people |
|---------------------------------|------------------|--------|--------|--------------|
| the worker, the team’s reviewers| shown            | shown  | shown  | shown        |
| colleagues in the team          | withheld         | withheld | withheld | shown     |
| copy for the young person       | shown            | withheld | shown | withheld     |
| copy for parents or carers      | withheld         | withheld | withheld | withheld  |
| copy for another agency         | withheld         | withheld | withheld | shown     |
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, or_, select

from app.accounts.models import Role, User
from app.audit.models import SYSTEM
from app.cases.models import Case, CaseDocument, ConflictOfInterest
from app.database import db
from app.errors import NotAllowed, NotFound

CASEWORKERS = (Role.PRACTITIONER, Role.REVIEWER)

RESTRICTED = (
    "This record is restricted. If a child may be in danger, contact the duty manager now. "
    "That you tried to open it has been recorded."
)
CONFLICTED = (
    "You declared a conflict of interest in this case, so it is closed to you. "
    "If a child may be in danger, contact the duty manager now."
)

# Written once: every page of a case asks it.
_DECLARED = select(ConflictOfInterest.id).where(
    ConflictOfInterest.user_id == bindparam("user"),
    ConflictOfInterest.case_id == bindparam("case"),
)
DECLARED = exists().where(
    ConflictOfInterest.user_id == bindparam("user"), ConflictOfInterest.case_id == Case.id)
"""That the `user` declared a conflict of interest in the case of a row; for what finds a case."""

Rows = type[Any]
"""A table that can be scoped: of cases, or one that repeats of each case its team, worker and
restriction beside a `case_id`."""

FROM_COLLEAGUES = frozenset({"special-category", "police", "health"})
"""What is withheld from those in the team who do not work with the young person."""


class Audience(StrEnum):
    """Whom a copy is for, which decides what it withholds."""

    PROFESSIONALS = "professionals"
    AGENCY = "agency"
    PARENTS = "parents"
    YOUNG_PERSON = "young-person"

    @property
    def words(self) -> str:
        """What a page and a copy call them."""
        return _AUDIENCES[self]

    @property
    def withheld(self) -> frozenset[str]:
        """The sensitivities of what such a copy withholds; nothing for a full one."""
        return _WITHHELD[self]


_AUDIENCES = {
    Audience.PROFESSIONALS: "Professionals who work with the young person",
    Audience.AGENCY: "Another agency",
    Audience.PARENTS: "Parents or carers",
    Audience.YOUNG_PERSON: "The young person",
}
_WITHHELD = {
    Audience.PROFESSIONALS: frozenset[str](),
    Audience.AGENCY: frozenset({"special-category", "police", "health"}),
    Audience.PARENTS: frozenset({"special-category", "police", "health", "third-party"}),
    Audience.YOUNG_PERSON: frozenset({"police", "third-party"}),
}


def chain_of(case_id: int) -> str:
    """The audit chain of a case, which is also what an event about it calls it."""
    return f"case:{case_id}"


# In SQL


def ranges(actor: User, rows: Rows) -> list[ColumnElement[bool]]:
    """What the actor sees, as conditions that one index each can answer; they may overlap."""
    of_team = rows.team_id == actor.team_id
    if actor.is_(Role.PRACTITIONER):
        return [and_(of_team, rows.restricted == false()), rows.worker_id == actor.id]
    if actor.is_(Role.REVIEWER):
        return [and_(of_team, rows.restricted == flag) for flag in (False, True)]
    return []


def without_conflict(actor: User, rows: Rows) -> ColumnElement[bool]:
    """That the actor declared no conflict of interest in the case of this row."""
    declared = exists().where(
        ConflictOfInterest.user_id == actor.id, ConflictOfInterest.case_id == _of_case(rows)
    )
    return ~declared


def in_conflict(actor: User, rows: Rows) -> ColumnElement[bool]:
    """That the actor did; its opposite counts many rows quicker than `without_conflict`."""
    declared = select(ConflictOfInterest.case_id).where(ConflictOfInterest.user_id == actor.id)
    return _of_case(rows).in_(declared)


def visible(actor: User, rows: Rows) -> ColumnElement[bool]:
    """That the actor may see the case of this row."""
    return and_(or_(false(), *ranges(actor, rows)), without_conflict(actor, rows))


def seen(actor: User, rows: Rows) -> ColumnElement[bool]:
    """The same of rows that were found otherwise: databases check it last, row by row."""
    # A case without a worker compares as unknown, and "not unknown" would keep no row.
    return func.coalesce(visible(actor, rows), false())


def hidden(actor: User, rows: Rows) -> ColumnElement[bool]:
    """That the actor may not; such rows are never to be shown, only to be hinted at."""
    return ~seen(actor, rows)


def visible_cases(actor: User) -> Select[Case]:
    """Every case the actor may see, unordered."""
    return select(Case).where(visible(actor, Case))


def visible_case_ids(actor: User) -> Select[int]:
    """The ids of every case the actor may see, for `in_`."""
    return select(Case.id).where(visible(actor, Case))


# In Python


def may_see(actor: User, case: Case) -> bool:
    """Whether the actor may see the case; agrees with `visible`."""
    return _reaches(actor, case) and not has_conflict(actor, case.id)


def has_conflict(actor: User, case_id: int) -> bool:
    """Whether the actor declared a conflict of interest in the case."""
    return db.session.scalar(_DECLARED, {"user": actor.id, "case": case_id}) is not None


def check(actor: User, case: Case | None, case_id: int, conflict: bool) -> Case:
    """The case, if the actor may see it; `conflict` is what `has_conflict` would say.

    Raises NotFound where the actor may not know of it, and NotAllowed where it is known of but
    closed to them (X21). Either is recorded when it is answered: in the chain of the case, or
    in "system" where there is no such case.
    """
    place = {"chain": chain_of(case_id) if case else SYSTEM, "subject": chain_of(case_id)}
    if case is None or not _may_know_of(actor, case, conflict):
        raise NotFound("There is no case here that you can open.", **place)
    if conflict:
        raise NotAllowed(CONFLICTED, **place)
    if not _reaches(actor, case):
        raise NotAllowed(RESTRICTED, **place)
    return case


def may_see_particulars(actor: User, case: Case) -> bool:
    """Whether the actor, who may see the case, needs its special-category facts (S4.28).

    The worker and the team's reviewers do; colleagues in the team do not.
    """
    return may_see(actor, case) and (actor.is_(Role.REVIEWER) or case.worker_id == actor.id)


def withheld_from(actor: User, case: Case) -> frozenset[str]:
    """The sensitivities of what is withheld from the actor, who may see the case; never actual harm
    nor answers that call for action at once, whatever they are marked."""
    return withheld_of(actor, case.worker_id)


def withheld_of(actor: User, worker_id: int | None) -> frozenset[str]:
    """The same, of a case by the id of its worker."""
    sees_all = actor.is_(Role.REVIEWER) or worker_id == actor.id
    return frozenset() if sees_all else FROM_COLLEAGUES


def may_allocate(actor: User, case: Case) -> bool:
    """Whether the actor may hand the case to somebody: a reviewer, or its own worker."""
    return may_see(actor, case) and (actor.is_(Role.REVIEWER) or case.worker_id == actor.id)


def may_restrict(actor: User, case: Case) -> bool:
    """Whether the actor may close the case to the rest of the team, and open it again."""
    return may_see(actor, case) and actor.is_(Role.REVIEWER)


def may_withdraw(actor: User, document: CaseDocument) -> bool:
    """Whether the actor, who may see the case and the document, may say that it does not belong
    there: whoever uploaded it, or a reviewer."""
    return document.uploaded_by_id == actor.id or actor.is_(Role.REVIEWER)


def check_may_see_particulars(actor: User, case: Case) -> None:
    """Raises NotAllowed for a colleague who does not work with the young person (S4.28)."""
    if not may_see_particulars(actor, case):
        raise not_allowed(
            case,
            "Specific information is open to the worker and the team’s reviewers. "
            "Ask one of them if you need it.",
        )


def check_may_allocate(actor: User, case: Case) -> None:
    """Raises NotAllowed for anybody but a reviewer of the team and the case's worker."""
    if not may_allocate(actor, case):
        raise not_allowed(case, "Only the worker and the team’s reviewers may allocate this case.")


def check_may_restrict(actor: User, case: Case) -> None:
    """Raises NotAllowed for anybody but a reviewer of the team."""
    if not may_restrict(actor, case):
        raise not_allowed(case, "Only a reviewer of the team may restrict a case.")


def check_may_withdraw(actor: User, case: Case, document: CaseDocument) -> None:
    """Raises NotAllowed for anybody but whoever uploaded it and the team's reviewers."""
    if not may_withdraw(actor, document):
        raise not_allowed(
            case, "Only whoever uploaded a document, or a reviewer of the team, withdraws it.")


def not_allowed(case: Case, message: str) -> NotAllowed:
    """The refusal of something in a case, recorded in its chain when it is answered."""
    return NotAllowed(message, chain=chain_of(case.id), subject=chain_of(case.id))


def _may_know_of(actor: User, case: Case, conflict: bool) -> bool:
    """Whether the actor knows that there is such a case, though it may be closed to them."""
    if not actor.is_(*CASEWORKERS):
        return False
    return case.team_id == actor.team_id or conflict or _reaches(actor, case)


def _reaches(actor: User, case: Case) -> bool:
    of_team = case.team_id == actor.team_id
    if actor.is_(Role.PRACTITIONER):
        return (of_team and not case.restricted) or case.worker_id == actor.id
    return actor.is_(Role.REVIEWER) and of_team


def _of_case(rows: Any) -> Any:
    return Case.id if rows is Case else rows.case_id
