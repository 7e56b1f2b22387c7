"""The files of a finished pack besides its pages: CSV, JSON, and what it can be checked with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.assessments import bodies, history
from app.assessments.models import Revision
from app.definitions.queries import definition_of
from app.delivery.csv import csv_text
from app.engine import merkle, verifying
from app.engine.withheld_rows import touched
from app.reviews import queries
from app.reviews.models import Pack
from app.reviews.packs.parts import Part, Subject
from app.reviews.packs.redacting import Logged
from app.reviews.packs.signed import gone_from

FORMAT = "waymark-record-1"
"""What a file of leaves says of itself."""

_TELLING = frozenset({"=not asked", "=held", "=reason"})
"""Facts beside the answers that tell of them, or are words that somebody wrote for colleagues."""


def as_csv(parts: Mapping[str, Part]) -> bytes:
    """Every table of every part, a line a row; the heading of each stands above it."""
    return csv_text(_lines(parts)).encode("utf-8-sig")


def as_json(pack: Pack, parts: Mapping[str, Part], log: list[Logged]) -> bytes:
    """All parts for programs: what the pages say, and the comparison as the API gives it."""
    document = {
        "pack": pack.id, "case": pack.case_id, "for": pack.reader, "variant": pack.audience,
        "made_at": pack.at.isoformat(), "made_by": pack.by_name,
        "earlier": {"revision": pack.earlier_id, "root": pack.earlier.root},
        "later": {"revision": pack.later_id, "root": pack.later.root},
        "parts": {name: _told(part) for name, part in parts.items()}, "redaction_log": log,
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def proof_of(subject: Subject) -> bytes:
    """What the pack can be checked with against a hash that one has from elsewhere: the document
    that was signed, or else the leaves of both revisions, without what is withheld."""
    if subject.signed:
        stored = queries.with_papers(subject.signed)
        parts = json.loads(stored.document)
        return verifying.export(parts, stored.secret, gone_from(parts, subject))
    sides = (subject.pack.earlier, subject.pack.later)
    document = {"format": FORMAT, "revisions": [_leaves(side, subject) for side in sides]}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def _lines(parts: Mapping[str, Part]) -> Iterator[tuple[str, ...]]:
    for name, part in parts.items():
        for table in part.tables:
            yield "part", "table", *table.headings
            for row in table.rows:
                yield name, table.title, *row


def _told(part: Part) -> dict[str, Any]:
    return {
        "title": part.title, "said": list(part.said), "data": part.data,
        "tables": [{"title": one.title, "rows": [
            dict(zip(one.headings, row, strict=True)) for row in one.rows]}
            for one in part.tables]}


def _leaves(revision: Revision, subject: Subject) -> dict[str, Any]:
    definition = definition_of(revision.version)
    answers = bodies.read_whole(definition, revision.body)
    leaves = history.leaves(revision, definition, answers)
    # The rows of a list are one leaf, so that nobody can count those that are withheld.
    closed = touched(subject.withheld)
    gone = {leaf.name for leaf in leaves if leaf.name in closed}
    if gone or subject.redacted:
        gone |= _TELLING
    return {
        "revision": revision.id, "root": revision.root, "definition": definition.sha256,
        "leaves": merkle.redacted(leaves, frozenset(gone))}
