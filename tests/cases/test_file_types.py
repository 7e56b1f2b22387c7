"""Which files a case takes: told by what they hold, whatever they are called."""

from __future__ import annotations

import pytest

from app.cases.file_types import NotTaken, type_named, type_of
from tests.cases.files import REFUSED, TAKEN


@pytest.mark.requirement("S0.18")
@pytest.mark.parametrize("name", TAKEN)
def test_a_file_that_is_taken_is_known_by_what_it_holds(name: str) -> None:
    content, media_type = TAKEN[name]
    found = type_of(content)
    assert found.media_type == media_type
    assert type_named(media_type) == found


@pytest.mark.requirement("S0.18")
@pytest.mark.parametrize("name", REFUSED)
def test_what_may_run_or_is_nothing_known_is_refused_with_the_reason(name: str) -> None:
    content, reason = REFUSED[name]
    with pytest.raises(NotTaken, match=reason):
        type_of(content)
