"""What a page of a comparison shows under a filter, and what its PDF shows. No reading, no HTML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from app.engine.telling import Filter
from app.reviews.drawn import Drawn
from app.reviews.queries import Compared

_SECTION = "section-"


class Choice(Struct, frozen=True):
    """What can be shown: a filter or one section, and which rows that is."""

    value: str
    words: str
    rows: frozenset[int]

    @property
    def count(self) -> int:
        """How many rows it shows."""
        return len(self.rows)


def page_of(compared: Compared, drawn: Drawn, asked: str | None) -> dict[str, Any]:
    """The context of the page, `asked` being the value of a choice; what needs attention where it
    is none that there is."""
    filters, sections = list(_filters(drawn)), list(_sections(drawn))
    shown = next((one for one in (*filters, *sections) if one.value == asked), filters[0])
    return {
        "compared": compared, "person": compared.case.young_person, "drawn": drawn,
        "shown": shown, "visible": shown.rows, "hidden": drawn["rows"] - shown.count,
        "hidden_present": len(frozenset(drawn["present"]) - shown.rows),
        "filters": filters, "sections": sections,
    }


def _filters(drawn: Drawn) -> Iterator[Choice]:
    for one in Filter:
        yield Choice(one.value, one.words, frozenset(drawn["shows"][one.value]))


def _sections(drawn: Drawn) -> Iterator[Choice]:
    """One for each section, with all its rows, also where a question of it went elsewhere."""
    rows: dict[str, set[int]] = {}
    titles: dict[str, str] = {}
    for section in drawn["sections"]:
        titles.setdefault(section["key"], section["title"])
        rows.setdefault(section["key"], set()).update(row[0] for row in section["rows"])
    for key, title in titles.items():
        yield Choice(f"{_SECTION}{key}", title, frozenset(rows[key]))


def paper_of(compared: Compared) -> dict[str, Any]:
    """The context of the PDF, which shows everything."""
    said = compared.in_words
    return {
        "compared": compared, "person": compared.case.young_person, "summary": said.summary,
        "sections": said.sections, "warnings": said.warnings,
    }
