"""A browser without a screen: one kept-alive connection, cookies, and the forms of a page."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPResponse
from typing import Any, NamedTuple
from urllib.parse import urlencode

Fields = list[tuple[str, str]]
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


class Response(NamedTuple):
    """What came back."""

    content: bytes
    location: str

    @property
    def text(self) -> str:
        """The content in words."""
        return self.content.decode("utf-8", "replace")

    def json(self) -> Any:
        """The content as JSON."""
        return json.loads(self.content)


class Unexpected(RuntimeError):
    """The service answered something else than what was to be measured."""


class Browser:
    """One connection to a server on this machine, one request at a time."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self.cookies = cookies or {}
        self._connection = HTTPConnection("127.0.0.1", port)

    @property
    def cookie_header(self) -> str:
        """All its cookies, as they are sent."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def reconnect(self) -> None:
        """Connect anew: the server closes a connection that was quiet for long."""
        self._connection.close()
        self._connection.connect()

    def get(self, path: str, expect: int = 200) -> Response:
        """A page; raises Unexpected where the answer has another status."""
        return self._send("GET", path, None, expect, {})

    def post(
        self, path: str, fields: Fields | bytes, expect: int = 302, **headers: str
    ) -> Response:
        """What a form sends when it is submitted; the bytes where they are `encoded` already."""
        body = fields if isinstance(fields, bytes) else encoded(fields)
        return self._send("POST", path, body, expect, {
            "Content-Type": "application/x-www-form-urlencoded", **headers})

    def count(self, path: str) -> tuple[int, int]:
        """The bytes and lines of something large, of which no more than a part is ever held."""
        size = lines = 0
        answer = self._answer("GET", path, None, 200, {})
        while part := answer.read(1 << 20):
            size, lines = size + len(part), lines + part.count(b"\n")
        return size, lines

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the page."""
        fields = dict(form_of(self.get("/sign-in").text).fields)
        self.post("/sign-in", [*{**fields, "email": email, "password": password}.items()])

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _send(
        self, method: str, path: str, body: bytes | None, expect: int, headers: dict[str, str]
    ) -> Response:
        answer = self._answer(method, path, body, expect, headers)
        return Response(answer.read(), answer.headers.get("Location", ""))

    def _answer(
        self, method: str, path: str, body: bytes | None, expect: int, headers: dict[str, str]
    ) -> HTTPResponse:
        if self.cookies:
            headers = {**headers, "Cookie": self.cookie_header}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status != expect:
            said = answer.read(2_000).decode("utf-8", "replace")
            raise Unexpected(f"{method} {path} gave {answer.status}, not {expect}:\n{said}")
        return answer


def encoded(fields: Fields) -> bytes:
    """Fields as the body of a request."""
    return urlencode(fields).encode()


class Form(NamedTuple):
    """A form of a page: what it would send with no button pressed, and where an autosave goes."""

    fields: Fields
    autosave: str


def form_of(page: str) -> Form:
    """The form of a page that has the most fields."""
    reader = _Forms()
    reader.feed(page)
    reader.close()
    return max(reader.forms, key=lambda form: len(form.fields))


def hidden_in(page: str) -> dict[str, str]:
    """What the hidden inputs of a page hold, by their names."""
    return {name: unescape(value) for name, value in _HIDDEN.findall(page)}


class _Forms(HTMLParser):
    """Collects what each form of a page would send."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self._inert = 0
        self._fieldsets: list[bool] = []
        self._name = ""
        self._text: list[str] | None = None
        self._chosen: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form([], given.get("data-autosave-url") or ""))
        elif tag == "template":
            self._inert += 1
        elif tag == "fieldset":
            self._fieldsets.append("disabled" in given)
        elif tag == "option" and ("selected" in given or self._chosen is None):
            self._chosen = given.get("value") or ""
        elif tag in ("input", "textarea", "select"):
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._inert -= 1
        elif tag == "fieldset":
            self._fieldsets.pop()
        elif tag == "textarea" and self._text is not None:
            self._add("".join(self._text).removeprefix("\n"))
            self._text = None
        elif tag == "select":
            self._add(self._chosen or "")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _control(self, tag: str, given: dict[str, str | None]) -> None:
        inert = self._inert or any(self._fieldsets) or "disabled" in given
        self._name = "" if inert else given.get("name") or ""
        self._chosen = None
        if tag == "textarea":
            self._text = []
        elif tag == "input" and given.get("type", "text") not in ("submit", "button", "image"):
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self._add(given.get("value") or "")

    def _add(self, value: str) -> None:
        if self._name and self.forms:
            self.forms[-1].fields.append((self._name, value))
        self._name = ""
