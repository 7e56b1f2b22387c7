"""A draft whose base was superseded: it says so, and what is in use now can be brought in."""

import json
from datetime import timedelta

import pytest

from app.audit.queries import trail
from app.definitions import drafts, newer
from app.definitions.models import Saving
from app.definitions.operations import (
    begin_next_version, bring_in_newer, close_draft, decide_kept_edit, edit_draft, publish,
    restore_draft, send_for_approval,
)
from app.definitions.writing import opened
from app.engine.authoring.outline import put_together, take_apart
from app.engine.authoring.settings import with_settings
from app.errors import Conflict, NotAllowed, Refused
from tests.definitions.conftest import written


@pytest.fixture
def draft(take_in, administrator, now):
    """A draft of version 2, in which one question is reworded."""
    base = take_in(written("harm", "name"))
    draft = begin_next_version(base=base, actor=administrator, now=now)
    reword(draft, "question:harm", "Our harm", administrator, now)
    return draft


def reword(draft, address, words, actor, now):
    number = drafts.head_of(draft).number
    edit_draft(draft_id=draft.id, base_number=number, save_id=f"reword-{number}", now=now,
               edit=lambda outline: with_settings(outline, address, {"label": words}),
               summary="Reworded", actor=actor)


@pytest.fixture
def live(draft, take_in, now):
    """live(words={"name": "Who?"}) -> version 2, in use a day after the draft was begun"""
    def live(words, at=now + timedelta(days=1)):
        document = json.loads(written("harm", "name", based_on=1, lineage=[
            {"relation": "reworded", "from": [key], "to": [key]} for key in words]))
        for key, label in words.items():
            document["schema"]["properties"][key]["title"] = label
        return take_in(json.dumps(document), at=at)

    return live


@pytest.fixture
def later(now):
    return now + timedelta(days=2)


@pytest.fixture
def bring(draft, administrator, later):
    def bring(number=2, head=None, save_id="bring", actor=administrator):
        return bring_in_newer(
            draft_id=draft.id, head_number=head or drafts.head_of(draft).number, live=number,
            save_id=save_id, actor=actor, now=later)

    return bring


def document(draft):
    return drafts.document_of(drafts.head_of(draft))


def wording(draft, key):
    return document(draft)["schema"]["properties"][key]["title"]


def superseded(draft, at):
    return newer.superseded(draft, document(draft), at)


def test_a_draft_on_the_version_in_use_is_not_superseded(draft, now):
    assert superseded(draft, now) is None


@pytest.mark.both_databases
def test_both_changes_are_in_the_draft_afterwards(draft, live, bring, later, administrator):
    live({"name": "Who?"})
    assert not superseded(draft, later).on_purpose
    saved = bring()
    assert (wording(draft, "harm"), wording(draft, "name")) == ("Our harm", "Who?")
    assert document(draft)["based_on"] == 2 and saved.kept == ()
    assert (saved.revision.saving, saved.revision.number) == (Saving.MERGED, 3)
    assert superseded(draft, later) is None
    assert opened(draft).base.number == 2
    event = trail("system").events[0]
    assert event.action == "brought onto"
    assert event.details == {"draft": draft.id, "revision": 3, "version": 2, "kept": 0}


@pytest.mark.both_databases
def test_what_both_changed_is_kept_aside_until_somebody_decides(
    draft, live, bring, later, administrator
):
    live({"harm": "Their harm"})
    kept, = bring().kept
    assert wording(draft, "harm") == "Their harm" and kept.address == "question:harm"
    with pytest.raises(Refused, match="Decide between them"):
        send_for_approval(draft_id=draft.id, number=3, actor=administrator, now=later)
    decide_kept_edit(kept_id=kept.id, mine=True, actor=administrator, now=later)
    assert wording(draft, "harm") == "Our harm"


def test_it_is_published_without_undoing_anything(draft, live, bring, later, administrator):
    live({"name": "Who?"})
    bring()
    said = [{"relation": "reworded", "from": ["harm"], "to": ["harm"]}]
    edit_draft(draft_id=draft.id, base_number=3, save_id="say", now=later, summary="Said",
               edit=lambda outline: take_apart({**put_together(outline), "lineage": said}),
               actor=administrator)
    version = send_for_approval(draft_id=draft.id, number=4, actor=administrator, now=later)
    assert version.based_on == 2
    publish(version=version, actor=None, now=later, note="Ours", vouched="In a test")


def test_a_version_that_was_in_use_when_it_was_begun(take_in, administrator, now, later):
    first = take_in(written("harm", "name"))
    take_in(written("harm", "name", title="Second", based_on=1))
    draft = begin_next_version(base=first, actor=administrator, now=later)
    assert superseded(draft, later).on_purpose


def test_what_was_put_away_is_left_alone(draft, live, later, administrator):
    live({"name": "Who?"})
    close_draft(draft_id=draft.id, reason="Not needed", actor=administrator, now=later)
    assert superseded(draft, later) is None


def test_somebody_saved_meanwhile(draft, live, bring):
    live({"name": "Who?"})
    with pytest.raises(Conflict, match="has saved this draft"):
        bring(head=1)


def test_another_version_came_into_use_meanwhile(draft, live, bring):
    with pytest.raises(Refused, match="Look at it again"):
        bring()
    live({"name": "Who?"})
    with pytest.raises(Refused, match="Look at it again"):
        bring(number=3)


def test_the_same_save_counts_once(draft, live, bring):
    live({"name": "Who?"})
    assert bring().revision.id == bring().revision.id
    assert drafts.head_of(draft).number == 3


def test_only_an_administrator_brings_in(draft, live, bring, practitioner):
    live({"name": "Who?"})
    with pytest.raises(NotAllowed):
        bring(actor=practitioner)


def test_going_back_goes_back_to_the_older_version(draft, live, bring, later, administrator):
    live({"name": "Who?"})
    bring()
    restore_draft(draft_id=draft.id, number=2, head_number=3, save_id="back",
                  actor=administrator, now=later)
    assert opened(draft).base.number == 1 and superseded(draft, later).live.number == 2


# Pages


@pytest.fixture
def page(draft, administrator, signed_in, clock):
    """The administrator's browser, two days after the draft was begun."""
    clock.advance(days=2)
    return signed_in(administrator)


def test_the_draft_says_so_and_offers_to_bring_it_in(
    draft, live, page, check_html
):
    live({"harm": "Their harm", "name": "Who?"})
    address = f"/toolkits/drafts/{draft.id}/newer"
    assert address in page.get(f"/toolkits/drafts/{draft.id}").text
    shown = page.get(address).text
    check_html(shown)
    assert "Version 2 is in use since" in shown and "2 questions reworded" in shown
    assert "Their" in shown and "Our" in shown
    answer = page.post(address, data={"base_number": "2", "save_id": "one", "live": "2"})
    assert answer.location == f"/toolkits/drafts/{draft.id}"
    assert document(draft)["based_on"] == 2 and len(drafts.kept_edits(draft)) == 1
    shown = page.get(address)
    assert shown.status_code == 200 and "Bring the changes in" not in shown.text


def test_what_is_refused_is_said_on_the_page(draft, live, page):
    live({"name": "Who?"})
    address = f"/toolkits/drafts/{draft.id}/newer"
    for sent in ({"base_number": "1", "live": "2"}, {"base_number": "2", "live": "x"}, {}):
        answer = page.post(address, data={"save_id": "one", **sent})
        assert answer.status_code == 422
    assert drafts.head_of(draft).number == 2
