"""What can go wrong, by name, and the one table that turns it into a page or JSON."""

from typing import NamedTuple

from blinker import signal
from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from app.typed import words_sent


class WaymarkError(Exception):
    """A refusal that a person should read; operations and queries raise it, views never do."""

    def __init__(self, message: str = "", **details: object) -> None:
        super().__init__(message)
        self.message = message
        self.details = details
        """More for the page or the caller of the API: ids and plain values only."""


class NotFound(WaymarkError):
    """There is no such thing, or the actor may not know of it."""


class NotAllowed(WaymarkError):
    """The actor knows of it and may not do this; the message gives the reason."""


class NotSignedIn(WaymarkError):
    """Nobody is signed in, and the caller is a program that cannot use the sign-in page."""


class Refused(WaymarkError):
    """The state does not allow it; the message says what to do."""


class Conflict(WaymarkError):
    """Somebody else changed it in the meantime."""


class Answer(NamedTuple):
    """The status of an error and the heading of its page."""

    status: int
    title: str


ANSWERS: dict[type[Exception], Answer] = {
    NotFound: Answer(404, "Page not found"),
    NotAllowed: Answer(403, "You cannot open this"),
    NotSignedIn: Answer(401, "You are not signed in"),
    Refused: Answer(422, "This cannot be done yet"),
    Conflict: Answer(409, "Somebody else changed this"),
    CSRFError: Answer(400, "This page is out of date"),
}

STATUSES = {
    400: Answer(400, "This request could not be understood"),
    403: ANSWERS[NotAllowed],
    404: ANSWERS[NotFound],
    405: Answer(405, "This page cannot be used in that way"),
    409: ANSWERS[Conflict],
    413: Answer(413, "That is too large"),
    415: Answer(415, "That kind of file cannot be read"),
    422: ANSWERS[Refused],
    429: Answer(429, "Too many attempts"),
    500: Answer(500, "Something went wrong"),
}

OUT_OF_DATE = "You signed in or out after it was opened, perhaps in another window."


refused = signal("refused")
"""Sent with `error` before a NotFound or NotAllowed is answered, so that it can be recorded."""


def register(app: Flask) -> None:
    """Turn every named error, and every error of the web server, into a page or JSON."""
    for kind in ANSWERS:
        app.register_error_handler(kind, _answer_named)
    app.register_error_handler(HTTPException, _answer_http)


def wants_json() -> bool:
    """Whether a program asked: preferring JSON to a page, or for an address of JSON without
    preferring a page, as a browser does that follows a link."""
    accepts = request.accept_mimetypes
    page, data = accepts["text/html"], accepts["application/json"]
    of_json = request.path.startswith("/api/") or request.path.endswith(".json")
    return data > page or (of_json and data == page)


def answer(status: int, title: str, message: str, details: dict[str, object]) -> Response:
    """The page or the JSON of an error."""
    if wants_json():
        body = {"status": status, "title": title, "message": message, **details}
        return make_response(jsonify(body), status)
    page = render_template(
        "errors/error.html", status=status, title=title, message=message,
        typed=words_sent(request))
    return make_response(page, status)


def _answer_named(error: Exception) -> Response:
    status, title = next(ANSWERS[kind] for kind in type(error).__mro__ if kind in ANSWERS)
    if isinstance(error, NotFound | NotAllowed):
        refused.send(current_app._get_current_object(), error=error)  # type: ignore[attr-defined]
    if isinstance(error, WaymarkError):
        return answer(status, title, error.message, error.details)
    return answer(status, title, OUT_OF_DATE, {})


def _answer_http(error: HTTPException) -> Response | HTTPException:
    found = STATUSES.get(error.code or 500)
    # A redirect is an HTTPException too, and its own answer.
    return answer(*found, "", {}) if found else error
