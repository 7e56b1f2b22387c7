"""Where somebody is in a toolkit: its sections in order, the status of each, what is left."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

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


class Step(Struct, frozen=True):
    """A section on the task list, with the words for its status.

    `left` says whether something in it stands against submitting. A section that asks for nothing
    may be not started and yet not left; so may one whose answers were carried over. `waits_for` are
    the steps that have to be done before it can be started.
    """

    section: Section
    status: Status
    words: str
    asked: int
    looked_at: int
    left: bool
    waits_for: tuple[Step, ...] = ()

    @property
    def to_complete(self) -> bool:
        """Whether every question has been looked at and something is missing all the same."""
        seen = self.looked_at == self.asked
        return self.left and seen and self.status is Status.IN_PROGRESS

    @property
    def unfinished(self) -> bool:
        """Whether there is something to do in it, or to look at again."""
        return self.left or self.status is Status.IN_PROGRESS


class Journey(Struct, frozen=True):
    """The task list: the steps in order, and what is left over all of them."""

    steps: tuple[Step, ...]
    still_to_look_at: int
    to_revisit: int

    @property
    def complete(self) -> bool:
        """Whether nothing is left in any section (S0.9, ruling X1)."""
        return not any(step.left for step in self.steps)

    @property
    def resume(self) -> Step | None:
        """The first section that can be worked on and is unfinished."""
        workable = (step for step in self.steps if step.status is not Status.WAITING)
        return next((step for step in workable if step.unfinished), None)


def journey(
    definition: Definition, effective: Effective, findings: Sequence[Finding]
) -> Journey:
    """The task list of answers, given what stands against submitting them."""
    sections = [s for s in definition.sections if _shown(s, effective)]
    first = [_step(s, effective, findings) for s in sections]
    left = tuple(step for step in first if step.left and not step.section.waits_for_others)
    steps = tuple(_waiting(step, left) for step in first)
    return Journey(
        steps,
        still_to_look_at=sum(step.asked - step.looked_at for step in steps if step.unfinished),
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
    asked = [q for q in section.questions()
             if effective.asked(q.key) and q.key not in effective.in_part]
    seen = sum(looked_at(q, effective) for q in asked)
    mine = [f for f in findings if f.section == section.key]
    status, words = _status(section, effective, asked, seen, mine)
    return Step(section, status, words, len(asked), seen, left=bool(mine))


def _status(
    section: Section, effective: Effective, asked: list[Question], seen: int,
    findings: list[Finding],
) -> tuple[Status, str]:
    hidden = effective.withheld | effective.in_part
    if not asked and any(q.key in hidden for q in section.questions()):
        return Status.WAITING, "Withheld from you"
    skip = effective.skip_of(section)
    if skip and not findings:
        return Status.SKIPPED, f"Skipped: see {skip.reason}"
    if {finding.kind for finding in findings} == {"revisit"}:
        return Status.REVISIT, "Revisit later"
    if seen == 0 and not any(answered(q, effective.answers) for q in asked):
        return Status.NOT_STARTED, "Not started"
    if findings and seen == len(asked):
        unfinished = {finding.address.partition("/")[0] for finding in findings}
        return Status.IN_PROGRESS, f"{len(unfinished)} still to complete"
    if findings or _carried(asked, effective):
        return Status.IN_PROGRESS, f"{seen} of {len(asked)} looked at"
    unknown = [q for q in asked if q.harm and effective.absence(q) is Absence.NOT_KNOWN]
    if unknown:
        return Status.ACTION, f"{len(unknown)} not known: action needed"
    return Status.COMPLETED, "Completed"


def _carried(asked: list[Question], effective: Effective) -> bool:
    return any(effective.answers.mark(q.key).standing is Standing.CARRIED for q in asked)


def _waiting(step: Step, left: tuple[Step, ...]) -> Step:
    if not step.section.waits_for_others or not left or not step.left:
        return step
    sections = "section" if len(left) == 1 else "sections"
    return replace(step, status=Status.WAITING, waits_for=left,
                   words=f"Cannot start yet: {len(left)} {sections} left")
