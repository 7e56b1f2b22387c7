"""A toolkit tried out: test answers travel with the page, and nothing of them is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from itsdangerous import BadData, URLSafeSerializer

from app.assessments import bodies
from app.engine.answers import NO_ANSWERS, Answers
from app.engine.asking import effective
from app.engine.definition import Definition, Section
from app.engine.effective import Effective
from app.engine.journey import Journey, journey
from app.engine.levels import Result, work_out
from app.engine.validation import submission_findings
from app.rendering.displayed import Displayed
from app.rendering.page_state import PageState

_PURPOSE = "test answers"
_FACTS: Mapping[str, str] = {
    "case.name": "Test Person", "case.date_of_birth": "2012-05-14", "case.identifier": "TEST-1",
    "case.district": "Northside",
}
"""What the toolkit sees of an invented case."""


@dataclass(frozen=True)
class Trial:
    """One section of a definition, with what was answered so far, on a day."""

    definition: Definition
    section: Section
    answers: Answers
    on: date

    @cached_property
    def effective(self) -> Effective:
        """The answers that count."""
        return effective(self.definition, self.answers, _FACTS, self.on)

    @cached_property
    def result(self) -> Result:
        """Measures, calculated level and judgement, as of a first assessment."""
        return work_out(self.definition, self.effective)

    @property
    def journey(self) -> Journey:
        """The task list, with what stands against submitting."""
        findings = submission_findings(
            self.definition, self.effective, self.result, by_manager=False, review=False)
        return journey(self.definition, self.effective, findings)

    @property
    def state(self) -> PageState:
        """What the compiled section is filled with."""
        found = self.effective
        return PageState(answers=self.answers, hidden=found.hidden, disabled=found.disabled,
                         world=found.world)


def trial(definition: Definition, key: str | None, answers: Answers, on: date) -> Trial:
    """A section being tried, the first one where there is none of that key."""
    section = definition.sections_by_key.get(key or "") or definition.sections[0]
    return Trial(definition, section, answers, on)


def carried(secret: str, found: Trial, displayed: Displayed) -> str:
    """The answers and what the page shows, as the page carries them."""
    document = {
        "sha256": found.definition.sha256, "displayed": displayed.to_document(),
        "answers": bodies.whole(found.definition, found.answers),
    }
    return str(URLSafeSerializer(secret, salt=_PURPOSE).dumps(document))


def read_carried(secret: str, text: str, definition: Definition) -> tuple[Answers, Displayed]:
    """What `carried` wrote; nothing answered where the document has changed since."""
    try:
        document = URLSafeSerializer(secret, salt=_PURPOSE).loads(text)
    except BadData:
        return NO_ANSWERS, Displayed()
    if document["sha256"] != definition.sha256:
        return NO_ANSWERS, Displayed()
    return (bodies.read_whole(definition, document["answers"]),
            Displayed.from_document(document["displayed"]))
