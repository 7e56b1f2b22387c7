"""A comparison as JSON: what the API and the download say. The words are the engine's."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from app.engine.comparison import Row, Visibility
from app.engine.delta import Cause, MeasureChange
from app.engine.summary import summary
from app.engine.telling import flag_words, measure_words, warning_words, what_happened
from app.reviews.queries import Compared


class SideSchema(Schema):
    """One of the two assessments."""

    revision = fields.Integer(attribute="revision.id")
    assessment = fields.Integer(attribute="revision.assessment_id")
    recorded_by = fields.String(attribute="revision.author_name")
    recorded_at = fields.DateTime(attribute="revision.at")
    assessed_on = fields.Date(attribute="revision.assessed_on")
    root = fields.String(attribute="revision.root")
    why_carried = fields.String()
    definition = fields.String(attribute="definition.slug")
    version = fields.Integer(attribute="revision.version.number")
    definition_sha256 = fields.String(attribute="definition.sha256")


class EntrySchema(Schema):
    """What one side says of one question."""

    question = fields.String(attribute="label")
    answer = fields.String(attribute="words")
    absence = fields.Function(lambda entry: entry.absence.value if entry.absence else None)
    standing = fields.Function(lambda entry: entry.mark.standing.value)
    evidence = fields.Function(lambda entry: dict(entry.evidence))
    rows = fields.Function(lambda entry: [
        {"id": row.id, **{cell.label: cell.text for cell in row.cells}} for row in entry.rows
    ])


class RowSchema(Schema):
    """One row; a withheld one says no more than that."""

    section = fields.String()
    question_change = fields.Function(lambda row: row.question.value)
    answer_change = fields.Function(lambda row: row.answer.value)
    direction = fields.Function(lambda row: row.direction.value)
    visibility = fields.Function(lambda row: row.visibility.value)
    what_happened = fields.Function(what_happened)
    flags = fields.Function(lambda row: [flag_words(flag) for flag in row.flags])
    before = fields.Nested(EntrySchema, allow_none=True)
    after = fields.Nested(EntrySchema, allow_none=True)


def comparison_document(compared: Compared) -> dict[str, Any]:
    """The whole comparison as plain JSON."""
    comparison = compared.comparison
    head = comparison.headline
    return {
        "case": compared.case.id,
        "earlier": SideSchema().dump(compared.earlier),
        "later": SideSchema().dump(compared.later),
        "summary": list(summary(comparison)),
        "warnings": [warning_words(warning) for warning in comparison.warnings],
        "level": {
            "before": head.before.level.title if head.before.level else None,
            "after": head.after.level.title if head.after.level else None,
            "calculated_before": head.before.calculated.words,
            "calculated_after": head.after.calculated.words,
            "highest_ever": compared.highest.title if compared.highest else None,
        },
        "withheld": comparison.withheld,
        "withheld_in_part": comparison.in_part,
        "measures": [_measure(measure) for measure in head.measures],
        "known": [
            {"what": line.title, "before": line.before, "after": line.after, "less": line.less}
            for line in comparison.known
        ],
        "rows": [_row(row) for row in comparison.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    if row.visibility is Visibility.WITHHELD:
        return {"section": row.section, "visibility": row.visibility.value}
    dumped: dict[str, Any] = RowSchema().dump(row)
    return {"key": row.key, **dumped}


def _measure(measure: MeasureChange) -> dict[str, Any]:
    if measure.withheld:
        return {"id": measure.id, "title": measure.title, "withheld": True}
    sides = {"before": measure.before, "after": measure.after}
    ends = {
        name: [side.interval.low, side.interval.high] if side else None
        for name, side in sides.items()
    }
    delta = measure.delta
    parts = {
        cause.value: [getattr(delta, cause.value).low, getattr(delta, cause.value).high]
        for cause in Cause
    } if delta else None
    return {"id": measure.id, "title": measure.title, **ends, "delta": parts,
            "note": measure_words(measure)}
