"""XLSForm: what becomes of each kind of row, and that nothing is dropped in silence."""

import json

import pytest

from app.engine.answers import NO_ANSWERS
from app.engine.asking import effective
from app.engine.document import DefinitionRefused, read
from app.engine.measures import measure_all
from app.importing import import_file
from tests.importing.office import form, row, workbook


def imported(*rows, **more):
    return import_file("form.xlsx", form(*rows, **more))


def definition(*rows, **more):
    return read(json.dumps(imported(*rows, **more).document))


def question(*given, **more):
    """The question that one row makes."""
    return definition(row(*given, **more)).questions[given[1]]


def reasons(*rows, **more):
    return [str(remark) for remark in imported(*rows, **more).not_understood]


@pytest.mark.parametrize("kind, more, type_name, schema", [
    ("text", {}, "text", {"type": "string"}),
    ("text", {"appearance": "multiline"}, "textarea", {"type": "string"}),
    ("integer", {}, "number", {"type": "integer"}),
    ("decimal", {}, "number", {"type": "number"}),
    ("date", {}, "date", {"format": "date"}),
    ("range", {"parameters": "start=0 end=5 step=1"}, "scale", {"minimum": 0, "maximum": 5}),
    ("range", {"parameters": "start=0 end=1 step=0.1"}, "number", {"multipleOf": 0.1}),
    ("select_one yn", {}, "radios", {}),
    ("select_one yn", {"appearance": "minimal"}, "select", {}),
    ("select_multiple yn", {}, "checkboxes", {"uniqueItems": True}),
    ("acknowledge", {}, "checkboxes", {}),
    ("barcode", {}, "text", {"type": "string"}),
    ("time", {}, "text", {"pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
])
def test_each_kind_of_question(kind, more, type_name, schema):
    made = question(kind, "q", "Wording", **more)
    assert (made.label, made.type.name) == ("Wording", type_name)
    assert schema.items() <= made.schema.items()


def test_hints_and_guidance():
    made = question("text", "q", "Wording", hint="A hint", guidance_hint="More to read")
    assert (made.hint, made.guidance) == ("A hint", "More to read")


@pytest.mark.parametrize("kind, constraint, limits", [
    ("integer", ". >= 0 and . < 120", {"minimum": 0, "exclusiveMaximum": 120}),
    ("decimal", "0.5 <= . and (. <= 9.5)", {"minimum": 0.5, "maximum": 9.5}),
    ("integer", ". > -5", {"exclusiveMinimum": -5}),
    ("text", "string-length(.) <= 20", {"maxLength": 20}),
    ("text", "string-length(.) > 2", {"minLength": 3}),
    ("text", "regex(., '^[A-Z]{2}[0-9]+$')", {"pattern": "^(?:[A-Z]{2}[0-9]+)$"}),
    ("select_multiple yn", "count-selected(.) <= 1", {"maxItems": 1}),
    ("select_multiple yn", "count-selected(.) = 1", {"minItems": 1, "maxItems": 1}),
])
def test_constraints_that_are_limits(kind, constraint, limits):
    assert limits.items() <= question(kind, "q", "Q", constraint=constraint).schema.items()


@pytest.mark.parametrize("kind, constraint, kept", [
    ("integer", ". >= 0 and . != 13", {"minimum": 0}),
    ("date", ". <= today()", {}),
    ("text", "regex(., '(a+)+$')", {}),
    ("text", ". = ${other}", {}),
    ("integer", ". mod 2 = ", {}),
])
def test_constraints_that_are_none_are_listed(kind, constraint, kept):
    rows = [row("text", "other", "Other"), row(kind, "q", "Q", constraint=constraint)]
    found = definition(*rows).questions["q"].schema
    assert kept.items() <= found.items()
    assert any("survey, row 3" in one and "not all of this constraint" in one
               for one in reasons(*rows))


def shown(relevant, answers, *more):
    """Whether a question of this relevance is asked, given some answers."""
    found = definition(
        row("select_one yn", "one", "One"), row("select_multiple yn", "many", "Many"),
        row("integer", "number", "Number"), row("text", "words", "Words"),
        row("acknowledge", "read", "Read"), *more,
        row("text", "q", "Q", relevant=relevant))
    from datetime import date
    state = effective(found, NO_ANSWERS.with_changes(values=answers), {}, date(2026, 3, 2))
    return state.asked("q")


@pytest.mark.parametrize("relevant, met, unmet", [
    ("${one} = 'yes'", {"one": "yes"}, {"one": "no"}),
    ("${one}='yes'", {"one": "yes"}, {}),
    ("${one} != 'yes'", {}, {"one": "yes"}),
    ("selected(${one}, 'yes')", {"one": "yes"}, {}),
    ("selected(${many}, 'yes')", {"many": ["no", "yes"]}, {"many": ["no"]}),
    ("not(selected(${many}, 'yes'))", {}, {"many": ["yes"]}),
    ("${number} > 3", {"number": 4}, {"number": 3}),
    ("3 < ${number}", {"number": 4}, {}),
    ("not(${number} > 3)", {}, {"number": 4}),
    ("${number} >= 3 and ${number} <= 5", {"number": 5}, {"number": 6}),
    ("${words} != ''", {"words": "x"}, {}),
    ("${words} = ''", {}, {"words": "x"}),
    ("string-length(${words}) > 2", {"words": "abc"}, {"words": "ab"}),
    ("count-selected(${many}) >= 2", {"many": ["yes", "no"]}, {"many": ["no"]}),
    ("count-selected(${many}) < 2", {}, {"many": ["no", "yes"]}),
    ("${one} = 'yes' or (${number} = 1 and not(${words} = 'x'))", {"number": 1},
     {"number": 1, "words": "x"}),
    ("not(${one} = 'yes' or ${number} = 1)", {"one": "no"}, {"number": 1}),
    ("${read} = 'OK'", {"read": ["OK"]}, {}),
    ("${number} = -1", {"number": -1}, {"number": 1}),
])
def test_relevance(relevant, met, unmet):
    assert (shown(relevant, met), shown(relevant, unmet)) == (True, False)


@pytest.mark.parametrize("relevant", [
    "${one} = ${words}", "today() > ${one}", "if(${one}='yes', 1, 0)", "position(..) > 1",
    "${words} > 'a'", "${one} = 'yes", "${one} === 'yes'", "(" * 60 + "${one}" + ")" * 60,
    " or ".join(["${one} = 'yes'"] * 400),
])
def test_relevance_beyond_us_is_listed_and_the_question_always_asked(relevant):
    rows = [row("select_one yn", "one", "One"), row("text", "words", "Words"),
            row("text", "q", "Q", relevant=relevant)]
    assert definition(*rows).questions["q"].rules == ()
    assert any("survey, row 4" in one and "relevant was not understood" in one
               for one in reasons(*rows))


def test_groups_are_sections_and_groups_and_carry_their_relevance():
    found = definition(
        row("text", "first", "First"),
        row("begin_group", "home", "At home", relevant="${first} != ''"),
        row("text", "a", "A"),
        row("begin_group", "inner", "Inner"), row("text", "b", "B"), row("end_group", ""),
        row("end_group", ""),
        row("text", "last", "Last"))
    assert [(one.key, one.title) for one in found.sections] == [
        ("questions", "Questions"), ("home", "At home"), ("questions-2", "Questions")]
    assert [len(found.questions[key].rules) for key in ("first", "a", "b")] == [0, 1, 1]
    assert found.sections[1].items[1].title == "Inner"


def test_repeats_are_rows():
    found = definition(
        row("begin_repeat", "people", "People"), row("text", "name", "Name", required="yes"),
        row("integer", "age", "Age", constraint=". < 120"), row("end_repeat", ""))
    people = found.questions["people"]
    assert people.type.name == "rows"
    assert [(one.label, one.required) for one in people.columns] == [("Name", True), ("Age", False)]


def test_what_a_repeat_cannot_hold_is_listed():
    rows = (
        row("begin_repeat", "people", "People"), row("text", "name", "Name"),
        row("text", "why", "Why", relevant="${name} != ''"), row("note", "n", "Read this"),
        row("begin_repeat", "pets", "Pets"), row("text", "pet", "Pet"), row("end_repeat", ""),
        row("end_repeat", ""))
    found = reasons(*rows)
    assert [column.key for column in definition(*rows).questions["people"].columns] == [
        "name", "why"]
    assert any("rules inside a repeat" in one for one in found)
    assert any("“Read this” a note in a repeat" in one for one in found)
    assert any("“Pets” a repeat inside a repeat" in one for one in found)


def test_required_always_and_when():
    found = definition(
        row("text", "a", "A", required="yes"), row("text", "b", "B", required="${a} = 'x'"),
        row("text", "c", "C", required="false()"))
    assert [one.required for one in found.questions.values()] == [True, False, False]
    assert found.questions["b"].required_when is not None


def test_sums_are_measures():
    found = definition(
        row("range", "scale", "Scale", parameters="start=0 end=5 step=1"),
        row("select_one yn", "one", "One"), row("select_multiple yn", "many", "Many"),
        row("calculate", "total", calculation="${scale} * 2 + if(${one} = 'yes', 3, 0) "
            "+ count-selected(${many}) + number(coalesce(${scale}, 0))"),
        row("note", "n", "High", relevant="${total} > 5"))
    from datetime import date
    given = NO_ANSWERS.with_changes(values={"scale": 4, "one": "yes", "many": ["no"]})
    measured = measure_all(found, effective(found, given, {}, date(2026, 3, 2)))
    assert measured["total"].interval.low == 4 * 2 + 3 + 1 + 4


def test_scored_choices_and_sums_of_sums():
    choices = (("list_name", "name", "label"), ("n", "0", "None"), ("n", "2", "Two"))
    found = definition(
        row("select_one n", "a", "A"), row("select_one n", "b", "B"),
        row("calculate", "first", calculation="${a}"),
        row("calculate", "both", calculation="${first} + ${b}"), choices=choices)
    assert [len(measure.terms) for measure in found.measures] == [1, 2]


def test_ages_and_counted_rows_are_derived():
    found = definition(
        row("date", "born", "Born"),
        row("calculate", "age", calculation="int((today() - ${born}) div 365.25)"),
        row("begin_repeat", "people", "People"), row("text", "name", "Name"),
        row("end_repeat", ""),
        row("calculate", "how_many", calculation="count(${people})"),
        row("text", "q", "Q", relevant="${age} < 13 and ${how_many} >= 1"))
    assert [(one.name, one.kind) for one in found.derived] == [
        ("age", "age_years"), ("how_many", "row_count")]
    assert len(found.questions["q"].rules) == 1


@pytest.mark.parametrize("calculation", [
    "concat(${a}, 'x')", "${n} + 1", "${n}", "now()", "pulldata('x', 'y', 'z', ${a})",
])
def test_other_calculations_are_listed(calculation):
    found = reasons(row("text", "a", "A"), row("integer", "n", "N"),
                    row("calculate", "c", calculation=calculation))
    assert any("survey, row 4" in one and "calculation was left out" in one for one in found)


@pytest.mark.parametrize("given, said", [
    (row("image", "q", "A picture"), "“A picture” photo cannot be asked"),
    (row("geopoint", "q", "A place"), "“A place” geopoint cannot be asked"),
    (row("today", "q"), "today is not asked"),
    (row("text", "q", "Q", default="x"), "“x” a default was not taken over"),
    (row("text", "q", "Q", appearance="signature"), "“signature” this appearance"),
    (row("text", "q", "Q", readonly="yes"), "read-only was not taken over"),
    (row("integer", "q", "Q", constraint=". > 1", constraint_message="More"), "“More” messages"),
    (row("text", "q", "Dear ${other}"), "an answer was to be put into the wording"),
    (row("select_one yn", "q", "Q", choice_filter="${other} = name"), "choice_filter was not"),
])
def test_what_does_not_map_is_listed_with_its_row(given, said):
    found = reasons(row("text", "other", "Other"), given)
    assert [one for one in found if said in one and "survey, row 3" in one]


def test_settings_and_languages():
    columns = ["type", "name", "label::English (en)", "label::Cymraeg (cy)"]
    data = workbook(
        survey=[columns, ["text", "q", "Name", "Enw"]],
        settings=[["form_title", "form_id", "default_language", "public_key"],
                  ["Welsh form", "welsh-form", "Cymraeg (cy)", "abc"]],
        notes=[["anything"]])
    made = import_file("form.xlsx", data)
    found = read(json.dumps(made.document))
    assert (found.title, found.slug) == ("Welsh form", "welsh-form")
    assert found.questions["q"].label == "Enw"
    said = [str(one) for one in made.not_understood]
    assert any("English (en)" in one for one in said)
    assert any("public_key" in one for one in said)
    assert any("sheet notes" in one for one in said)


def test_or_other_adds_to_the_one_question_that_asks_for_it():
    found = definition(row("select_one yn", "a", "A"), row("select_one yn or_other", "b", "B"))
    assert [option.key for option in found.questions["a"].options] == ["yes", "no"]
    assert [option.key for option in found.questions["b"].options] == ["yes", "no", "other"]
    assert len(found.questions["b_other"].rules) == 1


def test_sources_are_rows():
    sources = imported(
        row("text", "a", "A"), row("begin_repeat", "r", "R"), row("text", "b", "B"),
        row("end_repeat", "")).sources
    assert {key: source.where for key, source in sources.items()} == {
        "a": "survey, row 2", "r": "survey, row 3", "r/b": "survey, row 4"}


@pytest.mark.parametrize("rows, place, reason", [
    ([row("text", "a", "A", relevant="${b} = 'x'"), row("text", "b", "B", relevant="${a} = 'y'")],
     "form.xlsx, survey, row 2", "circle"),
    ([row("begin_group", "g", "G", relevant="${a} = 'x'"), row("text", "a", "A"),
      row("end_group", "")], "form.xlsx, survey, row 3", "circle"),
    ([row("text", "a", "A"), row("text", "a", "B")], "form.xlsx, row 3", ""),
    ([row("text", "a", "A", relevant="${gone} = 'x'")], "form.xlsx, row 2", "gone"),
    ([row("select_one nowhere", "a", "A")], "form.xlsx, row 2", "nowhere"),
    ([row("begin_group", "g", "G"), row("text", "a", "A")], "form.xlsx, row 2", ""),
    ([row("rubbish", "a", "A")], "form.xlsx", ""),
    ([row("note", "a", "A")], "form.xlsx", "asks no question"),
    ([*(row("begin_group", f"g{n}", "G") for n in range(500)), row("text", "a", "A"),
      *[row("end_group", "")] * 500], "survey", "nested more than 20 deep"),
])
def test_errors_are_told_at_their_row(rows, place, reason):
    with pytest.raises(DefinitionRefused) as caught:
        imported(*rows)
    (problem, *_) = caught.value.problems
    assert problem.pointer.startswith(place) and reason in problem.reason


def test_names_alike_in_two_groups_are_told_apart():
    made = imported(
        row("begin_group", "g", "G"), row("text", "a", "A"), row("end_group", ""),
        row("begin_group", "h", "H"), row("text", "a", "A"), row("end_group", ""))
    assert list(made.sources) == ["a", "a_2"]
    assert any("it is now a_2" in one.reason for one in made.not_understood)
