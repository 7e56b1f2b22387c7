"""What the page of a comparison shows, gathered from the computed model. No reading, no HTML."""

from __future__ import annotations

from typing import Any

from app.engine.delta import Cause
from app.engine.telling import Filter
from app.reviews.queries import Compared

CAUSES = (
    (Cause.ANSWERS.value, "What was answered"),
    (Cause.INFORMATION.value, "Information gained or lost"),
    (Cause.NOT_APPLICABLE.value, "No longer applicable or asked"),
    (Cause.TIME.value, "Passage of time"),
    (Cause.QUESTIONS.value, "Questions added or removed"),
    (Cause.RULES.value, "Rules of the toolkit"),
)


def page_of(compared: Compared, shown: Filter = Filter.EVERYTHING) -> dict[str, Any]:
    """The context of the page and of the PDF."""
    said = compared.in_words
    hidden, hidden_present = said.hidden(shown)
    return {
        "compared": compared, "person": compared.case.young_person, "shown": shown,
        "summary": said.summary, "sections": said.sections(shown), "warnings": said.warnings,
        "flags": said.flags, "choices": said.choices, "hidden": hidden,
        "hidden_present": hidden_present, "causes": CAUSES,
    }
