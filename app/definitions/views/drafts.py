"""A draft as a whole: its document, sending it for approval, putting it away."""

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
from app.definitions.forms import CloseDraftForm, SendForm, ToolkitForm
from app.definitions.pages.lineage import left_to_say
from app.definitions.pages.listing import quoted
from app.definitions.pages.titles import title_of
from app.definitions.views.impact import shown_of_draft
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.definitions.writing import Draft, opened

_DRAFT = "/toolkits/drafts/<int:draft_id>"


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
    return _show(
        "definitions/send_draft.html", draft, form=form, left=left_to_say(draft), quoted=quoted,
        kept=drafts.kept_edits(found), title_of=lambda address: title_of(draft.outline, address),
        **shown_of_draft(draft))


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
