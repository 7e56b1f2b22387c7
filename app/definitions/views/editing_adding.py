"""Adding something to a draft, and asking a question in another way."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.definitions import drafts
from app.definitions.pages.adding import ADDED, Adding, added, adding, with_answers
from app.definitions.pages.refused import refusal_words
from app.definitions.pages.titles import title_of
from app.definitions.pages.type_words import ADDABLE, TYPES, type_title
from app.definitions.taken import options_taken, questions_taken
from app.definitions.views.editing import DRAFT
from app.definitions.views.pages import blueprint
from app.definitions.views.saving import Attempt, page_of, save
from app.definitions.writing import Draft, opened
from app.engine.authoring.asked import asked
from app.engine.authoring.edits.questions import change_type as with_type
from app.engine.authoring.outline import Outline, kind
from app.engine.authoring.refusals import EditRefused
from app.errors import NotFound


@blueprint.route(f"{DRAFT}/add", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def add_unit(draft_id: int) -> ResponseReturnValue:
    """Add a section, group, text, question, column, or a part of the levels and scoring."""
    found = opened(drafts.draft(draft_id))
    wanted = adding(request.args, request.form)
    if request.method == "GET":
        return _page(found, wanted)
    errors = wanted.missing()
    if errors:
        return _page(found, wanted, errors)
    new: list[str] = []
    taken = questions_taken(found.row) if wanted.kind == "question" else ()

    def edit(outline: Outline) -> Outline:
        changed, address = added(outline, wanted, taken)
        new.append(address)
        return with_answers(changed, address, wanted, options_taken(found.row, address))

    made = save(draft_id, edit, f"Added: {wanted.wording or wanted.about}")
    if made.saved is None:
        return _page(found, wanted, _errors(found, made))
    address = (new or [""])[-1]
    if not address:
        return redirect(url_for("definitions.draft", draft_id=draft_id))
    return redirect(url_for("definitions.edit_unit", draft_id=draft_id, at=address))


@blueprint.route(f"{DRAFT}/type", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def change_type(draft_id: int) -> ResponseReturnValue:
    """Ask a question, or a column, in another way; what fits is kept."""
    address, found = request.args.get("at", ""), opened(drafts.draft(draft_id))
    try:
        now_asked = asked(found.outline, address).type
    except EditRefused:
        raise NotFound("It is no longer in the draft.") from None
    wrong = ""
    if request.method == "POST":
        chosen = request.form.get("type", "")
        title = title_of(found.outline, address)
        made = save(draft_id, lambda outline: with_type(outline, address, chosen),
                    f"{title}: now {type_title(chosen).lower()}")
        if made.saved is not None:
            return redirect(url_for("definitions.edit_unit", draft_id=draft_id, at=address))
        wrong = made.stopped or refusal_words(found.outline, made.refused)
    return page_of(
        "definitions/editor/type.html", found, {"type": wrong} if wrong else None,
        address=address, title=title_of(found.outline, address), wrong=wrong,
        types=_types(kind(address) == "column"), chosen=request.form.get("type", now_asked))


def _page(
    found: Draft, wanted: Adding, errors: dict[str, str] | None = None
) -> ResponseReturnValue:
    return page_of(
        "definitions/editor/add.html", found, errors, adding=wanted, wrong=errors or {},
        words=ADDED.get(wanted.kind), kinds=ADDABLE, types=_types(wanted.kind == "column"),
        sources=wanted.sources(found.outline), place=_place(found.outline, wanted),
        current="definitions.draft_levels" if wanted.declared else "definitions.draft")


def _place(outline: Outline, wanted: Adding) -> str:
    """Where it will stand, in words."""
    way, _, address = wanted.place.partition(" ")
    if wanted.declared or not address or address == "toolkit":
        return ""
    return f"{'In' if way == 'into' else 'After'} “{title_of(outline, address)}”"


def _errors(found: Draft, made: Attempt) -> dict[str, str]:
    field = {"type": "type", "place": ""}.get(made.refused.setting, "") if made.refused else ""
    return {field: made.stopped or refusal_words(found.outline, made.refused)}


def _types(of_column: bool) -> list[tuple[str, Any]]:
    """The types that may be chosen; no rows within rows."""
    return [(name, words) for name, words in TYPES.items()
            if not (of_column and name in ("rows", "table"))]
