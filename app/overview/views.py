"""The start page, which leads each role to its work, the reviewer's desk, and the menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role, User
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now, today_in_london
from app.errors import NotFound
from app.overview.desk_page import ShownSection, check_words, shown_section
from app.pathway.queries import copies_for
from app.reviews import queries
from app.reviews.models.desk import Section

blueprint = Blueprint("overview", __name__)

FIRST = {
    Section.TODAY: 25, Section.SIGN_OFF: 10, Section.DISCUSSION: 10, Section.OVERDUE: 5,
    Section.CHECK: 10,
}
"""How many rows of each section stand on the desk itself."""
PAGE = 25

_MENU = (
    ("Desk", "overview.desk", (Role.REVIEWER,)),
    ("Cases", "cases.case_list", (Role.PRACTITIONER, Role.REVIEWER)),
    ("Find a person", "cases.find_person", (Role.PRACTITIONER, Role.REVIEWER)),
    ("Exceptions report", "pathway.exceptions", (Role.REVIEWER,)),
    ("Toolkits", "definitions.toolkits", tuple(Role)),
    ("Practice standards", "definitions.practice_standards", tuple(Role)),
)


@blueprint.get("/")
@access(*Role)
def home() -> ResponseReturnValue:
    """What a person works from: the desk, the list of cases, or toolkits for an administrator."""
    first = next(endpoint for _, endpoint, roles in _MENU if current_user.is_(*roles))
    return redirect(url_for(first))


@blueprint.get("/desk")
@access(Role.REVIEWER)
def desk() -> ResponseReturnValue:
    """What waits for a reviewer, the most urgent first."""
    today = today_in_london(now())
    counts = queries.desk_counts(_actor(), today)
    # Where the council's route asks for no discussion, nothing is said of any.
    shown = [one for one in Section if one is not Section.DISCUSSION or counts.of(one)]
    sections = [
        shown_section(one, counts.of(one), queries.desk_page(
            _actor(), one, today=today, size=FIRST[one]), today) for one in shown]
    copies = copies_for(_actor())
    _looked_at(sections, [one.request.case_id for one in copies])
    return render_template("overview/desk.html", sections=sections, copies=copies,
                           check=check_words(counts.reasons))


@blueprint.get("/desk/<section>")
@access(Role.REVIEWER)
def desk_section(section: str) -> ResponseReturnValue:
    """Everything that waits in one section, a page at a time."""
    found = next((one for one in Section if one.value == section), None)
    if found is None:
        raise NotFound("There is no such part of the desk.")
    today = today_in_london(now())
    page = queries.desk_page(
        _actor(), found, today=today, after=request.args.get("after", ""), size=PAGE)
    counts = queries.desk_counts(_actor(), today)
    shown = shown_section(found, counts.of(found), page, today)
    _looked_at([shown])
    return render_template("overview/desk_section.html", section=shown)


def navigation() -> dict[str, Any]:
    """The menu for who is signed in, with the page that is open marked."""
    if not current_user.is_authenticated:
        return {}
    return {"navigation": [
        {"text": text, "href": url_for(endpoint), "current": request.endpoint == endpoint}
        for text, endpoint, roles in _MENU if current_user.is_(*roles)
    ]}


def _looked_at(sections: list[ShownSection], besides: Sequence[int] = ()) -> None:
    shown = {row.case.summary.case_id for one in sections for row in one.rows}
    ids = sorted(shown.union(besides))
    record_read(chain=SYSTEM, action="viewed", actor=_actor(), at=now(), subject="desk",
                details={"cases": ids})


def _actor() -> User:
    user: User = current_user._get_current_object()
    return user
