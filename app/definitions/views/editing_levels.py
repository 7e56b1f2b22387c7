"""Levels and scoring of a draft, and the words about the toolkit as a whole."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.definitions import drafts
from app.definitions.pages.scoring import lists_of
from app.definitions.views.editing import DRAFT
from app.definitions.views.pages import blueprint
from app.definitions.views.saving import page_of
from app.definitions.writing import opened


@blueprint.get(f"{DRAFT}/levels")
@access(Role.ADMINISTRATOR)
def draft_levels(draft_id: int) -> ResponseReturnValue:
    """Measures, levels, floors, judgement, derived values and immediate actions."""
    found = opened(drafts.draft(draft_id))
    return page_of(
        "definitions/editor/levels.html", found, current="definitions.draft_levels",
        lists=lists_of(found.outline, found.problems))


@blueprint.get(f"{DRAFT}/toolkit")
@access(Role.ADMINISTRATOR)
def draft_toolkit(draft_id: int) -> ResponseReturnValue:
    """Title, owner, source, introduction and guidance of the toolkit, on their form."""
    drafts.draft(draft_id)
    return redirect(url_for("definitions.edit_unit", draft_id=draft_id, at="toolkit"))
