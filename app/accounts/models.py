"""Teams, users and their sessions. Who may see which case is decided in the cases room."""

from datetime import datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, named


class Role(StrEnum):
    """What a person does here; one each."""

    PRACTITIONER = "practitioner"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"


class Team(Base):
    """The people who work together in one district."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    district: Mapped[str] = mapped_column(Text)


class User(UserMixin, Base):
    """Somebody who signs in. Never deleted, because the records name them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In lower case."""
    role: Mapped[Role] = mapped_column(named(Role))
    team_id: Mapped[int] = mapped_column(ForeignKey(Team.id))
    grade: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    manager_name: Mapped[str] = mapped_column(Text, default="")
    safeguarding_lead: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether they approve changes to toolkits that change who is urgent."""
    senior: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether they, being a reviewer, may decide where the gate is shut, which is reported."""
    active: Mapped[bool] = mapped_column(default=True)
    password_hash: Mapped[str] = mapped_column(Text, default="")
    """Empty until a password is set; nobody can sign in with an empty one."""

    team: Mapped[Team] = relationship()

    @property
    def is_active(self) -> bool:
        """What Flask-Login asks before it lets anybody in."""
        return self.active

    def is_(self, *roles: Role) -> bool:
        """Whether the user has one of these roles."""
        return self.role in roles


class SignIn(Base):
    """One session, from signing in until it is ended or runs out."""

    __table_args__ = (Index(None, "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the token in the cookie; the token itself is kept nowhere else."""
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """When it was ended by signing out, or for the person; None if it merely ran out."""

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class KeptForm(Base):
    """A form that was sent after its author's session ran out; theirs alone, and kept for a while.

    `form` is what was posted, as JSON: a list of name and value. `digest` tells it from others.
    """

    __table_args__ = (Index(None, "user_id", "path", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey(User.id))
    path: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(Text)


class SignInAttempt(Base):
    """An attempt to sign in that has not succeeded, kept while it counts towards throttling."""

    __table_args__ = (Index(None, "email_hash", "at"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
