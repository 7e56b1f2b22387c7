"""`flask cases`: looking after what lists read."""

import click
from flask.cli import AppGroup

from app.cases import operations
from app.clock import now

cases = AppGroup("cases", help="Look after the list of cases.")


@cases.command("rebuild-summaries")
def rebuild_summaries() -> None:
    """Work out again what lists show of every case, and what else is kept to be quick."""
    click.echo(f"Rebuilt the summaries of {operations.rebuild_summaries(now=now())} cases.")
