"""What an option makes of the row in which it is chosen, as an administrator sets and sees it."""

from __future__ import annotations

from typing import Any

import pytest

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.changes import Consequence
from app.engine.authoring.difference import difference
from app.engine.authoring.edits.options import remove_option
from app.engine.authoring.outline import Outline, put_together, take_apart
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.settings import settings_of, with_settings
from tests.engine.authoring.documents import definition_of
from tests.engine.comparisons import SAME, other_version
from tests.engine.people import PEOPLE, columns

SOURCE = "column:people/source"
POLICE = "option.police.row_sensitivity"

pytestmark = pytest.mark.requirement("S4.18", "S4.28")


@pytest.fixture
def outline() -> Outline:
    """The toolkit whose people say where they are known from."""
    return take_apart(PEOPLE.document)


def marks(outline: Outline) -> Any:
    return definition_of(put_together(outline)).row_marks


def test_the_form_of_a_column_sets_it_option_by_option(outline: Outline) -> None:
    assert settings_of(outline, SOURCE)[POLICE] == "police"
    found = with_settings(outline, SOURCE, {
        POLICE: "third-party", "option.nhs.row_sensitivity": "",
        "option.school.row_sensitivity": "health"})
    assert marks(found) == {"people": {"source": {"police": "third-party", "school": "health"}}}
    posted = settings_of(found, SOURCE)
    assert with_settings(found, SOURCE, posted) == found


def test_only_a_column_of_a_list_has_the_setting(outline: Outline) -> None:
    for address in ("question:older", "column:people/name"):
        assert not [one for one in settings_of(outline, address) if "row_sensitivity" in one]


def test_what_is_none_of_those_listed_is_refused_beside_its_field(outline: Outline) -> None:
    with pytest.raises(EditRefused) as refused:
        with_settings(outline, SOURCE, {POLICE: "secret"})
    assert (refused.value.address, refused.value.setting) == (SOURCE, POLICE)


def test_it_goes_with_its_option_and_with_all_options(outline: Outline) -> None:
    assert marks(remove_option(outline, SOURCE, "police")) == {
        "people": {"source": {"nhs": "health"}}}
    assert marks(with_settings(outline, SOURCE, {"type": "text"})) == {}


def test_a_difference_tells_of_it_as_of_the_sensitivity_of_a_question() -> None:
    found = difference(other_version(columns), PEOPLE, SAME)
    told = [change for change in found.changes if change.aspect is Aspect.SENSITIVITY]
    assert [(one.about, one.before, one.after) for one in told] == [
        (About.OPTION, "", "Police"), (About.OPTION, "", "Health")]
    assert {one.consequence for one in told} == {Consequence.ADDITIVE}
    assert all(one.later_pointer.endswith("/row_sensitivity/" + key)
               for one, key in zip(told, ("police", "nhs"), strict=True))
