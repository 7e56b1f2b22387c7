"""What a script posts while somebody types, and what it is told; and posts that are not ours."""

import pytest

from app.assessments import queries
from app.assessments.pages import tokens
from tests.assessments.browsing import get
from tests.assessments.conftest import COMPLETE, answers_of, number_of

JSON = {"Accept": "application/json"}


class Typing:
    """A page of a section that is open in a browser with scripts."""

    def __init__(self, browser, assessment, key="indicators"):
        self.browser = browser
        self.address = f"/assessments/{assessment.id}/sections/{key}"
        self.page = get(browser, self.address)
        self.form = self.page.form("Save and continue")
        self.saves = 0

    def save(self, *, save_id=None, renew=True, **values):
        """Autosave; gives the answer, and renews the page's token as the script does."""
        self.form.fill(**values)
        self.saves += 1
        fields = self.form.fields.copy()
        fields["intent"], fields["save_id"] = "autosave", save_id or f"save-{self.saves}"
        response = self.browser.post(self.address, data=fields, headers=JSON)
        if response.status_code == 200 and renew:
            self.form.fields["page"] = response.json["page"]
        return response


@pytest.fixture
def typing(browser, draft):
    return Typing(browser, draft)


def test_an_autosave_is_told_what_the_page_needs(typing, draft):
    answer = typing.save(story="Seen in a grey car").json
    assert answer["saved_at"] == "09:00" and answer["conflicts"] == []
    assert answer["page"] != typing.page.form("Save").fields["page"]
    assert "immediate" not in answer
    assert answers_of(draft).values["story"] == "Seen in a grey car"
    assert queries.head_of(draft).kind.value == "autosave"


def test_typing_on_is_one_chain_without_conflicts(typing, draft):
    for text in ("Seen", "Seen in", "Seen in a car"):
        assert typing.save(story=text).json["conflicts"] == []
    assert answers_of(draft).values["story"] == "Seen in a car"
    assert number_of(draft) == 4


def test_answers_lost_on_their_way_are_no_conflict(typing, draft):
    typing.save(story="Seen", renew=False)
    typing.save(story="Seen in a car", renew=False, save_id="lost")
    typing.save(story="Seen in a car", renew=False, save_id="lost")
    assert answers_of(draft).values["story"] == "Seen in a car" and number_of(draft) == 3


@pytest.mark.requirement("S4.33")
def test_the_banner_comes_and_goes_with_the_answer(typing, draft, case):
    shown = typing.save(harm="yes").json["immediate"]
    assert "You have recorded that this child is being abused." in shown
    assert "data-full-screen" in shown and "call 999" in shown
    assert "immediate" not in typing.save(story="Police told at 9").json
    assert typing.save(harm="not_known").json["immediate"].strip() == ""
    assert not queries.action_calls(draft)


def test_a_colleagues_other_answer_is_not_changed_back(typing, colleague, draft):
    typing.save(story="Mine")
    colleague.save(draft, {"older": "present"})
    for text in ("Mine, more", "Mine, more still"):
        assert typing.save(story=text).json["conflicts"] == []
    values = answers_of(draft).values
    assert (values["older"], values["story"]) == ("present", "Mine, more still")


def test_nothing_typed_leaves_a_colleagues_answer(typing, colleague, draft):
    typing.save(story="Mine")
    colleague.save(draft, {"older": "present"})
    typing.save(story="Mine")
    typing.save(story="Mine and more")
    assert answers_of(draft).values["older"] == "present"


def test_a_conflict_is_told_and_kept_once(typing, colleague, draft):
    colleague.save(draft, {"story": "Theirs"})
    for text in ("Min", "Mine"):
        (conflict,) = typing.save(story=text).json["conflicts"]
    assert conflict == {
        "address": "story", "label": "What happened",
        "url": f"/assessments/{draft.id}/conflicts",
        "message": "Sam Reed saved a different answer. Both are kept."}
    assert answers_of(draft).values["story"] == "Theirs"
    assert len(queries.unresolved_edits(draft)) == 1


def test_rows_a_colleague_added_stay(browser, colleague, draft):
    typing = Typing(browser, draft, "who")
    colleague.save(draft, {"people/theirs/who": "Theirs"}, rows={"people": ("theirs",)})
    for name in ("Rob", "Robin"):
        typing.save(name=name)
    assert answers_of(draft).rows["people"] == ("theirs",)
    assert answers_of(draft).values["people/theirs/who"] == "Theirs"


def test_which_questions_are_shown_follows_the_answers(browser, worker, case, shipped):
    shipped("cse-risk-assessment", 1)
    draft = worker.begin(case, "cse-risk-assessment")
    typing = Typing(browser, draft, "actual")
    assert "actual_abduction_responses" in typing.save(
        actual_exchange="not_known").json["hidden"]
    answer = typing.save(actual_abduction="yes").json
    assert "actual_abduction_responses" in answer["shown"]


def test_saving_by_hand_acknowledges_the_save(typing, draft):
    typing.form.fill(story="By hand")
    save_id = typing.form.fields["save_id"]
    page = typing.form.send()
    assert f'data-acknowledged="{save_id}"' in page.html


def test_the_form_tells_the_script_where_and_with_what(typing, draft, practitioner, app):
    form = typing.form.form
    assert form.get("data-autosave-url") == typing.address and "data-draft" in form.attrib
    key = tokens.draft_key(app.config["SECRET_KEY"], practitioner.id, draft.id)
    assert form.get("data-draft-key") == key and len(key) == 44
    assert key != tokens.draft_key(app.config["SECRET_KEY"], practitioner.id, draft.id + 1)
    assert key != tokens.draft_key(app.config["SECRET_KEY"], practitioner.id + 1, draft.id)
    assert form.get("data-draft-id") == f"{practitioner.id}:{draft.id}:indicators"


# Posts that are not ours


@pytest.mark.parametrize("page", ["", "x", "e30.bm90LW91cnM", "\N{PILE OF POO}" * 40])
def test_a_page_that_was_made_up_is_refused(browser, draft, page):
    for intent, status in (("autosave", 400), ("save-continue", 422)):
        response = browser.post(
            f"/assessments/{draft.id}/sections/indicators",
            data={"page": page, "save_id": "one", "story": "Words", "intent": intent})
        assert response.status_code == status
        assert "out of date" in response.get_data(as_text=True)
    assert "story" not in answers_of(draft).values


def test_a_page_of_somebody_else_another_section_or_another_draft_is_refused(
    browser, signed_in, draft, colleague, worker, clock, publish_toolkit, case
):
    from tests.assessments.conftest import SMALL

    publish_toolkit({**SMALL, "slug": "other"})
    other = worker.begin(case, "other")
    typing = Typing(browser, draft)
    theirs = signed_in(colleague.user)
    fields = {"page": typing.form.fields["page"], "save_id": "one", "story": "Not mine"}
    for client, address in (
        (theirs, typing.address), (browser, f"/assessments/{draft.id}/sections/who"),
        (browser, f"/assessments/{other.id}/sections/indicators"),
    ):
        assert client.post(address, data=fields).status_code == 422
    assert "story" not in answers_of(draft).values and "story" not in answers_of(other).values


def test_only_what_the_page_showed_changes(typing, draft, worker):
    worker.save(draft, {"level": "high"})
    typing.form.fields.update({
        "level": "standard", "name": "Somebody else", "nothing_asks": "x", "people:rows": "z"})
    typing.form.fill(story="Words").send()
    values = answers_of(draft).values
    assert (values["level"], values["name"], values["story"]) == ("high", "Robin Hale", "Words")
    assert "nothing_asks" not in values and not answers_of(draft).rows.get("people")


@pytest.mark.requirement("S0.10")
def test_a_value_outside_the_options_is_kept_and_pointed_out(browser, draft):
    form = get(browser, f"/assessments/{draft.id}/sections/indicators").form("Save and continue")
    form.fields["older"] = "'; DROP TABLE revision; --"
    page = form.send()
    assert page.path.endswith("?show=problems")
    assert "Choose one of the answers listed" in page.errors["#a-older"]
    assert answers_of(draft).unparsed["older"] == {"": "'; DROP TABLE revision; --"}


@pytest.mark.parametrize("save_id", ["", "x" * 65, "<script>"])
def test_a_strange_save_id_is_refused(typing, draft, save_id):
    typing.form.fields["save_id"] = save_id
    assert typing.form.fill(story="Words").send().status == 422
    assert number_of(draft) == 1


def test_a_body_that_is_too_large_is_said_to_be(app, typing, draft):
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    response = typing.save(story="x" * 200_000)
    assert response.status_code == 413
    page = typing.form.fill(story="x" * 200_000).send()
    assert page.status == 413 and "too large" in page.text
    assert number_of(draft) == 1


def test_text_with_letters_no_database_keeps_is_kept_as_typed_or_refused(typing, draft):
    assert typing.save(story="before\x00after").status_code == 200
    assert answers_of(draft).unparsed["story"] == {"": "before\x00after"}
    typing.save(story="Ünïcödé 漢字 \N{GRINNING FACE} and \u202eright to left")
    assert answers_of(draft).values["story"].startswith("Ünïcödé 漢字 \N{GRINNING FACE}")


# Submitted meanwhile


@pytest.fixture
def overtaken(typing, colleague, draft, worker):
    """A page that is open while somebody else submits the draft."""
    colleague.save(draft, COMPLETE)
    colleague.submit(draft)
    return typing


def test_a_timer_is_told_that_it_is_submitted(overtaken, draft):
    response = overtaken.save(story="Too late")
    assert response.status_code == 403
    assert "Sam Reed submitted this assessment" in response.json["message"]


def test_what_was_typed_is_offered_as_an_addition(overtaken, draft):
    page = overtaken.form.fill(story="Too late").send()
    assert page.path == f"/assessments/{draft.id}/add/indicators"
    assert "What you typed is kept" in page.text
    form = page.form("Add to the assessment")
    assert form.fields["story"] == "Too late"
    done = form.fill(reason="It crossed with the submission").send()
    assert done.path == f"/assessments/{draft.id}" and "Too late" in done.text
    assert answers_of(draft).values["story"] == "Too late"
    again = get(overtaken.browser, f"/assessments/{draft.id}/add/indicators")
    assert again.form("Add to the assessment").fields["reason"] == ""
    assert not queries.kept_posts(draft.case.worker, draft)
