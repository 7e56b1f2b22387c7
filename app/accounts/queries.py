"""Reading users, teams and sessions."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.sql import ColumnElement

from app.accounts.models import KeptForm, Role, SignIn, SignInAttempt, Team, User
from app.accounts.tokens import fingerprint
from app.database import db

THROTTLE_WINDOW = timedelta(minutes=15)
ATTEMPTS_BY_EMAIL = 10
ATTEMPTS_BY_ADDRESS = 50

# Asked on every page, so made once; side by side, since what is joined as a part of something else
# takes twice as long to read.
_SIGN_IN = (
    select(SignIn, User).join(User, User.id == SignIn.user_id)
    .where(SignIn.token_hash == bindparam("token")).options(lazyload("*"))
)


def user_by_email(email: str) -> User | None:
    """The user with this address, however it is capitalised."""
    if "\0" in email:
        return None  # PostgreSQL would not even look for it, and anybody may send one.
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def users(*roles: Role, team_id: int | None = None, active: bool | None = True) -> Sequence[User]:
    """Users by name; of these roles, this team and this state where they are given."""
    found = select(User)
    if roles:
        found = found.where(User.role.in_(roles))
    if team_id is not None:
        found = found.where(User.team_id == team_id)
    if active is not None:
        found = found.where(User.active.is_(active))
    return db.session.scalars(found.order_by(User.name, User.id)).all()


def teams() -> Sequence[Team]:
    """Every team, by name."""
    return db.session.scalars(select(Team).order_by(Team.name, Team.id)).all()


def team_by_name(name: str) -> Team | None:
    """The team of this name."""
    return db.session.scalar(select(Team).where(Team.name == name))


def sign_in_of(cookie_token: str) -> SignIn | None:
    """The session this token was given to, in whatever state it is."""
    found = db.session.execute(_SIGN_IN, {"token": fingerprint(cookie_token)}).first()
    if found is None:
        return None
    sign_in, user = found
    set_committed_value(sign_in, "user", user)
    return sign_in


def is_live(sign_in: SignIn, now: datetime) -> bool:
    """Whether the session still signs its user in: not ended, not idle, not too old."""
    if sign_in.ended_at is not None or not sign_in.user.active:
        return False
    idle = now - sign_in.seen_at >= current_app.config["SESSION_IDLE"]
    return not idle and not is_too_old(sign_in, now)


def is_too_old(sign_in: SignIn, now: datetime) -> bool:
    """Whether the session has lasted as long as any may, however busy it was."""
    return now - sign_in.began_at >= current_app.config["SESSION_LIMIT"]


def expired_user(cookie_token: str | None, now: datetime) -> User | None:
    """Whose session has run out, so that what they typed can be kept for them.

    None for a session that is live, that was ended by signing out, or of a deactivated account.
    """
    sign_in = sign_in_of(cookie_token) if cookie_token else None
    if sign_in is None or sign_in.ended_at is not None or not sign_in.user.active:
        return None
    return None if is_live(sign_in, now) else sign_in.user


def kept_forms(user: User, path: str | None = None) -> Sequence[KeptForm]:
    """What the user sent after their session ran out, newest first; of one page, or of all."""
    found = select(KeptForm).where(KeptForm.user_id == user.id)
    if path is not None:
        found = found.where(KeptForm.path == path)
    return db.session.scalars(found.order_by(KeptForm.id.desc())).all()


def is_throttled(email_hash: str, address: str, now: datetime) -> bool:
    """Whether too many attempts failed lately for this e-mail address or from this place."""
    return (
        _attempts(SignInAttempt.email_hash == email_hash, now) >= ATTEMPTS_BY_EMAIL
        or _attempts(SignInAttempt.address == address, now) >= ATTEMPTS_BY_ADDRESS
    )


def _attempts(where: ColumnElement[bool], now: datetime) -> int:
    recent = SignInAttempt.at > now - THROTTLE_WINDOW
    return db.session.scalar(select(func.count()).where(where, recent)) or 0
