"""`flask cases`: looking after what lists read."""

import click
from flask.cli import AppGroup

from app.cases import operations
from app.clock import now

cases = AppGroup("cases", help="Look after the list of cases.")


@cases.command("rebuild-summaries")
@click.option("--if-older", is_flag=True,
              help="Only where an earlier release kept something else, or kept it otherwise.")
def rebuild_summaries(if_older: bool) -> None:
    """Work out again what lists show of every case, and what else is kept to be quick."""
    if if_older and not operations.summaries_are_older():
        return
    click.echo(f"Rebuilt the summaries of {operations.rebuild_summaries(now=now())} cases.")
