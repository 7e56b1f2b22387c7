"""Drafts when another version of their toolkit comes into use: grace, upgrade, and back again."""

import copy
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from app.assessments import bodies, history, operations, queries, uses
from app.assessments.background import held_in
from app.assessments.grace import grace_of
from app.assessments.models import Revision, RevisionKind
from app.assessments.upgrading import upgraded
from app.database import db
from app.definitions.operations import import_document, publish, retire
from app.definitions.queries import by_id, definition_of, pairing
from app.definitions.uses import Use
from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.errors import Conflict, Refused
from tests.assessments.conftest import COMPLETE, SMALL, answers_of, number_of

both = pytest.mark.both_databases


def second():
    """The story is gone, older associates are asked in other words, school is asked anew."""
    document = copy.deepcopy(SMALL)
    properties = document["schema"]["properties"]
    del properties["story"]
    properties["older"]["title"] = "Older people she goes with"
    properties["school"] = {"type": "string", "title": "School", "maxLength": 200}
    document["uischema"]["elements"][1]["elements"].pop()
    document["uischema"]["elements"][0]["elements"].append(
        {"type": "Control", "scope": "#/properties/school"})
    return {**document, "based_on": 1, "lineage": [
        {"relation": "removed", "from": ["story"]}, {"relation": "added", "to": ["school"]},
        {"relation": "reworded", "from": ["older"], "to": ["older"]}]}


def third():
    document = second()
    document["title"] = "Small toolkit once more"
    return {**document, "based_on": 2, "lineage": []}


@pytest.fixture
def next_version(app, worker):
    """next_version(days=14, at=…) → version 2, in use from then"""
    def make(days=14, at=None, document=None):
        at = at or worker.now + timedelta(days=1)
        version = import_document(
            text=json.dumps(document or second()), actor=None, now=worker.now)
        publish(version=version, actor=None, now=worker.now, note="The story is gone",
                effective_at=at, grace_days=days, vouched="In a test")
        return version

    return make


def move(worker, draft, to=2, save_id="move", **given):
    return operations.upgrade(**{
        "actor": worker.user, "now": worker.now, "assessment_id": draft.id, "to_number": to,
        "seen_number": number_of(draft), "save_id": save_id, **given})


def move_back(worker, draft, save_id="back", **given):
    return operations.undo_upgrade(**{
        "actor": worker.user, "now": worker.now, "assessment_id": draft.id,
        "seen_number": number_of(draft), "save_id": save_id, **given})


def later(worker, **span):
    worker.now += timedelta(**span)


# Until when a draft may be finished


@both
def test_a_draft_stays_on_its_version_and_says_until_when(worker, draft, next_version):
    start = datetime(2026, 3, 31, 23, tzinfo=UTC)
    next_version(at=start)
    assert grace_of(draft, start - timedelta(seconds=1)) is None
    found = grace_of(draft, start)
    assert draft.version.number == 1 and not found.over
    assert found.words == ("Version 2 is in use since 1 April 2026. You may finish this one with "
                           "version 1 until 15 April 2026.")
    last = datetime(2026, 4, 15, 22, 59, 59, tzinfo=UTC)
    assert not grace_of(draft, last).over and grace_of(draft, last + timedelta(seconds=1)).over


@pytest.mark.parametrize(("start", "days", "last"), [
    (datetime(2026, 3, 20, 0, tzinfo=UTC), 14, datetime(2026, 4, 3, 22, 59, tzinfo=UTC)),
    (datetime(2026, 10, 20, 23, tzinfo=UTC), 14, datetime(2026, 11, 4, 23, 59, tzinfo=UTC)),
])
def test_days_are_counted_in_london_over_a_clock_change(worker, draft, next_version, start, days,
                                                        last):
    next_version(days=days, at=start)
    assert not grace_of(draft, last).over
    assert grace_of(draft, last + timedelta(minutes=1)).over


@both
def test_a_draft_is_submitted_within_the_grace_and_refused_after_it(
    worker, draft, next_version
):
    worker.save(draft, COMPLETE)
    next_version(days=1)
    later(worker, days=3)
    with pytest.raises(operations.GraceOver) as refused:
        worker.submit(draft)
    assert "Move it to version 2 first; what you have entered is kept" in refused.value.message
    worker.save(draft, {"story": "Still typing"}, explicit=False)
    later(worker, days=-1)
    assert worker.submit(draft).version_id == draft.version_id


def test_without_grace_there_is_none(worker, draft, next_version):
    next_version(days=0)
    later(worker, days=1)
    found = grace_of(draft, worker.now)
    assert found.over and found.until is None and "any more. Move it" in found.words


@both
def test_the_version_that_came_next_says_how_long(worker, draft, next_version):
    next_version(days=2)
    next_version(days=300, at=worker.now + timedelta(days=2), document=third())
    found = grace_of(draft, worker.now + timedelta(days=4))
    assert (found.live.number, found.over, found.until) == (3, True, date(2026, 3, 6))


def test_where_nothing_is_in_use_any_more_a_draft_goes_on(worker, draft, next_version):
    worker.save(draft, COMPLETE)
    version = next_version(days=0)
    later(worker, days=5)
    retire(version=version, actor=None, now=worker.now, note="Withdrawn")
    assert grace_of(draft, worker.now) is None
    worker.submit(draft)


# Moving


@pytest.fixture
def filled(worker, draft):
    """A draft that says something everywhere."""
    worker.save(
        draft, {"older": "present", "story": "A grey van", "people/a/who": "Jo",
                "people/a/role": "adult"},
        marks={"older": Mark(rationale="Seen together", source="School"),
               "@indicators": Mark(absence=Absence.SKIPPED, reason="Another form")},
        rows={"people": ("a",)}, unparsed={"born": {"day": "31", "month": "2"}})
    return draft


@both
@pytest.mark.requirement("S0.14")
def test_every_answer_goes_along_or_is_listed(worker, filled, next_version):
    version = next_version()
    before = answers_of(filled)
    found = upgraded(before, pairing(filled.version, version))
    assert [(one.entry.label, one.entry.words, one.reason) for one in found.left] == [
        ("What happened", "A grey van", "It is no longer asked.")]
    (reworded,) = found.reworded
    assert (reworded.before.label, reworded.after.label) == (
        "Older associates", "Older people she goes with")
    assert reworded.after.evidence == (
        ("Rationale for what you have scored", "Seen together"), ("Source", "School"))
    assert [one.label for one in found.asked_anew] == ["School"]
    later(worker, days=2)
    revision = move(worker, filled)
    after = answers_of(filled)
    assert revision.kind is RevisionKind.UPGRADE and revision.whole
    assert revision.reason == "From version 1 to version 2"
    assert filled.version.number == 2 and filled.begun_with.number == 1
    assert {**after.values, "story": "A grey van"} == before.values
    assert (after.rows, after.marks, after.unparsed) == (
        before.rows, before.marks, before.unparsed)


@both
def test_each_revision_is_read_with_its_own_version(worker, filled, next_version):
    next_version()
    later(worker, days=2)
    move(worker, filled)
    worker.save(filled, {"school": "Hill School"}, explicit=False)
    assert answers_of(filled, 2).values["story"] == "A grey van"
    assert "story" not in answers_of(filled).values
    assert queries.computed(filled, 2).definition.based_on is None
    assert queries.computed(filled).definition.based_on == 1
    numbers = [one.version.number for one in queries.revisions_of(filled)]
    assert numbers == [2, 2, 1, 1]
    for revision in db.session.query(Revision):
        assert history.verifies(revision, definition_of(by_id(revision.version_id)))


@both
def test_moved_back_the_answers_are_the_same_byte_for_byte(worker, filled, next_version):
    before = bodies.whole(definition_of(filled.version), answers_of(filled))
    next_version()
    later(worker, days=2)
    move(worker, filled)
    worker.save(filled, {"school": "Hill School", "older": "not_present"})
    back = move_back(worker, filled)
    assert back.kind is RevisionKind.UPGRADE_UNDONE and back.body == before
    assert filled.version.number == 1
    assert queries.standing_upgrade(filled) is None
    assert answers_of(filled, 4).values["school"] == "Hill School"
    with pytest.raises(Refused):
        move_back(worker, filled, save_id="again")


@both
def test_what_a_timer_saved_is_given_back_too(worker, filled, next_version):
    worker.save(filled, {"story": "A grey van, and a red one"}, explicit=False)
    before = answers_of(filled)
    next_version()
    later(worker, days=2)
    move(worker, filled)
    back = move_back(worker, filled)
    assert answers_of(filled) == before
    assert back.body == bodies.whole(definition_of(filled.version), before)


def test_there_and_back_and_there_again(worker, filled, next_version):
    next_version()
    later(worker, days=2)
    for turn in range(2):
        move(worker, filled, save_id=f"move-{turn}")
        move_back(worker, filled, save_id=f"back-{turn}")
    move(worker, filled, save_id="last")
    assert queries.standing_upgrade(filled).number == number_of(filled)
    assert uses.count([filled.begun_version_id, filled.version_id]) == {
        filled.begun_version_id: Use(0, 0), filled.version_id: Use(1, 0)}


@both
def test_moved_twice_it_is_moved_back_step_by_step(worker, filled, next_version):
    next_version()
    later(worker, days=2)
    move(worker, filled)
    next_version(document=third(), at=worker.now + timedelta(days=1))
    later(worker, days=2)
    move(worker, filled, to=3, save_id="third")
    seen = [filled.version.number]
    for step in range(2):
        move_back(worker, filled, save_id=f"back-{step}")
        seen.append(filled.version.number)
    assert seen == [3, 2, 1]


@both
def test_moving_is_one_save_however_often_it_is_sent(worker, filled, next_version):
    next_version()
    later(worker, days=2)
    number = number_of(filled)
    first = move(worker, filled)
    assert move(worker, filled, seen_number=number).id == first.id


@both
def test_moving_is_refused_where_something_happened_since(
    worker, colleague, filled, next_version
):
    next_version()
    later(worker, days=2)
    seen = number_of(filled)
    worker.save(filled, {"older": "not_known"})
    with pytest.raises(Conflict):
        move(worker, filled, seen_number=seen)
    with pytest.raises(Conflict, match="Version 2 has come into use"):
        move(worker, filled, to=7)
    colleague.save(filled, {"older": "not_present"}, base=seen)
    with pytest.raises(Refused, match="Choose between the answers"):
        move(worker, filled)


def test_a_draft_on_the_version_in_use_is_not_moved(worker, filled):
    with pytest.raises(Refused):
        move(worker, filled, to=1)


@both
def test_submitted_on_the_newer_version_it_counts_there(worker, filled, next_version):
    version = next_version()
    worker.save(filled, {**COMPLETE, "older": "not_present"}, unparsed={"born": None})
    later(worker, days=2)
    move(worker, filled)
    submission = worker.submit(filled)
    assert submission.version_id == version.id == filled.version_id
    assert uses.count([version.id])[version.id] == Use(0, 1)
    with pytest.raises(operations.AlreadySubmitted):
        move_back(worker, filled)


@both
def test_an_answer_that_called_for_action_goes_on_calling(worker, draft, next_version):
    worker.save(draft, {"harm": "yes"})
    next_version()
    later(worker, days=2)
    move(worker, draft)
    (call,) = queries.action_calls(draft)
    worker.save(draft, {"harm": "not_known"})
    found = queries.computed(draft)
    kinds = [one.kind for one in operations.findings_of(found, worker.user)]
    assert "taken-back" in kinds
    operations.withdraw_action_call(
        actor=worker.user, now=worker.now, assessment_id=draft.id, call_id=call.id,
        reason="A slip of the hand")


def test_harm_is_recorded_under_the_version_it_was_submitted_on(worker, draft, next_version):
    worker.save(draft, {**COMPLETE, "harm": "yes", "level": "actual"})
    version = next_version()
    later(worker, days=2)
    move(worker, draft)
    worker.submit(draft)
    assert held_in(draft) == {"harm"}
    (record,) = db.session.execute(
        db.select(Revision.version_id).where(Revision.kind == RevisionKind.SUBMISSION)).all()
    assert record.version_id == version.id


# What cannot go along


def test_what_is_said_beside_an_answer_and_has_no_box_is_listed(publish_toolkit, small):
    document = second()
    waymark = document["uischema"]["elements"][1]["elements"][1]["options"]["waymark"]
    del waymark["evidence"]
    document["uischema"]["elements"][1]["options"]["waymark"].pop("skippable")
    version = import_document(
        text=json.dumps(document), actor=None, now=small.imported_at)
    said = Answers({"older": "present"}, marks={
        "older": Mark(rationale="Seen together"),
        "@indicators": Mark(absence=Absence.SKIPPED, reason="Another form")})
    found = upgraded(said, pairing(small, version))
    assert [one.entry.evidence for one in found.left] == [
        (("Rationale for what you have scored", "Seen together"),)]
    assert [(one.title, one.reason) for one in found.skips_left] == [
        ("Indicators", "Another form")]
    assert "@indicators" not in found.answers.marks


def test_a_choice_and_a_cell_that_are_gone_are_listed(publish_toolkit, small):
    document = second()
    properties = document["schema"]["properties"]
    properties["older"]["oneOf"] = properties["older"]["oneOf"][1:]
    waymark = document["uischema"]["elements"][1]["elements"][1]["options"]["waymark"]
    del waymark["meanings"]["present"]
    waymark["evidence"].pop("required_when")
    del properties["people"]["items"]["properties"]["role"]
    document["measures"] = document["measures"][:1]
    document["levels"] = [document["levels"][0], document["levels"][2]]
    properties["level"]["oneOf"] = [properties["level"]["oneOf"][0],
                                    properties["level"]["oneOf"][2]]
    document["lineage"][2] = {
        "relation": "reworded", "from": ["older"], "to": ["older"],
        "options": [{"relation": "removed", "from": ["present"]}]}
    version = import_document(text=json.dumps(document), actor=None, now=small.imported_at)
    said = Answers(
        {"older": "present", "people/a/who": "Jo", "people/a/role": "adult"},
        {"people": ("a",)}, {"older": Mark(rationale="Seen together")},
        {"people/a/role": {"": "uncle"}})
    found = upgraded(said, pairing(small, version))
    assert [one.entry.key for one in found.left] == ["people", "older"]
    assert found.answers.values == {"people/a/who": "Jo"}
    assert found.answers.marks == {} and found.answers.unparsed == {}
