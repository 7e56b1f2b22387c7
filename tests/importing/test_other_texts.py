"""Toolkits in words that were invented for this: bullets, boxes, tables, scores, scales, Word."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from app.engine.answers import NO_ANSWERS
from app.engine.asking import effective
from app.engine.document import read
from app.engine.levels import work_out
from app.importing import ImportRefused, import_file, import_text
from app.importing.toolkit.lines import lines_of
from tests.importing.office import paragraph, table, word

TEXTS = Path(__file__).parent / "texts"
STRUCTURE = {"as above"}


def imported(name):
    path = TEXTS / f"{name}.txt"
    return import_file(path.name, path.read_bytes())


def definition(name):
    return read(json.dumps(imported(name).document))


def labels(found, title):
    section = next(section for section in found.sections if section.title == title)
    return [question.label for question in section.questions()]


def letters(text):
    return re.sub(r"[\W_]+", "", text).lower()


@pytest.mark.parametrize("path", sorted(TEXTS.glob("*.txt")), ids=lambda path: path.stem)
def test_every_line_stands_in_the_draft_or_in_the_list(path):
    made = import_file(path.name, path.read_bytes())
    kept = letters(json.dumps(made.document, ensure_ascii=False))
    kept += letters(" ".join(f"{one.text}." for one in made.not_understood))
    pieces = [piece for line in lines_of(path.name, path.read_text(encoding="utf-8")).lines
              for piece in (line.cells or re.split(r"[:/()]|(?<=\.) ", line.text))]
    lost = {piece for piece in pieces if letters(piece) not in kept}
    assert {piece for piece in lost if letters(piece) not in map(letters, STRUCTURE)} == set()


class TestNeglectChecklist:
    def test_boxes(self):
        found = definition("neglect_checklist")
        assert labels(found, "Details") == [
            "Child’s name", "Date of birth", "Address", "School or nursery", "Completed by", "Date"]
        assert found.questions["date_of_birth"].type.name == "date"

    def test_signs_in_their_groups(self):
        found = definition("neglect_checklist")
        groups = [item for item in found.sections[1].items]
        assert [(group.title, len(group.items)) for group in groups] == [
            ("Physical care", 3), ("Home conditions", 3), ("Supervision", 3)]
        assert labels(found, "Signs of neglect")[-1] == "Evidence for what you have ticked:"

    def test_what_protects_lowers_risk(self):
        found = definition("neglect_checklist")
        directions = {question.risk for section in found.sections
                      if section.title == "Protective factors" for question in section.questions()}
        assert directions == {"lowers"}

    def test_levels_with_what_is_suggested(self):
        levels = definition("neglect_checklist").levels
        assert [(level.title, len(level.interventions)) for level in levels] == [
            ("Low", 1), ("Medium", 2), ("High", 1)]

    def test_plan(self):
        plan = definition("neglect_checklist").questions["action"]
        assert [row.title for row in plan.fixed_rows][0].startswith("Health check")
        assert [column.label for column in plan.columns] == ["By whom", "By when"]


class TestScoredList:
    def test_every_factor_adds_its_score(self):
        (measure,) = definition("scored_list").measures
        assert sorted(term.weight for term in measure.terms) == [1] * 4 + [2] * 3 + [5] * 3

    @pytest.mark.parametrize("present, level", [
        ([], "Category 1"), (["low_self_esteem", "staying_out_late"], "Category 1"),
        (["an_older_partner_who_controls_the_young_person", "low_self_esteem"], "Category 2"),
    ])
    def test_the_score_decides_the_level(self, present, level):
        found = definition("scored_list")
        values = {term.key: "not_present" for term in found.measures[0].terms}
        answers = NO_ANSWERS.with_changes(values={**values, **dict.fromkeys(present, "present")})
        result = work_out(found, effective(found, answers, {}, date(2026, 3, 2)))
        assert result.calculated.words == level


class TestScaledStatements:
    def test_statements_are_scored_on_the_scale_of_the_text(self):
        found = definition("scaled_statements")
        scales = [one for one in found.questions.values() if one.type.name == "scale"]
        assert [(one.schema["minimum"], one.schema["maximum"]) for one in scales] == [(0, 5)] * 5
        assert len(found.measures[0].terms) == 5

    def test_columns_of_answers(self):
        asked = definition("scaled_statements").questions[
            "has_the_young_person_agreed_to_this_assessment"]
        assert [option.title for option in asked.options] == ["Yes", "No", "Not known"]
        assert asked.evidence.label == "Comments"

    def test_a_table_of_descriptions(self):
        asked = definition("scaled_statements").questions["control"]
        assert asked.type.name == "descriptors"
        assert [option.hint for option in asked.options] == [
            "No sign of control", "Some pressure", "Threats or violence"]


WORD = (
    paragraph("Young carers screening", "Title"),
    paragraph("About the child", "Heading1"),
    table(("Name", ""), ("Date of birth", ""), ("Lives with", "")),
    paragraph("Signs of caring", "Heading1"),
    paragraph("Look for these signs. You should ask about each of them."),
    paragraph("At home", "Heading2"),
    paragraph("Cooks or cleans for the family every day", listed=True),
    paragraph("Gives medicine to an adult", listed=True),
    paragraph("At school", "Heading2"),
    paragraph("Is often late or tired", listed=True),
    paragraph("Effects", "Heading1"),
    table(("Effect", "Yes", "No", "Not known", "Evidence"),
          ("The child worries about the person they care for", "", "", "", ""),
          ("The child misses time with friends", "", "", "", "")),
    paragraph("Outcome levels", "Heading1"),
    table(("Level", "Description", "Suggested action"),
          ("Low", "Caring is light", "Tell the family about the local group."),
          ("High", "Caring harms the child", "Refer for an assessment. Meet the family.")),
)


class TestWord:
    def test_headings_lists_and_tables(self):
        found = read(json.dumps(import_file("carers.docx", word(*WORD)).document))
        assert found.title == "Young carers screening"
        assert [section.title for section in found.sections] == [
            "About the child", "Signs of caring", "Effects", "Outcome levels"]
        assert labels(found, "About the child") == ["Name", "Date of birth", "Lives with"]
        assert [(item.title, len(item.items)) for item in found.sections[1].items] == [
            ("At home", 2), ("At school", 1)]
        assert labels(found, "Effects")[0].startswith("The child worries")
        assert [level.title for level in found.levels] == ["Low", "High"]
        assert [len(level.interventions) for level in found.levels] == [1, 2]

    def test_places_are_paragraphs_and_rows(self):
        sources = import_file("carers.docx", word(*WORD)).sources
        assert sources["gives_medicine_to_an_adult"].where == "paragraph 7"
        assert sources["the_child_misses_time_with_friends"].where == "table 2, row 3"

    def test_deleted_text_is_gone_and_notes_are_named(self):
        gone = "<w:p><w:del><w:r><w:t>Old name</w:t></w:r></w:del></w:p>"
        data = word(*WORD, gone, word__footnotes_xml="<x/>", word__header1_xml="<x/>")
        made = import_file("carers.docx", data)
        assert "Old name" not in json.dumps(made.document)
        reasons = {one.reason for one in made.not_understood}
        assert {"footnotes were not read",
                "what stands at the head and foot of pages was not read"} <= reasons


def test_pasted_text_and_a_file_mean_the_same():
    text = (TEXTS / "scored_list.txt").read_text(encoding="utf-8")
    pasted, filed = import_text(text), imported("scored_list")
    assert {**pasted.document, "source": ""} == {**filed.document, "source": ""}


@pytest.mark.parametrize("text", ["", "  \n ", "Dear all, please find the minutes attached."])
def test_words_without_a_question_are_refused(text):
    with pytest.raises(ImportRefused):
        import_text(text)


def test_scripts_in_wording_stay_words():
    text = (TEXTS / "neglect_checklist.txt").read_text(encoding="utf-8")
    wicked = text.replace("No working heating", "<img src=x onerror=alert(1)> No *working* heating")
    wicked = wicked.replace("This checklist", "<script>alert(1)</script> [here](javascript:x)", 1)
    made = import_text(wicked).document
    properties = made["schema"]["properties"].values()
    assert any(one["title"].startswith("<img src=x") for one in properties)
    assert "\\<script\\>" in made["guidance"] and "\\[here\\]" in made["guidance"]
