"""The browser's side of a session: its token in the signed cookie, and why it was signed out."""

from typing import Any

from flask import Flask, Request, g, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import AnonymousUserMixin
from itsdangerous import URLSafeTimedSerializer

from app.accounts import operations, queries
from app.accounts.models import SignIn, User
from app.accounts.operations import SignedIn
from app.clock import now
from app.extensions import login_manager

TOKEN = "token"
NOTICE = "notice"

KEPT = (
    "You were signed out after {time}. What you typed has been kept. "
    "Sign in as the same person to continue."
)
NOT_KEPT = "You were signed out after {time}. Sign in again to continue."


class CookieSessions(SecureCookieSessionInterface):
    """Sessions in signed cookies. What signs them is made once, which takes as long as signing."""

    def __init__(self) -> None:
        self._signers: dict[Any, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        keys = app.secret_key, *(app.config["SECRET_KEY_FALLBACKS"] or ())
        if keys not in self._signers:
            self._signers[keys] = super().get_signing_serializer(app)
        return self._signers[keys]


def register(app: Flask) -> None:
    """Let Flask-Login find the user by the token in the cookie, anew on every request."""
    app.session_interface = CookieSessions()
    login_manager.session_protection = None
    login_manager.request_loader(_user_of_request)


def current_session() -> SignIn:
    """The live session of this request; somebody must be signed in."""
    return g.sign_in


def expired_user() -> User | None:
    """Whose session in this browser has run out."""
    return queries.expired_user(session.get(TOKEN), now())


def remember(signed_in: SignedIn) -> None:
    """Give the browser its token.

    The anti-forgery token changes too, unless the same person comes back after their session ran
    out: pages they have open in other windows can then still be posted.
    """
    comes_back = expired_user() == signed_in.user
    kept = {"csrf_token": session.get("csrf_token")} if comes_back else {}
    session.clear()
    session.update({name: value for name, value in kept.items() if value})
    session[TOKEN] = signed_in.token


def forget() -> None:
    """Take the token away from the browser."""
    session.clear()


def explain(user: User | None, kept: bool) -> str:
    """Tell the sign-in page why somebody has to sign in again; gives the sentence."""
    sign_in = queries.sign_in_of(session[TOKEN]) if user else None
    if sign_in is None:
        return ""
    too_old = queries.is_too_old(sign_in, now())
    time = "12 hours" if too_old else "30 minutes"
    # Going elsewhere before signing in does not undo that something was kept.
    if kept or NOTICE not in session:
        session[NOTICE] = (KEPT if kept else NOT_KEPT).format(time=time)
    return session[NOTICE]


def notice() -> str:
    """Why somebody has to sign in again, or nothing."""
    return session.get(NOTICE, "")


def _user_of_request(request: Request) -> User | AnonymousUserMixin | None:
    token = session.get(TOKEN)
    sign_in = queries.sign_in_of(token) if token else None
    if sign_in is None or not queries.is_live(sign_in, now()):
        return None
    operations.touch(session=sign_in, now=now())
    g.sign_in = sign_in
    return sign_in.user
