"""Findings as a page shows them: beside each question, and in the error summary above them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.engine.answers import SECTION_MARK
from app.engine.definition import Definition
from app.engine.validation import Finding
from app.rendering.names import anchor, field_id, section_field_name

_BESIDE = {"evidence": "rationale", "reason": "reason"}


def messages(findings: Iterable[Finding]) -> Mapping[str, str]:
    """What to put right, by address, for PageState."""
    return {finding.address: finding.message for finding in findings}


def error_summary(definition: Definition, findings: Iterable[Finding]) -> list[dict[str, str]]:
    """The lines of the error summary: what is meant and what to do, and where that is done."""
    return [
        {"text": _line(_subject(definition, finding.address), finding.message),
         "href": f"#{link(definition, finding)}"}
        for finding in findings
    ]


def link(definition: Definition, finding: Finding) -> str:
    """The id of the control where a finding is put right."""
    question = definition.question_at(finding.address)
    if question is None:
        section_key = finding.address.removeprefix(SECTION_MARK)
        return f"a-{section_field_name(section_key, 'skip-reason')}"
    if finding.kind in _BESIDE:
        return field_id(finding.address, _BESIDE[finding.kind])
    return anchor(question, finding.address)


def _line(subject: str, message: str) -> str:
    return f"{subject}{' ' if subject.endswith('?') else ': '}{message}"


def _subject(definition: Definition, address: str) -> str:
    question = definition.question_at(address)
    if question is None:
        section = definition.sections_by_key.get(address.removeprefix(SECTION_MARK))
        return section.title if section else definition.title
    outer = definition.questions[address.partition("/")[0]]
    return question.label if outer is question else f"{outer.label}: {question.label}"
