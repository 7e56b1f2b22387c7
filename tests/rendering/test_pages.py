"""Pages are valid, say what each thing is for, and let no wording pass for markup."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from app.engine import document
from app.engine.answers import Answers, Mark
from app.engine.question_types import REGISTRY
from app.engine.validation import Finding
from app.rendering.compiler import compiled
from app.rendering.markdown import markdown
from app.rendering.page_state import NoteShown, PageState
from app.rendering.question_templates import check_question_templates
from app.rendering.summary import error_summary, messages
from tests.rendering.markup import faults, names, parse
from tests.rendering.pages import TOOLKITS, environment, toolkit
from tests.rendering.specimen import (
    MEANINGS, answers, small, specimen, specimen_document, whole_pages,
)
from tests.rendering.test_review import review_of

ROWS = Answers(rows={"people": ("aa", "bb")})


def page(definition, state=PageState()):
    return compiled(definition, environment()).render_all(state)


def states():
    told = Answers(
        {"radios": "present", "text": "words", "people/aa/text": "Ann"}, ROWS.rows,
        {"radios": Mark(rationale="why", source="School", evidence_date="2026-02")})
    addresses = [*specimen().questions, "people/aa/text", "people/aa/date", "grid/first/radios"]
    return {
        "empty": PageState(),
        "filled": PageState(answers=told),
        "errors": PageState(answers=told, messages=dict.fromkeys(
            [*addresses, "@single"], "Choose an answer")),
        "review": review_of(specimen(), told, notes={
            "radios": (NoteShown("9 March 2026", "S. Reed", "Seen", "/notes/4"),)}),
        "hidden": PageState(hidden=frozenset(specimen().questions)),
        "disabled": PageState(disabled=frozenset(specimen().questions)),
        "paper": PageState(blank=True),
    }


@pytest.mark.parametrize("name", states())
def test_every_type_is_valid_and_labelled(name):
    assert faults(page(specimen(), states()[name])) == []


@pytest.mark.parametrize("name", TOOLKITS)
@pytest.mark.parametrize("blank", [False, True], ids=["screen", "paper"])
def test_shipped_toolkits_are_valid_and_labelled(name, blank):
    assert faults(page(toolkit(name), PageState(blank=blank))) == []


@whole_pages
@given(answers())
def test_no_answer_breaks_the_page(given_answers):
    visible = json.dumps(given_answers.to_document(specimen()), ensure_ascii=False)
    if all(ord(character) & 0xFFFE != 0xFFFE and not 0xFDD0 <= ord(character) <= 0xFDEF
           for character in visible):
        assert faults(page(specimen(), PageState(answers=given_answers))) == []


def test_no_two_controls_are_called_the_same():
    counted = Counter(name for name, _ in names(page(specimen(), PageState(answers=ROWS))))
    assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.parametrize("name", TOOLKITS)
def test_no_two_controls_of_a_section_are_called_the_same(name):
    for section in compiled(toolkit(name), environment()).sections.values():
        counted = Counter(name for name, _ in names(section.render(PageState())))
        assert [name for name, count in counted.items() if count > 1] == []


@pytest.mark.requirement("S0.26", "S4.34")
def test_every_question_with_guidance_has_the_symbol_and_it_is_closed():
    tree = parse(page(toolkit()))
    for key, question in toolkit().questions.items():
        element = next(e for e in tree.iter("div") if e.get("id") == f"q-{key}")
        symbols = [e for e in element.iter("details") if "wm-guidance" in e.get("class")]
        assert all(symbol.get("open") is None for symbol in symbols)
        about = [question.label] if question.guidance else []
        about += [f"{question.label}: {o.title}" for o in question.options if o.guidance]
        assert ["".join(s[0].itertext()) for s in symbols] == [f"?Guidance: {a}" for a in about]


@pytest.mark.requirement("S4.34")
def test_every_indicator_of_actual_harm_has_guidance():
    harmful = [q for q in toolkit().questions.values() if q.harm]
    assert harmful and all(q.guidance for q in harmful)


@pytest.mark.requirement("S0.13", "S4.45", "S4.48")
def test_every_suspected_indicator_has_a_box_to_tell_more_under_its_exact_label():
    suspected = [q for s in toolkit("cse-risk-assessment/1").sections
                 if s.key.startswith("suspected") for q in s.questions() if q.evidence]
    boxes = [name for name, kind in names(page(toolkit("cse-risk-assessment/1")))
             if kind == "textarea"]
    assert len(suspected) >= 18
    for question in suspected:
        assert sum(name.endswith(f"Rationale for what you have scored: {question.label}")
                   for name in boxes) == 1


@pytest.mark.requirement("S4.46")
def test_no_evidence_yet_asks_what_will_be_done():
    boxes = [name for name, _ in names(page(specimen()))]
    assert any(name.endswith("No evidence yet: what will be done: Question radios")
               for name in boxes)


@pytest.mark.requirement("S0.10")
def test_a_drop_down_lists_what_may_be_chosen():
    tree = parse(page(specimen()))
    select = next(e for e in tree.iter("select") if e.get("name") == "select")
    assert [o.get("value") for o in select.iter("option")] == ["", *MEANINGS]


@pytest.mark.requirement("S1.33", "S1.40")
def test_an_area_can_be_left_for_later_or_marked_as_not_applicable():
    boxes = dict(names(page(specimen())))
    assert boxes["1. Question radios > Revisit later: Question radios"] == "checkbox"
    assert boxes["1. Question radios > Not applicable: Question radios"] == "checkbox"
    assert boxes["1. Question radios > Why it is not applicable: Question radios"] == "textarea"


@pytest.mark.requirement("S0.27")
@pytest.mark.parametrize("name", TOOLKITS)
def test_the_paper_version_asks_everything_and_says_nothing_of_anybody(name):
    definition = toolkit(name)
    state = PageState(answers=Answers(dict.fromkeys(definition.questions, "SECRET")), blank=True)
    paper = "".join(parse(page(definition, state)).itertext())
    for question in definition.questions.values():
        assert question.label in paper
        assert all(option.title in paper for option in question.options)
    assert "SECRET" not in paper
    assert not list(parse(page(definition, state)).iter("input"))


def test_errors_stand_with_their_question_and_lead_there():
    findings = [
        Finding("date", "single", "unparsed", "Enter a real date"),
        Finding("people/aa/date", "rows", "unparsed", "Enter a real date"),
        Finding("radios", "single", "evidence", "Say why"),
        Finding("select", "single", "reason", "Say why this is not applicable"),
        Finding("people", "rows", "blank", "Add at least one row"),
        Finding("@single", "single", "reason", "Name the other assessment"),
    ]
    lines = error_summary(specimen(), findings)
    assert [line["text"] for line in lines][1:3] == [
        "People: Cell date: Enter a real date", "Question radios: Say why"]
    markup = page(specimen(), PageState(answers=ROWS, messages=messages(findings)))
    tree = parse(markup)
    ids = {e.get("id"): e for e in tree.iter() if e.get("id")}
    for line, finding in zip(lines, findings, strict=True):
        assert line["href"].removeprefix("#") in ids
        error = next(e for e in ids.values() if e.get("class") == "govuk-error-message"
                     and finding.message in "".join(e.itertext()))
        assert "".join(error.itertext()).startswith("Error:")
    assert "a-date:error" in ids["q-date"][0].get("aria-describedby").split()
    assert "govuk-form-group--error" in ids["q-date"].get("class")


ATTACK = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}"


def test_wording_is_never_markup():
    written = json.dumps(specimen_document())
    for wording in ("Question radios", "Cell radios", "One of three", "Present", "It is there",
                    "Person", "Add a person", "First row", "Which", "Single", "All types",
                    "Rationale for what you have scored", "Skip: another assessment covers this"):
        written = written.replace(json.dumps(wording), json.dumps(ATTACK + wording))
    definition = document.read(written)
    for state in (PageState(answers=ROWS), PageState(blank=True), review_of(definition, ROWS)):
        tree = parse(page(definition, state))
        assert not list(tree.iter("script")) and not list(tree.iter("img"))
        assert "{{ 7*7 }}{% raw %}Question radios" in "".join(tree.itertext())


def test_answers_and_notes_are_never_markup():
    told = Answers({"text": ATTACK, "textarea": ATTACK, "people/aa/text": ATTACK},
                   {"people": ("aa",)}, {"radios": Mark(rationale=ATTACK, source=ATTACK)},
                   {"number": {"": ATTACK}})
    state = review_of(specimen(), told, answers=told, messages={"text": ATTACK}, notes={
        "text": (NoteShown(ATTACK, ATTACK, ATTACK, "/" + ATTACK),)})
    tree = parse(page(specimen(), state))
    assert not list(tree.iter("script")) and not list(tree.iter("img"))


@pytest.mark.requirement("S4.3")
def test_guidance_may_link_to_where_more_is_written():
    """An authority writes its own address there, so each has the one that holds for it."""
    tree = parse(markdown("Read [the procedures](https://example.org/procedures) first."))
    (link,) = tree.iter("a")
    assert link.get("href") == "https://example.org/procedures"
    assert "".join(link.itertext()) == "the procedures"


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "[x](data:text/html,hi)", "[x](vbscript:x)", "<a href='//x'>x</a>",
    "![x](https://example.org/x.png)", "<https://example.org/\"onclick=alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)", "<style>*{}</style>", "<iframe src=//example.org>",
    "[x](&#106;avascript:alert(1))", "&#60;script&#62;alert(1)&#60;/script&#62;",
])
def test_markdown_cannot_harm(text):
    tree = parse(markdown(text))
    for element in tree.iter():
        assert element.tag not in ("script", "img", "style", "iframe")
        assert set(element.attrib) <= {"href", "class", "rel"}
        assert element.get("href", "https:").split(":")[0] in ("https", "mailto", "tel")


@given(st.text(max_size=200))
def test_no_markdown_breaks_the_page(text):
    tree = html_of(markdown(text))
    assert {e.tag for e in tree.iter() if isinstance(e.tag, str)}.isdisjoint({"script", "img"})


def html_of(markup):
    import html5lib

    return html5lib.parse(f"<div>{markup}</div>", namespaceHTMLElements=False)


def test_a_character_reference_cannot_pass_for_a_slot():
    ours = {"type": "Control", "scope": "#/properties/a", "options": {"waymark": {
        "guidance": "&#xe000;0&#xe001; &#57344;1&#57345;", "note": "&#xE000;3&#xE001;"}}}
    definition = small({"a": {"type": "string"}}, [ours])
    markup = page(definition)
    assert "\ufffd0\ufffd" in markup and "\ue000" not in markup


def test_every_type_of_question_has_a_template():
    check_question_templates(environment())
    lacking = Environment(loader=DictLoader(
        {f"questions/{name}.html": "" for name in REGISTRY if name != "scale"}))
    with pytest.raises(TypeError, match="scale"):
        check_question_templates(lacking)


def test_a_definition_is_compiled_once_whoever_read_it():
    first, second = (document.read(specimen().text) for _ in range(2))
    assert first is not second
    assert compiled(first, environment()) is compiled(second, environment())


def test_two_orders_of_the_same_document_are_two_pages():
    """The hash is over the canonical form, which does not see an order that the page shows."""
    first = small({"a": {"type": "string"}, "b": {"type": "string"}})
    second = small({"b": {"type": "string"}, "a": {"type": "string"}})
    assert first.sha256 == second.sha256
    assert page(first).index("q-a") < page(first).index("q-b")
    assert page(second).index("q-b") < page(second).index("q-a")


def test_a_section_without_anything_to_ask_is_hidden():
    definition = specimen()
    state = PageState(hidden=frozenset(q.key for q in definition.sections[0].questions()))
    sections = list(parse(page(definition, state)).iter("section"))
    assert [section.get("hidden") is not None for section in sections] == [True, False]
