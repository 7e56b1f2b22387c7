"""The canonical form is RFC 8785, whatever the value: letter for letter what its reference says."""

from __future__ import annotations

import math

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.engine.canonical import canonical

LETTERS = st.characters(exclude_categories=["Cs"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2**53 + 1, 2**53 - 1) | st.text(LETTERS)
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(LETTERS), inner)
    | st.lists(inner).map(tuple),
    max_leaves=12)


@given(VALUES)
def test_it_is_the_form_of_the_standard(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_what_must_be_escaped_is_and_names_are_ordered_by_utf_16() -> None:
    value = {"\ufb33": "\x00\x1f\x7f\"\\/\b\f\n\r\t€é", "\U0001f600": 1e21, "é": -0.0, "a": 1e-7}
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [
    math.nan, math.inf, 2**53, b"bytes", {1: "a"}, ["\ud800"], {"\ud800": 1}, [{1}],
], ids=repr)
def test_what_is_no_json_has_none(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(value)
