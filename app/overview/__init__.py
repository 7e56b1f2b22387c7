"""Overview: where each role starts, and the menu. What the pages hold is for the rooms below."""

from flask import Flask

from app.overview.views import blueprint, navigation


def register(app: Flask) -> None:
    """Add the start page and, on every page, the menu."""
    app.register_blueprint(blueprint)
    app.context_processor(navigation)
