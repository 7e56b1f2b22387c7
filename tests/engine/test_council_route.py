"""The route of the council: what has to be discussed first, and what its agreement is worth."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from app.engine.council_route import (
    ROUTE, Act, Asked, Basis, Discussed, is_discussed_first, not_agreed,
)
from app.engine.grounds import Rung
from app.engine.reduction import Kind, Verdict
from app.engine.reduction_words import next_step, refusal_words, shortfall_words
from app.engine.standards import DiscussedFirst, PracticeStandards

MEDIUM, HIGH = Rung("medium", "Medium", 2), Rung("high", "High", 3)
KNOWN = Basis(4, 9)
AGREED = Discussed(date(2026, 5, 3), True, MEDIUM, KNOWN)
ASKED = Asked(date(2026, 5, 1), AGREED)


def kind_of(found: Asked | None, to: Rung | None = MEDIUM, now: Basis = KNOWN) -> Kind | None:
    missing = not_agreed(found, now, to)
    return missing.kind if missing else None


@pytest.mark.requirement("X6", "S2.34")
def test_an_agreement_about_what_is_known_now_is_there() -> None:
    assert kind_of(ASKED) is None
    assert kind_of(replace(ASKED, discussed=replace(AGREED, level=None)), to=None) is None


@pytest.mark.requirement("X6", "S2.32", "S2.33", "S2.34", "S2.35")
@pytest.mark.parametrize("found, kind", [
    (None, Kind.NOT_ASKED),
    (Asked(date(2026, 5, 1)), Kind.NOT_DISCUSSED),
    (Asked(date(2026, 5, 1), replace(AGREED, agreed=False)), Kind.NOT_AGREED),
    (Asked(date(2026, 5, 1), replace(AGREED, agreed=False, again_on=date(2026, 5, 5))),
     Kind.NOT_DISCUSSED),
    (Asked(date(2026, 5, 1), replace(AGREED, level=HIGH)), Kind.DISCUSSED_HIGHER),
])
def test_in_which_way_it_is_missing(found: Asked | None, kind: Kind) -> None:
    assert kind_of(found) is kind
    assert kind in ROUTE


@pytest.mark.requirement("X6")
@pytest.mark.parametrize("now", [Basis(5, 9), Basis(None, 9), Basis(4, 10), Basis(4, None)])
def test_an_agreement_about_something_else_is_none(now: Basis) -> None:
    assert kind_of(ASKED, now=now) is Kind.DISCUSSED_BEFORE


def test_without_any_signature_the_newest_assessment_is_what_it_was_about() -> None:
    unsigned = replace(ASKED, discussed=replace(AGREED, basis=Basis(None, 9)))
    assert kind_of(unsigned, now=Basis(None, 9)) is None
    assert kind_of(unsigned, now=Basis(4, 9)) is Kind.DISCUSSED_BEFORE


@pytest.mark.requirement("X6")
def test_which_acts_are_discussed_first_is_the_councils_choice() -> None:
    found = {one: [act for act in Act if is_discussed_first(
        act, PracticeStandards(discussed_first=one))] for one in DiscussedFirst}
    assert found == {
        DiscussedFirst.NOTHING: [], DiscussedFirst.CLOSING: [Act.CLOSE],
        DiscussedFirst.STEPPING_DOWN: [Act.STEP_DOWN], DiscussedFirst.BOTH: list(Act)}
    assert PracticeStandards().discussed_first is DiscussedFirst.NOTHING


@pytest.mark.requirement("X6")
def test_nobody_closes_past_it_and_a_senior_may_step_down() -> None:
    assert ROUTE <= Act.CLOSE.never
    assert not ROUTE & Act.STEP_DOWN.never
    assert {Kind.DANGER, Kind.DRAFT_CALLS} <= Act.CLOSE.never & Act.STEP_DOWN.never


def test_each_is_told_with_what_to_do_and_no_way_round_where_there_is_none() -> None:
    missing = not_agreed(replace(ASKED, discussed=replace(AGREED, level=HIGH)), KNOWN, MEDIUM)
    assert missing is not None
    assert shortfall_words(missing) == (
        "The multi-agency discussion of 3 May 2026 saw the level at High, and it would be Medium")
    assert all(next_step(replace(missing, kind=kind)).endswith(".") for kind in ROUTE)
    found = Verdict(False, (missing,))
    assert "exceptional route" in refusal_words(found, "step down")
    assert refusal_words(found, "close this case", barred=True).endswith("would be Medium.")
