"""Repeating rows: added, taken away and kept apart by their ids."""

import re

import pytest
from werkzeug.datastructures import MultiDict

from app.engine.answers import NO_ANSWERS, Answers
from app.rendering.compiler import compiled
from app.rendering.displayed import Displayed
from app.rendering.page_state import PageState
from app.rendering.posted import read_post
from app.rendering.rows import MOST_ROWS
from tests.rendering.pages import environment, sent
from tests.rendering.specimen import specimen

TWO = Answers({"people/aa/text": "Ann", "people/bb/text": "Bob"}, {"people": ("aa", "bb")})


def post(answers=TWO, base=None, **fields):
    state = PageState(answers=answers)
    section = compiled(specimen(), environment()).section("rows")
    form = sent(section.render(state))
    for name, value in fields.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    return read_post(specimen(), section.displayed(state), form, base or answers,
                     new_row_id=lambda: "fresh")


@pytest.mark.requirement("S0.14")
def test_without_a_script_a_button_adds_a_row_and_keeps_what_was_typed():
    read = post(**{"intent": "add-row:people", "people/bb/text": "Bobby"})
    assert read.rows["people"] == ("aa", "bb", "fresh")
    assert read.values == {"people/aa/text": "Ann", "people/bb/text": "Bobby"}


def test_the_first_row_is_added_to_nothing():
    assert post(NO_ANSWERS, intent="add-row:people").rows == {"people": ("fresh",)}


def test_a_button_takes_a_row_away_with_all_that_stands_in_it():
    read = post(intent="remove-row:people/aa")
    assert (dict(read.values), dict(read.rows)) == (
        {"people/bb/text": "Bob"}, {"people": ("bb",)})


def test_a_script_adds_rows_with_ids_of_its_own():
    read = post(**{"people:rows": ["", "aa", "bb", "0123456789abcdef"],
                   "people/0123456789abcdef/text": "Cat"})
    assert read.rows["people"] == ("aa", "bb", "0123456789abcdef")
    assert read.values["people/0123456789abcdef/text"] == "Cat"


def test_a_script_takes_rows_away_and_moves_them():
    assert post(**{"people:rows": ["", "bb", "aa"]}).rows["people"] == ("bb", "aa")
    read = post(**{"people:rows": [""]})
    assert (dict(read.values), read.rows["people"]) == ({}, ())


@pytest.mark.parametrize("strange", ["UPPER", "a/b", "", "x" * 41, "a b", "../..", "é"])
def test_a_strange_id_makes_no_row(strange):
    assert post(**{"people:rows": ["", "aa", "bb", strange]}).rows == TWO.rows


def test_an_id_that_came_twice_is_one_row():
    assert post(**{"people:rows": ["", "aa", "aa", "bb"]}).rows == TWO.rows


def test_a_row_that_the_page_did_not_show_stays():
    theirs = TWO.with_changes({"people/cc/text": "Cy"}, {"people": ("aa", "cc", "bb")})
    read = post(base=theirs, **{"people:rows": ["", "bb", "cc"], "people/cc/text": "forged"})
    assert read.rows["people"] == ("cc", "bb")
    assert read.values == {"people/bb/text": "Bob", "people/cc/text": "Cy"}


def test_there_is_an_end_to_rows():
    ids = [f"{number:x}" for number in range(2 * MOST_ROWS)]
    assert len(post(**{"people:rows": ids}).rows["people"]) <= MOST_ROWS


def test_a_post_that_lacks_the_group_leaves_it_alone():
    displayed = Displayed((), ("people",), {"people": ("aa", "bb")})
    assert read_post(specimen(), displayed, MultiDict(), TWO) == TWO


def test_an_intent_for_a_group_that_was_not_displayed_does_nothing():
    form = MultiDict([("intent", "add-row:people"), ("intent", "remove-row:people/aa")])
    assert read_post(specimen(), Displayed(), form, TWO) == TWO


def test_the_template_for_scripts_differs_from_a_row_in_its_id_and_number_only():
    section = compiled(specimen(), environment()).section("rows")
    page = str(section.render(PageState(answers=Answers(rows={"people": ("aa",)}))))
    made = page.split("<template data-row-template>")[1].split("</template>")[0]
    shown = page.split('name="people:rows" value="">')[1].split("<template")[0]

    def unnumbered(markup):
        markup = markup.replace("Person 1", "Person").replace("number>1<", "number><")
        return re.sub(r"\s+", " ", markup).strip()

    assert unnumbered(made.replace("__row__", "aa")) == unnumbered(shown)
