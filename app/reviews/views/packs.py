"""The pages of review packs: the list, a new one, how far it is, and its files."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts.access import access
from app.accounts.page_form import PageForm
from app.audit.operations import record_read
from app.cases import panels
from app.cases.access import CASEWORKERS, Audience, chain_of, may_see_particulars
from app.cases.models import Case
from app.clock import now
from app.errors import NotFound, Refused
from app.reviews import operations, queries
from app.reviews.models import Pack
from app.reviews.packs.forms import PackForm, WithholdForm
from app.reviews.packs.pages import choosing
from app.reviews.views.pages import blueprint

panels.register_link(
    35, "Packs", "reviews.packs", shown=lambda case, actor: may_see_particulars(actor, case))

_KINDS = {
    "pdf": ("application/pdf", "pdf"), "csv": ("text/csv; charset=utf-8", "csv"),
    "json": ("application/json", "json"), "proof": ("application/json", "proof.json"),
}
"""The content type of each file, and how its name ends."""


@blueprint.route("/cases/<int:case_id>/packs", methods=["GET", "POST"])
@access(*CASEWORKERS)
def packs(case_id: int) -> ResponseReturnValue:
    """The packs of a case, and the form for another one."""
    case, form = queries.case_for_packs(current_user, case_id), PackForm()
    if form.validate_on_submit():
        try:
            pack = operations.ask_for_pack(
                actor=current_user, now=now(), case_id=case_id,
                audience=Audience(form.audience.data), reader=form.reader.data or "",
                save_id=form.save_id.data or "")
            return redirect(url_for("reviews.pack", case_id=case_id, pack_id=pack.id))
        except Refused as error:
            form.refuse(error)
    return _show("reviews/packs.html", case, chain_of(case.id), form, made=queries.packs_of(case))


@blueprint.route("/cases/<int:case_id>/packs/<int:pack_id>", methods=["GET", "POST"])
@access(*CASEWORKERS)
def pack(case_id: int, pack_id: int) -> ResponseReturnValue:
    """A pack: what it is to withhold, how far it is made, or its files. What is posted is withheld
    from it. Once it is begun, each look makes a little more of it, until all is made."""
    case = queries.case_for_packs(current_user, case_id)
    found, form = queries.get_pack(case, pack_id), WithholdForm()
    if queries.parts_made(found):
        return _making(case, found)
    if form.validate_on_submit() and _withheld(found, form):
        flash("It is withheld from this pack.", "success")
        return redirect(url_for("reviews.pack", case_id=case_id, pack_id=pack_id))
    shown = choosing(found)
    form.offer(shown.questions, shown.rows, shown.notes)
    return _show("reviews/pack.html", case, f"pack:{pack_id}", form, pack=found, choosing=shown)


@blueprint.post("/cases/<int:case_id>/packs/<int:pack_id>/make")
@access(*CASEWORKERS)
def make_pack(case_id: int, pack_id: int) -> ResponseReturnValue:
    """Begin to make it."""
    operations.make_on(actor=current_user, now=now(), case_id=case_id, pack_id=pack_id)
    return redirect(url_for("reviews.pack", case_id=case_id, pack_id=pack_id))


@blueprint.get("/cases/<int:case_id>/packs/<int:pack_id>.<kind>")
@access(*CASEWORKERS)
def pack_file(case_id: int, pack_id: int, kind: str) -> ResponseReturnValue:
    """A file of a finished pack, as it was made."""
    case = queries.case_for_packs(current_user, case_id)
    if kind not in _KINDS:
        raise NotFound("A pack can be had as PDF, CSV or JSON.")
    body = getattr(queries.made_pack(queries.get_pack(case, pack_id)), kind)
    content_type, ending = _KINDS[kind]
    _looked_at(case, f"exported as {kind}", f"pack:{pack_id}")
    return Response(body, content_type=content_type, headers={
        "Content-Disposition": f'attachment; filename="pack-{pack_id}.{ending}"'})


def _making(case: Case, found: Pack) -> ResponseReturnValue:
    progress = operations.progress_of(found)
    if not progress.finished:
        progress = operations.make_on(
            actor=current_user, now=now(), case_id=case.id, pack_id=found.id)
    return _show("reviews/pack_made.html", case, f"pack:{found.id}", pack=found,
                 progress=progress)


def _withheld(found: Pack, form: WithholdForm) -> bool:
    kind, name = form.chosen()
    try:
        operations.withhold(
            actor=current_user, now=now(), case_id=found.case_id, pack_id=found.id, kind=kind,
            name=name, reason=form.reason.data or "")
    except Refused as error:
        form.refuse(error)
        return False
    return True


def _show(
    template: str, case: Case, subject: str, form: PageForm | None = None, **context: object
) -> ResponseReturnValue:
    _looked_at(case, "viewed the packs of" if subject == chain_of(case.id) else "viewed", subject)
    context |= {"case": case, "person": case.young_person, "form": form,
                "links": panels.links(case, current_user)}
    refused = [{"text": text, "href": None} for text in form.refusals] if form else []
    page = render_template(template, error_summary=refused, **context)
    return page, 422 if form and (form.errors or refused) else 200


def _looked_at(case: Case, action: str, subject: str) -> None:
    record_read(chain=chain_of(case.id), action=action, actor=current_user, at=now(),
                subject=subject)
