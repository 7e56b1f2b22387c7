"""Statements of a lineage added to a document's list, and taken out of it; list in, list out.

What still has to be said is in `declaring`; what a lineage means, in `lineage`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.engine.lineage import LineageRefused, read_lineage

Entry = Mapping[str, Any]
Entries = Sequence[Entry]
_COMPARABLE = frozenset({"same", "reworded", "moved", "restored"})
_ONE_SIDED = frozenset({"added", "removed", "restored"})


def declare(
    entries: Entries, relation: str, sources: Sequence[str] = (), targets: Sequence[str] = (), *,
    note: str = "",
) -> list[dict[str, Any]]:
    """The list with a statement about questions, in the place of what it said of them before.

    What was said of the options stays where the pair of questions stays one that can be compared.
    Raises LineageRefused, as `read_lineage` does, with a pointer into the new list.
    """
    options = _kept_options(entries, relation, sources, targets)
    entry = _entry(relation, sources, targets, note)
    if options:
        entry["options"] = options
    return _checked([*withdraw(entries, sources, targets), entry])


def withdraw(
    entries: Entries, sources: Collection[str] = (), targets: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The list without what it says of these earlier and later questions.

    A list of things that went or came loses only these; any other statement goes whole, as what is
    left of it would say something else.
    """
    return list(_without(entries, sources, targets))


def declare_option(
    entries: Entries, question: tuple[str, str], relation: str, sources: Sequence[str] = (),
    targets: Sequence[str] = (), *, note: str = "",
) -> list[dict[str, Any]]:
    """The list with a statement about options of one question, given by its earlier and its later
    key. Raises LineageRefused, also where the question is not said to be one that can be compared.
    """
    place, entry = _of_question(entries, question)
    options = [*_without(entry.get("options", ()), sources, targets),
               _entry(relation, sources, targets, note)]
    return _checked(_replaced(entries, place, {**entry, "options": options}))


def withdraw_option(
    entries: Entries, question: tuple[str, str], sources: Collection[str] = (),
    targets: Collection[str] = (),
) -> list[dict[str, Any]]:
    """The list without what it says of these options of one question."""
    place, entry = _of_question(entries, question)
    left = list(_without(entry.get("options", ()), sources, targets))
    entry = {name: part for name, part in entry.items() if name != "options"}
    if left:
        entry["options"] = left
    elif entry["relation"] == "same" and entry["from"] == entry["to"] and "note" not in entry:
        return [dict(other) for n, other in enumerate(entries) if n != place]
    return _checked(_replaced(entries, place, entry))


def _entry(
    relation: str, sources: Iterable[str], targets: Iterable[str], note: str
) -> dict[str, Any]:
    entry = {"relation": relation, "from": list(sources), "to": list(targets)}
    return {**entry, "note": note} if note else entry


def _kept_options(
    entries: Entries, relation: str, sources: Sequence[str], targets: Sequence[str]
) -> list[Any]:
    if relation not in _COMPARABLE:
        return []
    pair = list(sources), list(targets)
    return next((list(entry.get("options", ())) for entry in entries
                 if (entry.get("from", []), entry.get("to", [])) == pair), [])


def _without(
    entries: Entries, sources: Collection[str], targets: Collection[str]
) -> Iterator[dict[str, Any]]:
    for entry in entries:
        left = {"from": [key for key in entry.get("from", ()) if key not in sources],
                "to": [key for key in entry.get("to", ()) if key not in targets]}
        if all(left[side] == list(entry.get(side, ())) for side in left):
            yield dict(entry)
        elif entry.get("relation") in _ONE_SIDED and (left["from"] or left["to"]):
            yield {**entry, **left}


def _of_question(entries: Entries, question: tuple[str, str]) -> tuple[int, dict[str, Any]]:
    """What is said of a question, and its place; a new statement behind the last where nothing is.

    A question under another key is not taken to be the same one without a word.
    """
    pair = [question[0]], [question[1]]
    for place, entry in enumerate(entries):
        if (list(entry.get("from", ())), list(entry.get("to", ()))) == pair:
            return place, dict(entry)
    if question[0] != question[1]:
        raise LineageRefused("", f"first say what became of {question[0]}")
    return len(entries), {"relation": "same", "from": pair[0], "to": pair[1]}


def _replaced(entries: Entries, place: int, entry: dict[str, Any]) -> list[dict[str, Any]]:
    before, after = entries[:place], entries[place + 1:]
    return [*map(dict, before), entry, *map(dict, after)]


def _checked(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    read_lineage(entries)
    return entries
