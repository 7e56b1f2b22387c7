"""When an answer changed and who changed it, over every assessment of a case and every version."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest

from app.assessments.models import Revision
from app.database import db
from app.definitions.operations import import_document, publish
from app.definitions.queries import live_version
from app.engine.answers import Mark, Standing
from app.reviews.queries import Said, answer_history
from tests.assessments.conftest import COMPLETE, SMALL, Worker
from tests.reviews.test_corrections import assess, case, worker

__all__ = ["case", "worker"]


def told(
    worker: Worker, case: Any, key: str = "older", revision: Any = None
) -> list[tuple[str, str]]:
    """The answers in words with what was said for them, oldest first."""
    version = revision.version if revision else db.session.get(Revision, 1).version
    found = reversed(answer_history(worker.user, case, key, version))
    return [_said(one) for one in found]


def _said(one: Said) -> tuple[str, str]:
    return (one.entry.words, one.entry.mark.rationale) if one.entry else ("Not asked", "")


@pytest.mark.both_databases
@pytest.mark.requirement("S1.29")
def test_every_change_is_told_and_carrying_over_is_none(worker: Worker, case: Any) -> None:
    assess(worker, case, "present")
    worker.now += timedelta(days=30)
    review = worker.review(case, "small")
    worker.save(review, {"story": "Something else"})
    assert told(worker, case) == [("Not answered", ""), ("Present", "Seen")]
    worker.save(review, {"older": "not_present"}, marks={"older": Mark(rationale="Gone")})
    assert told(worker, case)[2:] == [("Not present", "Gone")]


def test_looking_again_is_told_though_nothing_changed(worker: Worker, case: Any) -> None:
    assess(worker, case, "present")
    worker.now += timedelta(days=30)
    review = worker.review(case, "small")
    worker.save(review, {"older": "present"},
                marks={"older": Mark(Standing.AFFIRMED, rationale="Seen again")})
    assert told(worker, case)[1:] == [("Present", "Seen"), ("Present", "Seen again")]


def test_who_changed_it_is_whose_revision_it_is(
    worker: Worker, case: Any, make_user: Any
) -> None:
    assess(worker, case, "present")
    colleague = Worker(make_user(team=worker.user.team), worker.now + timedelta(days=30))
    review = worker.review(case, "small")
    colleague.save(review, {"older": "not_present"}, marks={"older": Mark(rationale="Gone")})
    last = answer_history(worker.user, case, "older", review.version)[0]
    assert last.revision.author_name == colleague.user.name != worker.user.name


def test_it_is_followed_through_versions_as_far_as_it_is_the_same_question(
    worker: Worker, case: Any
) -> None:
    first = assess(worker, case, "present")
    document = copy.deepcopy(SMALL)
    document["schema"]["properties"]["older"]["title"] = "Older people who are not family"
    document |= {"based_on": 1, "lineage": [
        {"relation": "reworded", "from": ["older"], "to": ["older"]},
        {"relation": "removed", "from": ["story"]}]}
    del document["schema"]["properties"]["story"]
    document["uischema"]["elements"][1]["elements"].pop()
    version = import_document(text=json.dumps(document), actor=None, now=worker.now)
    publish(version=version, actor=None, now=worker.now, note="For a test", replaces=1,
            vouched="For a test")
    worker.now += timedelta(days=30)
    review = worker.review(case, "small")
    worker.save(review, {**COMPLETE, "older": "not_present"}, marks={"older": Mark(
        rationale="Gone")})
    found = answer_history(worker.user, case, "older", live_version("small", worker.now))
    labels = [one.entry.label for one in found if one.entry]
    assert labels[0] == "Older people who are not family" and labels[-1] == "Older associates"
    assert told(worker, case, "story", first)[-1] == ("Not asked", "")
