"""Young people and the cases about them: who may see them, who works them, what is noted."""

from flask import Flask

from app.cases import commands, models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Add the pages and commands of this room."""
    from app.cases.views import blueprint
    from app.cases.withholding import words_told

    app.jinja_env.filters["words_told"] = words_told
    app.register_blueprint(blueprint)
    app.cli.add_command(commands.cases)
