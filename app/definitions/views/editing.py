"""The list of a draft: moving, duplicating and removing what stands in it. Each is a save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import NamedTuple

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.access import access
from app.accounts.models import Role
from app.definitions import drafts
from app.definitions.pages.listing import not_laid_out, quoted, rows_of
from app.definitions.pages.places import places_for, position_at
from app.definitions.pages.refused import Against, against_of, refusal_words
from app.definitions.pages.titles import title_of
from app.definitions.views.pages import blueprint
from app.definitions.views.saving import Attempt, page_of, save
from app.definitions.writing import Draft, opened
from app.engine.authoring.edits.declared import remove_level
from app.engine.authoring.edits.elements import duplicate
from app.engine.authoring.edits.placing import dissolve, move, move_down, move_up
from app.engine.authoring.edits.removing import remove
from app.engine.authoring.outline import Outline, kind
from app.engine.authoring.refusals import EditRefused
from app.errors import NotFound

DRAFT = "/toolkits/drafts/<int:draft_id>"


DECLARED = ("measure", "level", "floor", "derived", "judgement", "immediate")
"""The kinds of unit that levels and scoring are made of."""


class Act(NamedTuple):
    """What a button of the list does to one unit, and what the history says of it."""

    edit: Callable[[Outline, str], Outline]
    words: str


ACTS: Mapping[str, Act] = {
    "up": Act(move_up, "Moved up: {}"), "down": Act(move_down, "Moved down: {}"),
    "duplicate": Act(duplicate, "Duplicated: {}"),
    "dissolve": Act(dissolve, "Took away the heading of: {}"),
    "remove": Act(lambda outline, address: _without(outline, address), "Removed: {}"),
    "along": Act(lambda outline, address: _without(outline, address, along=True), "Removed: {}"),
}


@blueprint.get(DRAFT)
@access(Role.ADMINISTRATOR)
def draft(draft_id: int) -> ResponseReturnValue:
    """The sections of a draft with all that is in them, what is wrong, and where it stands."""
    return show_list(opened(drafts.draft(draft_id)))


@blueprint.post(f"{DRAFT}/change")
@access(Role.ADMINISTRATOR)
def change_draft(draft_id: int) -> ResponseReturnValue:
    """Move, duplicate or remove one unit."""
    act, _, address = request.form.get("do", "").partition(" ")
    if act == "put":
        return _put(draft_id, request.form.get("unit", ""), request.form.get("place", ""))
    if act not in ACTS:
        raise NotFound("There is no such button on this page.")
    edit, words = ACTS[act]
    title = title_of(opened(drafts.draft(draft_id)).outline, address)
    made = save(draft_id, lambda outline: edit(outline, address), words.format(title))
    stays = request.form.get("stay") or act in ("up", "down", "duplicate")
    return _after(draft_id, address if stays else "", address, made)


@blueprint.route(f"{DRAFT}/move", methods=["GET", "POST"])
@access(Role.ADMINISTRATOR)
def move_unit(draft_id: int) -> ResponseReturnValue:
    """Choose where a unit is to stand."""
    address = request.args.get("at", "")
    found = opened(drafts.draft(draft_id))
    if address not in found.outline.units:
        raise NotFound("It is no longer in the draft.")
    place = request.form.get("place", "")
    if place:
        return _put(draft_id, address, place)
    wrong = "Choose where it is to stand" if request.method == "POST" else ""
    return page_of(
        "definitions/editor/move.html", found, {"place": wrong} if wrong else None,
        address=address, wrong=wrong, title=title_of(found.outline, address), quoted=quoted,
        places=places_for(found.outline, address))


def list_of(address: str) -> str:
    """The page that lists a unit, by its endpoint."""
    return "definitions.draft_levels" if kind(address) in DECLARED else "definitions.draft"


def show_list(found: Draft, wrong: str = "") -> ResponseReturnValue:
    """The draft page, with what stands against the last button that was pressed."""
    return page_of(
        "definitions/draft.html", found, {"": wrong} if wrong else None, count=count(1).__next__,
        rows=rows_of(found.outline, found.problems), quoted=quoted,
        unplaced=not_laid_out(found.outline, found.problems), kept=drafts.kept_edits(found.row),
        title_of=lambda address: title_of(found.outline, address))


def _without(outline: Outline, address: str, along: bool = False) -> Outline:
    if kind(address) == "level":
        return remove_level(outline, address)
    return remove(outline, address, along=along)


def _put(draft_id: int, address: str, place: str) -> ResponseReturnValue:
    title = title_of(opened(drafts.draft(draft_id)).outline, address)
    made = save(draft_id, lambda outline: move(outline, address, position_at(place)),
                f"Moved: {title}")
    return _after(draft_id, address, address, made)


def _after(
    draft_id: int, there: str, address: str, made: Attempt
) -> ResponseReturnValue:
    """Back on the list at the unit; or why it was not done, with what stands against it."""
    if made.saved is not None:
        if made.saved.kept:
            return redirect(url_for(
                "definitions.kept_edit", draft_id=draft_id, kept_id=made.saved.kept[0].id))
        anchor = quoted(there) if there else None
        return redirect(url_for(list_of(address), draft_id=draft_id, _anchor=anchor))
    found = opened(drafts.draft(draft_id))
    if made.refused is not None and made.refused.references:
        return _against(found, address, made.refused)
    return show_list(found, made.stopped or refusal_words(found.outline, made.refused))


def _against(found: Draft, address: str, refused: EditRefused) -> ResponseReturnValue:
    """What refers to a unit that is to go; what goes with it, and what must be changed first."""
    against: list[Against] = against_of(found.outline, refused)
    page, _ = page_of(
        "definitions/editor/remove.html", found, address=address, against=against,
        title=title_of(found.outline, address), kind=kind(address), quoted=quoted)
    return page, 422
