"""`flask assessments`: looking after what was recorded."""

import click
from flask.cli import AppGroup

from app.assessments.verifying import Checked, check_all

assessments = AppGroup("assessments", help="Check what was recorded.")


@assessments.command()
def verify() -> None:
    """Check that every revision says what it said when it was recorded; exit 1 if one does not."""
    checked = list(check_all())
    broken = [one for one in checked if one.problem]
    revisions, of = sum(one.number > 0 for one in checked), {one.assessment_id for one in checked}
    if broken:
        click.echo(_words(broken[0]), err=True)
        click.echo(f"{revisions} revisions of {len(of)} assessments were looked at. "
                   f"Not as they were recorded: {len(broken)}.", err=True)
        raise SystemExit(1)
    click.echo(f"{revisions} revisions of {len(of)} assessments are as they were recorded.")


def _words(checked: Checked) -> str:
    which = f"revision {checked.number}" if checked.number else "it"
    return f"assessment {checked.assessment_id}: {which} {checked.problem}"
