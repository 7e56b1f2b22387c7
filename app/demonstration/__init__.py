"""The demonstration: invented people and a believable case, made through the same operations as
everything else. Nothing here is needed to run the service."""

from flask import Flask

from app.demonstration.commands import demonstration


def register(app: Flask) -> None:
    """Add the command that loads it."""
    app.cli.add_command(demonstration)
