"""Signing a comparison, and what was signed: on a page, on paper and as a file."""

from __future__ import annotations

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.cases import queries as cases
from app.cases.access import CASEWORKERS, withheld_from
from app.cases.withholding import keys_withheld_across
from app.clock import now
from app.engine.verifying import export
from app.errors import NotFound
from app.reviews import operations, queries, signable
from app.reviews.forms import SigningForm, signing_form
from app.reviews.models import SignOff
from app.reviews.paper import signed_pdf
from app.reviews.queries import Compared
from app.reviews.sheet import sheet_of
from app.reviews.signable import Reading, pair_of
from app.reviews.signature import signature_of
from app.reviews.views.pages import actor, attempt, blueprint, looked_at, named_pair, show

_KINDS = {"pdf": "application/pdf", "json": "application/json"}


@blueprint.route("/cases/<int:case_id>/compare/sign", methods=["GET", "POST"])
@access(Role.REVIEWER)
def sign_comparison(case_id: int) -> ResponseReturnValue:
    """What is signed, in sentences, with a box for every flag."""
    found = queries.compared(actor(), case_id, *named_pair(case_id))
    signature = signature_of(found, actor(), now())
    if not found.pair or found.comparison.redacted:
        return _page(found, None, None, signature)
    reading = signable.read(found)
    form = signing_form(reading.flags)
    if form.validate_on_submit():
        signed = attempt(form, lambda: _sign(found, form))
        if signed is not None:
            flash("Signed. Nothing else about the case has changed.", "success")
            return redirect(url_for(
                "reviews.sign_off", case_id=case_id, sign_off_id=signed.id))
        reading = signable.read(queries.compared(actor(), case_id, *named_pair(case_id)))
    if not form.is_submitted() or form.digest.data != reading.digest:
        form.renew(reading.digest)
    return _page(found, reading, form, signature)


@blueprint.get("/cases/<int:case_id>/sign-offs")
@access(*CASEWORKERS)
def sign_offs(case_id: int) -> ResponseReturnValue:
    """Every signature in a case, and how each stands."""
    at = now()
    found = [(one, queries.standing(one, at)) for one in queries.sign_offs(actor(), case_id)]
    case = cases.get_case(actor(), case_id)
    looked_at(case.id, "viewed the signatures of")
    return show("reviews/sign_offs.html", case, found=found)


@blueprint.get("/cases/<int:case_id>/sign-offs/<int:sign_off_id>")
@access(*CASEWORKERS)
def sign_off(case_id: int, sign_off_id: int) -> ResponseReturnValue:
    """What was signed, as it was that day, and how the signature stands now."""
    signed, parts = _signed(case_id, sign_off_id), queries.signed_parts
    looked_at(case_id, "viewed", f"sign-off:{signed.id}")
    sheet = sheet_of(parts(signed), _withheld(signed), queries.explained_flags(signed))
    return show("reviews/signed.html", signed.case, signed=signed, sheet=sheet,
                standing=queries.standing(signed, now()))


@blueprint.get("/cases/<int:case_id>/sign-offs/<int:sign_off_id>.<kind>")
@access(*CASEWORKERS)
def sign_off_file(case_id: int, sign_off_id: int, kind: str) -> ResponseReturnValue:
    """What was signed, to take away: the paper of that day, or the file that can be checked."""
    signed = _signed(case_id, sign_off_id)
    if kind not in _KINDS:
        raise NotFound("What was signed can be had as PDF or JSON.")
    looked_at(case_id, f"exported as {kind}", f"sign-off:{signed.id}")
    kept, parts, gone = queries.with_papers(signed), queries.signed_parts(signed), _withheld(signed)
    body = export(parts, kept.secret, gone) if kind == "json" else kept.pdf if not gone else (
        signed_pdf(parts, kept.root, signed.case.young_person.name, kept.at, gone))
    return Response(body, content_type=_KINDS[kind], headers={
        "Content-Disposition": f'attachment; filename="sign-off-{signed.id}.{kind}"'})


def _sign(found: Compared, form: SigningForm) -> SignOff:
    earlier, later = pair_of(found)
    return operations.sign(
        actor=actor(), now=now(), case_id=found.case.id, earlier_id=earlier, later_id=later,
        digest=form.digest.data or "", read_it=form.read_it.data,
        explanations=form.explanations, save_id=form.save_id.data or "")


def _page(
    found: Compared, reading: Reading | None, form: SigningForm | None, signature: object
) -> ResponseReturnValue:
    pair = pair_of(found)
    looked_at(found.case.id, "viewed", "comparison:{}-{}".format(*pair),
              earlier=pair[0], later=pair[1])
    return show("reviews/sign.html", found.case, form, compared=found, reading=reading,
                summary=found.in_words.summary, signature=signature)


def _withheld(signed: SignOff) -> frozenset[str]:
    """The names of the parts that whoever asks may not see."""
    keys = keys_withheld_across(
        withheld_from(actor(), signed.case), signed.earlier.version, signed.later.version,
        but_urgent=True)
    return queries.parts_withheld(signed, keys)


def _signed(case_id: int, sign_off_id: int) -> SignOff:
    cases.get_case(actor(), case_id)
    signed = queries.get_sign_off(actor(), sign_off_id)
    if signed.case_id != case_id:
        raise NotFound("There is no such sign-off in this case.",
                       subject=f"sign-off:{sign_off_id}")
    return signed
