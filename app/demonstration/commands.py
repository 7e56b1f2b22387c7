"""The command that loads the demonstration and says how to sign in."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.accounts.models import User
from app.clock import now
from app.database import db
from app.demonstration.people import ACCOUNTS
from app.demonstration.story import tell

OPEN_PASSWORD = "look around waymark"
"""For the default database on this machine, where nobody else can reach it."""


@click.command("demonstration")
@click.option("--if-empty", is_flag=True,
              help="Load it only into an empty database, with a password that anybody may know. "
                   "Used where the service is reachable from this machine alone.")
@with_appcontext
def demonstration(if_empty: bool) -> None:
    """Fill an empty database with invented people and cases to look around in."""
    if db.session.scalar(select(User.id).limit(1)) is None:
        password = OPEN_PASSWORD if if_empty else secrets.token_urlsafe(12)
        click.echo("Loading the demonstration…")
        tell(now() - timedelta(minutes=5), _documents(), password)
        _say_how_to_sign_in(password)
    elif not if_empty:
        raise click.ClickException(
            "There are accounts in this database. The demonstration is loaded only into an "
            "empty one.")
    elif db.session.scalar(select(User.id).where(User.email == ACCOUNTS[0].email)) is not None:
        _say_how_to_sign_in(OPEN_PASSWORD)


def _documents() -> Path:
    return Path(current_app.root_path).parent / "form_definitions"


def _say_how_to_sign_in(password: str) -> None:
    click.echo("Sign in as one of these, with the password: " + password)
    for account in ACCOUNTS:
        click.echo(f"  {account.email:28} {account.what_for}")
