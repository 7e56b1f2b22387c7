"""An assessment to take away: JSON, CSV and PDF, all of the same reading. No request here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from app.assessments.computing import Computed
from app.assessments.pages.reading import Reading
from app.cases.withholding import words_told
from app.delivery.csv import csv_text
from app.engine.absence import Absence
from app.engine.definition import Question
from app.engine.reading import Entry
from app.engine.withheld_rows import lists_in_part, whole

HEADINGS = (
    "case", "assessment", "revision", "toolkit", "version", "sha256", "assessed on", "section",
    "address", "question", "answer", "recorded as", "why there is none", "reason", "standing",
    "rationale", "source", "date of evidence", "no evidence yet",
)


def as_json(reading: Reading, now: datetime) -> bytes:
    """The revision as JSON: what it is, what it came to, and every answer that counts."""
    return json.dumps(document(reading, now), ensure_ascii=False, indent=1).encode()


def as_csv(reading: Reading) -> bytes:
    """A line for every address of every question that is asked."""
    return csv_text([HEADINGS, *_lines(reading)]).encode("utf-8-sig")


def document(reading: Reading, now: datetime) -> dict[str, Any]:
    """The revision as plain JSON."""
    found = reading.computed
    result, answers = found.result, found.effective.answers
    return {
        **about(found),
        "title": found.definition.title,
        "facts": dict(found.facts),
        "level": _level(result.level),
        "calculated": {
            "words": result.calculated.words, "at_least": _level(result.calculated.at_least),
            "possibly": _level(result.calculated.possibly),
            "floors": [floor.because for floor in result.calculated.floors],
        },
        "judged": _level(result.judged), "reason": result.judged_reason,
        "actual_harm_held": list(result.held),
        "measures": "withheld" if found.withheld else [
            {"id": one.id, "title": one.title, "low": one.interval.low,
             "high": one.interval.high, "present": one.present, "not_known": one.unknown}
            for one in result.measures.values()],
        "withheld": sorted(whole(found.withheld)),
        "withheld_in_part": sorted(lists_in_part(found.withheld)),
        **_in_order(answers.to_document(found.definition)),
        "not_asked": list(found.effective.dropped),
        "in_words": [
            {"section": one.section.title, "skipped": one.skipped,
             "answers": [_told(entry) for entry in one.entries]}
            for one in reading.sections],
        "made_at": now.isoformat(),
    }


def about(found: Computed) -> dict[str, Any]:
    """What revision this is, and of which version of which toolkit."""
    assessment, revision = found.assessment, found.revision
    return {
        "case": assessment.case_id,
        "assessment": assessment.id,
        "kind": assessment.kind.value,
        "toolkit": {"slug": assessment.slug, "version": revision.version.number,
                    "sha256": found.definition.sha256},
        "revision": {
            "number": revision.number, "kind": revision.kind.value, "id": revision.id,
            "author": revision.author_name, "at": revision.at.isoformat(),
            "assessed_on": revision.assessed_on.isoformat(),
            "reason": words_told(revision.reason, found.withheld and revision.kind.explained),
            "root": revision.root,
        },
    }


def _in_order(said: dict[str, Any]) -> dict[str, Any]:
    """The same with marks and the like by their addresses: the order in which they are held follows
    from all that was carried over, and so from what may be withheld."""
    beside = {name: dict(sorted(said[name].items())) for name in ("rows", "marks", "unparsed")}
    return {**said, **beside}


def _level(level: Any) -> dict[str, Any] | None:
    return None if level is None else {"id": level.id, "title": level.title, "rank": level.rank}


def _told(entry: Entry) -> dict[str, Any]:
    told: dict[str, Any] = {"key": entry.key, "question": entry.label, "answer": entry.words}
    if entry.rows:
        told["rows"] = [
            {"id": row.id, **{cell.label: cell.text for cell in row.cells}} for row in entry.rows]
    if entry.in_part:
        told["in_part"] = True
    if entry.evidence:
        told["evidence"] = [{"label": label, "words": words} for label, words in entry.evidence]
    return told


def _lines(reading: Reading) -> Iterator[tuple[object, ...]]:
    found = reading.computed
    assessment, revision = found.assessment, found.revision
    same = (
        assessment.case_id, assessment.id, revision.number, assessment.slug,
        revision.version.number, found.definition.sha256, revision.assessed_on.isoformat(),
    )
    for section in reading.sections:
        for entry in section.entries:
            question = found.definition.questions[entry.key]
            for line in _of_entry(entry, question, found.effective.answers.values):
                yield *same, section.section.title, *line


def _of_entry(
    entry: Entry, question: Question, values: Any
) -> Iterator[tuple[object, ...]]:
    mark = entry.mark
    beside = (
        mark.reason, mark.standing.value, mark.rationale, mark.source, mark.evidence_date,
        mark.none_held,
    )
    why = entry.absence.words if entry.absence else ""
    if not entry.rows or entry.absence is Absence.NOT_ASKED:
        recorded = values.get(entry.key)
        yield entry.key, entry.label, entry.text, _recorded(recorded), why, *beside
        return
    for row in entry.rows:
        for cell in row.cells:
            address = f"{entry.key}/{row.id}/{cell.key}"
            label = f"{entry.label}: {row.title}: {cell.label}"
            yield address, label, cell.text, _recorded(values.get(address)), why, *beside
    if entry.in_part:
        yield entry.key, entry.label, entry.words, "", why, *beside


def _recorded(value: object) -> object:
    """A value as it is stored: words as they are, anything else as JSON writes it."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)
