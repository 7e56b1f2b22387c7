"""What follows from assessments: the level agreed, stepping down, closing, and what may not be."""

from flask import Flask

from app.pathway import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Add the pages of this room, and hold every closing of a case to the gate."""
    from app.cases import events
    from app.pathway import chronology, desk, panels
    from app.pathway.operations import guarding
    from app.pathway.views import blueprint

    app.register_blueprint(blueprint)
    events.case_closed.connect(guarding.hold_closing)
    events.case_reopened.connect(guarding.hold_reopening)
    panels.register()
    chronology.register()
    desk.register()
