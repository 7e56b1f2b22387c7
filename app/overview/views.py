"""The start page, which leads each role to its work, and the menu of every page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.models import Role

blueprint = Blueprint("overview", __name__)

_MENU = (
    ("Cases", "cases.case_list", (Role.PRACTITIONER, Role.REVIEWER)),
    ("Find a person", "cases.find_person", (Role.PRACTITIONER, Role.REVIEWER)),
    ("Exceptions report", "pathway.exceptions", (Role.REVIEWER,)),
    ("Toolkits", "definitions.toolkits", tuple(Role)),
    ("Practice standards", "definitions.practice_standards", tuple(Role)),
)


@blueprint.get("/")
@access(*Role)
def home() -> ResponseReturnValue:
    """The list a person works from: cases, or toolkits for an administrator."""
    first = next(endpoint for _, endpoint, roles in _MENU if current_user.is_(*roles))
    return redirect(url_for(first))


def navigation() -> dict[str, Any]:
    """The menu for who is signed in, with the page that is open marked."""
    if not current_user.is_authenticated:
        return {}
    return {"navigation": [
        {"text": text, "href": url_for(endpoint), "current": request.endpoint == endpoint}
        for text, endpoint, roles in _MENU if current_user.is_(*roles)
    ]}
