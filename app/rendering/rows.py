"""Which rows of a repeating group there are after a post: added, taken away, in another order."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from app.engine.answers import Answers
from app.engine.row_items import merged_order
from app.rendering.displayed import Displayed
from app.rendering.names import field_name

MOST_ROWS = 500
"""How many rows a group may have; more is no assessment any more."""

_ROW_ID = re.compile(r"[0-9a-z][0-9a-z-]{0,39}")
_ADD, _REMOVE = "add-row:", "remove-row:"


def fresh_row_id() -> str:
    """An id no other row has."""
    return secrets.token_hex(8)


class PostedRows(Struct, frozen=True):
    """The rows of the groups of one page as they were posted.

    Scripts send the rows there are, new ones with ids of their own. Without a script a button is
    posted: `intent` says which row to remove or to which group to add one.
    """

    displayed: Displayed
    form: Any
    base: Answers
    new_row_id: Callable[[], str]

    def shown(self, key: str) -> tuple[str, ...]:
        """The rows whose cells were posted: those displayed that still stand, and new ones."""
        removed = self._intended(_REMOVE)
        return tuple(row for row in self._posted(key) if f"{key}/{row}" not in removed)

    def after(self, key: str) -> tuple[str, ...]:
        """All rows in order; those that were not displayed stay, behind what stood before them."""
        shown, displayed = self.shown(key), self.displayed.rows.get(key, ())
        kept = [row for row in self.base.rows.get(key, ())
                if row in shown or row not in displayed]
        rows = tuple(merged_order(kept, shown))
        added = key in self._intended(_ADD) and len(rows) < MOST_ROWS
        return (*rows, self.new_row_id()) if added else rows

    def _posted(self, key: str) -> tuple[str, ...]:
        """Empty ids come from the box that says the group was in the page; without it nothing of
        the group was sent, and all stays."""
        displayed = self.displayed.rows.get(key, ())
        posted = self.form.getlist(field_name(key, "rows"))
        if not posted:
            return displayed
        others = set(self.base.rows.get(key, ())) - set(displayed)
        ids = dict.fromkeys(row for row in posted if row not in others)
        return tuple(row for row in ids if row in displayed or _ROW_ID.fullmatch(row))[:MOST_ROWS]

    def _intended(self, verb: str) -> set[str]:
        return {intent.removeprefix(verb) for intent in self.form.getlist("intent")
                if intent.startswith(verb)}
