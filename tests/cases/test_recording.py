"""Notes and immediate danger: added, corrected, withdrawn, never changed."""

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from app.cases import events, operations, queries
from app.cases.models import ImmediateDanger, Note
from app.cases.operations import DangerFacts
from app.database import db, writing
from app.errors import Conflict, NotFound, Refused

pytestmark = pytest.mark.both_databases

TODAY = date(2026, 3, 3)


def note(actor, case, now, text="Seen at school", **more):
    return operations.add_note(
        actor=actor, now=now, case_id=case.id, text=text, happened_on=TODAY, **more
    )


def danger(actor, case, now, **facts):
    return operations.record_immediate_danger(
        actor=actor, now=now, case_id=case.id, facts=DangerFacts(**{"what": "Missing", **facts})
    )


def test_a_note_is_kept_as_it_was_typed(app, case, amara, now, actions):
    text = "  Line one\r\n\tسارة said “no” \u202e👩🏽‍🚀\n\n"
    kept = note(amara, case, now, text)
    db.session.expire_all()
    assert kept.text == text
    assert actions(f"case:{case.id}")[-1] == f"Amara Khan added note {kept.id}"


def test_a_long_note_is_kept_and_a_longer_one_refused(app, case, amara, now):
    assert note(amara, case, now, "é" * 50_000)
    with pytest.raises(Refused, match="50,000 characters or fewer; it has 1,000,000"):
        note(amara, case, now, "x" * 1_000_000)


@pytest.mark.parametrize("text", ["", " \n", "a\0b", "a\x1bb", "a\ud800b"])
def test_a_note_that_cannot_be_kept_is_refused(app, case, amara, now, text):
    with pytest.raises(Refused) as refused:
        note(amara, case, now, text)
    assert refused.value.details["field"] == "text"


def test_a_note_cannot_be_of_tomorrow(app, case, amara, now):
    with pytest.raises(Refused):
        operations.add_note(
            actor=amara,
            now=now,
            case_id=case.id,
            text="Seen",
            happened_on=TODAY + timedelta(days=1),
        )


def test_a_correction_stands_in_place_of_the_note_it_names(app, case, amara, sam, now):
    first = note(amara, case, now, "Seen Monday", about_toolkit="cse", about_question="older_peers")
    second = operations.correct_note(
        actor=sam, now=now, case_id=case.id, note_id=first.id, text="Tuesday", happened_on=TODAY
    )
    assert queries.notes_of(case).notes == [second]
    assert list(second.corrected()) == [first]
    assert (second.about_toolkit, second.about_question) == ("cse", "older_peers")
    with pytest.raises(Conflict):
        operations.correct_note(
            actor=amara, now=now, case_id=case.id, note_id=first.id, text="No", happened_on=TODAY
        )
    third = operations.correct_note(
        actor=amara, now=now, case_id=case.id, note_id=second.id, text="Sunday", happened_on=TODAY
    )
    assert list(third.corrected()) == [second, first]


def test_notes_are_found_by_question_and_since(app, case, amara, now):
    old = note(amara, case, now, about_toolkit="cse", about_question="older_peers")
    later = now + timedelta(days=1)
    new = note(amara, case, later)
    assert queries.notes_of(case).notes == [new, old]
    assert queries.notes_of(case, toolkit="cse", question="older_peers").notes == [old]
    assert queries.notes_of(case, since=now).notes == [new]
    assert queries.count_notes(case, since=now) == 1
    assert queries.notes_of(case, limit=1).next_before == new.id
    assert queries.notes_of(case, limit=1, before=new.id).notes == [old]


def test_the_same_page_sent_twice_is_one_note(app, case, amara, sam, now):
    assert note(amara, case, now, save_id="page") == note(amara, case, now, save_id="page")
    with pytest.raises(Conflict):
        note(sam, case, now, save_id="page")
    assert db.session.scalar(select(func.count(Note.id))) == 1


@pytest.mark.requirement("S1.17")
def test_danger_needs_no_more_than_what_is_happening(app, case, amara, now, actions):
    recorded = danger(amara, case, now)
    assert queries.standing_danger(case) == [recorded]
    assert actions(f"case:{case.id}")[-1] == f"Amara Khan recorded immediate danger {recorded.id}"
    with pytest.raises(Refused):
        danger(amara, case, now, what=" ")


@pytest.mark.requirement("S1.17")
def test_the_call_time_and_reference_are_added_later(app, case, amara, sam, now):
    recorded = danger(amara, case, now)
    told = DangerFacts(police_told="14:12", police_reference="EX-204")
    operations.add_to_immediate_danger(
        actor=sam, now=now, case_id=case.id, danger_id=recorded.id, facts=told
    )
    (addition,) = recorded.additions
    assert (addition.police_told, addition.police_reference, addition.author) == (
        "14:12",
        "EX-204",
        sam,
    )
    assert queries.standing_danger(case) == [recorded]
    with pytest.raises(Refused):
        operations.add_to_immediate_danger(
            actor=sam, now=now, case_id=case.id, danger_id=recorded.id, facts=DangerFacts()
        )
    with pytest.raises(NotFound):
        queries.get_danger(case, addition.id)


def test_withdrawing_needs_a_reason_and_keeps_the_record(app, case, amara, sam, now):
    recorded = danger(amara, case, now)
    facts = {"actor": sam, "now": now, "case_id": case.id, "danger_id": recorded.id}
    for nothing in ("", ".", "–"):
        with pytest.raises(Refused, match="Say why it is withdrawn"):
            operations.withdraw_immediate_danger(**facts, reason=nothing)
    operations.withdraw_immediate_danger(**facts, reason="Home; seen by Jo at 15:00")
    assert queries.standing_danger(case) == []
    assert queries.danger_records(case) == [recorded]
    assert recorded.withdrawal.reason == "Home; seen by Jo at 15:00"
    with pytest.raises(Conflict):
        operations.withdraw_immediate_danger(**facts, reason="Again")


def test_higher_rooms_hear_of_danger_in_the_same_transaction(app, case, amara, now):
    heard = []

    def listen(record, actor, now):
        heard.append((record, actor, now, db.session.info["writing"]))

    events.danger_recorded.connect(listen)
    recorded = danger(amara, case, now)
    assert heard == [(recorded, amara, now, True)]


@pytest.mark.parametrize(
    "change",
    [
        update(Note).values(text="Something else"),
        delete(Note),
        update(ImmediateDanger).values(what="Nothing"),
        delete(ImmediateDanger),
    ],
)
def test_the_database_refuses_changes(app, case, amara, now, change):
    note(amara, case, now)
    danger(amara, case, now)
    with pytest.raises(DBAPIError), writing():
        db.session.execute(change)
