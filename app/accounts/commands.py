"""`flask accounts`: the accounts, from the command line of whoever runs the service."""

import sys

import click
from flask.cli import AppGroup

from app.accounts import operations, queries
from app.accounts.models import Role, Team, User
from app.clock import now
from app.database import writing
from app.errors import WaymarkError

accounts = AppGroup("accounts", help="Add, list and close accounts.")


@accounts.command()
@click.argument("email")
@click.option("--name", required=True, help="What colleagues call them.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--team", "team_name", required=True, help="The team's name.")
@click.option("--district", help="Where the team works; needed for a new team only.")
@click.option("--grade", default="", help="Their job grade.")
@click.option("--contact", default="", help="How colleagues reach them.")
@click.option("--manager", default="", help="Their manager's name.")
@click.option("--safeguarding-lead", is_flag=True,
              help="They approve changes to toolkits that change who is urgent.")
@click.option("--senior", is_flag=True,
              help="They may step down or close where the gate is shut; it is reported.")
def add(
    email: str,
    name: str,
    role: str,
    team_name: str,
    district: str | None,
    grade: str,
    contact: str,
    manager: str,
    safeguarding_lead: bool,
    senior: bool,
) -> None:
    """Add an account; asks for its password, or reads it from standard input."""
    password = _ask_password()
    with _explained(), writing():
        user = operations.add_user(
            name=name,
            email=email,
            role=Role(role),
            team=_team(team_name, district),
            password=password,
            actor=None,
            now=now(),
            grade=grade,
            contact=contact,
            manager_name=manager,
            safeguarding_lead=safeguarding_lead,
            senior=senior,
        )
    click.echo(f"Added {user.email} as {user.role}.")


@accounts.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Close an account and end its sessions."""
    with _explained():
        operations.deactivate(user=_user(email), actor=None, now=now())
    click.echo(f"Deactivated {email}.")


@accounts.command("set-role")
@click.argument("email")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def set_role(email: str, role: str) -> None:
    """Give somebody another role; who is no reviewer any more is no senior either."""
    with _explained():
        operations.change_role(user=_user(email), role=Role(role), actor=None, now=now())
    click.echo(f"{email} is {role} now.")


@accounts.command("set-senior")
@click.argument("email")
@click.option("--no-longer", is_flag=True, help="Take it away again.")
def set_senior(email: str, no_longer: bool) -> None:
    """Let a reviewer step down or close where the gate is shut, with a reason; it is reported."""
    with _explained():
        operations.set_senior(user=_user(email), senior=not no_longer, actor=None, now=now())
    click.echo(f"{email} is {'no longer ' if no_longer else ''}a senior.")


@accounts.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Give an account a new password and end its sessions."""
    user = _user(email)
    with _explained():
        operations.set_password(user=user, password=_ask_password(), actor=None, now=now())
    click.echo(f"Set the password of {email}.")


@accounts.command("list")
def list_accounts() -> None:
    """List every account, by name."""
    for user in queries.users(active=None):
        state = "" if user.active else " (deactivated)"
        click.echo(f"{user.email}  {user.name}  {user.role}  {user.team.name}{state}")


class _explained:
    """Turns a refusal into a line on the terminal."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, WaymarkError):
            raise click.ClickException(error.message) from error


def _ask_password() -> str:
    if sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return sys.stdin.readline().rstrip("\n")


def _user(email: str) -> User:
    user = queries.user_by_email(email)
    if user is None:
        raise click.ClickException(f"There is no account for {email}.")
    return user


def _team(name: str, district: str | None) -> Team:
    found = queries.team_by_name(name)
    if found:
        return found
    if not district:
        raise click.ClickException(f"There is no team {name} yet; say where it works (--district).")
    return operations.add_team(name=name, district=district, actor=None, now=now())
