"""`flask reviews`: checking what was signed, in a file without the database, or all of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from app.clock import show_datetime
from app.engine.signed_document import Parts
from app.engine.verifying import Checked, check
from app.reviews.verifying import check_all

reviews = AppGroup("reviews", help="Check what was signed.")


@reviews.command(with_appcontext=False)
@click.argument("file", required=False,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--root", help="The hash that the audit trail names; on paper, the check code.")
@click.pass_context
def verify(context: click.Context, file: Path | None, root: str | None) -> None:
    """Check that FILE, an exported sign-off, says what was signed; exit 1 if it does not.

    Works without the database. Without --root it shows that FILE is whole, and not that it is the
    one that was signed here. Without FILE it checks every signature in the database.
    """
    if file is not None:
        _verify_file(file, root)
    elif root is not None:
        raise click.UsageError("--root is for a FILE")
    else:
        context.invoke(_verify_stored)


@with_appcontext
def _verify_stored() -> None:
    checked = list(check_all())
    broken = [one for one in checked if one.problem]
    for one in broken:
        click.echo(f"sign-off {one.sign_off_id} {one.problem}", err=True)
    if broken:
        raise SystemExit(1)
    click.echo(f"Signatures that say what was signed: {len(checked)}.")


def _verify_file(file: Path, root: str | None) -> None:
    try:
        checked = check(file.read_bytes(), root)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    if not checked.sound:
        click.echo(checked.problem, err=True)
        click.echo(f"{file.name} is not what was signed. Do not rely on it.", err=True)
        raise SystemExit(1)
    try:
        told = _told(checked, root)
    except (KeyError, TypeError, ValueError, AttributeError):
        click.echo(f"{file.name} is whole, and does not say what a sign-off says.", err=True)
        raise SystemExit(1) from None
    for line in told:
        click.echo(line)


def _told(checked: Checked, root: str | None) -> list[str]:
    """Whose signature it is, over what, and how far it was checked."""
    parts, shown = checked.parts, len(checked.parts)
    withheld = f", {checked.withheld} more are withheld" if checked.withheld else ""
    return [
        _signer(parts),
        f"{_subject(parts)}: {_side(parts, 'earlier')} beside {_side(parts, 'later')}.",
        f"{shown} parts say what was signed{withheld}.",
        f"Hash {checked.root}",
        "It is the hash that you gave." if root else
        "Compare it with the check code on the paper or in the audit trail, or give it as --root.",
    ]


def _signer(parts: Parts) -> str:
    signature = parts.get("signature")
    if signature is None:
        return "Whose signature it is, is withheld."
    at = datetime.fromisoformat(signature["at"])
    return f"Signed by {signature['name']}, {show_datetime(at)}."


def _subject(parts: Parts) -> str:
    about = parts.get("about")
    return f"Case {about['case']}, {about['title']}" if about else "What it is about is withheld"


def _side(parts: Parts, name: str) -> str:
    side = parts.get(f"side/{name}")
    return f"{side['assessed_on']} (revision {side['revision']})" if side else "what is withheld"
