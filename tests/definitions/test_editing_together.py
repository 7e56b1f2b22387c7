"""Two administrators in one draft, its history, and what became of the base's questions."""

import pytest

from app.accounts.models import Role
from app.definitions import drafts
from tests.definitions.conftest import written
from tests.definitions.editor import Editor

HARM, NAME = "question:harm", "question:name"


@pytest.fixture
def editor(edit_next):
    return edit_next(written("harm", "name", "gone"))


@pytest.fixture
def colleague(editor, make_user, app, sign_in):
    """A second administrator at the same draft, in a browser of their own."""
    return Editor(sign_in(app.test_client(), make_user(Role.ADMINISTRATOR, name="Sam Reed")),
                  editor.draft_id)


def titles(editor):
    return [one["title"] for one in editor.document["schema"]["properties"].values()]


def test_both_change_different_parts_and_both_stand(editor, colleague):
    mine = editor.form("edit", at=HARM)
    colleague.set(NAME, label="What is her name?")
    assert editor.post("edit", {**mine, "label": "Harmed?"}, at=HARM).status == 302
    assert titles(editor) == ["Harmed?", "What is her name?", "About gone"]


@pytest.fixture
def kept(editor, colleague):
    """Both change the wording of one question; the later one is kept aside."""
    mine = {**editor.form("edit", at=HARM), "label": "Is she harmed by anybody?"}
    colleague.set(HARM, label="Is she being harmed?")
    answer = editor.post("edit", mine, at=HARM)
    assert "/kept/" in answer.location
    return answer.location.rpartition("/")[2]


def test_both_change_one_part_and_somebody_decides(editor, kept, check_html):
    assert titles(editor)[0] == "Is she being harmed?"
    page = editor.get()
    assert "Two people changed the same part" in page.text
    page = editor.get(f"kept/{kept}")
    check_html(page.text)
    assert "<ins>" in page.text and "anybody" in page.text and "About harm" in page.text
    form = editor.form(f"kept/{kept}", "csrf_token")
    assert editor.post(f"kept/{kept}", form).errors == ["Choose which one stands"]
    editor.post(f"kept/{kept}", {**form, "choice": "mine"})
    assert titles(editor)[0] == "Is she harmed by anybody?"
    assert "Two people" not in editor.get().text
    assert editor.get(f"kept/{kept}").status == 404


def test_what_stands_may_be_left_standing(editor, kept):
    form = editor.form(f"kept/{kept}", "csrf_token")
    editor.post(f"kept/{kept}", {**form, "choice": "theirs"})
    assert titles(editor)[0] == "Is she being harmed?"
    assert drafts.kept_edits(editor.draft.row) == []


def test_a_draft_with_something_to_decide_is_not_sent(editor, kept):
    page = editor.get("send")
    assert "decide which one stands" in page.text and "Send for approval" not in page.text


def test_the_same_save_is_kept_aside_once_and_a_later_one_takes_its_place(editor, colleague):
    mine = {**editor.form("edit", at=HARM), "label": "Mine", "intent": "autosave"}
    colleague.set(HARM, label="Theirs")
    for _ in range(2):
        answer = editor.client.post(editor.address("edit", at=HARM), data=mine)
        assert answer.status_code == 403
        assert answer.json["conflicts"][0]["url"].endswith("/kept/1")
        assert "Sam Reed changed this too" in answer.json["message"]
    editor.post("edit", {**mine, "save_id": "another", "label": "Mine again", "intent": ""},
                at=HARM)
    undecided = drafts.kept_edits(editor.draft.row)
    assert [one.id for one in undecided] == [2]


def test_removed_here_and_changed_there(editor, colleague, check_html):
    fields = {**editor.form(""), "do": "remove question:gone"}
    colleague.set("question:gone", label="Still here")
    kept = editor.post("change", fields).location.rpartition("/")[2]
    page = editor.get(f"kept/{kept}")
    check_html(page.text)
    assert "removed it" in page.text
    editor.post(f"kept/{kept}", {**editor.form(f"kept/{kept}", "csrf_token"), "choice": "mine"})
    assert "gone" not in editor.document["schema"]["properties"]


def test_the_history_tells_saves_of_one_sitting_together(editor, check_html):
    for label in ("Harm", "Harmed", "Harmed?"):
        editor.set(HARM, label=label)
    editor.press("remove question:gone")
    page = editor.get("history")
    check_html(page.text)
    assert "2 to 4" in page.text and page.text.count("Changed: ") == 1
    page = editor.get("history/4", since=1)
    check_html(page.text)
    assert "Harmed?" in page.text and "<del>" in page.text
    assert "About gone: removed" in editor.get("history/5").text
    form = next(form for form in editor.get("history/4").forms if "base_number" in form)
    editor.post("history/4", form)
    assert titles(editor) == ["Harmed?", "About name", "About gone"]


def test_what_became_of_every_question_must_be_said(editor, check_html):
    editor.add("question", "into section:questions", "About gone now", type="text")
    editor.press("remove question:gone")
    editor.set(HARM, label="Something else entirely happened yesterday")
    editor.set_all(NAME, {"new_options": "Perhaps"})
    page = editor.get("send")
    check_html(page.text)
    assert "To say what became of: 4" in page.text and "#say-gone" in page.text
    assert "Send for approval" not in page.text
    page = editor.get("lineage")
    check_html(page.text)
    assert "Still to say: 4" in page.text and "checked" not in page.text
    form = editor.form("lineage")
    assert editor.post("lineage", form).errors == ["Choose what became of at least one of them"]
    guessed = {name: [value] for name, value in said(editor, "Retired", "New:", "The same meaning")}
    page = editor.post("lineage", {**form, **guessed})
    assert page.status == 302
    assert "Everything has been said" in editor.get("lineage").text
    relations = {(one["relation"], *one["from"], *one["to"])
                 for one in editor.document["lineage"]}
    assert ("removed", "gone") in relations and ("added", "about_gone_now") in relations
    assert "Send for approval" in editor.get("send").text


def said(editor, *wanted):
    """The choice of each item whose words begin with one of those wanted."""
    from app.definitions.pages.lineage import left_to_say

    for item in left_to_say(editor.draft):
        for choice in item.choices:
            if choice.words.startswith(wanted):
                yield f"said.{item.number}", choice.value
                break


def test_something_else_than_what_was_guessed(editor, check_html):
    editor.add("question", "into section:questions", "Wholly unlike it", type="text")
    editor.press("remove question:gone")
    form = editor.form("lineage")
    page = editor.post("lineage", {**form, "said.0": "replaced"})
    assert page.errors == ["Tick which ones it has to do with"]
    check_html(page.text)
    page = editor.post("lineage", {
        **form, "said.0": "replaced", "others.0": "wholly_unlike_it", "note.0": "As agreed"})
    assert page.status == 302
    assert editor.document["lineage"] == [{
        "relation": "replaced", "from": ["gone"], "to": ["wholly_unlike_it"],
        "note": "As agreed"}]
    page = editor.get("lineage")
    assert "As agreed" in page.text and "another meaning" in page.text
    editor.post("lineage", {**form, "page": editor.form("lineage")["page"], "save_id": "back",
                            "back": "0"})
    assert not editor.document.get("lineage")


def test_a_first_version_has_nothing_before_it(new):
    assert new.get("lineage").status == 404
    assert "lineage" not in new.get().text


def test_a_draft_that_cannot_be_read_says_so(new, editor):
    editor.add("question", "into section:questions", "No answers yet", type="radios")
    assert editor.get("lineage").status == 422
    assert editor.get("send").text.count("to put right") + 1
    assert editor.get().status == 200
