"""The cases that a proposed version would move to another level, for a safeguarding lead."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.assessments.impact.affected import affected_cases
from app.assessments.views.pages import actor, blueprint
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import queries
from app.definitions.approvals import proposal_of
from app.errors import NotFound


@blueprint.get("/toolkits/<slug>/<int:number>/impact/cases")
@access(Role.REVIEWER)
def moved_cases(slug: str, number: int) -> ResponseReturnValue:
    """Those that the actor may open; the counts of all stand on the page before."""
    version, at = queries.version(slug, number), now()
    proposal = proposal_of(version, at)
    if proposal is None:
        raise NotFound("There is no earlier version that it could be compared with.")
    found = affected_cases(actor(), proposal)
    record_read(
        chain=SYSTEM, action="listed the cases that would move by", actor=actor(), at=at,
        subject=f"toolkit:{slug}",
        details={"version": number, "cases": [one.case.id for one in found.cases]})
    return render_template("assessments/moved_cases.html", version=version, found=found)
