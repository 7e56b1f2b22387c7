"""A case whose level falls by steps, and who assesses, signs and decides."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from app.accounts.models import User
from app.engine.answers import Mark
from app.engine.council_route import Act
from app.engine.reduction import Kind
from app.pathway import operations
from app.pathway.gate import Gate, gate_of
from app.pathway.models import Decision, Result
from app.pathway.operations import DiscussionFacts, GateShut, ManagersFacts, Said
from app.reviews import operations as reviews
from app.reviews import queries, signable
from app.reviews.models import SignOff
from tests.assessments.conftest import SMALL, Worker

WEIGHTS = {"older": 1, "cars": 2, "gifts": 2}
LEVELS = {"standard": 1, "medium": 2, "high": 3, "actual": 4}
HIGH, MEDIUM, STANDARD = (
    {"older", "cars", "gifts"}, {"older", "cars"}, {"older"})
"""What is present at each level; without `older` it is High still, and a point lower."""
UNSIGNED = {Kind.NOT_SIGNED, Kind.ALERT}
"""Nobody signed, so nobody explained that fewer answers were looked at this time."""


def ladder(slug: str = "ladder") -> dict[str, Any]:
    """The small toolkit with three indicators, and four levels of one rank each."""
    document = copy.deepcopy(SMALL)
    properties, whole = document["schema"]["properties"], document
    indicator = document["uischema"]["elements"][1]["elements"][1]
    for key in ("cars", "gifts"):
        properties[key] = {**properties["older"], "title": key.title()}
        another = copy.deepcopy(indicator)
        another["scope"] = f"#/properties/{key}"
        document["uischema"]["elements"][1]["elements"].append(another)
    another["options"]["waymark"]["sensitivity"] = "police"
    properties["level"]["oneOf"].insert(1, {"const": "medium", "title": "Medium"})
    whole["measures"][1]["terms"] = [
        {"scope": f"#/properties/{key}", "when": {"const": "present"}, "weight": weight}
        for key, weight in WEIGHTS.items()]
    standard, high, actual = whole["levels"]
    whole["levels"] = [standard, _level(high, "medium", 2), _level(high, "high", 4), actual]
    for one in whole["levels"]:
        one["rank"] = LEVELS[one["id"]]
    return {**document, "slug": slug, "title": f"The {slug}"}


def _level(like: dict[str, Any], name: str, least: int) -> dict[str, Any]:
    when = {"scope": "#/measures/suspected", "schema": {"minimum": least}}
    return {**like, "id": name, "title": name.title(), "when": when}


def level_of(present: set[str]) -> str:
    points = sum(WEIGHTS[key] for key in present)
    return "high" if points >= 4 else "medium" if points >= 2 else "standard"


class Scene:
    """What people do in one case; `now` moves on with each assessment."""

    def __init__(self, worker: Worker, case: Any, reviewer: User, other: User) -> None:
        self.worker, self.case, self.reviewer, self.other = worker, case, reviewer, other
        self.pages = count(1)

    @property
    def now(self) -> Any:
        return self.worker.now

    def assess(self, present: set[str], *, slug: str = "ladder", bare: bool = False,
               days: int = 30, worker: Worker | None = None, **values: Any) -> Any:
        """One more assessment: what is present; `bare` gives no reasons for what is not."""
        self.worker.now += timedelta(days)
        worker = worker or self.worker
        worker.now = self.worker.now
        first = not any(one.slug == slug for one in queries.complete_revisions(self.case.id))
        one = worker.begin(self.case, slug) if first else worker.review(self.case, slug)
        said = Mark(rationale=f"Told by her school on {self.now:%d %B}", source="School")
        marks = {key: said if key in present or not bare else Mark() for key in WEIGHTS}
        answers = {key: "present" if key in present else "not_present" for key in WEIGHTS}
        level = values.pop("level", level_of(present))
        worker.save(one, {"harm": "not_known", **answers, "level": level, **values}, marks=marks)
        return worker.submit(one)

    def sign(
        self, user: User | None = None, *, explain: bool = True, slug: str = "ladder"
    ) -> SignOff:
        """The pair that may be signed, by a reviewer who explains every flag."""
        user = user or self.reviewer
        earlier, later = self.pair_of(slug)
        reading = signable.read(queries.compared(user, self.case.id, earlier, later))
        words = {one.name: "Looked into it" for one in reading.flags} if explain else {}
        self.worker.now += timedelta(hours=1)
        return reviews.sign(
            actor=user, now=self.now, case_id=self.case.id, earlier_id=earlier, later_id=later,
            digest=reading.digest, read_it=True, explanations=words, save_id=self.page())

    @property
    def pair(self) -> tuple[int, int]:
        return self.pair_of("ladder")

    def pair_of(self, slug: str) -> tuple[int, int]:
        found = queries.baseline(self.case.id, slug)
        assert found is not None
        return found

    @property
    def gate(self) -> Gate:
        found = gate_of(self.case, self.now)
        assert found is not None
        return found

    @property
    def cited(self) -> int | None:
        gate = gate_of(self.case, self.now)
        return gate.cited.id if gate and gate.cited else None

    def step_down(self, to: str = "medium", user: User | None = None, **given: Any) -> Decision:
        return operations.step_down(**{
            "actor": user or self.reviewer, "now": self.now, "case_id": self.case.id,
            "level_id": to, "cited": self.cited, "said": self.said(), **given})

    def close(self, user: User | None = None, **given: Any) -> Decision:
        return operations.close(**{
            "actor": user or self.reviewer, "now": self.now, "case_id": self.case.id,
            "cited": self.cited, "said": self.said(), **given})

    def agree(self, level: str, user: User | None = None, **given: Any) -> Decision:
        return operations.agree_level(**{
            "actor": user or self.reviewer, "now": self.now, "case_id": self.case.id,
            "level_id": level, "said": self.said(), **given})

    def keep(self, **given: Any) -> Decision:
        return operations.keep_level(**{
            "actor": self.reviewer, "now": self.now, "case_id": self.case.id,
            "said": self.said(), **given})

    def reopen(self, **given: Any) -> Decision:
        return operations.reopen(**{
            "actor": self.reviewer, "now": self.now, "case_id": self.case.id,
            "said": self.said(), **given})

    def ask(self, act: Act = Act.CLOSE, user: User | None = None, **given: Any) -> Any:
        """What the worker asks for and the first reviewer recommends."""
        return operations.ask_for_discussion(**{
            "actor": user or self.worker.user, "now": self.now, "case_id": self.case.id,
            "act": act, "recommended_by_id": self.reviewer.id, "reason": "Nothing new since May",
            "save_id": self.page(), **given})

    def discuss(self, act: Act = Act.CLOSE, user: User | None = None, **given: Any) -> Any:
        """What the other reviewer records of the discussion of the day."""
        facts = DiscussionFacts(**{
            "held_on": self.now.date(), "level_id": "medium", "agreed": True,
            "attendees": (("Jo Bell", "Police"), ("Ann Shah", "Health")),
            "reason": "Each agency saw less", **given})
        return operations.record_discussion(
            actor=user or self.other, now=self.now, case_id=self.case.id, act=act, facts=facts,
            save_id=self.page())

    def managers(self, act: Act = Act.CLOSE, user: User | None = None, **given: Any) -> Any:
        """What the two reviewers came to."""
        facts = ManagersFacts(**{
            "held_on": self.now.date(), "manager": "Sam Reed", "other_manager": "Ruth Okafor",
            "result": Result.STAYS, "reason": "Police ask for a month", **given})
        return operations.record_managers(
            actor=user or self.other, now=self.now, case_id=self.case.id, act=act, facts=facts,
            save_id=self.page())

    def said(self, **given: Any) -> Said:
        return Said(**{
            "reason": "Seen weekly, and the man has moved away", "action": "Weekly visits go on",
            "owner": "Amara Khan", "due_on": date(2030, 1, 1), "save_id": self.page(), **given})

    def page(self) -> str:
        return f"{next(self.pages):032}"


def shut(scene: Scene, **given: Any) -> frozenset[Kind]:
    """In which ways a step down falls short."""
    with pytest.raises(GateShut) as found:
        scene.step_down(**given)
    return found.value.verdict.kinds


def shut_to_close(scene: Scene, **given: Any) -> frozenset[Kind]:
    with pytest.raises(GateShut) as found:
        scene.close(**given)
    return found.value.verdict.kinds
