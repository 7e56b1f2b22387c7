"""The history of a draft: what each save did, what differs, and the way back to any of them."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import drafts, operations
from app.definitions.forms import RestoreForm
from app.definitions.models import DefinitionDraft
from app.definitions.pages.saves import grouped
from app.definitions.pages.sides import changed_settings, units_changed
from app.definitions.views.editing import DRAFT
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.definitions.views.saving import page_of
from app.definitions.writing import opened


@blueprint.get(f"{DRAFT}/history")
@access(Role.ADMINISTRATOR)
def draft_history(draft_id: int) -> ResponseReturnValue:
    """Every save of a draft, with a way back to each."""
    return _history(drafts.draft(draft_id), RestoreForm())


@blueprint.get(f"{DRAFT}/history/<int:number>")
@access(Role.ADMINISTRATOR)
def draft_revision(draft_id: int, number: int) -> ResponseReturnValue:
    """What one save changed, or all saves since another one, part by part."""
    found = opened(drafts.draft(draft_id))
    revision = drafts.revision(found.row, number)
    since = request.args.get("since", type=int) or number - 1
    earlier = drafts.revision(found.row, since) if 0 < since < number else revision
    before = drafts.outline_of(earlier)
    after = drafts.outline_of(revision)
    parts = [(title, what, changed_settings(address, before, after))
             for address, title, what in units_changed(before, after)]
    return page_of(
        "definitions/editor/revision.html", found, revision=revision, earlier=earlier,
        parts=parts, current="definitions.draft_history")


@blueprint.post(f"{DRAFT}/history/<int:number>")
@access(Role.ADMINISTRATOR)
def restore_draft(draft_id: int, number: int) -> ResponseReturnValue:
    """Go back to what a draft was in one of its revisions."""
    found, form = drafts.draft(draft_id), RestoreForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.restore_draft(
            draft_id=draft_id, number=number, head_number=form.base_number.data or 0,
            save_id=form.save_id.data or "", actor=actor(), now=now())):
        return redirect(url_for("definitions.draft", draft_id=draft_id))
    return _history(found, form)


def _history(draft: DefinitionDraft, form: RestoreForm) -> ResponseReturnValue:
    found = opened(draft)
    return show("definitions/draft_history.html", f"toolkit:{draft.slug}", form, draft=found,
                current="definitions.draft_history", saves=grouped(drafts.revisions_of(draft)))
