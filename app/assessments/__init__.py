"""Assessments: completing a toolkit, its drafts and revisions, submission, addenda, exports."""

from flask import Flask

from app.assessments import models

__all__ = ["models", "register"]


def register(app: Flask) -> None:
    """Add the pages of this room, its part of the case page, and what it listens for."""
    from app.assessments import expired, panels, uses
    from app.assessments.commands import assessments
    from app.assessments.impact import assess
    from app.assessments.operations import summarising
    from app.assessments.views import blueprint
    from app.cases.operations import register_rebuilder
    from app.definitions.impact import register_assessor
    from app.definitions.uses import register_counter

    app.register_blueprint(blueprint)
    app.cli.add_command(assessments)
    panels.register()
    expired.register(app)
    register_rebuilder(summarising.rebuild, "assessments 1")
    register_counter(uses.count)
    register_assessor(assess)
