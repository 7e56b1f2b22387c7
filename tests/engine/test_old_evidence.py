"""Evidence that has grown old, and what is said of it."""

from datetime import date
from typing import Any

import pytest

from app.engine.answers import NO_MARK, Answers, Mark
from app.engine.asking import effective
from app.engine.old_evidence import EvidenceHolds, old_evidence, with_said
from app.engine.reading import read_one
from app.engine.standards import EvidenceAge, PracticeStandards
from tests.engine.documents import MEANINGS, PRESENCE, control, definition, section

EVIDENCE = {"evidence": {"label": "Rationale", "date": True}, "meanings": MEANINGS}
TOOLKIT = definition(
    {"older": PRESENCE, "cars": PRESENCE},
    [section("One", control("older", **EVIDENCE), control("cars", **EVIDENCE), key="one")])


def old(seen: str, standards: PracticeStandards = PracticeStandards(), **answers: Any) -> Any:
    said = Answers({"older": "present", **answers}, marks={"older": Mark(evidence_date=seen)})
    return old_evidence(TOOLKIT, effective(TOOLKIT, said, {}, date(2026, 3, 29)), standards)


@pytest.mark.parametrize("seen, age", [
    ("2026-02-16", None), ("2026-02-15", None), ("2026-02-14", EvidenceAge.AGEING),
    ("2026-02-01", EvidenceAge.AGEING), ("2026-01-31", EvidenceAge.STALE),
    ("2026-02", EvidenceAge.AGEING), ("2026", EvidenceAge.STALE), ("", None),
    ("last spring", None), ("2026-04-01", None),
])
def test_41_and_42_days_are_current_43_to_56_ageing_57_stale(seen: str, age: Any) -> None:
    found = old(seen)
    assert [one.age for one in found] == ([age] if age else [])
    for one in found:
        assert (one.key, one.section, one.label) == ("older", "one", TOOLKIT.questions[
            "older"].label)


def test_an_authority_decides_how_old_is_too_old() -> None:
    strict = PracticeStandards(evidence_current_days=5, evidence_stale_days=10)
    assert [one.stale for one in old("2026-03-18", strict)] == [True]
    assert old("2026-03-24", strict) == ()


def test_what_was_said_of_it_stands_beside_the_answer_and_is_read() -> None:
    before = Answers({"older": "present"}, marks={"older": Mark(evidence_date="2026-01-02")})
    said = with_said(before, {"older": EvidenceHolds.HISTORIC})
    mark = said.mark("older")
    assert (mark.evidence_holds, mark.evidence_date) == ("historic", "2026-01-02")
    assert Mark.from_document(mark.to_document()) == mark
    assert with_said(before, {}) == before and "evidence_holds" not in NO_MARK.to_document()
    entry = read_one(TOOLKIT.questions["older"], "one", effective(
        TOOLKIT, said, {}, date(2026, 3, 29)))
    assert ("Age of evidence", "Out of date when submitted; marked as historic") in entry.evidence
