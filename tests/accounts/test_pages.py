"""The sign-in pages as people meet them."""

import pytest

from tests.people import PASSWORD


def test_the_pages_are_valid(client, check_html):
    check_html(client.get("/sign-in").text)
    check_html(client.post("/sign-in", data={"email": "", "password": ""}).text)
    check_html(client.get("/signed-out").text)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def window(request, new_page):
    return new_page(viewport={"width": 320, "height": 640}, java_script_enabled=request.param)


def sign_in(page, email, password=PASSWORD):
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_and_out_on_a_phone(window, practitioner):
    window.goto("/sign-in?next=/sign-in")
    sign_in(window, practitioner.email, "not this one")
    assert window.title().startswith("Error: Sign in")
    summary = window.get_by_role("alert")
    summary.get_by_role("link", name="Enter the email address and password").click()
    sign_in(window, practitioner.email)
    window.get_by_role("button", name="Sign out").click()
    assert window.get_by_role("heading", level=1).inner_text() == "You are signed out"


def test_the_pages_are_accessible(page, check_accessibility):
    for path in ("/sign-in", "/signed-out"):
        page.goto(path)
        check_accessibility(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    check_accessibility(page)


def test_nothing_is_wider_than_a_phone(phone_page):
    for path in ("/sign-in", "/signed-out", "/nowhere"):
        phone_page.goto(path)
        assert phone_page.evaluate("document.documentElement.scrollWidth") <= 320
