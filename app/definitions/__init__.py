"""Definitions: toolkits and their versions. Completing them is for the assessments room."""

from flask import Flask


def register(app: Flask) -> None:
    """Add the pages and commands of this room."""
    from app.definitions.commands import definitions
    from app.definitions.views import blueprint

    app.register_blueprint(blueprint)
    app.cli.add_command(definitions)
