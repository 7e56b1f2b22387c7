"""Adding a young person with a case, finding out that they are known, correcting what is known."""

from datetime import date
from threading import Barrier, Thread

import pytest
from msgspec.structs import asdict
from sqlalchemy import select

from app.accounts.models import User
from app.audit.models import AuditEvent
from app.cases import events, operations, queries
from app.cases.age import Age, age_of
from app.cases.facts import ParticularFacts, PersonFacts
from app.cases.models import Allocation, CaseSummary, NameWord
from app.cases.operations import A_RESTRICTED_RECORD, PossibleDuplicates
from app.database import db
from app.errors import Conflict, NotAllowed, Refused

ROBIN = PersonFacts(name="Robin Vale", date_of_birth=date(2011, 5, 17))


def add(actor, now, facts=ROBIN, **more):
    return operations.add_person_and_case(
        actor=actor, now=now, facts=facts, title="Exploitation", **more
    )


@pytest.mark.both_databases
@pytest.mark.requirement("S4.21", "S4.22", "S4.23", "S4.24", "S4.25", "S4.26", "S4.27")
def test_a_young_person_and_a_case_are_added_together(app, amara, sam, now, actions):
    facts = PersonFacts(
        name="Robin Vale",
        known_as="Rob",
        aliases="R. Marsh",
        date_of_birth=date(2011, 5, 17),
        gender="Described in another way",
        ethnicity="Declined to say",
        local_authority="Eastshire",
        school="Harbour School",
        looked_after="yes",
        district="Eastside",
        identifier="LCS-1001",
    )
    case = add(amara, now, facts, worker_id=amara.id, reviewer_id=sam.id)
    person = case.young_person
    assert {name: getattr(person, name) for name in asdict(facts)} == asdict(facts)
    assert (case.team_id, case.worker_id, case.opened_at) == (amara.team_id, amara.id, now)
    assert (case.restricted, case.legal_hold, case.closed_at) == (False, False, None)
    words = set(db.session.scalars(select(NameWord.word)))
    assert words == {"robin", "vale", "rob", "r", "marsh"}
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.name_key, summary.worker_id, summary.review_due) == (
        "robin vale",
        amara.id,
        None,
    )
    assert db.session.scalars(select(Allocation.reason)).all() == ["Case opened"]
    assert actions(f"case:{case.id}") == [
        f"Amara Khan opened case {case.id}",
        f"Amara Khan allocated case {case.id}",
    ]


@pytest.mark.both_databases
def test_the_audit_trail_holds_no_personal_value(app, case, amara, now):
    facts = PersonFacts(name="Robin Vale-Marsh", date_of_birth=date(2011, 5, 17), school="Moor")
    operations.update_person(actor=amara, now=now, case_id=case.id, facts=facts, version=1)
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()[-1]
    assert event.details == {"fields": ["name", "school", "district", "identifier"]}
    for event in db.session.scalars(select(AuditEvent)):
        assert "Marsh" not in event.sentence + str(event.details)


@pytest.mark.requirement("S4.22")
def test_age_is_worked_out_on_the_day(case):
    assert str(case.young_person.age_on(date(2026, 5, 16))) == "14"
    assert str(case.young_person.age_on(date(2026, 5, 17))) == "15"


@pytest.mark.requirement("S4.22")
def test_an_estimated_age_grows_older():
    assert age_of(None, 14, date(2026, 3, 3), date(2026, 9, 3)) == Age(14, estimated=True)
    assert str(age_of(None, 14, date(2026, 3, 3), date(2027, 3, 3))) == "about 15"
    assert age_of(None, None, None, date(2026, 3, 3)) is None


@pytest.mark.requirement("S4.22")
@pytest.mark.parametrize(
    "facts, field",
    [
        ({"date_of_birth": None}, "date_of_birth"),
        ({"estimated_age": 12}, "estimated_age"),
        ({"date_of_birth": None, "estimated_age": 99}, "estimated_age"),
        ({"date_of_birth": date(2026, 3, 4)}, "date_of_birth"),
        ({"date_of_birth": date(1911, 5, 17)}, "date_of_birth"),
        ({"name": " "}, "name"),
        ({"name": "\u200b\u202e"}, "name"),
        ({"name": "Robin\0Vale"}, "name"),
        ({"name": "Robin\nVale"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"aliases": "x" * 2_001}, "aliases"),
        ({"looked_after": "perhaps"}, "looked_after"),
    ],
)
def test_what_cannot_be_right_is_refused_beside_its_field(app, amara, now, facts, field):
    with pytest.raises(Refused) as refused:
        add(amara, now, PersonFacts(**{**asdict(ROBIN), **facts}))
    assert refused.value.details["field"] == field


@pytest.mark.requirement("S4.22")
def test_an_age_is_enough_where_nobody_knows_the_date_of_birth(app, amara, now):
    case = add(amara, now, PersonFacts(name="Robin Vale", estimated_age=14))
    assert case.young_person.age_on(now.date()) == Age(14, estimated=True)


@pytest.mark.both_databases
@pytest.mark.parametrize("name", ["سارة خان", "Zoë O’Brien-Łukasz", "👩🏽‍🚀 Ace", "\u202eelaV niboR"])
def test_any_script_is_stored_unchanged(app, amara, now, name):
    case = add(amara, now, PersonFacts(name=name, estimated_age=14))
    db.session.expire_all()
    assert case.young_person.name == name


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "facts",
    [
        {"name": "ROBIN VALE", "date_of_birth": date(2010, 1, 1)},
        {"name": "Vale, Robin", "date_of_birth": date(2010, 1, 1)},
        {"name": "Somebody Else", "date_of_birth": date(2011, 5, 17)},
        {"name": "Somebody Else", "estimated_age": 3, "identifier": "lcs-1001"},
    ],
)
def test_somebody_who_may_be_known_has_to_be_acknowledged(app, case, amara, now, facts):
    with pytest.raises(PossibleDuplicates) as asked:
        add(amara, now, PersonFacts(**facts))
    assert asked.value.found.case_ids == [case.id]
    other = add(amara, now, PersonFacts(**facts), acknowledged=asked.value.to_acknowledge)
    assert other.id != case.id


@pytest.mark.both_databases
def test_a_record_one_may_not_open_has_to_be_acknowledged_unnamed(app, case, stranger, now):
    with pytest.raises(PossibleDuplicates) as asked:
        add(stranger, now)
    assert asked.value.found.rows == [] and asked.value.found.restricted
    assert add(stranger, now, acknowledged=[A_RESTRICTED_RECORD])


@pytest.mark.both_databases
def test_the_same_page_sent_twice_opens_one_case(app, amara, colleague, now):
    first = add(amara, now, save_id="page")
    assert add(amara, now, save_id="page") == first
    with pytest.raises(Conflict):
        add(colleague, now, save_id="page")


@pytest.mark.both_databases
def test_two_people_adding_the_same_child_at_once_see_one_another(app, amara, colleague, now):
    ready, outcomes = Barrier(2), []

    def add_at_once(user_id):
        with app.app_context():
            actor = db.session.get(User, user_id)
            ready.wait()
            try:
                outcomes.append(add(actor, now).id)
            except PossibleDuplicates as asked:
                outcomes.append(asked.found.case_ids)
            db.session.remove()

    threads = [Thread(target=add_at_once, args=(user.id,)) for user in (amara, colleague)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    (case_id,) = db.session.scalars(select(CaseSummary.case_id))
    assert sorted(outcomes, key=str) == [case_id, [case_id]]


@pytest.mark.both_databases
def test_somebody_known_gets_another_case_and_not_another_record(app, case, sam, amara, now):
    again = {"actor": sam, "now": now, "case_id": case.id, "title": "Missing", "save_id": "page"}
    other = operations.open_another_case(**again)
    assert operations.open_another_case(**again) == other
    assert other.young_person == case.young_person and other.worker_id is None
    assert queries.other_cases(amara, case) == [other]
    facts = PersonFacts(name="Robin Marsh", date_of_birth=date(2011, 5, 17))
    operations.update_person(actor=amara, now=now, case_id=case.id, facts=facts, version=1)
    keys = db.session.scalars(select(CaseSummary.name_key)).all()
    assert keys == ["robin marsh"] * 2


def test_an_administrator_adds_no_case(app, administrator, now):
    with pytest.raises(NotAllowed):
        add(administrator, now)


@pytest.mark.both_databases
def test_what_somebody_else_saved_is_not_overwritten(app, case, amara, sam, now):
    facts = PersonFacts(name="Robin Vale", date_of_birth=date(2011, 5, 17), school="Moor")
    operations.update_person(actor=sam, now=now, case_id=case.id, facts=facts, version=1)
    with pytest.raises(Conflict):
        operations.update_person(actor=amara, now=now, case_id=case.id, facts=ROBIN, version=1)
    assert case.young_person.school == "Moor"


@pytest.mark.both_databases
def test_a_new_name_reaches_lists_and_searches(app, case, amara, now):
    facts = PersonFacts(name="Robin Marsh", date_of_birth=date(2011, 5, 17), district="Westside")
    operations.update_person(actor=amara, now=now, case_id=case.id, facts=facts, version=1)
    summary = db.session.get(CaseSummary, case.id)
    assert (summary.name_key, summary.district) == ("robin marsh", "Westside")
    assert set(db.session.scalars(select(NameWord.word))) == {"robin", "marsh"}


@pytest.mark.both_databases
@pytest.mark.requirement("S4.28")
def test_specific_information_is_for_those_who_work_with_the_young_person(
    app, case, amara, sam, colleague, now
):
    facts = ParticularFacts(languages="Welsh at home", disabilities="Hearing aid")
    operations.update_particulars(
        actor=amara, now=now, case_id=case.id, facts=facts, version=1
    )
    assert case.young_person.particulars.languages == "Welsh at home"
    operations.update_particulars(actor=sam, now=now, case_id=case.id, facts=facts, version=2)
    with pytest.raises(NotAllowed):
        operations.update_particulars(
            actor=colleague, now=now, case_id=case.id, facts=facts, version=2
        )


@pytest.mark.both_databases
def test_a_listener_runs_in_the_same_transaction(app, amara, now):
    def refuse(allocation, actor, now):
        raise Refused("Not today")

    events.case_allocated.connect(refuse)
    try:
        with pytest.raises(Refused):
            add(amara, now)
    finally:
        events.case_allocated.disconnect(refuse)
    assert db.session.scalars(select(CaseSummary)).all() == []
