"""The list of a draft: everything in it in order, moved, duplicated and removed over HTTP."""

import json
from urllib.parse import unquote

from app.definitions import drafts
from tests.definitions.conftest import written


def keys(editor, container="section:questions"):
    return [one.partition(":")[2] for one in editor.draft.outline.inside(container)]


def test_the_shipped_toolkit_is_listed_whole(cse, check_html):
    page = cse.get()
    assert page.status == 200
    check_html(page.text)
    for address in cse.draft.outline.addresses("question", "section", "group", "text"):
        assert f'data-unit="{address}"' in page.text
    assert "required" in page.text and "actual harm" in page.text and "evidence" in page.text


def test_buttons_move_duplicate_and_remove(edit_next):
    editor = edit_next(written("one", "two", "three"))
    assert editor.press("down question:one").location.endswith("#question:one")
    assert keys(editor) == ["two", "one", "three"]
    editor.press("up question:three")
    assert keys(editor) == ["two", "three", "one"]
    editor.press("duplicate question:two")
    assert keys(editor) == ["two", "two_2", "three", "one"]
    editor.press("remove question:two")
    assert keys(editor) == ["two_2", "three", "one"]
    assert drafts.head_of(editor.draft.row).summary == "Removed: About two"


def test_what_was_done_last_is_undone(edit_next):
    editor = edit_next(written("one", "two"))
    editor.press("remove question:one")
    form = next(form for form in editor.get().forms if "base_number" in form)
    editor.post("history/1", form)
    assert keys(editor) == ["one", "two"]


def test_the_first_cannot_go_further_up(edit_next):
    page = edit_next(written("one", "two")).press("up question:one")
    assert page.status == 422 and page.errors == ["It is the first already"]


def test_dragging_posts_a_place(edit_next):
    editor = edit_next(written("one", "two", "three"))
    fields = {**editor.form(""), "do": "put", "unit": "question:three",
              "place": "before question:one"}
    assert editor.post("change", fields).status == 302
    assert keys(editor) == ["three", "one", "two"]
    assert editor.post("change", {**editor.form(""), "do": "put", "unit": "question:three",
                                  "place": "inside of it"}).status == 422


def test_a_unit_moves_to_another_section(new):
    new.add("section", "into toolkit", "Tomorrow")
    new.add("question", "into section:today", "Who is at home?", type="text")
    page = new.get("move", at="question:who_is_at_home")
    assert "Tomorrow" in page.text
    form = new.form("move", at="question:who_is_at_home")
    assert new.post("move", form, at="question:who_is_at_home").errors == [
        "Choose where it is to stand"]
    new.post("move", {**form, "place": "into section:tomorrow"}, at="question:who_is_at_home")
    assert keys(new, "section:tomorrow") == ["who_is_at_home"]
    new.post("move", {**new.form("move", at="section:tomorrow"), "place": "before section:today"},
             at="section:tomorrow")
    assert new.draft.outline.inside("toolkit") == ("section:tomorrow", "section:today")


def test_what_refers_to_a_question_stands_against_its_removal(cse):
    page = cse.press("remove question:suspected_absence")
    assert page.status == 422
    assert "Remove all of this" in page.text and "Measure: term 5 counts" in page.text
    assert "question:suspected_absence" in cse.draft.outline.units
    cse.press("along question:suspected_absence")
    assert "question:suspected_absence" not in cse.draft.outline.units


def test_a_condition_on_it_must_be_changed_first(cse):
    page = cse.press("remove question:overall_level")
    assert page.status == 422 and "It cannot be removed yet" in page.text
    assert "Remove all of this" not in page.text


def test_an_unknown_button_is_no_button(cse):
    assert cse.post("change", {**cse.form(""), "do": "explode question:one"}).status == 404
    assert cse.press("up question:nobody").status == 422


def test_everything_may_be_added(new):
    added = new.add("question", "into section:today", "Seen alone?", type="radios")
    assert added.location.endswith("/edit?at=question:seen_alone")
    new.add("group", "into section:today", "At home")
    new.add("text", "after question:seen_alone", "Ask **gently**.")
    assert keys(new, "section:today") == ["seen_alone", "ask_gently", "at_home"]
    for kind, more in (("measure", {}), ("level", {}), ("floor", {})):
        assert new.add(kind, "", "Something", **more).status == 302
    assert new.add("derived", "", "Age", about="case.date_of_birth").status == 302
    for kind in ("immediate", "judgement"):
        assert new.add(kind, "", about="question:seen_alone").status == 302
    page = new.get("levels")
    assert page.status == 200 and "Age in years by the date of birth on the case" in page.text


def test_adding_says_what_is_missing(new, check_html):
    page = new.add("question", "into section:today", "")
    assert page.status == 422
    assert page.errors == ["Enter some words: what is asked", "Choose how it is answered"]
    check_html(page.text)
    page = new.add("question", "into section:nowhere", "Seen alone?", type="radios")
    assert page.status == 422 and "Seen alone?" in page.text


def test_a_new_question_never_takes_a_key_of_an_earlier_version(edit_next):
    editor = edit_next(written("one", "two"))
    editor.press("remove question:one")
    editor.add("question", "into section:questions", "One", type="text")
    assert keys(editor) == ["two", "one_2"]


def test_a_question_is_added_with_its_answers(new, check_html):
    new.add("question", "into section:today", "Seen alone?", type="radios", answers="Yes\n\n No \n")
    assert new.question("seen_alone")["oneOf"] == [
        {"const": "yes", "title": "Yes"}, {"const": "no", "title": "No"}]
    page = new.add("question", "into section:today", "When?", type="date", answers="Today")
    assert page.status == 422
    assert page.errors == ["Choose a list of answers above, or clear these"]
    assert "Today</textarea>" in page.text
    check_html(page.text)


def test_the_answers_of_a_new_box_never_take_the_keys_of_an_earlier_version(edit_next):
    document = json.loads(written("one"))
    answer = {"title": "Answer", "type": "string", "oneOf": [{"const": "yes", "title": "Yes"}]}
    document["schema"]["properties"]["asked"] = {"title": "Asked", "type": "array", "items": {
        "type": "object", "properties": {"agency": {"title": "Agency", "type": "string"},
                                         "answer": answer}}}
    editor = edit_next(json.dumps(document))
    editor.set("question:asked", do="column-remove column:asked/answer")
    editor.add("column", "into question:asked", "Answer", type="radios", answers="Yes")
    cell = editor.question("asked")["items"]["properties"]["answer"]
    assert [one["const"] for one in cell["oneOf"]] == ["yes_2"]


def test_one_question_after_another_is_added_without_the_list(new):
    new.add("question", "into section:today", "Who helped?", type="rows")
    helped = "question:who_helped"
    assert "kind=question&place=after+question:who_helped" in unquoted(
        new.set(helped, do="another"))
    new.add("column", f"into {helped}", "Name", type="text")
    column = "column:who_helped/name"
    assert "kind=column&place=into+question:who_helped" in unquoted(new.set(column, do="another"))
    assert unquoted(new.set(column, do="return")).endswith("/edit?at=question:who_helped#column")
    assert "Back to the question" in new.get("edit", at=column).text


def unquoted(answer):
    """The address that a save leads on to, as a person would write it."""
    assert answer.status == 302
    return unquote(answer.location)
