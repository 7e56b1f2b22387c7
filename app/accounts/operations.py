"""Changing accounts and sessions: each change with its audit event, in one transaction."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, update

from app.accounts import queries
from app.accounts.models import Role, SignIn, SignInAttempt, Team, User
from app.accounts.passwords import SHORTEST, hash_password, is_outdated, is_password
from app.accounts.tokens import fingerprint, new_token
from app.audit.models import SYSTEM
from app.audit.operations import record
from app.database import db, write_transaction, writing
from app.errors import NotAllowed, Refused

SEEN_EVERY = timedelta(seconds=30)
"""How exactly the idle time is known; a shorter time would write on every request."""


class SignedIn(NamedTuple):
    """A new session: the token for the cookie, which is kept nowhere else, and whose it is."""

    token: str
    user: User


class Throttled(Refused):
    """Too many attempts to sign in failed lately."""


def add_team(*, name: str, district: str, actor: User | None, now: datetime) -> Team:
    """Add a team. Raises Refused when there is one of this name."""
    with writing():
        _check_administrator(actor)
        if queries.team_by_name(name):
            raise Refused(f"There is a team called {name} already.")
        team = Team(name=name, district=district)
        db.session.add(team)
        db.session.flush()
        _record("added", f"team:{team.id}", actor, now)
    return team


def add_user(
    *,
    name: str,
    email: str,
    role: Role,
    team: Team,
    password: str | None,
    actor: User | None,
    now: datetime,
    grade: str = "",
    contact: str = "",
    manager_name: str = "",
    safeguarding_lead: bool = False,
    senior: bool = False,
) -> User:
    """Add an account; without a password nobody can use it yet.

    Raises Refused when the e-mail address is taken or the password too short.
    """
    kept = _new_hash(password) if password is not None else ""
    with writing():
        _check_administrator(actor)
        if queries.user_by_email(email):
            raise Refused(f"{email} has an account already.")
        user = User(
            name=name,
            email=email.strip().lower(),
            role=role,
            team_id=team.id,
            password_hash=kept,
            grade=grade,
            contact=contact,
            manager_name=manager_name,
            safeguarding_lead=safeguarding_lead,
            senior=senior,
        )
        db.session.add(user)
        db.session.flush()
        _record("added", f"user:{user.id}", actor, now, role=role.value, team=team.id)
    return user


def set_password(*, user: User, password: str, actor: User | None, now: datetime) -> None:
    """Give the account a new password and end its sessions. Raises Refused when too short."""
    kept = _new_hash(password)
    with writing():
        _check_administrator(actor)
        user.password_hash = kept
        _end_sessions(user, now)
        _record("set the password of", f"user:{user.id}", actor, now)


def change_role(*, user: User, role: Role, actor: User | None, now: datetime) -> None:
    """Give the user another role; it holds from their next request.

    Only a reviewer can be a senior, so whoever is none any more is no senior either.
    """
    with writing():
        _check_administrator(actor)
        before, user.role = user.role, role
        user.senior = user.senior and role is Role.REVIEWER
        _record("changed the role of", f"user:{user.id}", actor, now, before=before, after=role)


def set_senior(*, user: User, senior: bool, actor: User | None, now: datetime) -> None:
    """Say whether a reviewer may use the exceptional route; it holds from their next request.

    Raises Refused for somebody who is no reviewer.
    """
    with writing():
        _check_administrator(actor)
        if senior and not user.is_(Role.REVIEWER):
            raise Refused(f"{user.email} is no reviewer, and only a reviewer can be a senior.")
        user.senior = senior
        verb = "made a senior of" if senior else "took being a senior from"
        _record(verb, f"user:{user.id}", actor, now)


def deactivate(*, user: User, actor: User | None, now: datetime) -> None:
    """Close the account and end its sessions. Raises Refused when it is closed already."""
    with writing():
        _check_administrator(actor)
        if not user.active:
            raise Refused(f"{user.email} is deactivated already.")
        user.active = False
        _end_sessions(user, now)
        _record("deactivated", f"user:{user.id}", actor, now)


def sign_in(*, email: str, password: str, address: str, now: datetime) -> SignedIn | None:
    """Begin a session, or None when the address and password do not belong together.

    Raises Throttled when too many attempts failed. The attempt is counted before the password is
    looked at, so that many at once cannot slip past the limit.
    """
    email_hash = fingerprint(email.strip().lower())
    attempt = _count_attempt(email_hash, address, now)
    user = queries.user_by_email(email)
    kept = user.password_hash if user and user.active else ""
    if user is None or not is_password(kept, password):
        _record_failure(user, now)
        return None
    rehashed = hash_password(password) if is_outdated(kept) else kept
    with writing():
        if not user.active or user.password_hash != kept:
            return None
        user.password_hash = rehashed
        mine = SignInAttempt.email_hash == email_hash
        db.session.execute(delete(SignInAttempt).where(mine | (SignInAttempt.id == attempt)))
        token = _begin_session(user, now)
        _record("signed in as", f"user:{user.id}", user, now)
    return SignedIn(token, user)


def touch(*, session: SignIn, now: datetime) -> None:
    """Note that the session was used, unless that was noted a moment ago."""
    if now - session.seen_at < SEEN_EVERY:
        return
    with write_transaction(reload=False):
        session.seen_at = now


def sign_out(*, session: SignIn, now: datetime) -> None:
    """End one session; its cookie is worth nothing from now on."""
    with writing():
        session.ended_at = now
        _record("signed out as", f"user:{session.user_id}", session.user, now)


def _check_administrator(actor: User | None) -> None:
    """None is the command line, where whoever may run it may do everything."""
    if actor is not None and not actor.is_(Role.ADMINISTRATOR):
        raise NotAllowed("Only an administrator may change accounts.")


def _new_hash(password: str) -> str:
    if len(password) < SHORTEST:
        raise Refused(f"A password has at least {SHORTEST} characters.")
    return hash_password(password)


def _count_attempt(email_hash: str, address: str, now: datetime) -> int:
    with writing():
        forgotten = SignInAttempt.at <= now - queries.THROTTLE_WINDOW
        db.session.execute(delete(SignInAttempt).where(forgotten))
        if queries.is_throttled(email_hash, address, now):
            raise Throttled("Too many attempts to sign in. Wait 15 minutes, then try again.")
        attempt = SignInAttempt(email_hash=email_hash, address=address, at=now)
        db.session.add(attempt)
    return attempt.id


def _record_failure(user: User | None, now: datetime) -> None:
    subject = f"user:{user.id}" if user else "sign-in"
    with writing():
        _record("refused a sign-in as", subject, None, now)


def _begin_session(user: User, now: datetime) -> str:
    token = new_token()
    db.session.add(
        SignIn(user=user, token_hash=fingerprint(token), began_at=now, seen_at=now, ended_at=None)
    )
    return token


def _end_sessions(user: User, now: datetime) -> None:
    live = (SignIn.user_id == user.id) & SignIn.ended_at.is_(None)
    db.session.execute(update(SignIn).where(live).values(ended_at=now))


def _record(action: str, subject: str, actor: User | None, now: datetime, **ids: object) -> None:
    record(chain=SYSTEM, action=action, actor=actor, at=now, subject=subject, details=ids)
