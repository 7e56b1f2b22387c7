"""What every page of the editor does with a change: save it, say what stands against it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from flask import request
from msgspec import Struct

from app.clock import now
from app.definitions import operations
from app.definitions.operations import Saved
from app.definitions.views.pages import actor, show
from app.definitions.writing import Draft
from app.engine.authoring.outline import Outline
from app.engine.authoring.refusals import EditRefused
from app.errors import Refused

Edit = Callable[[Outline], Outline]
LONGEST_SUMMARY = 200


class Attempt(Struct, frozen=True):
    """What came of a change: it was saved, or was refused by the document or by the state."""

    saved: Saved | None = None
    refused: EditRefused | None = None
    stopped: str = ""


def save(draft_id: int, edit: Edit, summary: str) -> Attempt:
    """Make the change that a page of the editor posted, under the save id it brought."""
    try:
        return Attempt(operations.edit_draft(
            draft_id=draft_id, base_number=base_number(), edit=edit,
            summary=summary[:LONGEST_SUMMARY], save_id=save_id(), actor=actor(), now=now()))
    except EditRefused as error:
        return Attempt(refused=error)
    except Refused as error:
        return Attempt(stopped=error.message)


def page_of(
    template: str, found: Draft, errors: Mapping[str, str] | None = None, **context: Any
) -> tuple[str, int]:
    """A page of the editor; `errors` by the id of their box, "" where there is none."""
    listed = [{"text": text, "href": f"#{box}" if box else None}
              for box, text in (errors or {}).items()]
    page = show(
        template, f"toolkit:{found.slug}", draft=found, error_summary=listed,
        **{"current": "definitions.draft", "save_id": fresh_save_id(), **context})
    assert isinstance(page, str)
    return page, 422 if listed else 200


def base_number() -> int:
    """The revision that the page was made from; 0, which there is none of, where it names none."""
    typed = request.form.get("page", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def save_id() -> str:
    """The name that the page gave to this save."""
    return request.form.get("save_id", "")[:64] or fresh_save_id()


def fresh_save_id(about: str = "") -> str:
    """The name of the next save that a page will make; those about one unit begin alike."""
    begins = f"{sha256(about.encode()).hexdigest()[:16]}-" if about else ""
    return f"{begins}{secrets.token_hex(16)}"
