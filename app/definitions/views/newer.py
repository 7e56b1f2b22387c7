"""A draft whose version is not in use any more, and what every page of a draft says of it."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import approvals, drafts, families, operations
from app.definitions.forms import NewerForm
from app.definitions.newer import Superseded, brought_onto, superseded
from app.definitions.understanding import imported_revision
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.definitions.writing import Draft, opened
from app.engine.authoring.summing_up import summary


@blueprint.route("/toolkits/drafts/<int:draft_id>/newer", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def draft_newer(draft_id: int) -> ResponseReturnValue:
    """What the version in use changed, what of it the draft changed too, and bringing it in."""
    draft, form = opened(drafts.draft(draft_id)), NewerForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.bring_in_newer(
            draft_id=draft_id, head_number=form.base_number.data or 0, live=form.live.data or 0,
            save_id=form.save_id.data or "", actor=actor(), now=now())):
        return redirect(url_for("definitions.draft", draft_id=draft_id))
    found = superseded(draft.row, draft.document, now())
    return show("definitions/newer.html", f"toolkit:{draft.slug}", form, draft=draft, found=found,
                current=request.endpoint, **(_compared(draft, found) if found else {}))


def _compared(draft: Draft, found: Superseded) -> dict[str, Any]:
    brought = brought_onto(draft.document, found)
    there = families.changes_for(draft.document, found.base, found.live)
    changed = {one.address: one.changes for one in there}
    told = brought.conflicts and draft.definition
    return {
        "brought": brought, "sentences": summary(approvals.between(found.base, found.live)),
        "there": changed, "titles": families.titles_of(there, found.base, found.live),
        "here": families.changes_here(found.base, told) if told else {},
    }


@blueprint.context_processor
def _notices() -> dict[str, Any]:
    """`draft_notices(draft)` for the templates: what there is to say of where a draft stands."""
    return {"draft_notices": _notices_of}


def _notices_of(draft: Draft) -> dict[str, Any]:
    at = now()
    return {
        "superseded": superseded(draft.row, draft.document, at),
        "family": families.newer_of(families.family_of(draft.document), at),
        "imported": imported_revision(draft.row),
    }
