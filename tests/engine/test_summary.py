"""What changed in sentences: kind by kind, falls and rises apart, nothing netted or hopeful."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from app.engine.answers import Mark, Standing
from app.engine.comparing import compare
from app.engine.comparison import Alert
from app.engine.summary import summary
from app.engine.telling import Filter, what_happened
from tests.engine.comparisons import (
    CALM, JUNE, REMOVED, SAME, SEEN, compared, other_version, row_of, side, without_cars,
)

CARRIED = Mark(Standing.CARRIED)


# The whole in sentences


def told(before: dict[str, Any], after: dict[str, Any], **more: Any) -> tuple[str, ...]:
    """The summary without the warnings, which have their own tests."""
    return summary(replace(compared(before, after, **more), warnings=()))


@pytest.mark.parametrize("before, after, marks, sentences", [
    (CALM, CALM, {}, ("No differences.",)),
    ({"older": "present"}, {"older": "not_present"}, {"older": SEEN},
     ("Indicators: 1 no longer present, with a rationale.",)),
    ({"older": "present"}, {"older": "not_present"}, {},
     ("Indicators: 1 no longer present, without evidence, which does not count.",)),
    ({"older": "present", "cars": "present"}, {"older": "not_present", "cars": "not_present"},
     {"older": SEEN},
     ("Indicators: 2 no longer present, 1 of them without evidence, which does not count.",)),
    ({"older": "present", "cars": "not_present"}, {"older": "not_present", "cars": "present"},
     {"older": SEEN}, ("Indicators: 1 no longer present, with a rationale; 1 newly present.",)),
    ({"older": "present"}, {"older": "not_known"}, {},
     ("Indicators: 1 known before and not known now.",)),
    ({}, {"older": "present"}, {}, ("Indicators: 1 newly present.",)),
    ({}, {"older": "not_present"}, {}, ("Indicators: 1 told us something new.",)),
    ({"known_before": "present"}, {"known_before": "not_present"}, {},
     ("Other indicators: 1 corrected.",)),
    ({"story": "One"}, {"story": "Two"}, {}, ("Other answers: 1 changed in other ways.",)),
    ({"story": "One"}, {"story": "Two"}, {"story": Mark(earlier_was_wrong=True)},
     ("Other answers: 1 corrected.",)),
    ({"worry": 6, "trusted_adult": "not_present"}, {"worry": 2, "trusted_adult": "present"},
     {"worry": SEEN},
     ("Other indicators: 1 reduced, without evidence, which does not count.",
      "Worry: 1 reduced and still present, with a rationale.")),
    ({"trusted_adult": "present"}, {"trusted_adult": "not_present"}, {},
     ("Other indicators: 1 increased.",)),
    ({"older": "present", "cars": "present", "money": "present"},
     {"older": "present", "cars": "present", "money": "present"},
     {"older": CARRIED, "cars": CARRIED},
     ("Indicators: 3 still present, 2 of them not looked at.",)),
    ({"older": "present", "cars": "present"}, {"older": "present", "cars": "present"},
     {"older": CARRIED, "cars": CARRIED},
     ("Indicators: 2 still present, none of them looked at.",)),
    ({"level": "high"}, {"level": "standard"}, {}, ("Other answers: 1 changed in other ways.",)),
    ({"older": "present"}, {"older": "present"}, {"older": CARRIED},
     ("Indicators: 1 still present, not looked at.",)),
])
def test_what_changed_in_sentences(
    before: dict[str, Any], after: dict[str, Any], marks: dict[str, Mark],
    sentences: tuple[str, ...],
) -> None:
    assert told(before, after, marks=marks) == sentences


def test_other_reasons_for_the_same_answer_are_a_difference() -> None:
    before = side({"older": "present"}, marks={"older": Mark(rationale="Seen in a car")})
    found = compare(before, side({"older": "present"}, JUNE, marks={"older": SEEN}), SAME)
    assert summary(replace(found, warnings=())) == (
        "Indicators: 1 with the same answer and other reasons; 1 still present.",)


def test_an_answer_that_was_taken_over_twice_was_not_looked_at_either() -> None:
    """Compared with an assessment before last, it differs, and still nobody looked at it now."""
    found = compared({"older": "present"}, {"older": "not_present"}, marks={"older": CARRIED})
    assert summary(found)[0] == (
        "Indicators: 1 no longer present, without evidence, which does not count; "
        "1 not looked at.")
    assert Filter.NOT_LOOKED_AT.shows(row_of(found, "older"))


def test_what_cannot_be_compared_is_no_lack_of_differences() -> None:
    later = side({}, JUNE, of=other_version(without_cars))
    gone = compare(side({"cars": "present"}), later, REMOVED)
    assert summary(replace(gone, warnings=())) == (
        "Indicators: 1 cannot be compared, because the question is another now.",)


def test_warnings_that_belong_in_the_summary() -> None:
    found = replace(compared(CALM, CALM), warnings=tuple(Alert))
    assert summary(found) == (
        "The calculated level is lower only because time has passed: these answers would not "
        "have lowered it on the earlier day.",
        "The calculated level is lower only because the toolkit changed: under its earlier version "
        "these answers would not have lowered it.",
        "The calculated level is lower only because earlier answers were wrong: what else was "
        "answered would not have lowered it.",
        "The level is lower, and no answer with current evidence shows a reduction.",
        "Less was known this time than last time.",
        "Nobody confirmed or changed any answer in this review.",
        "The level is lower, and no answer shown here evidences it.",
        "Nobody confirmed or changed any answer shown here in this review.")


def test_the_wrong_way_round_is_said_first() -> None:
    earlier, later = side({"older": "present"}), side({"older": "not_present"}, JUNE)
    assert summary(compare(later, earlier, SAME))[0].startswith("The later assessment stands first")
    assert not summary(compare(earlier, later, SAME))[0].startswith("The later")


def test_an_increase_read_backwards_is_no_evidenced_reduction() -> None:
    earlier = side({"older": "not_present"})
    later = side({"older": "present"}, JUNE, marks={"older": SEEN})
    backwards = compare(later, earlier, SAME)
    assert what_happened(row_of(backwards, "older")) == "Reduced: no evidence"
    assert not row_of(backwards, "older").evidenced
