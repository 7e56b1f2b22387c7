"""Audit: who saw or did what, as hash-chained sentences. What is worth one, the rooms decide."""

from flask import Flask

from app import errors
from app.audit import commands, refusals


def register(app: Flask) -> None:
    """Add the audit commands, and record what people were refused."""
    app.cli.add_command(commands.audit)
    errors.refused.connect(refusals.record_refusal, app)
