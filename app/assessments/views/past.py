"""The history of an assessment: its revisions, and one of them."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.assessments import queries
from app.assessments.pages.reading import changed_in, moved_by, reading
from app.assessments.views.pages import actor, blueprint, show
from app.cases.access import CASEWORKERS
from app.cases.withholding import keys_withheld
from app.definitions.queries import definition_of


@blueprint.get("/assessments/<int:assessment_id>/revisions")
@access(*CASEWORKERS)
def revisions(assessment_id: int) -> ResponseReturnValue:
    """Every revision, newest first."""
    found = queries.get_assessment(actor(), assessment_id)
    return show("assessments/revisions.html", found, "viewed the history of",
                revisions=queries.revisions_of(found),
                withheld=keys_withheld(actor(), found.case, definition_of(found.version)))


@blueprint.get("/assessments/<int:assessment_id>/revisions/<int:number>")
@access(*CASEWORKERS)
def revision(assessment_id: int, number: int) -> ResponseReturnValue:
    """What was recorded after one revision, and what it changed."""
    found = queries.get_assessment(actor(), assessment_id)
    one, shown = queries.revision(found, number), queries.computed_for(actor(), found, number)
    return show(
        "assessments/revision.html", found, "viewed an earlier revision of", revision=one,
        reading=reading(shown), changed=changed_in(found, one, shown.withheld),
        moved=moved_by(found, one, shown.withheld))
