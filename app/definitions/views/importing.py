"""Bringing in a toolkit from elsewhere, and what was understood of it."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, SelectChoice

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now
from app.definitions import brought, drafts, operations, queries
from app.definitions.brought import Brought
from app.definitions.forms import ImportForm
from app.definitions.models import DefinitionDraft, DefinitionVersion
from app.definitions.states import state_of
from app.definitions.understanding import understood
from app.definitions.views.pages import actor, attempt, blueprint, show
from app.definitions.writing import opened
from app.engine.problems import DefinitionRefused

MOST_SHOWN = 20
"""How many problems of a file are listed on the page."""


@blueprint.route("/toolkits/import", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def import_toolkit() -> ResponseReturnValue:
    """Read a file or a pasted text, and begin a draft with it once it is said where it belongs."""
    form = ImportForm()
    form.version.choices = _versions()
    if not form.is_submitted():
        return _show(form)
    complete = form.validate()
    found = _brought(form)
    if found and complete:
        draft = attempt(form, lambda: _begun(found, form))
        if draft:
            return redirect(url_for("definitions.draft_origin", draft_id=draft.id))
    return _show(form, found)


@blueprint.get("/toolkits/drafts/<int:draft_id>/origin")
@access(Role.ADMINISTRATOR)
def draft_origin(draft_id: int) -> ResponseReturnValue:
    """Each question beside the words it came from, and what was not understood."""
    draft = opened(drafts.draft(draft_id))
    return show("definitions/origin.html", f"toolkit:{draft.slug}", draft=draft,
                current=request.endpoint, found=understood(draft))


def _begun(found: Brought, form: ImportForm) -> DefinitionDraft:
    base = queries.by_id(form.version.data) if form.place.data == "next" else None
    return operations.bring_in(
        imported=found.imported, name=found.name, base=base, slug=form.slug.data or None,
        actor=actor(), now=now())


def _brought(form: ImportForm) -> Brought | None:
    """What was brought: now, or on the page before; None, with the reason in the form."""
    file = request.files.get("file")
    pasted = form.text.data or ""
    if file and file.filename and pasted.strip():
        form.file.errors = ["Choose a file or paste the words, not both"]
        return None
    if file and file.filename:
        name, data = file.filename, file.read()
        return _read(form.file, lambda: brought.from_file(name, data))
    if pasted.strip():
        return _read(form.text, lambda: brought.from_text(pasted))
    if form.read.data:
        carried = form.read.data
        return _read(form.file, lambda: brought.unpacked(carried))
    form.file.errors = ["Choose a file, or paste the words of the toolkit"]
    return None


def _read(field: Field, reading: Callable[[], Brought]) -> Brought | None:
    try:
        return reading()
    except DefinitionRefused as error:
        shown = [str(problem) for problem in error.problems[:MOST_SHOWN]]
        more = len(error.problems) - len(shown)
        field.errors = [*shown, *([f"And {more} more of this kind"] if more else [])]
        return None


def _show(form: ImportForm, found: Brought | None = None) -> ResponseReturnValue:
    if found:
        form.read.data = found.packed()
        # What was pasted is carried with the rest; twice, it would count as brought anew.
        form.text.data = ""
        form.version.data = form.version.data or _made_from(found, form)
    else:
        form.read.data = ""
    return show("definitions/import.html", "list of toolkits", form, brought=found)


def _made_from(found: Brought, form: ImportForm) -> int | None:
    """The version that the document itself names, or the newest of its toolkit, if it is here."""
    versions = queries.versions(found.slug) if found.slug else ()
    named = (one.id for one in versions if one.number == found.based_on)
    return next(named, next((one.id for one in versions), None))


def _versions() -> list[SelectChoice]:
    """Every version of every toolkit, newest first, as a list to choose from."""
    at = now()
    return [SelectChoice(0, "Choose a version"), *(
        SelectChoice(version.id, f"{_titled(version)} ({state_of(version, at).value.lower()})")
        for toolkit in queries.toolkits() for version in queries.versions(toolkit.slug))]


def _titled(version: DefinitionVersion) -> str:
    return f"{version.title}, version {version.number}"
