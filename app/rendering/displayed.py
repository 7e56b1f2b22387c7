"""What a page put before somebody, so that a post changes that and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from app.engine.answers import row_ids
from app.engine.definition import Section
from app.rendering.page_state import PageState


class Displayed(Struct, frozen=True):
    """Keys of the sections and questions on a page and, by question, the ids of the rows shown.

    Of the lists `in_part` other rows may be withheld, and nothing was shown of what is said beside
    the answer."""

    sections: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_part: tuple[str, ...] = ()

    def to_document(self) -> dict[str, Any]:
        """Plain JSON, for the page's token."""
        told: dict[str, Any] = {
            "sections": list(self.sections), "questions": list(self.questions),
            "rows": {key: list(ids) for key, ids in self.rows.items()},
        }
        return {**told, "in_part": list(self.in_part)} if self.in_part else told

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Displayed:
        """What `to_document` wrote."""
        rows = {key: tuple(ids) for key, ids in document["rows"].items()}
        return cls(tuple(document["sections"]), tuple(document["questions"]), rows,
                   tuple(document.get("in_part", ())))


def displayed(section: Section, state: PageState) -> Displayed:
    """What a section puts on a page. A disabled question is shown and cannot be answered; one that
    is hidden is in the page, for a script to show when an answer calls for it. One that is withheld
    is not in it, so that no post changes its answer."""
    closed = state.disabled | state.withheld
    questions = [q for q in section.questions() if q.key not in closed]
    return Displayed(
        (section.key,), tuple(question.key for question in questions),
        {q.key: row_ids(q, state.answers) for q in questions if q.type.name == "rows"},
        tuple(q.key for q in questions if q.key in state.in_part),
    )
