"""The form of one unit of a draft: shown, saved by hand and by itself, with nothing typed lost."""

from __future__ import annotations

import base64
import hmac
from typing import Any

from flask import current_app, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.clock import now, show_time
from app.definitions import drafts
from app.definitions.pages.listing import quoted
from app.definitions.pages.refused import refusal_words
from app.definitions.pages.titles import title_of
from app.definitions.pages.unit_form import Typed, field_id
from app.definitions.pages.unit_page import UnitPage, question_of, unit_page
from app.definitions.pages.unit_posts import (
    NEW, act, errors_of, posted_settings, settings_and_rows, with_posted,
)
from app.definitions.taken import options_taken
from app.definitions.views.editing import DRAFT, list_of
from app.definitions.views.pages import actor, blueprint
from app.definitions.views.saving import Attempt, fresh_save_id, page_of, save, save_id
from app.definitions.writing import Draft, opened
from app.engine.authoring.outline import TOOLKIT, Outline, kind
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import Settings
from app.errors import NotFound
from app.rendering.markdown import markdown

LONGEST_MARKDOWN = 100_000
_NOT_ADDED = "Everything else is saved. Press the button beside what is to be added."


@blueprint.route(f"{DRAFT}/edit", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def edit_unit(draft_id: int) -> ResponseReturnValue:
    """One unit with all its settings; posted, they are saved, and the page says what is wrong."""
    address = request.args.get("at", "")
    found = opened(drafts.draft(draft_id))
    typed = _typed(found.outline, address)
    if request.method == "GET":
        return _page(found, address, typed)
    posted = posted_settings(request.form.to_dict(flat=False))
    do = request.form.get("do", "save")
    if do == "preview":
        return _page(found, address, Typed(typed.settings, posted), preview=True)
    made = save(draft_id, _edit(found, address, posted, do), _summary(found.outline, address))
    if request.form.get("intent") == "autosave":
        return _answered(found, address, posted, made)
    if made.saved is None:
        return _refused(found, address, typed, posted, made)
    flash(save_id(), "acknowledged")
    return redirect(_next(draft_id, address, do, made))


@blueprint.post("/toolkits/drafts/markdown")
@access(Role.ADMINISTRATOR)
def preview_markdown() -> ResponseReturnValue:
    """A text as practitioners will see it. Nothing is stored."""
    text = request.form.get("text", "")[:LONGEST_MARKDOWN]
    return jsonify(html=str(markdown(text)) if text.strip() else "")


def _edit(found: Draft, address: str, posted: Settings, do: str) -> Any:
    """The settings as posted, then what the button does; an autosave adds nothing."""
    taken = options_taken(found.row, address) if posted.get("new_options") else ()
    by_hand = request.form.get("intent") != "autosave"

    def edit(outline: Outline) -> Outline:
        changed = with_posted(outline, address, posted, adding=by_hand, also_taken=taken)
        return act(changed, address, do) if by_hand else changed

    return edit


def _typed(outline: Outline, address: str) -> Typed:
    try:
        return Typed(settings_and_rows(outline, address))
    except EditRefused:
        raise NotFound("It is no longer in the draft. The history says who removed it.") from None


def _summary(outline: Outline, address: str) -> str:
    return f"Changed: {title_of(outline, address)}"


def _next(draft_id: int, address: str, do: str, made: Attempt) -> str:
    """Where a save leads on to."""
    assert made.saved is not None
    if made.saved.kept:
        return url_for("definitions.kept_edit", draft_id=draft_id, kept_id=made.saved.kept[0].id)
    button, _, target = do.partition(" ")
    match button:
        case "return":
            return _back(draft_id, address)
        case "another" | "columns-add":
            return _adding(draft_id, address, beside=button == "another")
        case "condition":
            of, _, number = target.partition(" ")
            return url_for("definitions.edit_condition", draft_id=draft_id, at=address, of=of,
                           number=number)
        case "column":
            return url_for("definitions.edit_unit", draft_id=draft_id, at=target)
        case "type":
            return url_for("definitions.change_type", draft_id=draft_id, at=address)
    anchor = button.partition("-")[0] if "-" in button else None
    return url_for("definitions.edit_unit", draft_id=draft_id, at=address, _anchor=anchor)


def _adding(draft_id: int, address: str, *, beside: bool) -> str:
    """The page that adds a question after this one; or a column, to it or beside it."""
    if beside and kind(address) == "question":
        what, place = "question", f"after {address}"
    else:
        what, place = "column", f"into {question_of(address) if beside else address}"
    return url_for("definitions.add_unit", draft_id=draft_id, kind=what, place=place)


def _refused(
    found: Draft, address: str, typed: Typed, posted: Settings, made: Attempt
) -> ResponseReturnValue:
    errors = _errors(found.outline, address, posted, made)
    return _page(found, address, Typed(typed.settings, posted, errors))


def _errors(
    outline: Outline, address: str, posted: Settings, made: Attempt
) -> dict[str, str]:
    if made.stopped:
        return {"": made.stopped}
    if made.refused is not None and made.refused.references:
        return {"": refusal_words(outline, made.refused)}
    return errors_of(outline, address, posted) or {"": refusal_words(outline, made.refused)}


def _answered(
    found: Draft, address: str, posted: Settings, made: Attempt
) -> ResponseReturnValue:
    """What an autosave is told (docs/front-end.md): saved, not taken, or kept aside for good."""
    if made.saved is None:
        errors = _errors(found.outline, address, posted, made)
        return jsonify(message=" ".join(f"{text}." for text in errors.values())), 409
    if made.saved.kept:
        return jsonify(_kept(found, address, made)), 403
    answer = {"saved_at": show_time(now()), "page": str(made.saved.revision.number),
              "save_id": fresh_save_id(address)}
    if any(posted.get(name) for name in NEW):
        return jsonify(answer | {"message": _NOT_ADDED}), 409
    return jsonify(answer)


def _kept(found: Draft, address: str, made: Attempt) -> dict[str, Any]:
    assert made.saved is not None
    url = url_for("definitions.kept_edit", draft_id=found.id, kept_id=made.saved.kept[0].id)
    message = (f"{made.saved.revision.author_name} changed this too. Both are kept. "
               "This page saves no more.")
    return {"message": message, "conflicts": [{
        "address": address, "url": url, "message": message, "label": title_of(
            found.outline, address), "link": "Look at both and choose"}]}


def _page(
    found: Draft, address: str, typed: Typed, preview: bool = False
) -> ResponseReturnValue:
    page: UnitPage = unit_page(found, address, typed)
    errors = {field_id(called) if called else "": text for called, text in typed.errors.items()}
    return page_of(
        "definitions/editor/unit.html", found, errors, page=page, current=_current(address),
        save_id=fresh_save_id(address), preview=preview, markdown=markdown,
        back=_back(found.id, address),
        copy_id=f"{actor().id}:toolkit-{found.id}:{address}", copy_key=_copy_key(found, address),
        unsaved=bool(typed.posted))


def _back(draft_id: int, address: str) -> str:
    """Where a unit is listed: among the others, or for a column with its question."""
    if kind(address) == "column":
        return url_for("definitions.edit_unit", draft_id=draft_id, at=question_of(address),
                       _anchor="column")
    return url_for(list_of(address), draft_id=draft_id, _anchor=quoted(address))


def _current(address: str) -> str:
    """The page of a draft's menu that a unit is reached by."""
    return "definitions.draft_toolkit" if address == TOOLKIT else list_of(address)


def _copy_key(found: Draft, address: str) -> str:
    """The key of what a browser keeps of this page: the person's and the unit's, 32 bytes."""
    about = f"copy of a unit\n{actor().id}\n{found.id}\n{address}".encode()
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return base64.b64encode(hmac.digest(secret, about, "sha256")).decode()
