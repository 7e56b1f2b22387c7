"""An answer that was wrong stays so, whichever assessments of a case stand beside each other."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from app.accounts.models import User
from app.definitions.operations import import_document, publish
from app.engine.answers import Mark
from app.engine.directions import Direction
from app.reviews import queries
from tests.assessments.conftest import COMPLETE, SMALL, Worker, make_case
from tests.assessments.test_submitting import add

WRONG = Mark(rationale="That was his brother", earlier_was_wrong=True)


@pytest.fixture
def worker(app: Any, practitioner: User, now: Any) -> Worker:
    """Somebody with the small toolkit to complete."""
    version = import_document(text=json.dumps(SMALL), actor=None, now=now)
    publish(version=version, actor=None, now=now, note="For a test")
    return Worker(practitioner, now)


@pytest.fixture
def case(practitioner: User, now: Any) -> Any:
    """An open case."""
    return make_case(practitioner, now)


def assess(worker: Worker, case: Any, older: str, mark: Mark = Mark(rationale="Seen")) -> Any:
    """One more assessment of the case, a month later; its submission."""
    worker.now += timedelta(days=30)
    first = queries.complete_revisions(case.id) == []
    one = worker.begin(case, "small") if first else worker.review(case, "small")
    level = "high" if older == "present" else "standard"
    worker.save(one, {**COMPLETE, "older": older, "level": level}, marks={"older": mark})
    return worker.submit(one)


def direction(worker: Worker, case: Any, earlier: Any, later: Any) -> Direction:
    found = queries.compared(worker.user, case.id, earlier.id, later.id)
    return next(row.direction for row in found.comparison.rows if row.key == "older")


@pytest.mark.both_databases
@pytest.mark.requirement("S1.29")
def test_what_was_put_right_in_between_is_never_reduced(worker: Worker, case: Any) -> None:
    one = assess(worker, case, "present")
    two = assess(worker, case, "present")
    three = assess(worker, case, "not_present", WRONG)
    four = assess(worker, case, "not_present")
    for earlier, later in ((one, three), (two, three), (one, four), (two, four)):
        assert direction(worker, case, earlier, later) is Direction.CORRECTED
    assert direction(worker, case, one, two) is Direction.NONE
    five = assess(worker, case, "present")
    six = assess(worker, case, "not_present")
    assert direction(worker, case, five, six) is Direction.REDUCED
    assert direction(worker, case, one, six) is Direction.CORRECTED


def test_what_an_addendum_puts_right_counts_for_what_was_compared_before(
    worker: Worker, case: Any
) -> None:
    one = assess(worker, case, "present")
    two = assess(worker, case, "not_known")
    three = assess(worker, case, "not_present")
    assert direction(worker, case, one, three) is Direction.REDUCED
    add(worker, two.assessment, {"older": "not_present"}, marks={"older": WRONG})
    assert direction(worker, case, one, three) is Direction.CORRECTED


def test_the_page_and_what_is_taken_away_say_so(
    worker: Worker, case: Any, signed_in: Any, clock: Any
) -> None:
    one = assess(worker, case, "present")
    assess(worker, case, "not_present", WRONG)
    three = assess(worker, case, "not_present")
    browser = signed_in(worker.user)

    def get(kind: str = "") -> Any:
        return browser.get(f"/cases/{case.id}/compare{kind}?earlier={one.id}&later={three.id}")

    page = get().text
    assert "1 corrected." in page and "reduced" not in page.partition("<table")[0].lower()
    lines = csv.DictReader(io.StringIO(get(".csv").data.decode("utf-8-sig")))
    happened = {line["key"]: line["what happened"] for line in lines}
    assert "Corrected" in happened["older"]
    paper = " ".join(p.extract_text() for p in PdfReader(io.BytesIO(get(".pdf").data)).pages)
    assert "Corrected" in paper
    rows = {row["key"]: row for row in get(".json").json["rows"]}
    assert rows["older"]["direction"] == "corrected"
