"""The form of each kind of unit, over HTTP: what it shows, saves, refuses, and never loses."""

import pytest

from app.definitions import drafts
from app.definitions.pages.type_words import TYPES
from app.engine.question_types import REGISTRY
from tests.definitions.conftest import written

HARM = "question:harm"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture
def editor(edit_next):
    return edit_next(written("harm", "name", options=("yes", "no", "not_known")))


def test_every_unit_of_the_shipped_toolkit_can_be_opened_and_saved_as_it_is(cse, check_html):
    before = cse.document
    addresses = [one for one in cse.draft.outline.units if not one.startswith(("lineage", "other"))]
    checked = set()
    for address in addresses:
        page = cse.get("edit", at=address)
        assert page.status == 200, address
        if (sort := (address.partition(":")[0], len(page.forms))) not in checked:
            checked.add(sort)
            check_html(page.text)
        saved = cse.post("edit", next(form for form in page.forms if "page" in form), at=address)
        assert saved.status == 302, (address, saved.errors)
    assert cse.document == before and cse.draft.head.number == 1


def test_the_wording_of_a_question(editor):
    editor.set(HARM, label="Is she harmed?", hint="By anybody.", guidance="# Ask\n\n- gently",
               required="yes", risk="raises")
    assert editor.question("harm")["title"] == "Is she harmed?"
    ours = editor.ours("harm")
    assert (ours["hint"], ours["guidance"], ours["risk"]) == (
        "By anybody.", "# Ask\n\n- gently", "raises")
    assert editor.document["schema"]["required"] == ["harm"]
    editor.set(HARM, required=[])
    assert "required" not in editor.document["schema"]


def test_the_browser_is_told_to_drop_its_copy_of_what_was_saved(editor):
    fields = {**editor.form("edit", at=HARM), "new_options": "Perhaps", "do": "option-add"}
    editor.post("edit", fields, at=HARM)
    assert f'data-acknowledged="{fields["save_id"][0]}"' in editor.get("edit", at=HARM).text


def test_its_answers(editor):
    editor.set_all(HARM, {
        "new_options": "Perhaps\nDid not say\n", "option.yes.title": "Yes, she is",
        "option.yes.meaning": "yes"}, do="option-add")
    listed = [(one["const"], one["title"]) for one in editor.question("harm")["oneOf"]]
    assert listed == [("yes", "Yes, she is"), ("no", "No"), ("not_known", "Not_Known"),
                      ("perhaps", "Perhaps"), ("did_not_say", "Did not say")]
    editor.set(HARM, do="option-up perhaps")
    editor.set(HARM, do="option-remove no")
    assert [one["const"] for one in editor.question("harm")["oneOf"]] == [
        "yes", "perhaps", "not_known", "did_not_say"]
    assert editor.ours("harm")["meanings"] == {"yes": "yes"}
    editor.set(HARM, new_options="No")
    assert editor.question("harm")["oneOf"][-1] == {"const": "no_2", "title": "No"}


def test_evidence_is_required_for_the_ticked_answers(editor):
    editor.set_all(HARM, {"evidence": "yes", "evidence.label": "Why?", "evidence.date": "yes",
                          "evidence.required.answers": ["yes", "not_known"]})
    assert editor.ours("harm")["evidence"] == {
        "label": "Why?", "date": True, "required_when": {"enum": ["yes", "not_known"]}}
    editor.set_all(HARM, {"evidence.required.answers": []})
    assert "required_when" not in editor.ours("harm")["evidence"]
    editor.set(HARM, evidence=[])
    assert "evidence" not in editor.ours("harm")


def test_a_rule_is_built_by_picking_a_question_and_an_answer(editor):
    assert "/condition?" in editor.set(HARM, do="condition rule new").location
    page = editor.get("condition", at=HARM, of="rule")
    assert page.status == 200 and "About name" in page.text
    made = editor.condition(HARM, "rule", "question:name", "is", "yes", "no")
    assert made.status == 302
    editor.condition(HARM, "rule", "question:name", "answered")
    editor.set_all(HARM, {"rule.join": "any", "rule.effect": "HIDE"})
    rule = editor.draft.outline.units[HARM]["control"]["rule"]
    assert rule == {"effect": "HIDE", "condition": {"type": "OR", "conditions": [
        {"scope": "#/properties/name", "schema": {"enum": ["yes", "no"]}},
        {"scope": "#/properties/name", "schema": {"type": "string"}}]}}
    page = editor.get("edit", at=HARM)
    assert "“About name” is “Yes” or “No”" in page.text
    editor.condition(HARM, "rule", "question:name", "is_not", "yes", number="0")
    editor.set(HARM, do="clause-remove rule 1")
    assert editor.draft.outline.units[HARM]["control"]["rule"]["condition"] == {
        "scope": "#/properties/name", "schema": {"not": {"const": "yes"}}}
    editor.set(HARM, do="clause-remove rule 0")
    assert "rule" not in editor.draft.outline.units[HARM]["control"]


def test_a_condition_says_what_is_missing(editor, check_html):
    page = editor.condition(HARM, "rule", "question:name", "is")
    assert page.status == 422 and page.errors == ["Choose one or more of its answers"]
    check_html(page.text)


def test_a_rule_written_by_hand_is_shown_and_kept(edit_next):
    document = written("harm", "name", uischema={"type": "Categorization", "elements": [{
        "type": "Category", "label": "All", "elements": [
            {"type": "Control", "scope": "#/properties/name"},
            {"type": "Control", "scope": "#/properties/harm", "rule": {
                "effect": "SHOW", "condition": {
                    "scope": "#/properties/name", "schema": {"minLength": 2, "maxLength": 3}}}}]}]})
    editor = edit_next(document)
    page = editor.get("edit", at=HARM)
    assert "written by hand" in page.text and "minLength" in page.text
    editor.set(HARM, label="Harmed?")
    assert editor.draft.outline.units[HARM]["control"]["rule"]["condition"]["schema"] == {
        "minLength": 2, "maxLength": 3}
    assert editor.get("condition", at=HARM, of="rule").status == 404
    editor.set(HARM, do="condition-remove rule")
    assert "rule" not in editor.draft.outline.units[HARM]["control"]


def test_words_that_nothing_can_be_without_are_not_cleared(editor):
    page = editor.set_all(HARM, {"label": " ", "option.yes.title": "", "hint": "Typed"})
    assert page.errors == ["Enter what is asked", "Enter what it is called"]
    assert "Typed</textarea>" in page.text and editor.question("harm")["title"] == "About harm"


def test_what_is_typed_about_evidence_makes_the_box(editor):
    editor.set_all(HARM, {"evidence.label": "Why?"})
    assert editor.ours("harm")["evidence"] == {"label": "Why?"}


def test_answers_that_are_confirmed_together_are_ticked(editor):
    editor.set("section:questions", confirm_together=["no", "not_known"])
    assert editor.document["uischema"]["elements"][0]["options"]["waymark"][
        "confirm_together"] == ["no", "not_known"]
    page = editor.get("edit", at="section:questions")
    assert 'value="no" checked' in page.text and 'value="yes" checked' not in page.text


def test_circular_rules_are_told_at_their_questions(editor):
    editor.condition(HARM, "rule", "question:name", "is", "yes")
    editor.condition("question:name", "rule", HARM, "is", "yes")
    page = editor.get()
    assert "circle" in page.text and "to put right before it can be sent" in page.text
    assert all("circle" in editor.get("edit", at=one).text for one in (HARM, "question:name"))


def test_a_rule_on_a_question_that_is_gone_is_told_at_its_question(edit_next):
    editor = edit_next(written("harm", "name"))
    editor.condition(HARM, "rule", "question:name", "is", "yes")
    page = editor.press("remove question:name")
    assert page.status == 422 and "About harm" in page.text
    assert "Question: when it is asked looks at “About name”" in page.text


def test_wrong_numbers_are_told_at_their_fields_and_nothing_typed_is_lost(new, check_html):
    new.add("question", "into section:today", "How many times?", type="number")
    page = new.set("question:how_many_times", label="How often?", minimum="a few",
                   maximum="<b>many")
    assert page.status == 422
    assert page.errors == ["Enter a number in figures", "Enter a number in figures"]
    for typed in ("How often?", 'value="a few"', 'value="&lt;b&gt;many"', 'href="#f-minimum"',
                  'href="#f-maximum"', 'id="f-maximum-error"', "data-unsaved"):
        assert typed in page.text
    check_html(page.text)
    assert new.question("how_many_times")["title"] == "How many times?"


def test_an_autosave_is_answered_in_json_and_counts_once(editor):
    fields = {**editor.form("edit", at=HARM), "label": "Harmed?", "intent": "autosave"}
    answer = editor.client.post(editor.address("edit", at=HARM), data=fields,
                                headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer.json["page"] == "2" and answer.json["saved_at"] and answer.json["save_id"]
    again = editor.client.post(editor.address("edit", at=HARM), data=fields)
    assert again.json["page"] == "2" and editor.draft.head.number == 2


@pytest.mark.both_databases
def test_a_page_with_a_strange_name_is_told_to_load_again(editor):
    fields = {**editor.form("edit", at=HARM), "label": "Harmed now?", "save_id": "a\0b"}
    page = editor.client.post(editor.address("edit", at=HARM), data=fields)
    assert page.status_code in (409, 422) and "This page is out of date" in page.text
    assert "Harmed now?" in page.text and editor.draft.head.number == 1


def test_an_autosave_adds_nothing_half_typed_and_says_so(editor):
    fields = {**editor.form("edit", at=HARM), "label": "Harmed?", "new_options": "Per",
              "intent": "autosave"}
    answer = editor.client.post(editor.address("edit", at=HARM), data=fields)
    assert answer.status_code == 409 and "Press the button" in answer.json["message"]
    assert editor.question("harm")["title"] == "Harmed?"
    assert len(editor.question("harm")["oneOf"]) == 3


def test_an_autosave_of_something_wrong_says_what(new):
    new.add("question", "into section:today", "How many?", type="number")
    fields = {**new.form("edit", at="question:how_many"), "minimum": "x", "intent": "autosave"}
    answer = new.client.post(new.address("edit", at="question:how_many"), data=fields)
    assert (answer.status_code, answer.json["message"]) == (409, "Enter a number in figures.")


def test_scripts_in_wording_are_inert(editor, check_html):
    editor.set_all(HARM, {
        "label": SCRIPT, "hint": SCRIPT, "guidance": f"{SCRIPT} [x](javascript:alert(3))",
        "option.yes.title": SCRIPT, "option.yes.hint": SCRIPT})
    editor.set("toolkit", title=SCRIPT, introduction=SCRIPT, owner=SCRIPT)
    fields = editor.form("edit", at=HARM)
    pages = [editor.get(), editor.get("edit", at=HARM), editor.get("levels"),
             editor.get("history"), editor.get("history/2"), editor.get("move", at=HARM),
             editor.post("edit", {**fields, "do": "preview"}, at=HARM)]
    for page in pages:
        assert "<script>alert" not in page.text and "<img src=x" not in page.text
        assert 'href="javascript' not in page.text
        check_html(page.text)


def test_markdown_is_previewed_as_it_will_be_shown(editor):
    fields = editor.form("edit", at=HARM)
    page = editor.post("edit", {**fields, "guidance": "Ask **gently**", "do": "preview"}, at=HARM)
    assert "<strong>gently</strong>" in page.text and "data-unsaved" in page.text
    assert editor.draft.head.number == 1
    answer = editor.client.post("/toolkits/drafts/markdown", data={
        "text": f"Ask **gently** {SCRIPT}", "csrf_token": fields["csrf_token"]})
    assert "<strong>gently</strong>" in answer.json["html"]
    assert "<script" not in answer.json["html"] and "<img" not in answer.json["html"]


@pytest.mark.parametrize("type_", REGISTRY)
def test_every_type_of_question_can_be_asked(new, type_):
    asked = "question:what_is_it"
    new.add("question", "into section:today", "What is it?", type=type_)
    page = new.get("edit", at=asked)
    assert page.status == 200 and TYPES[type_].title in page.text
    if "new_options" in page.text:
        new.set(asked, new_options="One\nTwo", do="option-add")
    if type_ == "table":
        new.set(asked, new_rows="First", do="row-add")
    if type_ in ("rows", "table"):
        new.add("column", f"into {asked}", "Name", type="text")
    assert new.draft.problems == []
    assert new.draft.definition.questions["what_is_it"].type.name == type_
    assert new.set(asked, label="What was it?").status == 302


def test_rows_and_their_boxes(new):
    new.add("question", "into section:today", "Who lives there?", type="rows")
    people = "question:who_lives_there"
    assert "kind=column" in new.set(people, do="columns-add", row_label="Person").location
    new.add("column", f"into {people}", "Name", type="text")
    new.add("column", f"into {people}", "Seen on", type="date")
    new.set(people, do="column-up column:who_lives_there/seen_on")
    new.set("column:who_lives_there/name", label="Full name", required="yes")
    items = new.question("who_lives_there")["items"]
    detail = new.draft.outline.units[people]["control"]["options"]["detail"]["elements"]
    assert [one["scope"] for one in detail] == ["#/properties/seen_on", "#/properties/name"]
    assert items["required"] == ["name"]
    assert items["properties"]["name"]["title"] == "Full name"
    new.set(people, do="column-remove column:who_lives_there/seen_on")
    assert list(new.question("who_lives_there")["items"]["properties"]) == ["name"]


@pytest.mark.requirement("S4.18", "S4.28")
def test_what_an_option_makes_of_its_row(new, check_html):
    new.add("question", "into section:today", "Who lives there?", type="rows")
    new.add("question", "into section:today", "Known from", type="radios")
    new.add("column", "into question:who_lives_there", "Known from", type="radios")
    column = "column:who_lives_there/known_from"
    for asked in ("question:known_from", column):
        new.set(asked, new_options="Police\nSchool", do="option-add")
    page = new.get("edit", at=column)
    check_html(page.text)
    words = "How sensitive the row is when it is chosen"
    assert words in page.text and words not in new.get("edit", at="question:known_from").text
    new.set_all(column, {"option.police.row_sensitivity": "police"})
    assert new.draft.definition.row_marks == {
        "who_lives_there": {"known_from": {"police": "police"}}}
    assert "Police information" in new.get("edit", at=column).text
    refused = new.set_all(column, {"option.police.row_sensitivity": "secret"})
    assert refused.status == 422 and refused.errors
    new.set(column, do="option-remove police")
    assert new.draft.definition.row_marks == {}


def test_a_table_with_fixed_rows(new):
    new.add("question", "into section:today", "Plan", type="table")
    assert "Add a row first" in new.get("edit", at="question:plan").text
    new.set("question:plan", new_rows="Raise awareness\nFind her", do="row-add")
    new.add("column", "into question:plan", "Who does it", type="text")
    new.set_all("question:plan", {"row.find_her.title": "Find her again", "row_heading": "What"})
    new.set("question:plan", do="row-up find_her")
    rows = new.question("plan")["properties"]
    assert [(key, row["title"]) for key, row in rows.items()] == [
        ("find_her", "Find her again"), ("raise_awareness", "Raise awareness")]
    assert list(rows["raise_awareness"]["properties"]) == ["who_does_it"]
    new.set("question:plan", do="row-remove raise_awareness")
    assert list(new.question("plan")["properties"]) == ["find_her"]


def test_the_type_of_a_question_changes_and_its_answers_stay(editor, check_html):
    assert "/type?" in editor.set(HARM, do="type").location
    form = editor.form("type", at=HARM)
    check_html(editor.get("type", at=HARM).text)
    editor.post("type", {**form, "type": "checkboxes"}, at=HARM)
    assert [one["const"] for one in editor.question("harm")["items"]["oneOf"]] == [
        "yes", "no", "not_known"]
    form = editor.form("type", at=HARM)
    assert editor.post("type", {**form, "type": "nothing"}, at=HARM).status == 422


def test_sections_groups_and_texts(new):
    new.set("section:today", title="Today and tomorrow", introduction="Begin here.",
            skip_label="Seen yesterday", waits_for_others="yes")
    new.add("group", "into section:today", "At home")
    new.set("group:at_home", title="In the home")
    new.add("text", "into group:at_home", "Look around.")
    new.set("text:look_around", text="Look around **you**.")
    section = new.document["uischema"]["elements"][0]
    assert section["label"] == "Today and tomorrow"
    assert section["options"]["waymark"]["skippable"] == {"label": "Seen yesterday"}
    group = section["elements"][0]
    assert (group["label"], group["elements"][0]["text"]) == (
        "In the home", "Look around **you**.")


def test_the_toolkits_own_words(editor):
    editor.set("toolkit", title="Our toolkit", owner="The board", introduction="Hello",
               guidance="Read me", kind="screening")
    root = editor.document
    assert (root["title"], root["owner"], root["kind"], root["guidance"]) == (
        "Our toolkit", "The board", "screening", "Read me")


def test_measures_levels_floors_and_actions(editor):
    editor.add("measure", "", "Harm")
    editor.set("measure:harm", new_terms=[HARM, "question:name"], do="term-add")
    editor.set_all("measure:harm", {"term.0.weight": "5", "term.0.when.answers": "yes",
                                    "term.1.when.answers": ["yes", "not_known"]})
    editor.set("measure:harm", do="term-up 1")
    assert editor.document["measures"] == [{"id": "harm", "title": "Harm", "terms": [
        {"scope": "#/properties/name", "weight": 1, "when": {"enum": ["yes", "not_known"]}},
        {"scope": "#/properties/harm", "weight": 5, "when": {"const": "yes"}}]}]
    page = editor.set_all("measure:harm", {"term.0.weight": "much"})
    assert page.status == 422 and 'href="#f-term.0.weight"' in page.text
    editor.set("measure:harm", do="term-remove 0")
    editor.add("level", "", "Standard")
    editor.add("level", "", "High")
    editor.condition("level:high", "when", "measure:harm", "at_least", typed="5")
    editor.set("level:high", description="Much", interventions="Tell police\nMeet",
               status="subject")
    level = editor.document["levels"][1]
    assert level["when"] == {"scope": "#/measures/harm", "schema": {"minimum": 5}}
    assert level["interventions"] == ["Tell police", "Meet"]
    editor.add("floor", "", "Harm is never standard")
    editor.set("floor:harm_is_never_standard", forbids=["standard"])
    editor.condition("floor:harm_is_never_standard", "when", HARM, "is", "yes")
    assert editor.document["floors"][0]["forbids"] == ["standard"]
    editor.add("immediate", "", about=HARM)
    editor.set_all("immediate:harm", {"message": "Call 999", "when.answers": "yes"})
    assert editor.document["immediate"] == [
        {"scope": "#/properties/harm", "message": "Call 999", "when": {"const": "yes"}}]
    assert editor.draft.problems == []
    page = editor.get("levels")
    assert "“Harm” is at least 5" in page.text and "forbids Standard" in page.text
    assert editor.press("remove level:standard", "levels").status == 422
    editor.press("remove floor:harm_is_never_standard", "levels")
    assert editor.press("remove level:standard", "levels").location.endswith("/levels")


def test_a_term_counts_by_how_recent_it_is(new):
    new.add("question", "into section:today", "Missing?", type="yes-no")
    new.add("question", "into section:today", "Last missing on", type="date")
    new.add("measure", "", "Missing")
    new.set("measure:missing", new_terms="question:missing", do="term-add")
    new.set_all("measure:missing", {"term.0.dates": "question:last_missing_on"})
    new.set_all("measure:missing", {"term.0.band.0.months": "6", "term.0.band.0.weight": "5"})
    assert new.document["measures"][0]["terms"][0]["windows"] == {
        "dates": "#/properties/last_missing_on", "bands": [{"months": 6, "weight": 5}]}


def test_a_judgement_has_the_levels_as_its_answers(new):
    new.add("question", "into section:today", "Level", type="radios")
    new.add("question", "into section:today", "Why", type="textarea")
    for title in ("Standard", "High"):
        new.add("level", "", title)
    new.add("judgement", "", about="question:level")
    new.set("judgement", reason="question:why", rise="1", highest="high")
    assert new.document["judgement"] == {
        "scope": "#/properties/level", "reason": "#/properties/why", "rise": 1, "highest": "high"}
    assert [one["const"] for one in new.question("level")["oneOf"]] == ["standard", "high"]


def test_what_is_not_there_is_not_found(editor):
    for page in ("edit", "move", "type", "condition"):
        assert editor.get(page, at="question:nobody", of="rule").status == 404
    assert editor.get("kept/7").status == 404 and editor.get("history/99").status == 404


def test_a_stale_page_or_a_draft_that_is_done_with_loses_nothing(editor):
    fields = {**editor.form("edit", at=HARM), "label": "Harmed?"}
    assert editor.post("edit", {**fields, "page": "99999999999999"}, at=HARM).status == 404
    editor.post("close", {**editor.form("close", "reason"), "reason": "Not needed"})
    page = editor.post("edit", fields, at=HARM)
    assert page.status == 422 and "Harmed?" in page.text and "done with" in page.text
    assert drafts.head_of(editor.draft.row).number == 1
