"""From what is recorded to what is shown: the effective answers and the level of a revision."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from app.accounts.models import User
from app.assessments import background, history
from app.assessments.models import Assessment, Revision
from app.assessments.withholding import withheld_in
from app.cases.queries import person_facts
from app.clock import EVER
from app.definitions.queries import definition_of
from app.definitions.standards import standards_at, standards_on
from app.engine.answers import Answers
from app.engine.asking import Facts, effective
from app.engine.definition import Definition
from app.engine.effective import Effective
from app.engine.journey import Journey, journey
from app.engine.levels import Result, work_out
from app.engine.measures import Background
from app.engine.old_evidence import OldEvidence, old_evidence
from app.engine.standards import PracticeStandards
from app.engine.validation import Finding, submission_findings
from app.engine.withholding import without_answers


class Computed(Struct, frozen=True, dict=True):
    """A revision worked out: which questions count, what they come to, and what is missing.

    `on` is the day it speaks of, `answers` are the raw ones. A draft counts what else was recorded
    in its case `until` then. What is not always needed is worked out when it is asked for.
    `withheld` are the questions whose answers are not in it, because whoever it is for may not see
    them.
    """

    assessment: Assessment
    revision: Revision
    definition: Definition
    answers: Answers
    facts: Facts
    on: date
    until: datetime = EVER
    _background: Background | None = None
    withheld: frozenset[str] = frozenset()
    _result: Result | None = None

    def without(self, keys: frozenset[str]) -> Computed:
        """The same for somebody who may not see the answers to some questions: worked out from the
        others, but for the level, which is shown in full."""
        if not keys:
            return self
        return replace(
            self, answers=self.answers.without(keys), withheld=keys,
            _result=without_answers(self.result, self.definition, keys))

    @cached_property
    def effective(self) -> Effective:
        """The answers that count on the day."""
        found = effective(self.definition, self.answers, self.facts, self.on)
        return found.without(self.withheld) if self.withheld else found

    @cached_property
    def background(self) -> Background:
        """What earlier submissions say."""
        if self._background is not None:
            return self._background
        if self.revision.complete:
            return background.background_at(self.revision, self.assessment)
        return background.background_of(self.assessment, self.revision.version, self.on, self.until)

    @cached_property
    def standards(self) -> PracticeStandards:
        """The practice standards it is held to: those in force when it was submitted, or for a
        draft those of its day. So what was submitted is worked out again with the same result."""
        if self.revision.complete:
            return standards_at(self.revision.at)
        return standards_on(self.on)

    @cached_property
    def result(self) -> Result:
        """Measures, calculated level and judgement."""
        if self._result is not None:
            return self._result
        return work_out(self.definition, self.effective, self.background)

    @cached_property
    def old_evidence(self) -> tuple[OldEvidence, ...]:
        """The answers that rest on evidence which is ageing or out of date (S0.12)."""
        return old_evidence(self.definition, self.effective, self.standards)

    def findings(self, *, by_manager: bool) -> tuple[Finding, ...]:
        """All that stands against submitting."""
        return submission_findings(
            self.definition, self.effective, self.result,
            by_manager=by_manager, review=self.assessment.is_review,
        )

    def journey(self, findings: tuple[Finding, ...]) -> Journey:
        """The task list, given what stands against submitting."""
        return journey(self.definition, self.effective, findings)


def computed(
    assessment: Assessment, number: int | None = None, *, today: date | None = None,
    until: datetime = EVER,
) -> Computed:
    """A revision of an assessment worked out, the latest where `number` is None.

    A draft is worked out as on `today`, or on the day it was last saved, from what was recorded
    `until` then. Whoever calls has authorised the assessment. Raises NotFound where there is no
    such revision.
    """
    if number is None:
        state = history.latest(assessment, definition_of(assessment.version))
    else:
        state = history.at(assessment, number)
    assert state.revision is not None
    definition = definition_of(state.revision.version)
    return of_state(assessment, definition, state.revision, state.answers, today, until)


def computed_for(
    actor: User, assessment: Assessment, number: int | None = None, *, today: date | None = None,
    until: datetime = EVER,
) -> Computed:
    """The same, without the answers that are withheld from the actor."""
    found = computed(assessment, number, today=today, until=until)
    return found.without(withheld_in(actor, assessment.case, found.definition))


def of_state(
    assessment: Assessment, definition: Definition, revision: Revision, answers: Answers,
    today: date | None = None, until: datetime = EVER,
) -> Computed:
    """The same, from answers that were read already."""
    on = revision.assessed_on
    if revision.complete:
        facts: Facts = revision.facts or {}
    else:
        on = today or on
        facts = person_facts(assessment.case)
    return Computed(assessment, revision, definition, answers, facts, on, until)
