"""What a reviewer signs, as plain JSON in parts: all that somebody needs to judge it years later.

Each part is a leaf of a Merkle tree (engine.merkle), so that a part can be withheld and the rest
still be checked against the hash of the whole. Writing it to a file and checking one: `verifying`.
What of it a reader sees first, the flags and what was written to them: `flagged`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from msgspec import Struct

from app.engine import RELEASE
from app.engine.comparison import Alert, Comparison, Row, Visibility
from app.engine.definition import Level
from app.engine.delta import Cause, MeasureChange
from app.engine.levels import Result
from app.engine.measures import Interval, Measured
from app.engine.reading import Entry
from app.engine.standards import PracticeStandards
from app.engine.summary import summary
from app.engine.telling import flag_words, question_words, warning_words, what_happened
from app.engine.withheld_rows import touched

STATEMENT = (
    "I have read this comparison. Signing is not agreeing a level and not stepping down.")
"""What whoever signs says."""

Parts = Mapping[str, Any]
"""From the name of a part to what it says: a JSON object each."""

_TOTALS = ("measure/", "floors/", "explanation/alert/", "summary", "warnings")
"""Parts that speak of the whole, from which an answer that is withheld could be told."""

OF_THE_LEVEL = frozenset(
    one.value for one in (Alert.ACTUAL_HARM, Alert.LEVEL_CONTRADICTS, Alert.FELL_TWO))
"""What to beware of that follows from the levels, and is told to everybody."""


class UsedStandards(Struct, frozen=True):
    """The practice standards that a side was held to; no number where none were published."""

    number: int | None
    sha256: str | None
    values: PracticeStandards


class SignedSide(Struct, frozen=True):
    """One assessment as it was recorded; `reason_key` asks why the level was judged so."""

    revision: int
    root: str
    assessment: int
    assessed_on: date
    recorded_by: str
    recorded_at: datetime
    version: int
    sha256: str
    standards: UsedStandards
    reason_key: str | None = None


class Comment(Struct, frozen=True):
    """What somebody wrote beside a row; only that of a reviewer without a hand in it explains."""

    id: int
    key: str
    text: str
    by: str
    at: datetime
    as_reviewer: bool


class Signature(Struct, frozen=True):
    """Who signs, when, in what words, and what they wrote to the flags, by the flag's name.

    `seen` are the last ids of what was on record in the case, by kind.
    """

    by_id: int
    by_name: str
    role: str
    at: datetime
    explanations: Mapping[str, str]
    seen: Mapping[str, int]
    statement: str = STATEMENT


class Signable(Struct, frozen=True):
    """The comparison that is signed, and what it is of. Nothing of it may be withheld.

    `between` are the ids of what was submitted between the two sides; `highest` the highest level
    ever recorded, as title, rank and day.
    """

    case: int
    slug: str
    title: str
    earlier: SignedSide
    later: SignedSide
    comparison: Comparison
    between: Sequence[int] = ()
    highest: tuple[str, int, date] | None = None


def compared_parts(compared: Signable, comments: Sequence[Comment]) -> dict[str, Any]:
    """The parts that tell of the comparison: what whoever signs has read.

    Raises ValueError where something of it is withheld: nobody signs what they see in part.
    """
    comparison = compared.comparison
    if comparison.redacted or any(measure.withheld for measure in comparison.headline.measures):
        raise ValueError("a comparison of which something is withheld is not signed")
    return dict(_parts(compared, comments))


def signature_parts(compared: Signable, signature: Signature) -> dict[str, Any]:
    """The parts that tell of the signature over it: one for the words to each row, and to each flag
    of the whole, whether or not there are any."""
    keys = {f"row/{row.key}": sorted(row.keys) for row in compared.comparison.rows}
    keys |= {f"alert/{alert.value}": [] for alert in Alert}
    parts: dict[str, Any] = {
        "signature": {"by": signature.by_id, "name": signature.by_name, "role": signature.role,
                      "at": signature.at.isoformat()},
        "statement": {"text": signature.statement},
        "seen": dict(signature.seen),
    }
    for name in {*keys, *signature.explanations}:
        parts[f"explanation/{name}"] = {
            "keys": keys.get(name, []), "text": signature.explanations.get(name, "")}
    return parts


def withheld_parts(parts: Parts, keys: frozenset[str]) -> frozenset[str]:
    """The names of the parts from which the answers to these questions could be told.

    The levels are never among them: withheld, they could endanger a child. A list was signed as
    one part, so it is withheld whole where it may be seen only in part.
    """
    keys = touched(keys)
    about = {name for name, said in parts.items() if keys.intersection(said.get("keys", ()))}
    totals = {name for name, said in parts.items() if _is_total(name, said)} if about else set()
    return frozenset(about | totals)


def _is_total(name: str, said: Mapping[str, Any]) -> bool:
    return name.startswith(_TOTALS) or name.startswith("known/") and not said["keys"]


def rows_of(parts: Parts) -> list[Any]:
    """The rows, in the order of the page."""
    return [parts[name] for name in sorted(parts) if name.startswith("row/")]


def comments_of(parts: Parts) -> Iterator[tuple[str, Any]]:
    """Each comment that was signed, with the name of the part that it stands in: formerly one of
    its own, so that those that were withheld could be counted."""
    for name in sorted(parts):
        if name.startswith("comment/"):
            yield name, parts[name]
        elif name.startswith("comments/"):
            yield from ((name, said) for said in parts[name]["said"])


def _parts(compared: Signable, comments: Sequence[Comment]) -> Iterator[tuple[str, Any]]:
    comparison = compared.comparison
    yield "about", {
        "case": compared.case, "toolkit": compared.slug, "title": compared.title,
        "engine": RELEASE, "between": list(compared.between)}
    head = comparison.headline
    sides = (("earlier", compared.earlier, head.before, head.possible[0]),
             ("later", compared.later, head.after, head.possible[1]))
    for name, side, result, possible in sides:
        for kind, said in _side(side, result, possible):
            yield f"{kind}/{name}", said
    yield "highest", _highest(compared.highest)
    yield "summary", {"sentences": list(summary(comparison))}
    yield "warnings", {"alerts": [
        {"alert": one.value, "words": warning_words(one)} for one in comparison.warnings]}
    for number, measure in enumerate(head.measures):
        yield f"measure/{number:03}/{measure.id}", _measure(measure, comparison.corrected)
    for number, line in enumerate(comparison.known):
        yield f"known/{number:03}", {
            "what": line.title, "before": line.before, "after": line.after, "less": line.less,
            "more": line.more, "keys": sorted(line.keys)}
    for number, row in enumerate(comparison.rows):
        yield f"row/{number:05}/{row.key}", _row(row)
    yield from _commented(comparison.rows, comments)


def _side(
    side: SignedSide, result: Result, possible: Level | None
) -> Iterator[tuple[str, Any]]:
    standards = side.standards
    yield "side", {
        "revision": side.revision, "root": side.root, "assessment": side.assessment,
        "assessed_on": side.assessed_on.isoformat(), "recorded_by": side.recorded_by,
        "recorded_at": side.recorded_at.isoformat(), "version": side.version,
        "sha256": side.sha256}
    yield "standards", {"number": standards.number, "sha256": standards.sha256,
                        "values": asdict(standards.values)}
    calculated = result.calculated
    yield "level", {
        "recorded": _level(result.level), "judged": _level(result.judged),
        "at_least": _level(calculated.at_least), "possibly": _level(calculated.possibly),
        "possible_but_for_harm": _level(possible), "calculated": calculated.words,
        "differs": result.differs}
    yield "reason", {"text": result.judged_reason,
                     "keys": [side.reason_key] if side.reason_key else []}
    yield "floors", {"because": [floor.because for floor in calculated.floors]}
    yield "harm", {"keys": sorted(result.harm), "held": sorted(result.held)}


def _highest(highest: tuple[str, int, date] | None) -> dict[str, Any]:
    if highest is None:
        return {"title": None, "rank": None, "on": None}
    title, rank, on = highest
    return {"title": title, "rank": rank, "on": on.isoformat()}


def _level(level: Level | None) -> dict[str, Any] | None:
    return {"id": level.id, "title": level.title, "rank": level.rank} if level else None


def _measure(measure: MeasureChange, corrected: frozenset[str]) -> dict[str, Any]:
    delta = measure.delta
    causes = {} if delta is None else {
        cause.value: _ends(getattr(delta, cause.value)) for cause in Cause}
    return {
        "id": measure.id, "title": measure.title, "before": _measured(measure.before),
        "after": _measured(measure.after), "because": causes,
        "corrected": _ends(measure.by_answers(corrected)),
        "risen": _ends(delta.risen) if delta else None,
        "fallen": _ends(delta.fallen) if delta else None}


def _measured(measured: Measured | None) -> dict[str, Any] | None:
    if measured is None:
        return None
    return {"words": str(measured.interval), "ends": _ends(measured.interval),
            "present": measured.present, "not_known": measured.unknown}


def _ends(interval: Interval) -> list[float]:
    return [interval.low, interval.high]


def _row(row: Row) -> dict[str, Any]:
    assert row.visibility is Visibility.SHOWN
    return {
        "key": row.key, "keys": sorted(row.keys), "section": row.section, "question": row.label,
        "before": _entry(row.before), "after": _entry(row.after),
        "question_change": row.question.value, "question_words": question_words(row),
        "answer_change": row.answer.value, "direction": row.direction.value,
        "happened": what_happened(row), "evidenced": row.evidenced,
        "known": [row.state_before.known, row.state_after.known],
        "present": [row.state_before.present, row.state_after.present],
        "raises_risk": row.risky, "harm": row.harm, "harm_held": row.held,
        "evidence_old": row.stale,
        "flags": [{"flag": flag.value, "words": flag_words(flag)} for flag in row.flags],
    }


def _entry(entry: Entry | None) -> dict[str, Any] | None:
    if entry is None:
        return None
    return {
        "key": entry.key, "question": entry.label, "answer": entry.words,
        "absence": entry.absence.value if entry.absence else None,
        "standing": entry.mark.standing.value,
        "evidence": [[label, words] for label, words in entry.evidence],
        "rationale": entry.mark.rationale, "evidence_date": entry.mark.evidence_date,
        "rows": [{"id": row.id, "title": row.title, "text": row.text} for row in entry.rows],
    }


def _commented(
    rows: Sequence[Row], comments: Sequence[Comment]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A part for each row, whether or not anybody wrote beside it, and one for what is left."""
    asked = {row.key for row in rows}
    for number, row in enumerate(rows):
        said = [_comment(one) for one in comments if one.key == row.key]
        yield f"comments/{number:05}/{row.key}", {"keys": sorted(row.keys), "said": said}
    besides = [one for one in comments if one.key not in asked]
    yield "comments/besides", {
        "keys": sorted({one.key for one in besides}), "said": list(map(_comment, besides))}


def _comment(comment: Comment) -> dict[str, Any]:
    return {"key": comment.key, "text": comment.text, "by": comment.by,
            "at": comment.at.isoformat(), "as_reviewer": comment.as_reviewer}
