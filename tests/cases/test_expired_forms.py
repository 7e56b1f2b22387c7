"""A form that is sent after the session ran out comes back filled, and is never sent by itself."""

import pytest
from sqlalchemy import select

from app.accounts.keeping import KEPT_FOR, MOST_KEPT, keep_form
from app.accounts.models import KeptForm
from app.accounts.queries import kept_forms
from app.audit.models import AuditEvent
from app.cases.models import Case, Note
from app.database import db
from app.typed import typed
from tests.assessments.browsing import get
from tests.people import PASSWORD

NOTE = {"text": "Seen with an adult in a grey car\nat 10:05", "happened_on-day": "2"}
FORMS = {
    "a note": ("notes/add", "Save", NOTE),
    "a young person": ("/cases/add", "Add", {
        "name": "Kit Moss", "aliases": "Kitty\nKM", "date_of_birth-year": "2011",
        "looked_after": "yes", "title": "Child sexual exploitation"}),
    "what is known": ("person/edit", "Save", {"school": "Northside High", "aliases": "Rob"}),
    "specific information": ("person/particulars/edit", "Save", {"languages": "Welsh, BSL"}),
    "another case": ("another", "Open", {"title": "Missing"}),
    "immediate danger": ("danger", "Save this record", {
        "what": "In a car with a man now", "since": "10:00"}),
    "a document": ("documents/add", "Add the document", {
        "title": "Map of places", "author": "Robin", "words": "The car park"}),
    "an allocation": ("allocate", "Save", {"reason": "Moved to another team"}),
    "a search": ("/cases/find", "Find", {"name": "Robin"}),
}


@pytest.fixture
def browser(signed_in, sam, clock):
    """The reviewer's browser."""
    return signed_in(sam)


def too_late(browser, clock, address, button, filled):
    """Send a form after the session ran out; gives the page that asks to sign in."""
    form = get(browser, address).form(button)
    for name, value in filled.items():
        form.put(name, value)
    clock.advance(minutes=31)
    return form.send()


def sign_in_again(page, user):
    assert "What you typed has been kept" in page.text
    return page.form("Sign in").fill(email=user.email, password=PASSWORD).send()


def place(case, address):
    return address if address.startswith("/") else f"/cases/{case.id}/{address}"


def actions():
    return [e.action for e in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id))
            if "form" in e.action]


@pytest.mark.parametrize("name", FORMS)
def test_the_form_comes_back_filled_and_unsent(name, browser, sam, case, clock, check_html):
    address, button, filled = FORMS[name]
    address = place(case, address)
    before = get(browser, address).form(button).fields
    page = sign_in_again(too_late(browser, clock, address, button, filled), sam)
    assert page.path == address
    check_html(page.html)
    assert "It has not been sent" in page.text
    fields = page.form(button).fields
    assert {key: fields[key] for key in filled} == filled
    untouched = set(before) - set(filled) - {"csrf_token", "save_id"}
    assert {key: fields[key] for key in untouched} == {key: before[key] for key in untouched}
    assert "error" not in page.text.lower()


@pytest.mark.both_databases
def test_once_sent_it_is_not_offered_again(browser, sam, case, clock):
    address = f"/cases/{case.id}/notes/add"
    page = sign_in_again(too_late(browser, clock, address, "Save", NOTE), sam)
    assert db.session.scalars(select(Note)).all() == []
    assert "The note is saved" in page.form("Save").send().text
    (note,) = db.session.scalars(select(Note))
    assert note.text == NOTE["text"]
    assert kept_forms(sam) == []
    again = get(browser, address)
    assert "has been kept" not in again.text and again.form("Save").fields["text"] == ""
    assert actions() == ["sent a form too late", "sent a kept form"]


def test_what_is_wrong_with_it_is_told_and_it_stays_kept(browser, sam, case, clock):
    address = f"/cases/{case.id}/notes/add"
    page = sign_in_again(
        too_late(browser, clock, address, "Save", {**NOTE, "happened_on-day": "31"}), sam)
    page = page.form("Save").fill(**{"happened_on-month": "2"}).send()
    assert page.status == 422 and len(kept_forms(sam)) == 1
    page.form("Save").fill(**{"happened_on-day": "2"}).send()
    assert kept_forms(sam) == []


def test_it_may_be_discarded(browser, sam, case, clock):
    address = f"/cases/{case.id}/notes/add"
    page = sign_in_again(too_late(browser, clock, address, "Save", NOTE), sam)
    after = page.form("Discard what was kept").send()
    assert after.path == address and after.form("Save").fields["text"] == ""
    assert kept_forms(sam) == [] and actions()[-1] == "discarded a kept form"


def test_too_late_twice_is_kept_as_it_was_last(browser, sam, case, clock):
    address = f"/cases/{case.id}/notes/add"
    page = sign_in_again(too_late(browser, clock, address, "Save", NOTE), sam)
    clock.advance(minutes=31)
    page = page.form("Save").fill(text="Seen by a neighbour").send()
    page = sign_in_again(page, sam)
    assert page.form("Save").fields["text"] == "Seen by a neighbour"
    assert len(kept_forms(sam)) == 1


def test_two_forms_of_one_page_are_both_kept(browser, sam, case, clock):
    address = f"/cases/{case.id}/notes/add"
    first, second = (get(browser, address).form("Save") for _ in range(2))
    clock.advance(minutes=31)
    first.put("text", "First").send()
    first.send()
    page = sign_in_again(second.put("text", "Second").send(), sam)
    assert page.form("Save").fields["text"] == "Second"
    page.form("Save").send()
    page = get(browser, address)
    assert page.form("Save").fields["text"] == "First"
    page.form("Save").send()
    assert sorted(note.text for note in db.session.scalars(select(Note))) == ["First", "Second"]


def test_the_address_keeps_what_it_said(browser, sam, case, clock):
    address = f"/cases/{case.id}/notes/add?toolkit=small&question=older"
    page = sign_in_again(too_late(browser, clock, address, "Save", NOTE), sam)
    assert page.path == address
    assert page.form("Save").fields["about_question"] == "older"


def test_nobody_else_is_given_it(browser, sam, amara, case, clock, signed_in):
    address = f"/cases/{case.id}/notes/add"
    page = too_late(browser, clock, address, "Save", NOTE)
    other = page.form("Sign in").fill(email=amara.email, password=PASSWORD).send()
    assert "grey car" not in other.text and "has been kept" not in other.text
    (kept,) = kept_forms(sam)
    other.client.post(f"/kept/{kept.id}/discard")
    assert len(kept_forms(sam)) == 1


def test_another_browser_of_the_same_person_has_it_too(browser, sam, app, case, clock):
    address = f"/cases/{case.id}/notes/add"
    too_late(browser, clock, address, "Save", NOTE)
    page = get(app.test_client(), address)
    page = page.form("Sign in").fill(email=sam.email, password=PASSWORD).send()
    assert page.form("Save").fields["text"] == NOTE["text"]


def test_nothing_is_kept_of_a_page_without_words(browser, sam, case, clock):
    page = too_late(browser, clock, f"/cases/{case.id}/danger", "Save this record", {})
    assert "has been kept" not in page.text and kept_forms(sam) == []
    assert db.session.scalars(select(Case)).all() == [case]


# What is kept


@pytest.mark.parametrize("form, entered", [
    ([("text", "Seen"), ("csrf_token", "x"), ("save_id", "0" * 32)], [("text", "Seen")]),
    ([("old_password", "hunter2"), ("Password", "hunter3"), ("passcode", "1")], []),
    ([("version", "3"), ("text", " \n")], []),
    ([("tick", "a"), ("tick", "b")], [("tick", "a"), ("tick", "b")]),
])
def test_what_counts_as_typed(form, entered):
    assert typed(form) == entered


@pytest.mark.both_databases
def test_passwords_are_never_kept(sam, now):
    keep_form(user=sam, now=now, path="/account", form=[
        ("name", "Sam"), ("new_password", "correct horse"), ("csrf_token", "secret")])
    assert [one.form for one in kept_forms(sam)] == ['[["name","Sam"]]']


def test_only_so_much_is_kept_and_only_for_a_while(sam, now):
    def keep(number, at=now):
        return keep_form(user=sam, now=at, path="/page", form=[("text", f"{number}")])
    assert all(keep(number) for number in range(MOST_KEPT))
    assert keep(0) and not keep(MOST_KEPT)
    assert keep(MOST_KEPT, now + KEPT_FOR * 2)
    assert len(db.session.scalars(select(KeptForm)).all()) == 1
