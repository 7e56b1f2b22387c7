"""Names of inputs and ids of elements, made from addresses. What they hold is not decided here."""

from __future__ import annotations

import re
from functools import lru_cache

from app.engine.definition import Question

ROW_PLACEHOLDER = "__row__"
"""Stands for the id of a row that a script will add."""

_ODD = re.compile(r"[^A-Za-z0-9_./-]")
_THE_PAGE_S_OWN = frozenset({"page", "save_id", "csrf_token", "intent"})
_SEVERAL_BOXES = {"date": "day", "approximate-date": "day"}


@lru_cache(maxsize=8192)
def plain(address: str) -> str:
    """An address without a character that is special in a name or an id.

    A tilde, which no key may hold, marks what stands for another character; names that the page
    uses itself get one at their end.
    """
    escaped = _ODD.sub(lambda found: f"~{ord(found[0]):x}~", address)
    return f"{escaped}~" if escaped in _THE_PAGE_S_OWN else escaped


def field_name(address: str, part: str = "") -> str:
    """The name under which a part of an answer is posted: `KEY`, `KEY:day`, `KEY/row/cell`."""
    return f"{plain(address)}:{part}" if part else plain(address)


def section_field_name(section_key: str, part: str) -> str:
    """The name of what is posted for a whole section: `@SECTION:skip`."""
    return f"@{plain(section_key)}:{part}"


def question_id(key: str) -> str:
    """The id of the element that holds a whole question."""
    return f"q-{plain(key)}"


def field_id(address: str, part: str = "") -> str:
    """The id of one control, or of what describes it."""
    return f"a-{field_name(address, part)}"


def anchor(question: Question, address: str) -> str:
    """The id an error in the summary leads to: the first control of a question or a cell.

    Rows and tables as a whole have no control of their own and lead to the whole question.
    """
    if question.type.holds_rows:
        return question_id(address)
    return field_id(address, _SEVERAL_BOXES.get(question.type.name, ""))
