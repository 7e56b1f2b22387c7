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
    events.assessment_submitted.connect(operations.follow_submission)
    events.addendum_added.connect(operations.follow_addendum)
    register_rebuilder(operations.rebuild, "comparisons 1")
    _keep_desk()
    packs.register()
    panels.register()
    stored.code()


def _keep_desk() -> None:
    """What else changes what waits for a reviewer."""
    from app.assessments import events
    from app.cases import events as of_cases
    from app.cases.operations import register_rebuilder
    from app.reviews import events as of_reviews
    from app.reviews import operations

    for event in (
        events.answer_called_for_action, events.action_call_withdrawn, events.draft_set_aside,
        events.harm_ended, of_cases.case_allocated, of_cases.case_restricted,
        of_cases.case_closed, of_cases.case_reopened, of_cases.note_added,
        of_cases.document_added, of_cases.danger_recorded, of_cases.danger_withdrawn,
        of_reviews.comparison_signed, of_reviews.changes_requested,
        of_reviews.changes_withdrawn,
    ):
        event.connect(operations.keep_desk)
    register_rebuilder(operations.rebuild_desk, "desk 1")
