"""How long a page and a post take, for the largest toolkit that is shipped."""

from datetime import date
from statistics import median
from time import perf_counter

import pytest

from app.engine.answers import NO_ANSWERS, Answers, Mark, carried, cells_of
from app.engine.asking import effective
from app.engine.reading import read_all
from app.rendering.compiler import CompiledDefinition
from app.rendering.page_state import PageState
from app.rendering.posted import read_post
from tests.rendering.pages import environment, sent, toolkit

pytestmark = pytest.mark.benchmark
TIMES = 100
TYPED = {"text": "Some words & <more>", "textarea": "Two “quoted” lines\nof words" * 4,
         "date": "2026-02-27", "number": 3}


def filled(definition):
    """Every question answered, with reasons, and two rows in each group."""
    rows = {q.key: ("0123456789abcdef", "fedcba9876543210")
            for q in definition.questions.values() if q.type.name == "rows"}
    values = {address: TYPED.get(cell.type.name) or _chosen(cell)
              for question in definition.questions.values()
              for address, cell in cells_of(question, Answers(rows=rows))}
    marks = {q.key: Mark(rationale="The school told us on 3 March.", source="School",
                         evidence_date="2026-02-27")
             for q in definition.questions.values() if q.evidence}
    return Answers(values, rows, marks)


def _chosen(question):
    key = question.options[0].key
    return [key] if question.type.name == "checkboxes" else key


@pytest.fixture(scope="module")
def definition():
    return toolkit("cse-risk-assessment/2")


@pytest.fixture(scope="module")
def page(definition):
    return CompiledDefinition(definition, environment())


@pytest.fixture(scope="module")
def states(definition):
    answers = filled(definition)
    read = read_all(definition, effective(definition, answers, {}, date(2026, 3, 3)))
    return {
        "empty": PageState(),
        "filled": PageState(answers=answers),
        "review": PageState(
            answers=carried(answers, definition), review=True, earlier_date="3 March 2026",
            earlier={entry.key: entry for section in read for entry in section.entries}),
    }


def measure(name, work, limit):
    """Print the median in milliseconds, and hold it to the limit."""
    work()
    spent = []
    for _ in range(TIMES):
        began = perf_counter()
        work()
        spent.append(perf_counter() - began)
    print(f"\n{name}: {median(spent) * 1000:.2f} ms")
    assert median(spent) * 1000 < limit


@pytest.mark.parametrize("kind", ["empty", "filled", "review"])
def test_the_whole_toolkit_on_one_page(page, states, kind):
    measure(f"whole toolkit, {kind}", lambda: page.render_all(states[kind]), 15)


@pytest.mark.parametrize("kind", ["empty", "filled", "review"])
def test_each_section(page, states, kind):
    for section in page.sections.values():
        measure(f"{section.key}, {kind}", lambda: section.render(states[kind]), 6)


@pytest.mark.parametrize("kind", ["empty", "filled", "review"])
def test_reading_a_post_of_each_section(page, definition, states, kind):
    state = states[kind]
    for section in page.sections.values():
        form, displayed = sent(section.render(state)), section.displayed(state)
        for base in (state.answers, NO_ANSWERS):
            measure(f"reading {section.key}, {kind}", lambda: read_post(
                definition, displayed, form, base, earlier=state.earlier), 3)


def test_compiling(definition):
    began = perf_counter()
    CompiledDefinition(definition, environment()).render_all(PageState())
    print(f"\ncompiling: {(perf_counter() - began) * 1000:.0f} ms")
    assert perf_counter() - began < 1
