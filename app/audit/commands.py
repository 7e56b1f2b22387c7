"""`flask audit`: checking the chains and anchoring their heads."""

from pathlib import Path

import click
from flask.cli import AppGroup

from app.audit import queries
from app.audit.anchors import add_anchors, read_anchors
from app.audit.chain import faults
from app.clock import now

audit = AppGroup("audit", help="Check and anchor the record of who saw or did what.")

FILE = click.Path(dir_okay=False, path_type=Path)


@audit.command()
@click.option("--anchors", type=FILE, help="A file that `flask audit anchor` wrote.")
def verify(anchors: Path | None) -> None:
    """Check that every event is what was recorded; exit 1 and name those that are not."""
    try:
        known = read_anchors(anchors) if anchors else {}
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    broken = 0
    for fault in faults(queries.in_order(), known):
        broken += 1
        click.echo(f"{fault.chain}: event {fault.sequence} {fault.problem}", err=True)
    if broken:
        raise SystemExit(1)
    heads = queries.heads()
    click.echo(f"{sum(head.sequence for head in heads)} events in {len(heads)} chains are whole.")


@audit.command()
@click.argument("file", type=FILE)
def anchor(file: Path) -> None:
    """Append the head of every chain to FILE, which you keep away from the database."""
    try:
        added = add_anchors(file, queries.heads(), now())
    except (OSError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Anchored {added} chains in {file}.")
