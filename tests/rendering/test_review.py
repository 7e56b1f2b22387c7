"""A review: nothing preselected, last time beside now, and what counts as looked at."""

from datetime import date

import pytest
from werkzeug.datastructures import MultiDict

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark, Standing, carried
from app.engine.asking import effective
from app.engine.reading import read_all
from app.rendering.compiler import compiled
from app.rendering.page_state import NoteShown, PageState
from app.rendering.posted import read_post
from tests.rendering.pages import environment, sent, toolkit
from tests.rendering.specimen import specimen

FAMILY = "suspected_family"
BEHAVIOUR = "suspected_behaviour_change"
BEFORE = Answers(
    {BEHAVIOUR: "present", "suspected_unknown_associates": "not_present",
     "suspected_absence": "not_present", "suspected_exploited_peers": "not_known"},
    marks={BEHAVIOUR: Mark(rationale="Seen in a grey car", source="School",
                           evidence_date="2026-02-27")},
)


def review_of(definition, before, **more):
    on = date(2026, 3, 3)
    read = read_all(definition, effective(definition, before, {}, on))
    return PageState(
        answers=more.pop("answers", carried(before, definition)), review=True,
        earlier={entry.key: entry for section in read for entry in section.entries},
        earlier_date="3 March 2026", earlier_author="A. Khan", **more,
    )


def section_of(definition, key):
    return compiled(definition, environment()).section(key)


def posted(state, fields=(), definition=None, key=FAMILY, without=()):
    """The page sent with some boxes filled or ticked."""
    definition = definition or toolkit()
    section = section_of(definition, key)
    form = MultiDict([pair for pair in sent(section.render(state)).items(multi=True)
                      if pair[0] not in without])
    for name, value in dict(fields).items():
        form.setlist(name, [value])
    return read_post(definition, section.displayed(state), form, state.answers,
                     earlier=state.earlier)


@pytest.fixture
def state():
    return review_of(toolkit(), BEFORE)


def test_nothing_is_preselected(state):
    form = sent(section_of(toolkit(), FAMILY).render(state))
    assert not [name for name in form if name in BEFORE.values]
    assert form[f"{BEHAVIOUR}:rationale"] == ""


def test_untouched_stays_carried(state):
    assert posted(state) == state.answers


def test_last_time_stands_beside_now(state):
    page = section_of(toolkit(), FAMILY).render(state)
    panel = page.split('<div class="wm-last">')[1].split("</div>")[0]
    for words in ("3 March 2026, A. Khan", "Present", "Seen in a grey car", "School",
                  "27 February 2026"):
        assert words in panel
    assert "Carried over from 3 March 2026. Nobody has looked at this answer since." in page


def test_a_first_assessment_says_nothing_of_last_time():
    page = section_of(toolkit(), FAMILY).render(PageState(answers=BEFORE))
    for words in ("Last time", "Still right today", "The earlier answer was wrong", "Use these"):
        assert words not in page


def test_choosing_enters_the_answer(state):
    read = posted(state, {BEHAVIOUR: "not_present"})
    assert (read.values[BEHAVIOUR], read.mark(BEHAVIOUR).standing) == (
        "not_present", Standing.ENTERED)


def test_choosing_the_same_again_enters_it_too(state):
    assert posted(state, {BEHAVIOUR: "present"}).mark(BEHAVIOUR).standing is Standing.ENTERED


def test_still_right_today_affirms(state):
    read = posted(state, {f"{BEHAVIOUR}:affirm": "yes"})
    assert (read.values[BEHAVIOUR], read.mark(BEHAVIOUR).standing) == (
        "present", Standing.AFFIRMED)
    again = review_of(toolkit(), BEFORE, answers=read)
    form = sent(section_of(toolkit(), FAMILY).render(again))
    assert BEHAVIOUR not in form and form[f"{BEHAVIOUR}:affirm"] == "yes"
    assert posted(again) == read


def test_taking_that_back_leaves_it_carried(state):
    read = posted(state, {f"{BEHAVIOUR}:affirm": "yes"})
    again = review_of(toolkit(), BEFORE, answers=read)
    back = posted(again, without=[f"{BEHAVIOUR}:affirm"])
    assert back == state.answers


def test_reasons_alone_do_not_make_a_carried_answer_today_s(state):
    read = posted(state, {f"{BEHAVIOUR}:rationale": "Asked the school again"})
    assert read.mark(BEHAVIOUR).standing is Standing.CARRIED
    assert read.mark(BEHAVIOUR).rationale == "Asked the school again"


@pytest.mark.requirement("S1.33")
def test_revisit_later_is_no_answer_and_can_be_taken_back(state):
    read = posted(state, {f"{BEHAVIOUR}:absence": "revisit"})
    assert read.mark(BEHAVIOUR) == Mark(Standing.CARRIED, Absence.REVISIT)
    again = review_of(toolkit(), BEFORE, answers=read)
    assert posted(again) == read
    assert posted(again, without=[f"{BEHAVIOUR}:absence"]) == state.answers


def test_use_these_words_is_recorded_as_copied(state):
    read = posted(state, {BEHAVIOUR: "present", f"{BEHAVIOUR}:use-words": "yes"})
    assert read.mark(BEHAVIOUR).rationale == "Seen in a grey car"
    assert read.mark(BEHAVIOUR).rationale_copied
    again = review_of(toolkit(), BEFORE, answers=read)
    assert "copied from last time" in section_of(toolkit(), FAMILY).render(again)
    assert posted(again) == read
    own = posted(again, {f"{BEHAVIOUR}:rationale": "In my own words"})
    assert not own.mark(BEHAVIOUR).rationale_copied


def test_typing_the_same_words_is_copying_too(state):
    read = posted(state, {f"{BEHAVIOUR}:rationale": "Seen in a grey car"})
    assert read.mark(BEHAVIOUR).rationale_copied


def test_use_these_words_never_overwrites(state):
    read = posted(state, {f"{BEHAVIOUR}:rationale": "Mine", f"{BEHAVIOUR}:use-words": "yes"})
    assert read.mark(BEHAVIOUR).rationale == "Mine"


def test_the_earlier_answer_was_wrong_is_recorded_beside_the_new_one(state):
    read = posted(state, {BEHAVIOUR: "not_present", f"{BEHAVIOUR}:wrong": "yes"})
    assert read.mark(BEHAVIOUR).earlier_was_wrong
    assert posted(review_of(toolkit(), BEFORE, answers=read)) == read


def test_only_not_present_may_be_confirmed_together(state):
    page = section_of(toolkit(), FAMILY).render(state)
    listed = page.split(f'id="a-@{FAMILY}:confirm-list">')[1].split("</ul>")[0]
    assert listed.count("<li>") == 1
    read = posted(state, {f"@{FAMILY}:confirm": "yes"})
    together = {key for key in read.values if read.mark(key).standing is Standing.TOGETHER}
    # Not the unknown associates: association is never confirmed with others.
    assert together == {"suspected_absence"}
    again = review_of(toolkit(), BEFORE, answers=read)
    page = section_of(toolkit(), FAMILY).render(again)
    assert "Confirmed together with other answers" in page
    assert posted(again) == read


def test_a_changed_answer_is_not_confirmed_with_the_others(state):
    key = "suspected_absence"
    read = posted(state, {f"@{FAMILY}:confirm": "yes", key: "present"})
    assert read.mark(key).standing is Standing.ENTERED


def test_a_section_that_does_not_allow_it_confirms_nothing():
    before = Answers({"harm": "not_present"})
    state = review_of(specimen(), before)
    assert "confirm" not in section_of(specimen(), "rows").render(state)
    read = posted(state, {"@rows:confirm": "yes"}, specimen(), "rows")
    assert read == state.answers


def test_words_and_rows_are_there_to_be_worked_on():
    before = Answers({"textarea": "Long story", "date": "2026-03-03"})
    state = review_of(specimen(), before)
    form = sent(section_of(specimen(), "single").render(state))
    assert (form["textarea"], form["date:day"]) == ("Long story", "")
    read = posted(state, {"textarea": "Longer story"}, specimen(), "single")
    assert read.mark("textarea").standing is Standing.ENTERED
    assert read.mark("date").standing is Standing.CARRIED


def test_how_much_is_known_is_asked_anew():
    before = Answers({"voice": "I am fine", "missing_episodes": 3})
    state = review_of(toolkit(), before)
    form = sent(section_of(toolkit(), "known_today").render(state))
    assert (form["voice"], form["missing_episodes"]) == ("", "")
    assert posted(state, key="known_today") == state.answers


@pytest.mark.requirement("S1.40")
def test_not_applicable_takes_the_place_of_a_carried_answer():
    before = Answers({"radios": "present"})
    state = review_of(specimen(), before)
    read = posted(state, {"radios:absence": "not_applicable", "radios:reason": "Moved abroad"},
                  specimen(), "single")
    assert read.mark("radios") == Mark(absence=Absence.NOT_APPLICABLE, reason="Moved abroad")
    assert "radios" not in read.values


@pytest.mark.requirement("S1.40")
def test_a_carried_not_applicable_is_last_time_s():
    before = Answers({}, marks={"radios": Mark(absence=Absence.NOT_APPLICABLE, reason="Abroad")})
    state = review_of(specimen(), before)
    form = sent(section_of(specimen(), "single").render(state))
    assert "radios:absence" not in form and form["radios:reason"] == ""
    assert posted(state, {}, specimen(), "single") == state.answers
    affirmed = posted(state, {"radios:affirm": "yes"}, specimen(), "single").mark("radios")
    assert (affirmed.standing, affirmed.reason) == (Standing.AFFIRMED, "Abroad")
    chosen = posted(state, {"radios": "present"}, specimen(), "single")
    assert chosen.mark("radios").absence is None


def test_notes_between_reviews_stand_with_their_question(state):
    notes = {BEHAVIOUR: (NoteShown("9 March 2026", "S. Reed", "Seen <again>", "/notes/4"),)}
    shown = review_of(toolkit(), BEFORE, notes=notes)
    page = section_of(toolkit(), FAMILY).render(shown)
    assert page.count("Noted since 3 March 2026") == 1
    assert "Seen &lt;again&gt;" in page and 'href="/notes/4"' in page
