"""What a page shows is what its form sends, for every type of question and every value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.engine.answers import NO_ANSWERS, Answers, Mark, Standing
from app.rendering.compiler import compiled
from app.rendering.displayed import Displayed
from app.rendering.page_state import PageState
from app.rendering.posted import read_post
from app.rendering.shown import CHOICES
from tests.rendering.pages import TOOLKITS, environment, sent, toolkit
from tests.rendering.specimen import answers, small, specimen, whole_pages


def whole(definition):
    """Every section as one thing displayed."""
    def of(state):
        parts = [section.displayed(state) for section in compiled_sections(definition)]
        return Displayed(
            tuple(key for part in parts for key in part.sections),
            tuple(key for part in parts for key in part.questions),
            {key: ids for part in parts for key, ids in part.rows.items()},
        )
    return of


def compiled_sections(definition):
    return compiled(definition, environment()).sections.values()


def there_and_back(definition, state, base=None):
    """Show a page, send it as it is, read it over `base`."""
    form = sent(compiled(definition, environment()).render_all(state))
    displayed = whole(definition)(state)
    return read_post(definition, displayed, form, state.answers if base is None else base)


@pytest.mark.requirement("S0.14")
@whole_pages
@given(answers())
def test_every_value_that_is_shown_is_read_back(given_answers):
    read = there_and_back(specimen(), PageState(answers=given_answers), base=NO_ANSWERS)
    assert dict(read.values) == dict(given_answers.values)
    assert dict(read.rows) == dict(given_answers.rows)


@whole_pages
@given(answers())
def test_a_page_that_nobody_touched_changes_nothing(given_answers):
    assert there_and_back(specimen(), PageState(answers=given_answers)) == given_answers


@whole_pages
@given(answers())
def test_what_is_displayed_survives_its_token(given_answers):
    displayed = whole(specimen())(PageState(answers=given_answers))
    assert Displayed.from_document(displayed.to_document()) == displayed


@pytest.mark.parametrize("name", TOOLKITS)
def test_an_empty_toolkit_sends_nothing(name):
    assert there_and_back(toolkit(name), PageState()) == NO_ANSWERS


@pytest.mark.parametrize("text", [
    "\nfirst line left blank", "ends with a line\n", "tab\there", "مرحبا بالعالم \u202bRTL\u202c",
    "👩🏽‍🦱 family 👨‍👩‍👧", "e\u0301 é", "</textarea><script>alert(1)</script>", "&lt;&amp;\"'",
    "\ue0000\ue001 private use", "x" * 1_000_000,
], ids=lambda text: text[:12].encode("ascii", "replace").decode())
@pytest.mark.requirement("S0.14")
def test_words_come_back_letter_by_letter(text):
    state = PageState(answers=Answers({"textarea": text}))
    assert there_and_back(specimen(), state, NO_ANSWERS).values["textarea"] == text


def test_twenty_thousand_characters_with_line_ends_come_back():
    text = ("line after line\n" * 1300)[:20_000]
    state = PageState(answers=Answers({"textarea": text}))
    assert there_and_back(specimen(), state, NO_ANSWERS).values["textarea"] == text


@pytest.mark.parametrize("text", ["line\nin one line", "windows\r\nline", "old\rline"])
def test_a_line_end_in_a_box_of_one_line_is_no_change(text):
    base = Answers({"text": text, "textarea": text})
    assert there_and_back(specimen(), PageState(answers=base)) == base


TYPED = {
    "date": {"day": "31", "month": "2", "year": "2026"},
    "number": {"": "about three"},
    "email": {"": "sam at example"},
    "phone": {"": "ring the school"},
    "text": {"": "hidden \x01 character"},
    "textarea": {"": "form feed \x0c and escape \x1b"},
    "radios": {"rationale": "a bell \x07", "evidence:day": "31", "evidence:month": "2",
               "evidence:year": "2026"},
}


@pytest.mark.requirement("S0.14")
@pytest.mark.parametrize("key", TYPED)
def test_what_is_no_value_is_kept_and_shown_again(key):
    form = MultiDict({key + (f":{part}" if part else ""): text
                      for part, text in TYPED[key].items()})
    displayed = Displayed(("single",), tuple(specimen().questions))
    read = read_post(specimen(), displayed, form, NO_ANSWERS)
    assert read.unparsed == {key: TYPED[key]}
    assert there_and_back(specimen(), PageState(answers=read)) == read


@pytest.mark.parametrize("key", TYPED)
def test_what_is_put_right_is_forgotten(key):
    form = MultiDict({key + (f":{part}" if part else ""): "" for part in TYPED[key]})
    displayed = Displayed(("single",), tuple(specimen().questions))
    read = read_post(specimen(), displayed, form, Answers(unparsed={key: TYPED[key]}))
    assert read == NO_ANSWERS


@pytest.mark.parametrize("key", ["a:rationale", "intent", "csrf_token", "page", "a b", "ü"])
def test_keys_of_other_tools_do_not_get_in_the_way(key):
    definition = small({key: {"type": "string"}, "a": {"type": "string"}})
    base = Answers({key: "kept", "a": "other"})
    assert there_and_back(definition, PageState(answers=base), NO_ANSWERS).values == base.values


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=8), answers())
def test_only_what_was_displayed_changes(fields, given_answers):
    form = MultiDict({**fields, "text": "new", "harm": "present", "harm:rationale": "forged",
                      "@single:skip": "yes", "@single:confirm": "yes"})
    displayed = Displayed((), ("text",))
    read = read_post(specimen(), displayed, form, given_answers)
    assert read.values.get("text") == "new"
    for address in {*given_answers.values, *read.values} - {"text"}:
        assert read.values.get(address) == given_answers.values.get(address)
    assert {a for a in read.marks if read.marks[a] != given_answers.mark(a)} <= {"text"}
    assert read.rows == given_answers.rows


@pytest.mark.parametrize("part", ["rationale", "source", "reason", "none-held"])
def test_a_box_that_the_question_does_not_offer_is_not_read(part):
    form = MultiDict({f"harm:{part}": "forged", "harm:absence": "revisit"})
    assert read_post(specimen(), Displayed((), ("harm",)), form, NO_ANSWERS) == NO_ANSWERS


@pytest.mark.requirement("S0.10")
@pytest.mark.parametrize("key", sorted(CHOICES))
def test_a_value_outside_the_list_is_refused_and_kept_in_sight(key):
    read = read_post(specimen(), Displayed((), (key,)), MultiDict({key: "purple"}), NO_ANSWERS)
    value_is_kept_out = key not in read.values and read.unparsed == {key: {"": "purple"}}
    assert value_is_kept_out


def test_a_form_that_lacks_a_box_leaves_the_answer_alone():
    """A post that was cut short does not empty the boxes that did not arrive."""
    base = Answers({"text": "kept", "date": "2026-03-03"}, marks={"text": Mark(rationale="why")})
    displayed = Displayed((), ("text", "date"))
    assert read_post(specimen(), displayed, MultiDict(), base) == base


def test_an_option_that_is_recorded_and_no_longer_listed_is_not_lost():
    base = Answers({"radios": "an option of an older version"}, marks={"radios": Mark(reason="x")})
    assert there_and_back(specimen(), PageState(answers=base)) == base


def test_a_disabled_question_is_shown_and_not_read():
    state = PageState(answers=Answers({"text": "kept", "radios": "present"}),
                      disabled=frozenset({"text", "radios"}))
    assert there_and_back(specimen(), state) == state.answers


def test_a_hidden_question_keeps_its_raw_answer():
    state = PageState(answers=Answers({"text": "kept", "radios": "present"}),
                      hidden=frozenset({"text", "radios"}))
    assert there_and_back(specimen(), state) == state.answers


def test_unticking_everything_clears_the_boxes():
    base = Answers({"checkboxes": ["red"]})
    read = read_post(specimen(), Displayed((), ("checkboxes",)), MultiDict(), base)
    assert read.values == {} and read.mark("checkboxes").standing is Standing.ENTERED
