"""A draft as a whole: what it holds, its history, sending it for approval, putting it away."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import drafts, operations
from app.definitions.forms import CloseDraftForm, RestoreForm, SendForm, ToolkitForm
from app.definitions.views.impact import shown_of_draft
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.definitions.writing import Draft, opened

_DRAFT = "/toolkits/drafts/<int:draft_id>"


@blueprint.get(_DRAFT)
@access(Role.ADMINISTRATOR)
def draft(draft_id: int) -> ResponseReturnValue:
    """The sections and questions of a draft, what is wrong with it, and where it stands."""
    return _show("definitions/draft.html", opened(drafts.draft(draft_id)))


@blueprint.get(f"{_DRAFT}/history")
@access(Role.ADMINISTRATOR)
def draft_history(draft_id: int) -> ResponseReturnValue:
    """Every save of a draft, with a way back to each."""
    found = drafts.draft(draft_id)
    return _show("definitions/draft_history.html", opened(found), form=RestoreForm(),
                 revisions=drafts.revisions_of(found))


@blueprint.post(f"{_DRAFT}/history/<int:number>")
@access(Role.ADMINISTRATOR)
def restore_draft(draft_id: int, number: int) -> ResponseReturnValue:
    """Go back to what a draft was in one of its revisions."""
    found, form = drafts.draft(draft_id), RestoreForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.restore_draft(
            draft_id=draft_id, number=number, head_number=form.base_number.data or 0,
            save_id=form.save_id.data or "", actor=actor(), now=now())):
        return redirect(url_for("definitions.draft", draft_id=draft_id))
    return _show("definitions/draft_history.html", opened(found), form=form,
                 revisions=drafts.revisions_of(found))


@blueprint.get(f"{_DRAFT}.json")
@access(Role.ADMINISTRATOR)
def download_draft(draft_id: int) -> ResponseReturnValue:
    """The document of a draft as it stands."""
    found = opened(drafts.draft(draft_id))
    record_read(chain=SYSTEM, action="downloaded", actor=actor(), at=now(),
                subject=f"toolkit:{found.slug}")
    return Response(found.text, mimetype="application/json", headers={
        "Content-Disposition": f'attachment; filename="{found.slug}-draft-{draft_id}.json"'})


@blueprint.route(f"{_DRAFT}/send", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def send_draft(draft_id: int) -> ResponseReturnValue:
    """Send a draft for approval, once everything it needs is there."""
    found, form = drafts.draft(draft_id), SendForm()
    if form.validate_on_submit():
        sent = attempt(form, lambda: operations.send_for_approval(
            draft_id=draft_id, number=form.base_number.data or 0, actor=actor(), now=now()))
        if sent:
            return redirect(url_for("definitions.review", slug=sent.slug, number=sent.number))
    draft = opened(found)
    return _show("definitions/send_draft.html", draft, form=form, **shown_of_draft(draft))


@blueprint.route(f"{_DRAFT}/close", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def close_draft(draft_id: int) -> ResponseReturnValue:
    """Put a draft away."""
    found, form = drafts.draft(draft_id), CloseDraftForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.close_draft(
            draft_id=draft_id, reason=form.reason.data or "", actor=actor(), now=now())):
        return redirect(url_for("definitions.toolkits"))
    return _show("definitions/close_draft.html", opened(found), form=form)


def _show(
    template: str, draft: Draft, form: ToolkitForm | None = None, **context: Any
) -> ResponseReturnValue:
    return show(template, f"toolkit:{draft.slug}", form, draft=draft, current=request.endpoint,
                **context)
