"""What became of every question and option of the version a draft is based on: asked, and said."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.definitions import drafts
from app.definitions.pages.lineage import (
    Item, declared_of, items_of, with_said, with_taken_back,
)
from app.definitions.pages.refused import refusal_words
from app.definitions.views.editing import DRAFT
from app.definitions.views.pages import blueprint
from app.definitions.views.saving import page_of, save
from app.definitions.writing import Draft, base_definition, opened
from app.engine.authoring.outline import Outline
from app.errors import NotFound, Refused


@blueprint.route(f"{DRAFT}/lineage", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def draft_lineage(draft_id: int) -> ResponseReturnValue:
    """List what must be said of the base version, and what has been said; posted, say it."""
    found = opened(drafts.draft(draft_id))
    if request.method == "GET":
        return _page(found)
    back = request.form.get("back", "")
    if back:
        made = save(draft_id, lambda outline: with_taken_back(outline, back),
                    "Took back what became of a question")
    else:
        said = [item for item in _items(found) if request.form.get(f"said.{item.number}")]
        if not said:
            return _page(found, "Choose what became of at least one of them")
        made = save(draft_id, lambda outline: _said(outline, said),
                    f"Said what became of {len(said)}")
    if made.saved is None:
        return _page(found, made.stopped or refusal_words(found.outline, made.refused))
    return redirect(url_for("definitions.draft_lineage", draft_id=draft_id))


def _said(outline: Outline, items: list[Item]) -> Outline:
    for item in items:
        posted = request.form.get(f"said.{item.number}", "")
        others = request.form.getlist(f"others.{item.number}")
        note = request.form.get(f"note.{item.number}", "").strip()
        outline = with_said(outline, item.of, posted, others, note)
    return outline


def _items(found: Draft) -> tuple[Item, ...]:
    base = base_definition(found)
    if base is None:
        raise NotFound("This draft is the first of its toolkit: there is nothing before it.")
    if found.definition is None:
        raise Refused("There is something to put right in the draft before this can be worked "
                      "out. “Check and send” says what.")
    return items_of(base, found.definition)


def _page(found: Draft, wrong: str = "") -> ResponseReturnValue:
    items, base = _items(found), base_definition(found)
    assert base is not None and found.definition is not None
    return page_of(
        "definitions/editor/lineage.html", found, {"": wrong} if wrong else None, items=items,
        declared=declared_of(base, found.definition), wrong=wrong, typed=request.form,
        current="definitions.draft_lineage")
