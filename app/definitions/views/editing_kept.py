"""Two people changed one part of a draft: both are shown, and somebody decides."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import drafts, operations
from app.definitions.models import DraftKeptEdit
from app.definitions.pages.listing import quoted
from app.definitions.pages.refused import refusal_words
from app.definitions.pages.sides import sides
from app.definitions.pages.titles import title_of
from app.definitions.views.editing import DRAFT
from app.definitions.views.pages import actor, blueprint
from app.definitions.views.saving import page_of
from app.definitions.writing import opened
from app.engine.authoring.outline import Outline
from app.engine.authoring.refusals import EditRefused
from app.errors import NotFound, Refused


@blueprint.route(f"{DRAFT}/kept/<int:kept_id>", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def kept_edit(draft_id: int, kept_id: int) -> ResponseReturnValue:
    """Both edits of one part side by side, with what it was before."""
    found = drafts.draft(draft_id)
    kept = next((one for one in drafts.kept_edits(found) if one.id == kept_id), None)
    if kept is None:
        raise NotFound("Somebody has decided this already, or there is nothing to decide.")
    choice, wrong = request.form.get("choice", ""), ""
    if request.method == "POST":
        wrong = _decided(kept, choice)
        if not wrong:
            return redirect(url_for(
                "definitions.draft", draft_id=draft_id, _anchor=quoted(kept.address)))
    return _page(draft_id, kept, wrong)


def _decided(kept: DraftKeptEdit, choice: str) -> str:
    """Why it could not be decided; nothing where it was."""
    if choice not in ("mine", "theirs"):
        return "Choose which one stands"
    try:
        operations.decide_kept_edit(
            kept_id=kept.id, mine=choice == "mine", actor=actor(), now=now())
    except Refused as error:
        return error.message
    except EditRefused as error:
        return refusal_words(opened(drafts.draft(kept.draft_id)).outline, error)
    flash("Decided. The other one stays in the history.", "success")
    return ""


def _page(draft_id: int, kept: DraftKeptEdit, wrong: str) -> ResponseReturnValue:
    found = opened(drafts.draft(draft_id))
    base = drafts.outline_of(drafts.revision(found.row, kept.base_number))
    titled: Outline = found.outline if kept.address in found.outline.units else base
    return page_of(
        "definitions/editor/kept.html", found, {"choice": wrong} if wrong else None, kept=kept,
        title=title_of(titled, kept.address), wrong=wrong, last=found.head,
        sides=sides(kept.address, base, kept.unit, found.outline),
        theirs_gone=kept.address not in found.outline.units)
