"""What a page of a comparison shows under a filter, and what its PDF shows. No reading, no HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.engine.telling import Filter
from app.reviews.drawn import Drawn
from app.reviews.queries import Compared


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter, and how many rows it shows."""

    filter: Filter
    count: int


def page_of(compared: Compared, drawn: Drawn, shown: Filter) -> dict[str, Any]:
    """The context of the page."""
    visible = frozenset(drawn["shows"][shown.value])
    return {
        "compared": compared, "person": compared.case.young_person, "drawn": drawn,
        "shown": shown, "visible": visible, "hidden": drawn["rows"] - len(visible),
        "hidden_present": len(frozenset(drawn["present"]) - visible),
        "choices": [Choice(one, len(drawn["shows"][one.value])) for one in Filter],
    }


def paper_of(compared: Compared) -> dict[str, Any]:
    """The context of the PDF, which shows everything."""
    said = compared.in_words
    return {
        "compared": compared, "person": compared.case.young_person, "summary": said.summary,
        "sections": said.sections, "warnings": said.warnings,
    }
