"""Errors raised below become pages, or JSON for a program."""

import pytest

from app.accounts.access import public
from app.errors import Conflict, NotAllowed, NotFound, Refused

pytestmark = pytest.mark.own_app
RAISED = [
    (NotFound("There is no such case."), 404),
    (NotAllowed("This record is restricted."), 403),
    (Refused("Answer three more questions first."), 422),
    (Conflict("Sam Reed saved a different answer."), 409),
]


@pytest.fixture
def failing(app):
    """failing(error) -> a browser whose /fail raises it"""

    def prepare(error):
        def fail():
            raise error

        for path in ("/fail", "/api/fail"):
            app.add_url_rule(path, endpoint=path, view_func=public(fail))
        return app.test_client()

    return prepare


@pytest.mark.parametrize(("error", "status"), RAISED)
def test_a_page_says_what_happened(failing, error, status):
    response = failing(error).get("/fail")
    assert response.status_code == status
    assert error.message in response.text
    assert "call 999" in response.text


@pytest.mark.parametrize(("error", "status"), RAISED)
def test_a_program_reads_the_same_in_json(failing, error, status):
    response = failing(error).get("/api/fail")
    assert (response.status_code, response.json["message"]) == (status, error.message)


def test_details_reach_the_program(failing):
    response = failing(Conflict("Both are kept.", revision=4)).get("/api/fail")
    assert response.json["revision"] == 4


def test_an_unforeseen_error_keeps_its_secrets(app, failing):
    app.testing = False
    response = failing(ValueError("the password is swordfish")).get("/fail")
    assert response.status_code == 500
    assert "swordfish" not in response.text
    assert "Something went wrong" in response.text


def test_an_unknown_address_is_a_page_too(client):
    assert "Page not found" in client.get("/nowhere").text


def test_too_large_a_post_is_refused(app, client):
    app.config["MAX_CONTENT_LENGTH"] = 10
    assert client.post("/sign-in", data={"email": "x" * 100}).status_code == 413


@pytest.fixture
def refused_post(app):
    """refused_post(origin) -> the answer to a form that one page of ours sent and nobody takes"""

    def refuse():
        raise Refused("Answer three more questions first.")

    app.add_url_rule("/fail", view_func=public(refuse), methods=["POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    sent = {"story": "Seen in a <grey> car\nat 10:05", "answer": "not_known", "page": "a b",
            "password": "look around waymark"}

    def post(**headers):
        return app.test_client().post("/fail", data=sent, headers=headers)

    return post


@pytest.mark.requirement("S0.14")
@pytest.mark.parametrize("header", ["Origin", "Referer"])
def test_what_was_typed_stands_on_the_page_of_an_error(refused_post, header):
    page = refused_post(**{header: "http://localhost"}).text
    assert "Seen in a &lt;grey&gt; car\nat 10:05" in page.replace("\r\n", "\n")
    assert "copy what you need of it" in page
    for other in ("not_known", "a b<", "look around waymark"):
        assert other not in page


@pytest.mark.parametrize("headers", [
    {}, {"Origin": "null"}, {"Origin": "https://elsewhere.example.org"},
    {"Referer": "https://elsewhere.example.org/http://localhost"},
])
def test_nobody_else_has_our_pages_say_something(refused_post, headers):
    page = refused_post(**headers).text
    assert "Answer three more" in page
    assert "grey" not in page and "What you typed" not in page


def test_a_form_that_cannot_be_read_is_no_fault_of_the_page(app, refused_post):
    app.config["MAX_FORM_MEMORY_SIZE"] = 10
    assert refused_post(Origin="http://localhost").status_code == 422
