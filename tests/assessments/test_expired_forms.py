"""What is typed beside the questions, and sent after the session ran out, is not lost either."""

import pytest

from app.accounts.queries import kept_forms
from tests.assessments.browsing import get
from tests.people import PASSWORD


def sign_in_again(page, user):
    assert "What you typed has been kept" in page.text
    return page.form("Sign in").fill(email=user.email, password=PASSWORD).send()


@pytest.mark.parametrize("page, button, field", [
    ("share", "Share with manager", "note"), ("set-aside", "Set it aside", "reason"),
])
def test_a_form_beside_the_questions_comes_back_filled(
    browser, practitioner, draft, clock, page, button, field
):
    address = f"/assessments/{draft.id}/{page}"
    form = get(browser, address).form(button).fill(**{field: "She asked me to wait"})
    clock.advance(minutes=31)
    again = sign_in_again(form.send(), practitioner)
    assert again.path == address
    assert again.form(button).fields[field] == "She asked me to wait"
    assert again.form(button).send().status == 200
    assert kept_forms(practitioner) == []


def test_words_of_a_page_that_cannot_be_filled_are_shown_on_it(
    browser, practitioner, colleague, draft, clock
):
    address = f"/assessments/{draft.id}/sections/indicators"
    form = get(browser, address).form("Save and continue")
    colleague.save(draft, {"story": "Theirs"})
    page = form.fill(story="Mine").send()
    choice = page.form("Save this choice").fill(choice="combined")
    choice.put("combined-0", "Theirs, and mine")
    clock.advance(minutes=31)
    sent = choice.send(headers={"Referer": f"http://localhost{page.path}"})
    again = sign_in_again(sent, practitioner)
    assert again.path == f"/assessments/{draft.id}/conflicts"
    assert "It has not been sent. Copy what you need of it" in again.text
    assert "Theirs, and mine" in again.text
    after = again.form("Discard what was kept").send()
    assert after.path == again.path and "Theirs, and mine" not in after.text


def test_a_page_from_elsewhere_leads_nowhere(browser, practitioner, draft, clock):
    clock.advance(minutes=31)
    for referrer in ("https://example.org/assessments/1", "http://localhost/nowhere", "", "//["):
        answer = browser.post(
            f"/assessments/{draft.id}/conflicts/1", data={"combined-0": "Words"},
            headers={"Referer": referrer})
        assert answer.location == "/sign-in"
    assert kept_forms(practitioner) == []
