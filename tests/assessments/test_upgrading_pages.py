"""A draft on another version: pages of it that were open before, and what its own pages say."""

from html import unescape

import pytest

from app.assessments import operations, queries
from app.assessments.models import KeptPost
from app.assessments.operations import Opened
from app.database import db
from app.engine.answers import Mark
from tests.assessments.conftest import COMPLETE, answers_of, edit, number_of
from tests.assessments.test_upgrading import filled, move, next_version, later

__all__ = ["filled", "next_version"]

both = pytest.mark.both_databases


# Pages that were open before


@both
def test_a_page_from_before_is_not_saved_into_another_version(
    worker, colleague, filled, next_version
):
    next_version()
    opened = number_of(filled)
    later(worker, days=2)
    move(worker, filled)
    with pytest.raises(operations.MovedOn):
        colleague.save(filled, {"older": "not_known"}, base=opened)
    assert answers_of(filled).values["older"] == "present"


@both
def test_what_was_kept_of_it_is_put_back_as_far_as_it_has_a_place(
    worker, colleague, filled, next_version
):
    next_version()
    opened = number_of(filled)
    later(worker, days=2)
    move(worker, filled)
    operations.keep_post(
        user=colleague.user, now=worker.now, assessment_id=filled.id, section="indicators",
        form=[("page", "x")], version_id=filled.begun_version_id)
    (kept,) = queries.kept_posts(colleague.user, filled)
    saved = operations.put_back_kept_post(
        actor=colleague.user, now=worker.now, assessment_id=filled.id, kept_post_id=kept.id,
        opened=Opened(opened, "p"), edit=edit({"older": "not_known", "story": "Two vans"}))
    assert not saved.conflicts
    assert saved.state.answers.values["older"] == "not_known"
    assert "story" not in saved.state.answers.values
    assert not queries.kept_posts(colleague.user, filled)


@both
def test_where_both_answered_since_both_are_kept(worker, colleague, filled, next_version):
    next_version()
    opened = number_of(filled)
    later(worker, days=2)
    move(worker, filled)
    worker.save(filled, {"older": "not_present"})
    saved = operations.save(
        actor=colleague.user, now=worker.now, assessment_id=filled.id, save_id="late",
        opened=Opened(opened, "p"), edit=edit({"older": "not_known"}), explicit=False, across=True)
    assert len(saved.conflicts) == 1
    assert answers_of(filled).values["older"] == "not_present"


def test_a_kept_page_of_one_version_does_not_swallow_that_of_another(
    worker, filled, next_version
):
    next_version()
    later(worker, days=2)
    move(worker, filled)
    for number, version in enumerate((filled.begun_version_id, filled.version_id)):
        operations.keep_post(
            user=worker.user, now=worker.now, assessment_id=filled.id, section="indicators",
            form=[("typed", str(number))], version_id=version)
    newest, oldest = queries.kept_posts(worker.user, filled)
    operations.discard_kept_post(
        actor=worker.user, now=worker.now, assessment_id=filled.id, kept_post_id=newest.id)
    assert queries.kept_posts(worker.user, filled) == [oldest]


# In the browser


def test_the_task_list_offers_it_and_the_page_lists_every_answer(
    worker, filled, next_version, signed_in, clock, check_html
):
    next_version()
    clock.advance(days=2)
    browser = signed_in(worker.user)
    tasks = browser.get(f"/assessments/{filled.id}").text
    assert "You may finish this one with version 1 until 18 March 2026" in tasks
    page = browser.get(f"/assessments/{filled.id}/upgrade")
    check_html(page.text)
    for words in ("A grey van", "It is no longer asked.", "Older associates",
                  "Older people she goes with", "School", "What changed: The story is gone"):
        assert words in page.text
    sent = browser.post(f"/assessments/{filled.id}/upgrade", data={
        "to_number": "2", "seen_number": number_of(filled), "save_id": "by-hand"})
    assert sent.status_code == 302
    guidance = browser.get(f"/assessments/{filled.id}")
    assert guidance.location.endswith("/guidance")
    operations.acknowledge_guidance(
        actor=worker.user, now=clock.now, version_id=filled.version_id)
    tasks = browser.get(f"/assessments/{filled.id}").text
    assert "Move it back" in tasks and "version 2" in tasks
    revision = browser.get(f"/assessments/{filled.id}/revisions/{number_of(filled)}")
    assert "A grey van" in revision.text
    check_html(revision.text)
    back = browser.get(f"/assessments/{filled.id}/upgrade/undo")
    check_html(back.text)
    assert "Nothing was entered since" in back.text
    browser.post(f"/assessments/{filled.id}/upgrade/undo", data={
        "seen_number": number_of(filled), "save_id": "back-by-hand"})
    assert answers_of(filled).values["story"] == "A grey van"
    for path in ("", "/revisions", "/revisions/3", ".json", ".csv", "?revision=3"):
        assert browser.get(f"/assessments/{filled.id}{path}").status_code == 200


def test_after_the_grace_the_check_page_says_the_way_out(
    worker, filled, next_version, signed_in, clock
):
    worker.save(filled, {**COMPLETE, "older": "not_present"}, unparsed={"born": None},
                marks={"@indicators": Mark()})
    next_version(days=1)
    clock.advance(days=9)
    browser = signed_in(worker.user)
    check = browser.get(f"/assessments/{filled.id}/check").text
    assert "cannot be submitted any more since 5 March 2026" in check
    assert "Record immediate danger" in check
    sent = browser.post(f"/assessments/{filled.id}/submit", data={
        "seen_number": number_of(filled), "save_id": "late"})
    assert sent.status_code == 302 and not queries.is_submitted(filled)


def test_a_page_posted_from_before_is_kept_shown_and_put_back(
    worker, colleague, filled, next_version, signed_in, clock, check_html
):
    browser = signed_in(worker.user)
    address = f"/assessments/{filled.id}/sections/indicators"
    page = browser.get(address).text
    token = unescape(page.split('name="page" value="')[1].split('"')[0])
    next_version()
    clock.advance(days=2)
    browser = signed_in(worker.user)
    colleague.now = clock.now
    move(colleague, filled)
    operations.acknowledge_guidance(
        actor=worker.user, now=clock.now, version_id=filled.version_id)
    typed = {"page": token, "save_id": "typed", "a:story": "Two vans", "a:older": "not_known",
             "intent": "save-return"}
    names = {name: name for name in ("story", "older")}
    for key in names:
        field = page.split(f'id="q-{key}')[1].split('name="')[1].split('"')[0]
        typed[field] = typed.pop(f"a:{key}")
    auto = browser.post(address, data={**typed, "intent": "autosave"},
                        headers={"Accept": "application/json"})
    assert auto.status_code == 403 and "What you typed on this page is kept" in auto.json["message"]
    sent = browser.post(address, data=typed)
    assert sent.status_code == 302 and "/kept/" in sent.location
    kept = browser.get(sent.location)
    check_html(kept.text)
    assert "Two vans" in kept.text and "No place for it" in kept.text
    assert db.session.query(KeptPost).count() == 1
    tasks = browser.get(f"/assessments/{filled.id}").text
    assert "on a page of version 1 is kept" in tasks
    browser.post(sent.location, data={"intent": "put-back"})
    assert answers_of(filled).values["older"] == "not_known"


def test_two_sides_of_a_move_are_compared_each_with_its_version(
    worker, filled, next_version, signed_in, clock
):
    next_version()
    clock.advance(days=2)
    browser = signed_in(worker.user)
    later(worker, days=2)
    move(worker, filled)
    earlier, last = (queries.revision(filled, number).id for number in (2, 3))
    page = browser.get(f"/cases/{filled.case_id}/compare?earlier={earlier}&later={last}")
    assert page.status_code == 200
    assert "Version 1, recorded by" in page.text and "beside version 2" in page.text
