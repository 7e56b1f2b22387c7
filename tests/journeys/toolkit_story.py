"""A SERAF assessment that exists already, and how the people of the toolkit's story go about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask

from app.accounts.models import User
from app.assessments.models import Assessment
from app.cases.models import Case
from app.definitions.queries import definition_of
from app.engine.absence import Absence
from app.engine.answers import Mark
from tests.assessments.conftest import Worker, make_case

CALM = {
    "danger_now": "no", "completer_role": "Social worker", "completed_with": "professional",
    "missing_episodes": 2, "summary": "She spends time with adults whom nobody knows.",
    "overall_category": "category_2", "next_review": "2026-06-01",
    "voice": "Nobody listens to me.", "voice_heard_on": "2026-03-02",
    "voice_heard_how": "In conversation", "last_seen_alone": "2026-03-02",
}
"""What every assessment of the story says beside its indicators."""


@dataclass
class Window:
    """One person at one browser, who signs in again whenever time has passed."""

    app: Flask
    page: Any
    user: User
    sign_in_page: Callable[..., Any]

    def at(self, moment: datetime) -> Any:
        self.app.config["CLOCK"] = lambda: moment
        return self.sign_in_page(self.page, self.user)

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()
        self.page.wait_for_load_state()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()


def assess(
    worker: User, now: datetime, name: str, born: date, present: tuple[str, ...],
    seen: Mapping[str, str],
) -> tuple[Case, Assessment]:
    """A submitted assessment of a new case: `present` indicators, and when others were `seen`."""
    case = make_case(worker, now, name=name, date_of_birth=born)
    at_work = Worker(worker, now)
    draft = at_work.begin(case, "seraf")
    definition = definition_of(draft.version)
    indicators = {key: "not_present" for key, question in definition.questions.items()
                  if "not_present" in [option.key for option in question.options]}
    values = {**indicators, **CALM, **dict.fromkeys((*present, *seen), "present")}
    rows = {f"{key}_seen": ("r1",) for key in seen}
    for key, day in seen.items():
        values |= {f"{key}_seen/r1/on": day, f"{key}_seen/r1/what": "Told by her mother"}
    marks = {key: Mark(rationale="Seen by her school") for key in present}
    marks["actions"] = Mark(absence=Absence.NOT_APPLICABLE, reason="Strategy meeting first")
    at_work.save(draft, values, rows=rows, marks=marks)
    at_work.submit(draft)
    return case, draft


def typed_day(page: Any, name: str, day: date) -> None:
    for part in ("day", "month", "year"):
        page.fill(f"[name='{name}-{part}']", str(getattr(day, part)))
