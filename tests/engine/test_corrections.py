"""An answer that was said to be wrong is never reduced, whichever assessments are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.answers import Mark
from app.engine.comparing import compare
from app.engine.comparison import AnswerChange, Row, Side
from app.engine.corrections import Told, wrong_since
from app.engine.definition import Definition
from app.engine.directions import Direction
from app.engine.key_relation import Lineage
from app.engine.lineage import read_lineage
from app.engine.pairing import Pairing
from tests.engine.comparisons import MARCH, SAME, other_version, row_of, side

WRONG = Mark(earlier_was_wrong=True, rationale="It was his brother")
NO_LONGER_OLDER = read_lineage([{"relation": "reworded", "from": ["older"], "to": ["adults"]}])


def sides(key: str, *said: Any) -> list[Side]:
    """One assessment a month; an answer in brackets says that the one before it was wrong."""
    return [
        side({key: answer[0] if isinstance(answer, tuple) else answer},
             MARCH + timedelta(days=30 * month),
             marks={key: WRONG} if isinstance(answer, tuple) else None)
        for month, answer in enumerate(said)
    ]


def wrong(chain: Sequence[Side], lineages: Mapping[int, Lineage] | None = None) -> frozenset[str]:
    """What the assessments after the first say of its answers."""
    to = chain[-1].definition
    return wrong_since([
        Told(one.effective, Pairing(one.definition, to, (lineages or {}).get(n, SAME)))
        for n, one in enumerate(chain)
    ])


def first_and_last(key: str, *said: Any) -> Row:
    chain = sides(key, *said)
    return row_of(compare(chain[0], chain[-1], SAME, wrong_since=wrong(chain)), key)


Y, N, NK = "present", "not_present", "not_known"


@pytest.mark.requirement("S1.29")
@pytest.mark.parametrize("key, said, direction", [
    ("older", [Y, (N,), N], Direction.CORRECTED),
    ("older", [Y, Y, (N,), N], Direction.CORRECTED),
    ("older", [Y, NK, (N,), N], Direction.CORRECTED),
    ("older", [Y, None, (N,), N], Direction.CORRECTED),
    ("older", [Y, (NK,), N], Direction.CORRECTED),
    ("older", [N, (Y,), Y], Direction.CORRECTED),
    ("older", [Y, (N,), NK], Direction.INFORMATION_LOST),
    ("older", [NK, (N,), N], Direction.NEW_INFORMATION),
    ("older", [Y, (N,), Y], Direction.NONE),
    ("older", [N, Y, (N,), Y], Direction.INCREASED),
    ("older", [Y, (N,), Y, N], Direction.CORRECTED),
    ("older", [Y, (Y,), N], Direction.REDUCED),
    ("older", [Y, N, N], Direction.REDUCED),
    ("trusted_adult", [N, (Y,), Y], Direction.CORRECTED),
    ("worry", [8, 6, (2,), 2], Direction.CORRECTED),
    ("worry", [4, 8, (6,), 6], Direction.INCREASED),
    ("worry", [8, 2, (6,), 6], Direction.REDUCED),
])
def test_over_several_assessments(key: str, said: list[Any], direction: Direction) -> None:
    row = first_and_last(key, *said)
    assert row.direction is direction
    if direction is Direction.CORRECTED:
        assert row.answer is AnswerChange.CORRECTED and not row.evidenced


def test_what_fell_after_it_was_put_right_is_reduced() -> None:
    chain = sides("older", Y, (N,), Y, N)
    assert wrong(chain) == {"older"} and wrong(chain[1:]) == wrong(chain[2:]) == frozenset()


def test_rows_and_words_are_put_right_too() -> None:
    assert first_and_last("story", "He drove", ("Somebody else drove",), "Nobody drove").answer is (
        AnswerChange.CORRECTED)
    rows = [
        side({"people/a/name": name}, MARCH + timedelta(days=n), rows={"people": ("a",)},
             marks={"people": WRONG} if n == 1 else None)
        for n, name in enumerate(("Al", "Bo", "Cy"))
    ]
    assert wrong(rows) == {"people"} and wrong(rows[1:]) == frozenset()


def renamed(document: dict[str, Any]) -> None:
    """`older` is asked as `adults`."""
    properties = document["schema"]["properties"]
    properties["adults"] = properties.pop("older")
    document["schema"]["required"].remove("older")
    document["uischema"]["elements"][1]["elements"][0]["scope"] = "#/properties/adults"
    document["measures"][1]["terms"][0]["scope"] = "#/properties/adults"


def test_across_versions_it_goes_by_the_lineage() -> None:
    later: Definition = other_version(renamed)
    first, second = sides("older", Y, (N,))
    third = side({"adults": N}, MARCH + timedelta(days=90), of=later)
    found = wrong([first, second, third], {0: NO_LONGER_OLDER, 1: NO_LONGER_OLDER})
    assert found == {"adults"}
    row = row_of(compare(first, third, NO_LONGER_OLDER, wrong_since=found), "adults")
    assert row.direction is Direction.CORRECTED


SAID = st.sampled_from([Y, N, NK, None, (Y,), (N,), (NK,)])


@given(st.lists(SAID, min_size=2, max_size=6), SAID)
def test_once_said_to_be_wrong_it_stays_so(said: list[Any], more: Any) -> None:
    """Whatever comes after, an answer that was found wrong is found wrong again, and no
    assessment that was put right is made to look worse or better for it."""
    assert wrong(sides("older", *said)) <= wrong(sides("older", *said, more))


@given(st.lists(SAID, max_size=4), st.sampled_from([Y, N]), st.lists(SAID, max_size=3))
def test_whoever_said_it_before_was_wrong_as_well(
    before: list[Any], answer: str, after: list[Any]
) -> None:
    """Every assessment with the answer that was put right is found wrong, not the last alone."""
    right = N if answer == Y else Y
    chain = sides("older", answer, *before, answer, (right,), *after)
    found = wrong(chain)
    assert found == {"older"}
    row = row_of(compare(chain[0], chain[-1], SAME, wrong_since=found), "older")
    assert row.direction not in (Direction.REDUCED, Direction.INCREASED)


@given(SAID, SAID)
def test_neighbours_need_no_chain(first: Any, second: Any) -> None:
    chain = sides("older", first, second)
    alone = row_of(compare(*chain, SAME), "older")
    told = row_of(compare(*chain, SAME, wrong_since=wrong(chain)), "older")
    assert alone.direction is told.direction


def test_swapping_the_sides_mirrors_it() -> None:
    chain = sides("older", Y, (N,), N)
    swapped = compare(chain[-1], chain[0], SAME, wrong_since=wrong(chain))
    assert row_of(swapped, "older").direction is Direction.CORRECTED
