"""Pages that show which toolkits there are and what they ask."""

import pytest

from app.accounts.models import Role
from app.audit.queries import trail
from tests.definitions.conftest import written


@pytest.fixture
def toolkits(take_in):
    take_in(written("harm", guidance="# Before you begin"))
    take_in(written("harm", title="Small toolkit, <b>reworded</b>", based_on=1,
                    introduction="Hello <script>alert(1)</script> **there**"))
    take_in(written("harm", title="A draft", based_on=2), published=False)


@pytest.mark.parametrize("role", list(Role))
def test_everybody_may_read_them(role, make_user, signed_in, toolkits, check_html):
    browser = signed_in(make_user(role))
    listed = browser.get("/toolkits/")
    assert listed.status_code == 200
    check_html(listed.text)
    assert listed.text.count("In use") == 1
    for number in (1, 2, 3):
        page = browser.get(f"/toolkits/small/{number}")
        assert page.status_code == 200 and "About harm" in page.text
        check_html(page.text)


def test_wording_is_never_markup(practitioner, signed_in, toolkits):
    page = signed_in(practitioner).get("/toolkits/small/2").text
    assert "&lt;b&gt;reworded&lt;/b&gt;" in page and "<b>reworded" not in page
    assert "<script>alert" not in page and "<strong>there</strong>" in page


def test_which_one_is_in_use_is_said(practitioner, signed_in, toolkits):
    browser = signed_in(practitioner)
    assert "Superseded" in browser.get("/toolkits/small/1").text
    assert "In use" in browser.get("/toolkits/small/2").text
    assert "In review" in browser.get("/toolkits/small/3").text


@pytest.mark.requirement("S0.8")
def test_its_guidance_can_be_read_with_the_date_it_was_issued(practitioner, signed_in, toolkits):
    page = signed_in(practitioner).get("/toolkits/small/1").text
    assert "Before you begin</h2>" in page and "Published 3 March 2026" in page


def test_what_is_not_there_is_not_found(practitioner, signed_in, toolkits):
    browser = signed_in(practitioner)
    assert browser.get("/toolkits/small/4").status_code == 404
    assert browser.get("/toolkits/nothing/1").status_code == 404


def test_strangers_are_asked_to_sign_in(client, toolkits):
    assert client.get("/toolkits/").status_code == 302


def test_reading_is_told_in_the_audit(practitioner, signed_in, toolkits):
    signed_in(practitioner).get("/toolkits/small/2")
    event = trail("system").events[0]
    assert (event.action, event.subject, event.actor_id) == (
        "viewed", "toolkit:small", practitioner.id)


def test_an_empty_list_says_what_to_do(practitioner, signed_in):
    assert "An administrator adds them" in signed_in(practitioner).get("/toolkits/").text
