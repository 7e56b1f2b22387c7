"""Which toolkits there are, what became of each version, and what a version asks."""

from __future__ import annotations

from flask import Response, redirect, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.audit.models import SYSTEM
from app.audit.operations import record_read
from app.clock import now
from app.definitions import drafts, families, operations, queries
from app.definitions.forms import NewToolkitForm, RetireForm
from app.definitions.models import DefinitionDraft, DefinitionVersion, FormDefinition
from app.definitions.states import State, state_of
from app.definitions.uses import uses
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.rendering.markdown import markdown


@blueprint.get("/toolkits/")
@access(*Role)
def toolkits() -> ResponseReturnValue:
    """Every toolkit with what is in use, scheduled, in review and in the making."""
    edits = actor().is_(Role.ADMINISTRATOR)
    listed = [(toolkit, _by_state(toolkit), drafts.open_drafts(toolkit.slug) if edits else ())
              for toolkit in queries.toolkits()]
    known = {toolkit.slug for toolkit, _, _ in listed}
    new = [one for one in drafts.open_drafts() if one.slug not in known] if edits else []
    return show("definitions/toolkits.html", "list of toolkits", listed=listed, new=new,
                edits=edits, reviews=not actor().is_(Role.PRACTITIONER), State=State,
                sent_versions=drafts.sent_versions, title_of=_title_of_draft)


@blueprint.get("/toolkits/<slug>/")
@access(*Role)
def toolkit(slug: str) -> ResponseReturnValue:
    """One toolkit: each version with its note, author, approvers, dates and use."""
    versions = queries.versions(slug)
    edits = actor().is_(Role.ADMINISTRATOR)
    found = drafts.open_drafts(slug) if edits else ()
    if not versions:
        queries.version(slug, 1)
    at = now()
    states = {one.id: state_of(one, at) for one in versions}
    return show(
        "definitions/toolkit.html", f"toolkit:{slug}", versions=versions, slug=slug, drafts=found,
        states=states, edits=edits, State=State, going_on=_going_on(states),
        uses=uses([one.id for one in versions]), head_of=drafts.head_of,
        newer=families.newer_for(versions[0], at) if edits else None,
        sent_versions=drafts.sent_versions, compares=not actor().is_(Role.PRACTITIONER),
        live=queries.live_version(slug, at))


@blueprint.get("/toolkits/<slug>/<int:number>")
@access(*Role)
def version(slug: str, number: int) -> ResponseReturnValue:
    """What one version asks, section by section."""
    found = queries.version(slug, number)
    return show(
        "definitions/version.html", f"toolkit:{slug}", version=found, state=state_of(found, now()),
        definition=queries.definition_of(found), markdown=markdown, State=State,
        edits=actor().is_(Role.ADMINISTRATOR))


@blueprint.get("/toolkits/<slug>/<int:number>.json")
@access(*Role)
def download(slug: str, number: int) -> ResponseReturnValue:
    """The document of a version, byte for byte as it came in."""
    found = queries.version(slug, number)
    record_read(chain=SYSTEM, action="downloaded", actor=actor(), at=now(),
                subject=f"toolkit:{slug}")
    return Response(queries.text_of(found), mimetype="application/json", headers={
        "Content-Disposition": f'attachment; filename="{slug}-{number}.json"'})


@blueprint.post("/toolkits/<slug>/<int:number>/drafts")
@access(Role.ADMINISTRATOR)
def begin_next_version(slug: str, number: int) -> ResponseReturnValue:
    """Begin the next version from this one as it stands."""
    base = queries.version(slug, number)
    draft = operations.begin_next_version(base=base, actor=actor(), now=now())
    return redirect(url_for("definitions.draft", draft_id=draft.id))


@blueprint.route("/toolkits/new", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def new_toolkit() -> ResponseReturnValue:
    """Begin a toolkit from nothing."""
    form = NewToolkitForm()
    if form.validate_on_submit():
        begun = attempt(form, lambda: operations.begin_toolkit(
            title=form.title.data or "", slug=form.slug.data or None, kind=form.kind.data,
            actor=actor(), now=now()))
        if begun:
            return redirect(url_for("definitions.draft", draft_id=begun.id))
    return show("definitions/new_toolkit.html", "list of toolkits", form)


@blueprint.route("/toolkits/<slug>/<int:number>/retire", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def retire(slug: str, number: int) -> ResponseReturnValue:
    """Take a version out of use, or withdraw it before it comes into use."""
    found, form = queries.version(slug, number), RetireForm()
    if form.validate_on_submit() and attempt(form, lambda: operations.retire(
            version=found, actor=actor(), now=now(), note=form.note.data or "")):
        return redirect(url_for("definitions.toolkit", slug=slug))
    return show("definitions/retire.html", f"toolkit:{slug}", form, version=found,
                state=state_of(found, now()), State=State, use=uses([found.id])[found.id])


def _going_on(states: dict[int, State]) -> list[int]:
    """The ids of the versions that are in use or will be."""
    return [id_ for id_, state in states.items() if state in (State.IN_USE, State.SCHEDULED)]


def _by_state(toolkit: FormDefinition) -> dict[State, list[DefinitionVersion]]:
    found: dict[State, list[DefinitionVersion]] = {}
    at = now()
    for one in queries.versions(toolkit.slug):
        found.setdefault(state_of(one, at), []).append(one)
    return found


def _title_of_draft(draft: DefinitionDraft) -> str:
    return str(drafts.document_of(drafts.head_of(draft)).get("title") or draft.slug)
