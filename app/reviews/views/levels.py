"""The page of levels over time."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.operations import record_read
from app.cases import panels
from app.cases import queries as cases
from app.cases.access import chain_of
from app.clock import now, today_in_london
from app.reviews import queries
from app.reviews.level_line import plot
from app.reviews.views.pages import blueprint

panels.register_link(30, "Levels over time", "reviews.levels")


@blueprint.get("/cases/<int:case_id>/levels")
@access(Role.PRACTITIONER, Role.REVIEWER)
def levels(case_id: int) -> ResponseReturnValue:
    """The line of levels over all reviews, with a table of the same."""
    case = cases.get_case(current_user, case_id)
    chain, at = chain_of(case_id), now()
    record_read(
        chain=chain, action="viewed the levels of", actor=current_user, at=at, subject=chain)
    points = queries.level_points(case_id)
    drawn = plot(points, queries.level_titles(case_id), today_in_london(at))
    return render_template(
        "reviews/levels.html", case=case, person=case.young_person, points=points, plot=drawn,
        links=panels.links(case, current_user), highest=queries.highest_ever(case_id),
    )
