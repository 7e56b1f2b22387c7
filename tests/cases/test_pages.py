"""The pages of a case: what they show, what they record, what they make of what is typed."""

import html
import re
from datetime import date

import pytest
from flask import Blueprint
from jinja2 import ChoiceLoader, DictLoader
from markupsafe import escape

from app.accounts.access import access
from app.accounts.models import Role
from app.cases import operations, panels, queries
from app.cases.models import Case, DocumentKind, ImmediateDanger, Note
from app.cases.operations import DangerFacts, DocumentFacts, SummaryFacts
from app.database import db, writing

PAGE_ID = "0" * 32
NEW = {
    "name": "Robin Vale",
    "date_of_birth-day": "17",
    "date_of_birth-month": "5",
    "date_of_birth-year": "2011",
    "title": "Child sexual exploitation",
    "save_id": PAGE_ID,
}
NOTE = {
    "text": "Seen at school",
    "happened_on-day": "3",
    "happened_on-month": "3",
    "happened_on-year": "2026",
    "save_id": PAGE_ID,
}
HARD = ["a\0b", "a\x1bb", "x" * 1_000_000]
KEPT = ["سارة “خان” \u202e", "👩🏽‍🚀", "<script>alert(1)</script>", "{{ 7 * 7 }}", "a\u0085b"]


def addresses(case, note, danger, document):
    return [
        "/cases/",
        "/cases/find",
        "/cases/add",
        f"/cases/{case.id}",
        f"/cases/{case.id}/person",
        f"/cases/{case.id}/another",
        f"/cases/{case.id}/person/edit",
        f"/cases/{case.id}/person/particulars",
        f"/cases/{case.id}/person/particulars/edit",
        f"/cases/{case.id}/notes",
        f"/cases/{case.id}/notes/add",
        f"/cases/{case.id}/notes/{note.id}/correct",
        f"/cases/{case.id}/documents",
        f"/cases/{case.id}/documents/add",
        f"/cases/{case.id}/documents/{document.id}/withdraw",
        f"/cases/{case.id}/danger",
        f"/cases/{case.id}/dangers",
        f"/cases/{case.id}/danger/{danger.id}",
        f"/cases/{case.id}/danger/{danger.id}/withdraw",
        f"/cases/{case.id}/allocation",
        f"/cases/{case.id}/allocate",
        f"/cases/{case.id}/restrict",
        f"/cases/{case.id}/conflict",
        f"/cases/{case.id}/viewed",
    ]


@pytest.fixture
def worked(case, amara, sam, now, clock):
    """The addresses of every page, of a case where something has happened."""
    old = operations.add_note(
        actor=amara, now=now, case_id=case.id, text="Seen Monday", happened_on=date(2026, 3, 2)
    )
    note = operations.correct_note(
        actor=sam,
        now=now,
        case_id=case.id,
        note_id=old.id,
        text="Seen on Tuesday",
        happened_on=date(2026, 3, 3),
    )
    danger = operations.record_immediate_danger(
        actor=amara, now=now, case_id=case.id, facts=DangerFacts(what="Not home since last night")
    )
    document = operations.add_document(
        actor=amara, now=now, case_id=case.id, content="I was with Kayla", facts=DocumentFacts(
            title="What Robin said", kind=DocumentKind.STATEMENT, author="Robin Vale",
            dated=date(2026, 3, 2), sensitivity="third-party"))
    with writing():
        operations.summarise(
            case_id=case.id,
            facts=SummaryFacts(
                level_id="high",
                level_title="High",
                level_rank=3,
                calculated="at least Medium, possibly High",
                highest_title="Actual",
                highest_rank=4,
                highest_on=date(2025, 1, 4),
                as_at=date(2025, 11, 25),
                review_due=date(2026, 2, 25),
                actual_harm=True,
                engine_release="1",
            ),
        )
        operations.summarise_draft(case_id=case.id, saved_by="Amara Khan", saved_at=now)
    return addresses(case, note, danger, document)


def test_every_page_opens_and_is_recorded(worked, case, signed_in, sam, actions):
    browser = signed_in(sam)
    for address in worked:
        assert browser.get(address).status_code == 200, address
    seen = actions(f"case:{case.id}")
    for part in ("", " the notes of", " the documents of", " the young person of",
                 " the specific information of"):
        assert f"Sam Reed viewed{part} case {case.id}" in seen


def test_every_page_is_html_that_names_its_fields(worked, signed_in, sam):
    import html5lib

    browser = signed_in(sam)
    for address in worked:
        page = browser.get(address).text
        html5lib.HTMLParser(strict=True).parse(page)
        ids = re.findall(r' id="([^"]*)"', page)
        assert len(ids) == len(set(ids)), address
        assert page.count("<h1") == 1
        labels = set(re.findall(r'<label[^>]* for="([^"]*)"', page))
        boxes = re.findall(r"<(?:input|select|textarea)[^>]*>", page)
        named = [box for box in boxes if 'type="hidden"' not in box]
        for box in named:
            assert re.search(r' id="([^"]*)"', box).group(1) in labels, (address, box)
        assert " style=" not in page and "<script>" not in page


def test_every_page_is_accessible_and_fits_a_phone(
    worked, page, sign_in_page, sam, check_accessibility
):
    sign_in_page(page, sam)
    standard = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    for address in worked:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(address)
        check_accessibility(page, **standard)
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


@pytest.mark.requirement("S1.17")
def test_the_front_page_says_where_things_stand(worked, case, signed_in, amara):
    front = signed_in(amara).get(f"/cases/{case.id}").text
    words = " ".join(html.unescape(re.sub("<[^>]*>", " ", front)).split())
    for said in (
        "Immediate danger is recorded Not home since last night",
        "High (calculated: at least Medium, possibly High) as at 25 November 2025",
        "Actual harm is recorded: still part of this picture.",
        "Highest ever: Actual, 4 January 2025",
        "This review was due on 25 February 2026, 6 days ago.",
        "The level shown is from 25 November 2025 and may no longer be right.",
        "A draft is open: Amara Khan, saved 3 March 2026, 09:00.",
        "1 note since 25 Nov 2025",
        "call 999",
    ):
        assert said in words
    assert f'href="/cases/{case.id}/danger"' in front


def test_a_young_person_is_added_and_asked_about(app, signed_in, case, amara, clock):
    browser = signed_in(amara)
    asked = browser.post("/cases/add", data=NEW)
    assert asked.status_code == 422
    assert "There may be a record already" in asked.text and "(opens in a new tab)" in asked.text
    known = re.search(r'name="looked_at"[^>]*value="([^"]*)"', asked.text).group(1)
    assert known == str(case.id)
    unticked = browser.post("/cases/add", data={**NEW, "looked_at": known})
    assert unticked.status_code == 422
    done = browser.post("/cases/add", data={**NEW, "looked_at": known, "different": "y"})
    assert done.status_code == 302
    again = browser.post("/cases/add", data={**NEW, "looked_at": known, "different": "y"})
    assert again.location == done.location
    assert db.session.query(Case).count() == 2


@pytest.mark.parametrize("box", ["name", "aliases", "school", "identifier", "title"])
@pytest.mark.parametrize("typed", [*HARD, *KEPT])
def test_whatever_is_typed_is_kept_or_explained(app, signed_in, amara, clock, box, typed):
    answer = signed_in(amara).post("/cases/add", data={**NEW, box: typed})
    if answer.status_code == 302:
        (case,) = db.session.query(Case)
        kept = case.title if box == "title" else getattr(case.young_person, box)
        assert typed in KEPT and kept == typed
    else:
        assert typed in HARD and answer.status_code in (413, 422)


@pytest.mark.parametrize("typed", [*HARD, *KEPT])
def test_whatever_a_note_says_is_kept_or_explained(app, signed_in, case, amara, clock, typed):
    browser = signed_in(amara)
    answer = browser.post(f"/cases/{case.id}/notes/add", data={**NOTE, "text": typed})
    if answer.status_code == 302:
        assert typed in KEPT
        assert str(escape(typed)) in browser.get(f"/cases/{case.id}/notes").text
    else:
        assert typed in HARD and answer.status_code in (413, 422)
        assert db.session.query(Note).count() == 0


@pytest.mark.parametrize(
    "odd",
    [
        {"worker_id": "9" * 30},
        {"worker_id": "x"},
        {"reviewer_id": "-1"},
        {"gender": "\0"},
        {"district": "Nowhere"},
        {"looked_after": "perhaps"},
        {"estimated_age": "fourteen"},
        {"save_id": "x" * 5_000},
        {"date_of_birth-year": "99999"},
    ],
)
def test_what_no_page_would_send_is_explained(app, signed_in, amara, clock, odd):
    assert signed_in(amara).post("/cases/add", data={**NEW, **odd}).status_code == 422


def test_what_somebody_else_saved_stands_beside_what_was_typed(
    app, signed_in, case, amara, sam, clock
):
    typed = {**NEW, "identifier": "LCS-1001", "district": "Eastside", "version": "1"}
    place = f"/cases/{case.id}/person/edit"
    assert signed_in(sam).post(place, data={**typed, "school": "Moor School"}).status_code == 302
    browser = signed_in(amara)
    answer = browser.post(place, data={**typed, "school": "Harbour School"})
    assert answer.status_code == 422
    assert "Recorded now: Moor School" in answer.text and 'value="Harbour School"' in answer.text
    version = re.search(r'name="version"[^>]*value="([^"]*)"', answer.text).group(1)
    saved = browser.post(place, data={**typed, "school": "Harbour School", "version": version})
    assert saved.status_code == 302


@pytest.mark.requirement("S4.28")
def test_colleagues_do_not_read_specific_information(app, signed_in, case, colleague, amara):
    place = f"/cases/{case.id}/person/particulars"
    browser = signed_in(amara)
    data = {"languages": "Welsh at home", "residences": "With an aunt", "version": "1"}
    assert browser.post(f"{place}/edit", data=data).status_code == 302
    assert "Welsh at home" in browser.get(place).text
    assert signed_in(colleague).get(place).status_code == 403
    assert "Welsh" not in signed_in(colleague).get(f"/cases/{case.id}/person").text


@pytest.mark.requirement("S1.17")
def test_danger_is_recorded_confirmed_added_to_and_withdrawn(app, signed_in, case, amara, clock):
    browser = signed_in(amara)
    place = f"/cases/{case.id}/danger"
    form = browser.get(place).text
    assert "guidance" not in form.split("<main")[1].split("</main>")[0].lower()
    data = {"what": "In a car with an adult", "save_id": PAGE_ID}
    done = browser.post(place, data=data)
    assert browser.post(place, data=data).location == done.location
    (danger,) = db.session.query(ImmediateDanger)
    confirmed = browser.get(done.location).text
    for said in ("Call 999", "children’s social care", "kept with the time and your name"):
        assert said in confirmed
    told = {"police_told": "14:12", "police_reference": "EX-204"}
    assert browser.post(done.location, data={**told, "save_id": "1" * 32}).status_code == 302
    assert "EX-204" in browser.get(done.location).text
    assert browser.post(done.location, data={"save_id": "2" * 32}).status_code == 422
    withdraw = f"{place}/{danger.id}/withdraw"
    assert browser.post(withdraw, data={}).status_code == 422
    assert browser.post(withdraw, data={"reason": "Home, seen by Jo"}).status_code == 302
    assert "Immediate danger is recorded" not in browser.get(f"/cases/{case.id}").text
    assert "Home, seen by Jo" in browser.get(f"/cases/{case.id}/dangers").text
    assert browser.post(withdraw, data={"reason": "Again"}).status_code == 422


def test_allocating_restricting_and_giving_away(
    app, signed_in, case, sam, colleague, other_team, clock
):
    browser = signed_in(sam)
    now_has = {"reviewer_id": sam.id, "team_id": case.team_id, "reason": "Leave cover"}
    place = f"/cases/{case.id}/allocate"
    gone = browser.post(place, data={**now_has, "worker_id": colleague.id, "version": "9"})
    assert gone.status_code == 422 and "Somebody else changed this case" in gone.text
    data = {**now_has, "worker_id": colleague.id, "version": "1"}
    assert browser.post(place, data=data).location == f"/cases/{case.id}"
    restricted = {"reason": "Family of a colleague", "version": "2"}
    assert browser.post(f"/cases/{case.id}/restrict", data=restricted).status_code == 302
    assert "Family of a colleague" in browser.get(f"/cases/{case.id}/allocation").text
    data = {**now_has, "team_id": other_team.id, "version": "3"}
    assert browser.post(place, data=data).location == "/cases/"
    assert browser.get(f"/cases/{case.id}").status_code == 404


@pytest.mark.both_databases
def test_a_page_may_begin_at_any_number_that_an_address_gives(signed_in, case, amara, now, clock):
    browser, on = signed_in(amara), now.date()
    for odd in (10**30, -10**30, -1, 0, "x"):
        for place in (f"notes?before={odd}", f"viewed?before={odd}", f"documents?before={odd}",
                      f"as-it-was?on={on}&before={odd}"):
            assert browser.get(f"/cases/{case.id}/{place}").status_code == 200, place


def test_who_has_viewed_lists_refusals_too(app, signed_in, case, amara, stranger):
    signed_in(stranger).get(f"/cases/{case.id}")
    page = signed_in(amara).get(f"/cases/{case.id}/viewed").text
    assert "Pat Wood" in page and "did not find this case" in page


def test_notes_say_what_they_correct_and_what_they_are_about(app, signed_in, case, amara, clock):
    browser = signed_in(amara)
    form = browser.get(f"/cases/{case.id}/notes/add?toolkit=cse&question=older_peers").text
    assert "About an indicator: older peers" in form
    linked = {**NOTE, "about_toolkit": "cse", "about_question": "older_peers"}
    browser.post(f"/cases/{case.id}/notes/add", data=linked)
    (note,) = db.session.query(Note)
    place = f"/cases/{case.id}/notes/{note.id}/correct"
    browser.post(place, data={**NOTE, "text": "Seen at home", "save_id": "1" * 32})
    page = browser.get(f"/cases/{case.id}/notes").text
    assert "Seen at home" in page and "This corrects an earlier note" in page
    again = browser.post(place, data={**NOTE, "text": "No", "save_id": "2" * 32})
    assert again.status_code == 422 and "corrected already" in again.text


@pytest.fixture
def extra_room(app):
    """A room above, which adds to the front page and to the pages of a case."""
    room = Blueprint("extra", __name__)

    @room.get("/cases/<int:case_id>/extra")
    @access(*Role)
    def extra(case_id):
        return "extra"

    app.register_blueprint(room)
    known, linked = dict(panels._panels), dict(panels._links)
    yield
    panels._panels.clear()
    panels._links.clear()
    panels._panels.update(known)
    panels._links.update(linked)


@pytest.mark.own_app
def test_rooms_above_add_to_the_front_page(app, extra_room, signed_in, case, amara, now):
    templates = {
        "first.html": "<p>Subject to CSE since {{ panel.since | short_date }}</p>",
        "second.html": "<p>Second {{ person.name }}</p>",
        "never.html": "<p>never</p>",
    }
    app.jinja_env.loader = ChoiceLoader([DictLoader(templates), app.jinja_env.loader])
    panels.register_panel(20, "second.html", lambda case, actor, now: {}, slot="banner")
    panels.register_panel(10, "first.html", lambda case, actor, now: {"since": now}, slot="banner")
    panels.register_panel(10, "first.html", lambda case, actor, now: {"since": now}, slot="banner")
    panels.register_panel(30, "never.html", lambda case, actor, now: None)
    panels.register_link(5, "Extra", "extra.extra")
    front = signed_in(amara).get(f"/cases/{case.id}").text
    assert front.count("Subject to CSE since") == 1 and "never" not in front
    assert front.index("Subject to CSE since") < front.index("Second Robin Vale")
    assert f'href="/cases/{case.id}/extra">Extra</a>' in front


def test_facts_of_a_case_for_a_toolkit(app, case, amara, now):
    assert queries.case_facts(case, amara, now.date()) == {
        "case.name": "Robin Vale",
        "case.date_of_birth": "2011-05-17",
        "case.identifier": "LCS-1001",
        "case.district": "Eastside",
        "actor.name": "Amara Khan",
        "today": "2026-03-03",
    }


def test_summaries_are_rebuilt_with_what_rooms_above_know(app, case, now):
    def rebuild(case, now):
        operations.summarise(case_id=case.id, facts=SummaryFacts(level_title="Medium"))

    summarising = operations.summarising
    operations.register_rebuilder(rebuild, "cases 1")
    try:
        with writing():
            queries.summary_of(case).name_key = "wrong"
        done = app.test_cli_runner().invoke(args=["cases", "rebuild-summaries"])
    finally:
        summarising._rebuilders.remove(rebuild)
    assert done.output == "Rebuilt the summaries of 1 cases.\n"
    db.session.rollback()
    summary = queries.summary_of(db.session.get(Case, case.id))
    assert (summary.name_key, summary.level_title) == ("robin vale", "Medium")
