"""Where somebody is in a toolkit: its sections in order, the status of each, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.engine.absence import Absence
from app.engine.answers import Standing, answered
from app.engine.definition import Definition, Question, Section
from app.engine.effective import Effective
from app.engine.validation import Finding


class Status(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ACTION = "action"
    REVISIT = "revisit"
    SKIPPED = "skipped"
    COMPLETED = "completed"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Step:
    """A section on the task list, with the words for its status."""

    section: Section
    status: Status
    words: str
    asked: int
    looked_at: int
    first_open: str | None


@dataclass(frozen=True, slots=True)
class Journey:
    """The task list: the steps in order, and what is left over all of them."""

    steps: tuple[Step, ...]
    still_to_look_at: int
    to_revisit: int

    @property
    def complete(self) -> bool:
        """Whether every section is completed or skipped (S0.9)."""
        return all(step.status in _DONE for step in self.steps)

    @property
    def resume(self) -> Step | None:
        """The first section that can be worked on and is not done."""
        workable = (s for s in self.steps if s.status not in (*_DONE, Status.WAITING))
        return next(workable, None)


_DONE = (Status.COMPLETED, Status.SKIPPED)


def journey(
    definition: Definition, effective: Effective, findings: Sequence[Finding]
) -> Journey:
    """The task list of answers, given what stands against submitting them."""
    sections = [s for s in definition.sections if _shown(s, effective)]
    first = [_step(s, effective, findings) for s in sections]
    left = sum(1 for step in first
               if step.status not in _DONE and not step.section.waits_for_others)
    steps = tuple(_waiting(step, left) for step in first)
    return Journey(
        steps,
        still_to_look_at=sum(step.asked - step.looked_at for step in steps),
        to_revisit=sum(1 for key in definition.questions
                       if effective.answers.mark(key).absence is Absence.REVISIT),
    )


def looked_at(question: Question, effective: Effective) -> bool:
    """Whether somebody has dealt with a question this time: carried answers do not count."""
    mark = effective.answers.mark(question.key)
    if mark.standing is Standing.CARRIED or mark.absence is Absence.REVISIT:
        return False
    return answered(question, effective.answers) or mark.absence is Absence.NOT_APPLICABLE


def _shown(section: Section, effective: Effective) -> bool:
    return any(question.key not in effective.hidden for question in section.questions())


def _step(section: Section, effective: Effective, findings: Sequence[Finding]) -> Step:
    asked = [q for q in section.questions() if effective.asked(q.key)]
    seen = [q for q in asked if looked_at(q, effective)]
    mine = [f for f in findings if f.section == section.key]
    status, words = _status(section, effective, asked, len(seen), mine)
    open_at = next((f.address for f in mine), None) or next(
        (q.key for q in asked if not looked_at(q, effective)), None)
    return Step(section, status, words, len(asked), len(seen), open_at)


def _status(
    section: Section, effective: Effective, asked: list[Question], seen: int,
    findings: list[Finding],
) -> tuple[Status, str]:
    skip = effective.answers.skip_of(section.key)
    if skip:
        return Status.SKIPPED, f"Skipped: see {skip.reason}"
    unknown = [q for q in asked if q.harm and effective.absence(q) is Absence.NOT_KNOWN]
    kinds = {finding.kind for finding in findings}
    if seen == 0 and not any(answered(q, effective.answers) for q in asked):
        return Status.NOT_STARTED, "Not started"
    if findings and kinds == {"revisit"}:
        return Status.REVISIT, "Revisit later"
    if findings or _carried(asked, effective):
        return Status.IN_PROGRESS, f"{seen} of {len(asked)} looked at"
    if unknown:
        return Status.COMPLETED, f"Completed: {len(unknown)} not known"
    return Status.COMPLETED, "Completed"


def _carried(asked: list[Question], effective: Effective) -> bool:
    return any(effective.answers.mark(q.key).standing is Standing.CARRIED for q in asked)


def _waiting(step: Step, left: int) -> Step:
    if not step.section.waits_for_others or left == 0 or step.status in _DONE:
        return step
    sections = "section" if left == 1 else "sections"
    return Step(
        step.section, Status.WAITING, f"Cannot start yet: {left} {sections} left",
        step.asked, step.looked_at, step.first_open,
    )
