"""`flask definitions`: toolkits and standards on the command line, to be kept in git."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from app.clock import now, show_date, start_of_day
from app.definitions import operations, queries
from app.definitions.approvals import between, proposal_against, proposal_of
from app.definitions.documents import annotations_of, read_document
from app.definitions.impact import Impact, Proposal, impact_lines, impact_of
from app.definitions.models import DefinitionKind, DefinitionVersion
from app.definitions.shipping import install as install_shipped
from app.definitions.states import state_of
from app.engine.document import read
from app.engine.problems import DefinitionRefused, Problem
from app.engine.json_text import LARGEST_BYTES
from app.errors import WaymarkError

definitions = AppGroup("definitions", help=(
    "Check, import, list, publish and export toolkits and practice standards."))

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NOTE = click.option("--note", default="", help="What changed, for those who use it.")
_ELSEWHERE = click.option(
    "--approved-elsewhere", default="", metavar="WHERE AND BY WHOM",
    help="Where and by whom it was approved; recorded, and needed where approvals are.")


@definitions.command()
@click.argument("files", nargs=-1, required=True, type=_FILE)
def check(files: tuple[Path, ...]) -> None:
    """Say `ok`, or what is wrong and where, for each file; exit 1 if anything is."""
    wrong = [path for path in files if not _is_sound(path, len(files) > 1)]
    sys.exit(1 if wrong else 0)


@definitions.command("import")
@click.argument("file", type=_FILE)
@click.option("--publish", is_flag=True, help="Publish it at once.")
@_NOTE
@_ELSEWHERE
def import_(file: Path, publish: bool, note: str, approved_elsewhere: str) -> None:
    """Take in a document as the next version of its toolkit or of the standards, in review."""
    with _explained():
        version = operations.import_document(text=_text(file), actor=None, now=now())
        if publish:
            operations.publish(version=version, actor=None, now=now(), note=note,
                               vouched=approved_elsewhere)
    click.echo(f"{version.slug} {version.number}: {'published' if publish else 'in review'}")


@definitions.command("list")
def list_() -> None:
    """Every version of every toolkit and of the standards, newest first."""
    for toolkit in (*queries.toolkits(), *queries.toolkits(DefinitionKind.STANDARDS)):
        for version in queries.versions(toolkit.slug):
            click.echo(f"{version.slug} {version.number}  {_state(version)}  "
                       f"{version.sha256[:12]}  {version.title}")


@definitions.command()
@click.argument("slug")
@click.option("--number", type=int, help="The version; the live one where none is given.")
def export(slug: str, number: int | None) -> None:
    """Write a document to standard output, byte for byte as it came in."""
    with _explained():
        version = queries.version(slug, number) if number else queries.live_version(slug, now())
        if version is None:
            raise click.ClickException(f"No version of {slug} is published. Say --number.")
        # As bytes, so that the terminal's own encoding has no say.
        click.echo(queries.text_of(version).encode("utf-8"), nl=False)


@definitions.command()
@click.argument("slug")
@click.argument("number", type=int)
@_NOTE
@click.option("--from", "day", type=click.DateTime(["%Y-%m-%d"]),
              help="The day on which it comes into use; at once where none is given.")
@click.option("--grace-days", default=operations.GRACE_DAYS, show_default=True,
              help="How long assessments under way keep the version before.")
@click.option("--replaces", type=int, help="The version in use, where this was not made from it.")
@_ELSEWHERE
def publish(
    slug: str, number: int, note: str, day: datetime | None, grace_days: int,
    replaces: int | None, approved_elsewhere: str,
) -> None:
    """Publish a version. New assessments are made with it from now, or from a day, on."""
    with _explained():
        version, at = queries.version(slug, number), now()
        publication = operations.publish(
            version=version, actor=None, now=at, note=note, grace_days=grace_days,
            effective_at=start_of_day(day.date()) if day else at, replaces=replaces,
            vouched=approved_elsewhere)
    click.echo(f"{slug} {number}: published, in use from {show_date(publication.effective_at)}")


@definitions.command()
@click.argument("slug")
@click.argument("earlier", type=int)
@click.argument("later", type=int)
def diff(slug: str, earlier: int, later: int) -> None:
    """Say what differs between two versions, a line each, and what each change does."""
    with _explained():
        found = between(queries.version(slug, earlier), queries.version(slug, later))
    for change in found.changes:
        click.echo(f"{change.consequence.value}\t{change.about.value}\t{change.title}\t"
                   f"{change.aspect.value}\t{_line(change.before)}\t{_line(change.after)}")


@definitions.command()
@click.argument("slug")
@click.argument("number", type=int)
@click.option("--file", type=_FILE, help=(
    "A document that is not taken in yet, which was made from version NUMBER."))
def impact(slug: str, number: int, file: Path | None) -> None:
    """Say what a version would change and for whom, against the one in use. Nothing is changed.

    One line for each consequence with its count; for each change, with how many assessments under
    way, submitted ones and reviews due in 90 days it touches; and for each team and level, with how
    many live cases would be calculated at another one.
    """
    with _explained():
        version, at = queries.version(slug, number), now()
        proposal = proposal_of(version, at) if file is None else proposal_against(
            version, read(_text(file)), at)
        if proposal is None:
            raise click.ClickException(f"{slug} {number} follows no other version.")
        for line in impact_lines(proposal, _finished(proposal, at)):
            click.echo(line)


@definitions.command()
def install() -> None:
    """Import and publish the documents that come with the product, where they are not here yet."""
    folder = Path(current_app.root_path).parent / "form_definitions"
    for version in install_shipped(folder, now()):
        click.echo(f"{version.slug} {version.number}: published")


def _finished(proposal: Proposal, at: datetime) -> Impact:
    """The impact once all is worked out; how far it has come is said meanwhile."""
    while True:
        found = impact_of(proposal, at)
        if found.finished:
            return found
        what = "assessments made ready" if found.preparing else "cases worked out"
        click.echo(f"{found.done} of {found.live} {what}", err=True)


def _is_sound(path: Path, several: bool) -> bool:
    named = f"{path}: " if several else ""
    try:
        document = read_document(_text(path))
    except DefinitionRefused as error:
        for problem in error.problems:
            click.echo(f"{named}{problem}")
        return False
    click.echo(f"{named}ok")
    for pointer in annotations_of(document):
        click.echo(f"{named}kept, not used: {pointer}", err=True)
    return True


def _text(path: Path) -> str:
    """The text of a file; one that is too large is refused before it is read."""
    if path.stat().st_size > LARGEST_BYTES:
        raise DefinitionRefused((Problem(
            "", f"the document is larger than {LARGEST_BYTES // 1024 // 1024} MiB"),))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DefinitionRefused((Problem("", f"not UTF-8 text: {error.reason}"),)) from None


def _state(version: DefinitionVersion) -> str:
    state = state_of(version, now()).value.lower()
    if version.publication is None:
        return state
    return f"{state}, from {show_date(version.publication.effective_at)}"


def _line(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def _explained() -> Iterator[None]:
    """Say what was refused in a line each, and exit 1."""
    try:
        yield
    except DefinitionRefused as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(1)
    except WaymarkError as error:
        raise click.ClickException(error.message) from None
