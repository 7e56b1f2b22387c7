"""Local toolkits made from national ones: what changed there is taken or left, and remembered."""

import json
from datetime import timedelta

import pytest

from app.audit.queries import trail
from app.definitions import drafts, families
from app.definitions.operations import (
    begin_local, edit_draft, import_document, publish, restore_draft, retire, send_for_approval,
    take_from_family,
)
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.settings import with_settings
from app.engine.definition import Family
from app.errors import Conflict, NotAllowed, Refused
from tests.definitions.conftest import SHIPPED, written

NAME, HARM = "question:name", "question:harm"


def national(*keys, words=None, **root):
    document = json.loads(written(*keys, slug="national", title="National toolkit", **root))
    for key, label in (words or {}).items():
        document["schema"]["properties"][key]["title"] = label
    return json.dumps(document)


@pytest.fixture
def first(take_in):
    """The national toolkit's first version."""
    return take_in(national("harm", "name"))


@pytest.fixture
def local(first, administrator, now):
    """A draft of a local toolkit made from it."""
    return begin_local(national=first, title="Our toolkit", slug="ours", actor=administrator,
                       now=now)


@pytest.fixture
def second(local, take_in, now):
    """The national toolkit's second version: both questions reworded, a third one added."""
    return take_in(national(
        "harm", "name", "seen", based_on=1, words={"harm": "About harm today", "name": "Who?"},
        lineage=[{"relation": "added", "from": [], "to": ["seen"]},
                 {"relation": "reworded", "from": ["harm"], "to": ["harm"]},
                 {"relation": "reworded", "from": ["name"], "to": ["name"]}]))


@pytest.fixture
def decide(local, administrator, now):
    """decide("question:harm", …, note="…", to=2) -> what came of it"""
    def decide(*chosen, note="", to=2, head=None, save_id=None, draft=local, actor=administrator):
        head = head or drafts.head_of(draft).number
        return take_from_family(
            draft_id=draft.id, head_number=head, to=to, chosen=chosen, note=note,
            save_id=save_id or f"take-{to}-{head}", actor=actor, now=now)

    return decide


@pytest.fixture
def reword(local, administrator, now):
    """reword("question:harm", "Ours") -> the local draft asks it in other words"""
    def reword(address, words):
        head = drafts.head_of(local).number
        edit_draft(draft_id=local.id, base_number=head, save_id=f"reword-{head}", now=now,
                   edit=lambda outline: with_settings(outline, address, {"label": words}),
                   summary="Reworded", actor=administrator)

    return reword


def document(draft):
    return drafts.document_of(drafts.head_of(draft))


def wording(draft, key):
    return document(draft)["schema"]["properties"][key]["title"]


# Beginning


@pytest.mark.both_databases
def test_a_local_toolkit_asks_the_same_and_remembers_what_it_was_made_from(
    local, first, administrator, now
):
    found = document(local)
    assert found["family"] == {"slug": "national", "number": 1}
    assert (found["slug"], found["title"], local.base_id) == ("ours", "Our toolkit", None)
    assert "based_on" not in found and "lineage" not in found
    assert wording(local, "harm") == "About harm"
    version = send_for_approval(draft_id=local.id, number=1, actor=administrator, now=now)
    publish(version=version, actor=administrator, now=now, note="Ours")


def test_what_is_not_published_is_no_national_toolkit(first, local, administrator, now):
    waiting = import_document(text=national("harm", based_on=1), actor=None, now=now)
    with pytest.raises(Refused, match="not published"):
        begin_local(national=waiting, title="Other", slug="other", actor=administrator, now=now)
    with pytest.raises(Refused, match="already"):
        begin_local(national=first, title="Other", slug="national", actor=administrator, now=now)


# Taking and leaving


@pytest.mark.both_databases
def test_what_is_ticked_is_taken_and_the_rest_left_with_its_reason(
    local, second, decide, administrator
):
    saved = decide(HARM, note="We ask names elsewhere")
    assert wording(local, "harm") == "About harm today" and wording(local, "name") == "About name"
    assert "seen" not in document(local)["schema"]["properties"]
    assert document(local)["family"]["number"] == 2
    assert saved.revision.summary == "Version 2 of National toolkit: 1 taken, 2 left"
    decision, = families.decisions("ours")
    assert [one["address"] for one in decision.taken] == [HARM]
    assert {one["title"] for one in decision.left} == {"Who?", "About seen"}
    assert (decision.from_number, decision.to_number) == (1, 2)
    assert (decision.note, decision.number) == ("We ask names elsewhere", 2)
    event = trail("system").events[0]
    assert event.action == "took from the national toolkit"
    assert event.details == {"draft": local.id, "revision": 2, "national": "national",
                             "version": 2, "taken": 1, "left": 2}


def test_all_of_it_needs_no_reason(local, second, decide):
    decide(HARM, NAME, "question:seen")
    assert wording(local, "seen") == "About seen"
    assert families.decisions("ours")[0].left == []


def test_nothing_is_left_without_a_reason(local, second, decide):
    for chosen in ((), (HARM,)):
        with pytest.raises(Refused, match="Say why"):
            decide(*chosen, note="  ")
    assert drafts.head_of(local).number == 1 and families.decisions("ours") == []


def test_leaving_all_of_it_moves_on(local, second, decide):
    decide(note="Nothing for us")
    assert document(local)["family"]["number"] == 2
    assert wording(local, "harm") == "About harm"


def test_where_both_changed_the_same_the_taken_words_stand(local, second, decide, reword):
    reword(HARM, "Our harm")
    changes = {one.address: one for one in families.changes_for(
        document(local), *families_pair(local, second))}
    assert changes[HARM].collides and not changes[NAME].collides
    decide(HARM, note="The rest is left")
    assert wording(local, "harm") == "About harm today"
    assert "Our harm" in json.dumps(drafts.document_of(drafts.revision(local, 2)))


def families_pair(local, second):
    from app.definitions import queries

    return queries.version("national", 1), second


def test_versions_are_gone_through_one_by_one(local, second, decide, take_in, now):
    take_in(national("harm", "name", "seen", based_on=2, words={
        "harm": "About harm today", "name": "Who is it?"}, lineage=[
            {"relation": "reworded", "from": ["name"], "to": ["name"]}]))
    newer = families.newer_of(Family("national", 1), now)
    assert (newer.next.number, len(newer.versions), newer.changes) == (2, 2, 3)
    with pytest.raises(Refused, match="not the next one"):
        decide(NAME, to=3, note="x")
    decide(note="Later")
    newer = families.newer_of(Family("national", 2), now)
    assert (newer.next.number, newer.changes) == (3, 1)
    decide(NAME, to=3)
    assert wording(local, "name") == "Who is it?"
    assert families.newer_of(Family("national", 3), now) is None


def test_only_what_came_into_use_is_shown(first, local, take_in, now):
    later = now + timedelta(days=5)
    scheduled = take_in(national("harm", based_on=1, lineage=[
        {"relation": "removed", "from": ["name"]}]), effective_at=later)
    family = Family("national", 1)
    assert families.newer_of(family, now) is None
    assert families.newer_of(family, later).next.id == scheduled.id
    retire(version=scheduled, actor=None, now=now, note="A mistake")
    assert families.newer_of(family, later) is None
    assert families.newer_of(Family("elsewhere", 1), now) is None
    assert families.newer_of(None, now) is None


def test_somebody_saved_the_draft_meanwhile(local, second, decide, reword):
    reword(NAME, "Ours")
    with pytest.raises(Conflict, match="has saved this draft"):
        decide(HARM, note="x", head=1)


def test_the_same_save_counts_once(local, second, decide):
    first = decide(HARM, note="x", save_id="one").revision
    assert decide(HARM, note="x", save_id="one").revision.id == first.id
    assert len(families.decisions("ours")) == 1


def test_what_is_not_there_cannot_be_taken(local, second, decide):
    with pytest.raises(Refused, match="not there to take"):
        decide("question:nothing", note="x")


def test_only_an_administrator_takes(local, second, decide, practitioner):
    with pytest.raises(NotAllowed):
        decide(HARM, note="x", actor=practitioner)


def test_going_back_asks_again(local, second, decide, administrator, now):
    decide(HARM, note="x")
    restore_draft(draft_id=local.id, number=1, head_number=2, save_id="back",
                  actor=administrator, now=now)
    family = families.family_of(document(local))
    assert families.newer_of(family, now).next.number == 2
    decide(NAME, note="After all")
    assert [one.number for one in families.decisions("ours")] == [4, 2]


@pytest.mark.parametrize("family", [None, "national", {}, {"slug": 1, "number": 1},
                                    {"slug": "national", "number": "1"}])
def test_a_family_that_is_badly_written_is_none(family):
    assert families.family_of({"family": family}) is None


def test_what_can_only_be_taken_together_is_one_offer(take_in):
    taken, newer = (take_in((SHIPPED / f"cse-risk-assessment/{number}.json").read_text("utf-8"))
                    for number in (1, 2))
    document = json.loads((SHIPPED / "cse-risk-assessment/1.json").read_text("utf-8"))
    local = {**document, "slug": "ours", "family": {"slug": newer.slug, "number": 1}}
    changes = families.changes_for(local, taken, newer)
    found = {one.title: one for one in families.offers(changes, taken, newer)}
    assert len(found) == families.how_many(taken, newer) == 13
    assert found["What is known today"].address == "section:known_today"
    assert len(found["What is known today"].changes) == 16
    assert "What is known today" in found["Other agencies asked, and their answers"].along
    told = [one for offer in found.values() for one in offer.changes]
    assert len(told) == len(changes) == len({one.address for one in told})


# Pages


@pytest.fixture
def page(administrator, signed_in):
    return signed_in(administrator)


def test_a_local_version_is_made_from_the_page_of_a_version(first, page, check_html):
    assert "/toolkits/national/1/local" in page.get("/toolkits/national/1").text
    check_html(page.get("/toolkits/national/1/local").text)
    wrong = page.post("/toolkits/national/1/local", data={"title": "Ours", "slug": "national"})
    assert wrong.status_code == 422 and "short name national already" in wrong.text
    assert 'value="Ours"' in wrong.text
    answer = page.post("/toolkits/national/1/local", data={"title": "Ours", "slug": "ours-2"})
    draft, = drafts.open_drafts("ours-2")
    assert answer.location == f"/toolkits/drafts/{draft.id}"


def test_the_draft_and_the_toolkit_say_that_there_is_a_newer_version(
    local, second, page, administrator, now
):
    said = "Version 2 of National toolkit is published; you last took from version 1: 3 changes"
    assert said in page.get(f"/toolkits/drafts/{local.id}").text
    version = send_for_approval(draft_id=local.id, number=1, actor=administrator, now=now)
    publish(version=version, actor=administrator, now=now, note="Ours")
    assert "last took from version 1: 3 changes" in page.get("/toolkits/ours/").text


def test_every_change_is_listed_word_by_word_and_none_is_ticked(
    local, second, page, reword, check_html
):
    reword(HARM, "Our harm")
    shown = page.get(f"/toolkits/drafts/{local.id}/family").text
    check_html(shown)
    assert shown.count('name="chosen"') == 3 and " checked" not in shown
    assert "<ins>" in shown and "today" in shown
    assert shown.count("You changed it, too") == 1 and "Our" in shown


def test_what_is_ticked_on_the_page_is_taken(local, second, page, check_html):
    address = f"/toolkits/drafts/{local.id}/family"
    sent = {"base_number": "1", "save_id": "one", "to": "2", "chosen": [HARM]}
    refused = page.post(address, data={**sent, "note": ""})
    assert refused.status_code == 422 and "Say why you leave the rest" in refused.text
    assert refused.text.count(" checked") == 1
    answer = page.post(address, data={**sent, "note": "Not <b>here</b>"})
    assert answer.status_code == 302 and wording(local, "harm") == "About harm today"
    shown = page.get(address).text
    check_html(shown)
    assert "You have been through every published version" in shown
    assert "Not &lt;b&gt;here&lt;/b&gt;" in shown and "Who?; About seen" in shown


def test_ticks_stay_where_somebody_saved_meanwhile(local, second, page, reword):
    reword(NAME, "Ours")
    answer = page.post(f"/toolkits/drafts/{local.id}/family", data={
        "base_number": "1", "save_id": "one", "to": "2", "chosen": [HARM], "note": "Because"})
    assert answer.status_code == 422 and "has saved this draft" in answer.text
    assert answer.text.count(" checked") == 1 and "Because</textarea>" in answer.text
    assert 'name="base_number" value="2"' in answer.text


def test_a_draft_that_cannot_be_read_shows_what_changed_all_the_same(
    local, second, page, administrator, now
):
    edit_draft(draft_id=local.id, base_number=1, save_id="break", summary="Broke it", now=now,
               edit=lambda outline: with_settings(
                   outline, HARM, {"label": "", "pattern": "["}), actor=administrator)
    edit_draft(draft_id=local.id, base_number=2, save_id="gone", summary="Removed", now=now,
               edit=lambda outline: remove(outline, NAME, along=True), actor=administrator)
    shown = page.get(f"/toolkits/drafts/{local.id}/family")
    assert shown.status_code == 200 and "It was removed here" in shown.text


def test_a_national_toolkit_that_is_not_here(page, take_in, administrator, now):
    from app.definitions.operations import begin_next_version

    base = take_in(written("harm", family={"slug": "elsewhere", "number": 3}))
    draft = begin_next_version(base=base, actor=administrator, now=now)
    shown = page.get(f"/toolkits/drafts/{draft.id}/family")
    assert shown.status_code == 200 and "which is not here" in shown.text


def test_a_toolkit_without_a_family_has_no_such_page(page, take_in, administrator, now):
    from app.definitions.operations import begin_next_version

    draft = begin_next_version(base=take_in(written("harm")), actor=administrator, now=now)
    assert page.get(f"/toolkits/drafts/{draft.id}/family").status_code == 404
