"""Adding a young person with a case, and keeping what is known of them up to date."""

from collections.abc import Collection
from datetime import datetime

from msgspec.structs import asdict
from sqlalchemy import delete, select

from app.accounts.models import User
from app.audit.models import SYSTEM
from app.audit.operations import lock_chain
from app.cases import access
from app.cases.facts import (
    ParticularFacts,
    PersonFacts,
    changed_fields,
    check_person,
    check_texts,
)
from app.cases.finding import Found, Search, find_words, possible_duplicates
from app.cases.models import Case, NameWord, Particulars, YoungPerson
from app.cases.names import fold, is_blank
from app.cases.operations.allocating import add_allocation, check_people
from app.cases.operations.changing import changing, record_change
from app.cases.operations.summarising import repeat_in_summaries
from app.cases.text_rules import problem_of_line
from app.clock import today_in_london
from app.database import db, writing
from app.errors import Conflict, NotAllowed, Refused
from app.save_ids import SavedElsewhere

A_RESTRICTED_RECORD = 0
"""Stands among acknowledged case ids for the record that may not be named."""


class PossibleDuplicates(Refused):
    """Young people who may be the same; add again with `acknowledged` once somebody looked."""

    def __init__(self, found: Found, to_acknowledge: set[int]) -> None:
        super().__init__("There may be a record of this young person already.")
        self.found = found
        self.to_acknowledge = to_acknowledge


def add_person_and_case(
    *,
    actor: User,
    now: datetime,
    facts: PersonFacts,
    title: str,
    worker_id: int | None = None,
    reviewer_id: int | None = None,
    acknowledged: Collection[int] = (),
    save_id: str | None = None,
) -> Case:
    """Add a young person and open a case in the actor's team (S4.21-S4.27).

    `title` is the kind of concern; without `worker_id` nobody has the case yet. `acknowledged`
    are the ids of cases that were looked at and are about somebody else, with
    A_RESTRICTED_RECORD for a hinted one. The same `save_id` again gives the same case.

    Raises Refused (with `field`) for facts that cannot be kept, PossibleDuplicates for a young
    person who may be known already, NotAllowed for somebody who has no cases.
    """
    case = Case(title=title, worker_id=worker_id, reviewer_id=reviewer_id, save_id=save_id)
    with writing():
        if not actor.is_(*access.CASEWORKERS):
            raise NotAllowed("Your role does not include adding cases.")
        # Two people adding the same child at the same moment must see one another.
        lock_chain(SYSTEM)
        saved = _saved(actor, save_id)
        if saved is not None:
            return saved
        check_person(facts, today_in_london(now))
        _check_case(case, actor)
        _check_duplicates(actor, facts, acknowledged)
        case.young_person = _new_person(facts, now)
        _open(case, actor, now, not_the_same_as=sorted(acknowledged))
    return case


def open_another_case(
    *,
    actor: User,
    now: datetime,
    case_id: int,
    title: str,
    worker_id: int | None = None,
    reviewer_id: int | None = None,
    save_id: str | None = None,
) -> Case:
    """Open a case in the actor's team about the young person of a case the actor may see.

    So that somebody who is worked with again is not recorded twice. Raises Refused (with
    `field`); the same `save_id` again gives the same case.
    """
    case = Case(title=title, worker_id=worker_id, reviewer_id=reviewer_id, save_id=save_id)
    with changing(actor, case_id) as known:
        saved = _saved(actor, save_id)
        if saved is not None:
            return saved
        _check_case(case, actor)
        case.young_person = known.young_person
        _open(case, actor, now, after=known.id)
    return case


def update_person(
    *, actor: User, now: datetime, case_id: int, facts: PersonFacts, version: int
) -> list[str]:
    """Correct or complete what is known of a young person; gives the names of what changed.

    The audit trail keeps those names, never the facts. Raises Conflict where the person's
    `version` is no longer the one that was read, Refused (with `field`) as adding does.
    """
    with changing(actor, case_id) as case:
        person = case.young_person
        _check_version(person, version)
        check_person(facts, today_in_london(now))
        changed = changed_fields(facts, person)
        if changed:
            _fill_person(person, facts, now)
            person.version += 1
            repeat_in_summaries(person)
            _record_facts(case, "changed what is known of", changed, actor, now)
    return changed


def update_particulars(
    *, actor: User, now: datetime, case_id: int, facts: ParticularFacts, version: int
) -> list[str]:
    """The same for the specific information of S4.28, which fewer people may see."""
    with changing(actor, case_id) as case:
        access.check_may_see_particulars(actor, case)
        particulars = case.young_person.particulars
        _check_version(particulars, version)
        check_texts(facts)
        changed = changed_fields(facts, particulars)
        if changed:
            _fill(particulars, facts)
            particulars.version += 1
            _record_facts(case, "changed the specific information on", changed, actor, now)
    return changed


def _saved(actor: User, save_id: str | None) -> Case | None:
    """The case that the same page opened before."""
    if not save_id:
        return None
    saved = db.session.scalar(select(Case).where(Case.save_id == save_id))
    if saved is not None and saved.opened_by_id != actor.id:
        raise SavedElsewhere
    return saved


def _check_case(case: Case, actor: User) -> None:
    check_people(actor.team_id, case.worker_id, case.reviewer_id)
    problem = problem_of_line(case.title)
    if problem or is_blank(case.title):
        message = f"Kind of concern {problem}" if problem else "Enter the kind of concern"
        raise Refused(message, field="title")


def _check_duplicates(actor: User, facts: PersonFacts, acknowledged: Collection[int]) -> None:
    search = Search(facts.name, facts.date_of_birth, facts.identifier)
    found = possible_duplicates(actor, search)
    to_acknowledge = {*found.case_ids, *([A_RESTRICTED_RECORD] if found.restricted else [])}
    if to_acknowledge - set(acknowledged):
        raise PossibleDuplicates(found, to_acknowledge)


def _check_version(record: YoungPerson | Particulars, read: int) -> None:
    # The chain of one case keeps nobody from writing through another case of the same person.
    db.session.refresh(record, with_for_update=True)
    if record.version != read:
        raise Conflict("Somebody else changed these details while you were typing.")


def _new_person(facts: PersonFacts, now: datetime) -> YoungPerson:
    person = YoungPerson(particulars=Particulars())
    _fill_person(person, facts, now)
    return person


def _fill_person(person: YoungPerson, facts: PersonFacts, now: datetime) -> None:
    if facts.estimated_age is None:
        person.age_estimated_on = None
    elif facts.estimated_age != person.estimated_age:
        person.age_estimated_on = today_in_london(now)
    _fill(person, facts)
    person.name_key, person.identifier_key = fold(facts.name), fold(facts.identifier)
    db.session.add(person)
    db.session.flush()
    db.session.execute(delete(NameWord).where(NameWord.young_person_id == person.id))
    found_by = sorted(find_words(person))
    db.session.add_all(NameWord(word=word, young_person_id=person.id) for word in found_by)


def _fill(record: YoungPerson | Particulars, facts: PersonFacts | ParticularFacts) -> None:
    for name, value in asdict(facts).items():
        setattr(record, name, value)


def _open(case: Case, actor: User, now: datetime, **ids: object) -> None:
    case.team_id, case.opened_at, case.opened_by_id = actor.team_id, now, actor.id
    db.session.add(case)
    db.session.flush()
    repeat_in_summaries(case.young_person)
    told = {name: value for name, value in ids.items() if value}
    record_change(case.id, "opened", f"case:{case.id}", actor, now, **told)
    add_allocation(case, actor, now, "Case opened")


def _record_facts(
    case: Case, action: str, changed: list[str], actor: User, now: datetime
) -> None:
    subject = f"young_person:{case.young_person_id}"
    record_change(case.id, action, subject, actor, now, fields=changed)
