"""A page that saves itself is not shown anew: what it sends next is read over what it saved."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.answers import Answers, Standing
from app.rendering.compiler import compiled
from app.rendering.page_state import PageState
from app.rendering.posted import read_post
from tests.rendering.pages import environment, sent
from tests.rendering.specimen import SINGLE, single_answers, specimen, whole_pages
from tests.rendering.test_review import review_of

TICKS = {"affirm": ["", "yes"], "wrong": ["", "yes"]}
ABSENCES = [[], ["revisit"], ["not_applicable"], ["revisit", "not_applicable"]]
TYPED = st.sampled_from([
    "", " ", "present", "not_present", "true", "red", "7", "07", "3.0", "x\x01", "2026", "\ufffd",
    "sam@example.org ", "words\r\nof two lines",
])


@st.composite
def edits(draw):
    """Boxes of a page with what somebody makes of them: name to values."""
    made = {}
    for key in draw(st.lists(st.sampled_from(list(SINGLE)), unique=True, max_size=4)):
        parts = ["", "day", "month", "year"] if "date" in key else [""]
        for part in draw(st.lists(st.sampled_from([*parts, *TICKS, "absence", "rationale", "reason",
                                                   "evidence:day"]), unique=True)):
            made[f"{key}:{part}".removesuffix(":")] = draw(
                st.sampled_from(TICKS[part]).map(lambda value: [value] if value else [])
                if part in TICKS else st.sampled_from(ABSENCES)
                if part == "absence" else TYPED.map(lambda text: [text]))
    if draw(st.booleans()):
        made["@single:confirm"] = ["yes"]
    return made


def edited(form, changes):
    form = form.copy()
    for name, values in changes.items():
        form.setlist(name, values)
    return form


def saved_twice(state, changes):
    """What is saved, and what is saved when the page sends the same once more."""
    section = compiled(specimen(), environment()).section("single")
    form, displayed = edited(sent(section.render(state)), changes), section.displayed(state)
    first = read_post(specimen(), displayed, form, state.answers, earlier=state.earlier)
    return first, read_post(specimen(), displayed, form, first, earlier=state.earlier)


@whole_pages
@given(single_answers(), edits())
def test_saving_a_review_again_changes_nothing(before, changes):
    first, second = saved_twice(review_of(specimen(), before), changes)
    assert second == first


@whole_pages
@given(single_answers(), edits())
def test_saving_a_first_assessment_again_changes_nothing(given_answers, changes):
    first, second = saved_twice(PageState(answers=given_answers), changes)
    assert second == first


@whole_pages
@given(single_answers(), edits(), edits())
def test_what_is_saved_depends_on_the_page_and_not_on_how_often_it_was_saved(
    before, early, late
):
    """Saved half-way and at the end, or at the end only: marks and answers are the same, where
    nothing but ticks of a review came and went."""
    state = review_of(specimen(), before)
    section = compiled(specimen(), environment()).section("single")
    form, displayed = sent(section.render(state)), section.displayed(state)
    ticks = {name: values for name, values in early.items() if name.endswith((":affirm", ":wrong"))}
    end = edited(form, late)

    def read(sending, base):
        return read_post(specimen(), displayed, sending, base, earlier=state.earlier)

    assert read(end, read(edited(form, ticks), state.answers)) == read(end, state.answers)


@whole_pages
@given(single_answers(), edits())
def test_a_page_shown_anew_sends_what_was_saved(before, changes):
    state = review_of(specimen(), before)
    first, _ = saved_twice(state, changes)
    shown = review_of(specimen(), before, answers=first)
    assert saved_twice(shown, {}) == (first, first)


STATE = review_of(specimen(), Answers({"radios": "not_present", "select": "not_present"}))


def standings(saved):
    return [saved.mark(key).standing for key in ("radios", "select")]


def test_an_affirmed_answer_is_still_there_after_the_next_save():
    first, second = saved_twice(STATE, {"radios:affirm": ["yes"]})
    assert second.values["radios"] == "not_present"
    assert standings(second) == [Standing.AFFIRMED, Standing.CARRIED]


def test_confirming_together_can_be_taken_back_on_the_same_page():
    section = compiled(specimen(), environment()).section("single")
    form, displayed = sent(section.render(STATE)), section.displayed(STATE)
    ticked = edited(form, {"@single:confirm": ["yes"]})
    together = read_post(specimen(), displayed, ticked, STATE.answers, earlier=STATE.earlier)
    assert standings(together) == [Standing.TOGETHER, Standing.TOGETHER]
    assert read_post(specimen(), displayed, form, together, earlier=STATE.earlier) == STATE.answers
