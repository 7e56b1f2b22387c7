"""How alike two short texts are."""

from __future__ import annotations

import pytest

from app.engine.likeness import alike_in_letters, alike_in_words, is_slip


def test_the_same_is_wholly_alike_and_nothing_in_common_is_not() -> None:
    assert alike_in_letters("Where were you?", "Where were you?") == 100
    assert alike_in_letters("abc", "xyz") == 0


def test_words_in_another_order_are_alike_as_words_alone() -> None:
    assert alike_in_words("seen alone", "alone seen") == 100
    assert alike_in_letters("seen alone", "alone seen") < 100


@pytest.mark.parametrize(("one", "other", "slip"), [
    ("recieve", "receive", True), ("adress", "address", True), ("home", "hone", True),
    ("home", "home", False), ("home", "house", False),
])
def test_a_slip_is_one_letter(one: str, other: str, slip: bool) -> None:
    assert is_slip(one, other) is slip
