"""A comparison that was signed, as a part of a pack: from what the sign-off stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from app.clock import show_datetime
from app.engine.reading import WITHHELD
from app.engine.signed_document import OF_THE_LEVEL, comments_of
from app.engine.withheld_rows import NOTICE, lists_in_part, whole
from app.reviews import queries
from app.reviews.models import SignOff
from app.reviews.packs.parts import Part, Subject, table

_WRITTEN = ("comment/", "comments/", "explanation/")
_ROW = ("Section", "Question", "Before", "Now", "What happened", "Flags")


def signed_comparison(subject: Subject, sign_off: SignOff) -> Part:
    """What was signed, without what is withheld. The rows of a list were signed as one part: where
    some are withheld, the others are told here, and not among the parts that can be checked."""
    parts = queries.signed_parts(sign_off)
    gone = gone_from(parts, subject)
    warnings = [one["words"] for one in parts["warnings"]["alerts"]
                if "warnings" not in gone or one["alert"] in OF_THE_LEVEL]
    sentences = () if "summary" in gone else parts["summary"]["sentences"]
    said = (f"Signed by {sign_off.by_name}, {show_datetime(sign_off.at)}: {sign_off.statement}",
            f"Check code of what was signed: {sign_off.root}", *sentences, *warnings)
    shown = {name: part for name, part in parts.items() if name not in gone}
    return Part("What changed, as it was signed", said, (
        table("Levels and totals", ("What", "Before", "Now"), _headline(parts, gone)),
        table("Question by question", _ROW, _rows(parts, gone, subject.withheld)),
    ), {"root": sign_off.root, "parts": shown, "withheld": len(gone)})


def gone_from(parts: Mapping[str, Any], subject: Subject) -> frozenset[str]:
    """The names of the parts that a copy withholds: what tells of an answer, and in one that is
    redacted whatever reviewers wrote for colleagues."""
    return _telling(subject) | reviewers_words(parts, subject)


def reviewers_words(parts: Mapping[str, Any], subject: Subject) -> frozenset[str]:
    """Those of the parts that a redacted copy withholds only because they are what reviewers wrote,
    comments and explanations, to answers that it shows."""
    if not subject.redacted:
        return frozenset()
    written = {name for name in parts if name.startswith(_WRITTEN)}
    return frozenset(written - _telling(subject))


def how_many_words(parts: Mapping[str, Any], names: frozenset[str]) -> int:
    """How many comments and explanations stand in these parts."""
    explained = sum(bool(parts[name]["text"]) for name in names if name.startswith("explanation/"))
    return explained + sum(name in names for name, _ in comments_of(parts))


def _telling(subject: Subject) -> frozenset[str]:
    assert subject.signed is not None
    return queries.parts_withheld(subject.signed, subject.withheld)


def _headline(
    parts: Mapping[str, Any], gone: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    first, last = parts["level/earlier"], parts["level/later"]
    recorded = ((side["recorded"] or {}).get("title", "None") for side in (first, last))
    yield "Level recorded", *recorded
    yield "Calculated from the answers", first["calculated"], last["calculated"]
    for name in sorted(parts):
        said, hidden = parts[name], name in gone
        if name.startswith("measure/"):
            ends = ((said[side] or {}).get("words", "Not measured") for side in ("before", "after"))
            yield said["title"], *((WITHHELD, WITHHELD) if hidden else ends)
        elif name.startswith("known/"):
            sides = (WITHHELD, WITHHELD) if hidden else (said["before"], said["after"])
            yield said["what"], *sides


def _rows(
    parts: Mapping[str, Any], gone: frozenset[str], keys: frozenset[str]
) -> Iterator[tuple[str, ...]]:
    closed, lists = whole(keys), lists_in_part(keys)
    for name in sorted(parts):
        if not name.startswith("row/"):
            continue
        row = parts[name]
        part = lists.intersection(row["keys"]) and not closed.intersection(row["keys"])
        if name in gone and not part:
            yield row["section"], *(WITHHELD,) * 5
        elif part:
            sides = (_in_part(row[side], keys) for side in ("before", "after"))
            yield row["section"], row["question"], *sides, NOTICE, ""
        else:
            flags = "; ".join(flag["words"] for flag in row["flags"])
            yield (row["section"], row["question"], _answer(row["before"]), _answer(row["after"]),
                   row["happened"], flags)


def _in_part(entry: Mapping[str, Any] | None, withheld: frozenset[str]) -> str:
    """The rows of a list that are not withheld, without their numbers, which count the others."""
    if entry is None:
        return _answer(entry)
    return "; ".join(row["text"] for row in entry["rows"] if row["text"]
                     and f"{entry['key']}/{row['id']}" not in withheld) or NOTICE


def _answer(entry: Mapping[str, Any] | None) -> str:
    if entry is None:
        return "Not asked in this version"
    rows = "; ".join(f"{row['title']}: {row['text']}" for row in entry["rows"] if row["text"])
    return rows or str(entry["answer"])
