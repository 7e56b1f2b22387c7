"""Every page says who may open it, and every answer tells the browser what to refuse."""

import pytest
from werkzeug.routing import AnyConverter

from app.accounts.access import access, declared_roles, public
from app.routing import Name, Number
from app.security import HEADERS
from tests.databases import build_app


def routes(app):
    return {rule.endpoint: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}


def test_every_route_declares_who_may_open_it(app):
    silent = [name for name, view in routes(app).items() if declared_roles(view) is None]
    assert silent == []


def test_only_these_routes_are_open_to_everybody(app):
    everybody = {name for name, view in routes(app).items() if declared_roles(view) == frozenset()}
    assert everybody == {"static", "accounts.sign_in", "accounts.signed_out"}


def test_nobody_gets_further_than_the_sign_in_page(app, client):
    """Every other route sends a stranger to sign in, or tells a program that it must."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if declared_roles(app.view_functions[rule.endpoint]):
            values = {name: placeholder(rule, name) for name in rule.arguments}
            path = adapter.build(rule.endpoint, values, method=next(iter(rule.methods)))
            method = "GET" if "GET" in rule.methods else min(rule.methods - {"OPTIONS", "HEAD"})
            answer = client.open(path, method=method)
            assert answer.status_code in {302, 401}, rule
            assert answer.status_code == 401 or answer.location.startswith("/sign-in"), rule


def placeholder(rule, name):
    """A value that the converter of this argument takes."""
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if converter.regex == r"\d+" else "x"


@pytest.mark.both_databases
def test_an_address_with_what_no_database_keeps_leads_nowhere(app, signed_in, practitioner):
    browser = signed_in(practitioner)
    for rule in app.url_map.iter_rules():
        named = {name for name, one in rule._converters.items() if isinstance(one, Name)}
        if named and "GET" in rule.methods:
            values = {name: "a\0b" if name in named else placeholder(rule, name)
                      for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method="GET")
            assert browser.get(path).status_code == 404, rule


@pytest.mark.both_databases
@pytest.mark.parametrize("number", [2**31, 10**20])
def test_an_address_with_a_number_that_no_record_has_leads_nowhere(
    app, signed_in, practitioner, administrator, number
):
    browsers = [signed_in(user) for user in (practitioner, administrator)]
    for rule in app.url_map.iter_rules():
        numbers = {name for name, one in rule._converters.items() if isinstance(one, Number)}
        if numbers and "GET" in rule.methods:
            values = {name: number if name in numbers else placeholder(rule, name)
                      for name in rule.arguments}
            path = app.url_map.bind("localhost").build(rule.endpoint, values, method="GET")
            statuses = {browser.get(path).status_code for browser in browsers}
            assert statuses <= {404, 405}, rule


def test_access_names_its_roles():
    with pytest.raises(TypeError, match="@public"):
        access()


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere", "/static/js/govuk.js"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline():
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere"])
def test_pages_are_not_kept_by_the_browser(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_cookies_are_out_of_reach_of_scripts(client):
    cookie = client.get("/sign-in").headers["Set-Cookie"]
    assert cookie.startswith("waymark=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_over_https_cookies_are_locked_to_it(database):
    client = build_app(database, HTTPS="1").test_client()
    response = client.get("/sign-in", base_url="https://localhost")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-waymark=")
    assert "Secure" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_address_of_a_visitor_is_taken_from_trusted_proxies_only(database):
    for proxies, seen in (("0", "127.0.0.1"), ("1", "203.0.113.9")):
        app = build_app(database, TRUSTED_PROXIES=proxies)
        app.add_url_rule("/address", view_func=public(visitor_address))
        headers = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
        assert app.test_client().get("/address", headers=headers).text == seen


def visitor_address():
    from flask import request

    return request.remote_addr
