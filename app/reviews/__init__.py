"""Reviews: assessments side by side, levels over time. Completing them is not done here."""

from flask import Flask

from app.reviews.views import blueprint


def register(app: Flask) -> None:
    """Add the pages of this room."""
    app.register_blueprint(blueprint)
