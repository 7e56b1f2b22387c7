"""Reviews: assessments side by side, levels over time. Completing them is not done here."""

from flask import Flask

from app.reviews import commands, models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Add the pages of this room, and store comparisons as soon as there are two to compare."""
    from app.assessments import events
    from app.cases.operations import register_rebuilder
    from app.reviews import operations, packs, panels, stored
    from app.reviews.views import blueprint

    app.register_blueprint(blueprint)
    app.cli.add_command(commands.reviews)
    for event in (events.assessment_submitted, events.addendum_added):
        event.connect(operations.store_last)
    for listener in (operations.supersede, operations.answer_requests):
        events.addendum_added.connect(listener)
    register_rebuilder(operations.rebuild)
    packs.register()
    panels.register()
    stored.code()
