"""Local toolkits made from national ones: making one, going through what changed there."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import drafts, families, operations, queries
from app.definitions.forms import FamilyForm, LocalForm
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.definitions.writing import Draft, opened
from app.errors import NotFound


@blueprint.route("/toolkits/<slug>/<int:number>/local", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def begin_local(slug: str, number: int) -> ResponseReturnValue:
    """Make a local toolkit from a version of a national one."""
    national, form = queries.version(slug, number), LocalForm()
    if form.validate_on_submit():
        begun = attempt(form, lambda: operations.begin_local(
            national=national, title=form.title.data or "", slug=form.slug.data or "",
            actor=actor(), now=now()))
        if begun:
            return redirect(url_for("definitions.draft", draft_id=begun.id))
    return show("definitions/local.html", f"toolkit:{slug}", form, version=national)


@blueprint.route("/toolkits/drafts/<int:draft_id>/family", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def draft_family(draft_id: int) -> ResponseReturnValue:
    """What the national toolkit changed, to take or to leave, and what was decided before."""
    draft, form = opened(drafts.draft(draft_id)), FamilyForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.take_from_family(
            draft_id=draft_id, head_number=form.base_number.data or 0, to=form.to.data or 0,
            chosen=form.chosen.data or (), note=form.note.data or "", actor=actor(), now=now(),
            save_id=form.save_id.data or "")):
        return redirect(url_for("definitions.draft_family", draft_id=draft_id))
    return _show(draft, form)


def _show(draft: Draft, form: FamilyForm) -> ResponseReturnValue:
    family = families.family_of(draft.document)
    if family is None:
        raise NotFound("This toolkit is not made from a national one.")
    newer = families.newer_of(family, now())
    pair = (newer.taken, newer.next) if newer else None
    changes = families.changes_for(draft.document, *pair) if pair else ()
    collides = any(one.collides for one in changes)
    here = (families.changes_here(newer.taken, draft.definition)
            if newer and collides and draft.definition else {})
    return show(
        "definitions/family.html", f"toolkit:{draft.slug}", form, draft=draft, family=family,
        newer=newer, offers=families.offers(changes, *pair) if pair else (), here=here,
        already=[one for one in changes if one.is_here], is_here=families.is_here(family),
        titles=families.titles_of(changes, *pair) if pair else {}, current=request.endpoint,
        decisions=families.decisions(draft.slug))
