"""Which roles may open a page, declared beside every view and held in one place.

Whether a person may see a particular case is decided in the cases room.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

from blinker import signal
from flask import Flask, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from app.accounts import cookies
from app.accounts.keeping import keep_form
from app.accounts.models import Role, User
from app.clock import now
from app.errors import NotAllowed, NotSignedIn, wants_json

View = TypeVar("View", bound=Callable[..., Any])

on_expired_post = signal("expired-post")
"""Sent before somebody who posted after their session ran out is asked to sign in again.

A listener is called with the application and, by name, `user` (whose session it was), `path` and
`form` (a MultiDict of what was posted), and answers True when it kept what was typed, False when it
would not, None for a page that is none of its own. Where all answer None, the form is kept as it
is (app.accounts.keeping). It is sent only for a post that carried a valid anti-forgery token.
"""


def access(*roles: Role) -> Callable[[View], View]:
    """Declare that only these roles may open the page."""
    if not roles:
        raise TypeError("Name the roles, access(*Role) for all of them, or use @public")

    def declare(view: View) -> View:
        view.access = frozenset(roles)  # type: ignore[attr-defined]
        return view

    return declare


def public(view: View) -> View:
    """Declare that anybody may open the page without signing in."""
    view.access = frozenset()  # type: ignore[attr-defined]
    return view


def actor() -> User:
    """Who is signed in."""
    user: User = current_user._get_current_object()
    return user


def declared_roles(view: Callable[..., Any]) -> frozenset[Role] | None:
    """The roles a view declares; empty for a public one, None when it declares nothing."""
    found = getattr(view, "access", None)
    return getattr(getattr(view, "view_class", None), "access", None) if found is None else found


def register(app: Flask) -> None:
    """Hold every request to what its view declares."""
    public(app.view_functions["static"])
    app.before_request(_hold)


def _hold() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    roles = declared_roles(current_app.view_functions[request.endpoint])
    if roles is None:
        raise NotAllowed("This page does not say who may open it, so nobody may.")
    if not roles:
        return None
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if not current_user.is_(*roles):
        raise NotAllowed("Your role does not include this page.")
    return None


def _ask_to_sign_in() -> ResponseReturnValue:
    """Keep what was posted where a room can, say why, and come back here afterwards."""
    user = cookies.expired_user()
    kept = user is not None and request.method == "POST" and _keep_what_was_typed(user)
    notice = cookies.explain(user, kept)
    if wants_json():
        raise NotSignedIn(notice or "Sign in to continue.", kept=kept)
    return redirect(url_for("accounts.sign_in", next=_place_to_return()))


def _keep_what_was_typed(user: User) -> bool:
    """Have a room keep it that knows what it is, or else keep the form as it is."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    sent = on_expired_post.send(app, user=user, path=request.path, form=request.form)
    answers = {answer for _, answer in sent} - {None}
    place = _place_to_return()
    if answers or place is None:
        return True in answers
    form = list(request.form.items(multi=True))
    return keep_form(user=user, now=now(), path=place.partition("?")[0], form=form)


def _place_to_return() -> str | None:
    """The page asked for; for one that only takes posts, the page that the form stood on."""
    if _opens(request.path):
        return request.full_path.rstrip("?")
    before, ours, after = (request.referrer or "").partition(request.host_url)
    came_from = "/" + re.split("[?#]", after)[0]
    return came_from if ours and not before and _opens(came_from) else None


def _opens(path: str) -> bool:
    """Whether there is a page here to open."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    return bool(endpoint)
