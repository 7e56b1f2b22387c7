"""What a lineage says became of things, by their id, with the reasons that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.engine.authoring.condition_words import quoted
from app.engine.definition import Definition

_OTHER_MEANING = {
    "replaced": "Another meaning, under the same key",
    "split": "What is left of it after a split",
    "merged": "With what was merged into it",
}


def fate_words(relation: str, titles: tuple[str, ...]) -> tuple[str, str]:
    """What to say of something that keeps its key and not its meaning."""
    told = " ".join(map(quoted, titles))
    return "What it meant before", f"{_OTHER_MEANING.get(relation, 'Not comparable')}: {told}"


def noted(definition: Definition) -> Mapping[str, str]:
    """The reasons a lineage gives, by id; earlier ids have a stroke before them."""
    found: dict[str, str] = {}
    for entry in definition.lineage:
        found.update(_notes(entry, "question:"))
        for key in entry.get("to", ()):
            for option in entry.get("options", ()):
                found.update(_notes(option, f"question:{key}/option:"))
    return found


def _notes(entry: Mapping[str, Any], lead: str) -> Iterator[tuple[str, str]]:
    note = str(entry.get("note", ""))
    if note:
        yield from ((f"{lead}{key}", note) for key in entry.get("to", ()))
        yield from ((f"/{lead}{key}", note) for key in entry.get("from", ()))
