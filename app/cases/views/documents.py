"""Documents of a case: the list, adding one, opening one, and withdrawing what does not belong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Response, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import User
from app.audit.operations import record_read
from app.cases import operations, panels
from app.cases.access import CASEWORKERS, chain_of, check_may_withdraw, may_withdraw
from app.cases.document_form import DocumentForm
from app.cases.documents import (
    content_of,
    documents_of,
    get_document,
    question_words,
    questions_asked,
)
from app.cases.file_types import ENDINGS, TAKEN, type_named
from app.cases.forms import WithdrawalForm
from app.cases.listing import id_asked
from app.cases.models import Case, CaseDocument
from app.cases.queries import get_case
from app.cases.views.pages import actor, added_to, attempt, blueprint, show
from app.clock import now

_ROOM = 10
"""How many times its limit a file may have, and still be refused beside its field."""
_HANDED_OUT = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


def _by_then(case: Case, actor: User, until: datetime) -> dict[str, Any] | None:
    """Where the case is told as it was: what had been added by then."""
    found = documents_of(actor, case, until=until)
    return {"found": found, "until": until} if found.documents else None


panels.register_panel(50, "cases/panel_past_documents.html", _by_then, slot="past")
panels.register_link(65, "Documents", "cases.documents")


@blueprint.url_value_preprocessor
def _make_room(endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Read a request with a file that is too large to its end: what was typed beside it is kept."""
    if endpoint == "cases.add_document":
        request.max_content_length = _ROOM * _limit() + current_app.config["MAX_CONTENT_LENGTH"]


@blueprint.get("/cases/<int:case_id>/documents")
@access(*CASEWORKERS)
def documents(case_id: int) -> ResponseReturnValue:
    """What was uploaded, newest first, and what other rooms hold as documents (S0.4)."""
    case, at = get_case(actor(), case_id), now()
    before = id_asked(request.args.get("before", type=int))
    found = documents_of(actor(), case, before=before)
    return show(
        "cases/documents.html", case, "the documents", found=found, type_named=type_named,
        question_words=lambda one: question_words(one, at),
        may_withdraw=lambda one: may_withdraw(actor(), one),
        beside=panels.panels_of("documents", case, actor(), at) if before is None else [])


@blueprint.route("/cases/<int:case_id>/documents/add", methods=["GET", "POST"])
@access(*CASEWORKERS)
def add_document(case_id: int) -> ResponseReturnValue:
    """Upload a file or write words down; `toolkit` and `question` in the address link one."""
    case, asked = get_case(actor(), case_id), request.args
    about = f"{asked.get('toolkit', '')}/{asked.get('question', '')}"
    form = DocumentForm(about=about[:400].strip("/"))
    form.offer(questions_asked(now()))
    if form.validate_on_submit() and attempt(form, lambda: _add(case_id, form)):
        flash(added_to(case, "The document is added."), "success")
        return redirect(url_for("cases.documents", case_id=case_id))
    return show(
        "cases/document.html", case, form=form, taken=TAKEN, endings=ENDINGS,
        limit=current_app.config["UPLOAD_LIMIT_MB"])


@blueprint.get("/cases/<int:case_id>/documents/<int:document_id>/file")
@access(*CASEWORKERS)
def document_file(case_id: int, document_id: int) -> ResponseReturnValue:
    """What a document holds, as it was brought: saved by the browser and never shown by it."""
    case = get_case(actor(), case_id)
    document = get_document(actor(), case, document_id)
    content, kind = content_of(case, document), type_named(document.media_type)
    # Which one it was stands in the details: whoever views the case may not know of it.
    record_read(chain=chain_of(case.id), action="opened a document of", actor=actor(), at=now(),
                subject=chain_of(case.id), details={"document": document.id})
    name = f"document-{document.id}.{kind.ending}"
    return Response(content, content_type=kind.media_type, headers={
        **_HANDED_OUT, "Content-Disposition": f'attachment; filename="{name}"'})


@blueprint.route("/cases/<int:case_id>/documents/<int:document_id>/withdraw",
                 methods=["GET", "POST"])
@access(*CASEWORKERS)
def withdraw_document(case_id: int, document_id: int) -> ResponseReturnValue:
    """Say that a document does not belong here, and why."""
    case = get_case(actor(), case_id)
    document, form = get_document(actor(), case, document_id), WithdrawalForm()
    check_may_withdraw(actor(), case, document)
    if form.validate_on_submit() and attempt(form, lambda: operations.withdraw_document(
            actor=actor(), now=now(), case_id=case_id, document_id=document_id,
            reason=form.reason.data)):
        flash("The document is withdrawn. It stays in the list.", "success")
        return redirect(url_for("cases.documents", case_id=case_id))
    return show("cases/document_withdraw.html", case, form=form, document=document)


def _add(case_id: int, form: DocumentForm) -> CaseDocument:
    return operations.add_document(
        actor=actor(), now=now(), case_id=case_id, facts=form.facts(),
        content=form.content(_limit()), save_id=form.save_id.data)


def _limit() -> int:
    """Bytes."""
    megabytes: int = current_app.config["UPLOAD_LIMIT_MB"]
    return megabytes * 1024 * 1024
