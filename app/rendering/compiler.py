"""Compiles a definition: every template rendered once a version, ready to be filled per request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from msgspec.structs import replace

from app.engine.definition import Definition, Question, Section
from app.engine.question_types.choices import posted_name
from app.rendering.displayed import Displayed, displayed
from app.rendering.markdown import markdown
from app.rendering.page_state import PageState
from app.rendering.program import Program
from app.rendering.question_slots import QuestionSlots
from app.rendering.question_templates import template_of
from app.rendering.section_slots import SectionShown, SectionSlots
from app.rendering.shown import CHOICES

KEPT = 32
"""How many definitions stay compiled in a process."""

_SCREEN, _PAPER = "screen", "paper"


@dataclass(frozen=True, slots=True)
class _Pinned:
    """A definition by its hash and text: the hash alone does not see the order of properties."""

    sha256: str
    text: str = field(hash=False)
    definition: Definition = field(compare=False)
    environment: Environment = field(compare=False)


def compiled(definition: Definition, environment: Environment) -> CompiledDefinition:
    """A definition compiled with the templates of an environment; done once and kept."""
    return _compiled(_Pinned(definition.sha256, definition.text, definition, environment))


@lru_cache(maxsize=KEPT)
def _compiled(pinned: _Pinned) -> CompiledDefinition:
    return CompiledDefinition(pinned.definition, pinned.environment)


class CompiledSection:
    """One section, on the screen and on paper."""

    def __init__(self, compiler: _Compiler, section: Section) -> None:
        self.section = section
        self._compiler = compiler

    @property
    def key(self) -> str:
        """The section's key."""
        return self.section.key

    @cached_property
    def _screen(self) -> Program:
        return self._compiler.section(self.section, _SCREEN)

    @cached_property
    def _paper(self) -> Program:
        return self._compiler.section(self.section, _PAPER)

    def render(self, state: PageState) -> Markup:
        """The section's markup, without the page around it."""
        program = self._paper if state.blank else self._screen
        return Markup(program.fill(SectionShown(state, self.section)))

    def displayed(self, state: PageState) -> Displayed:
        """What `render` puts on the page that can be answered."""
        return displayed(self.section, state)


class CompiledDefinition:
    """A toolkit ready to be shown. Holds no answers."""

    def __init__(self, definition: Definition, environment: Environment) -> None:
        self.definition = definition
        compiler = _Compiler(definition, environment)
        self.sections: Mapping[str, CompiledSection] = {
            section.key: CompiledSection(compiler, section) for section in definition.sections
        }
        self._whole = compiler.whole

    def section(self, key: str) -> CompiledSection:
        """One section; raises KeyError where the definition has none of this key."""
        return self.sections[key]

    def render_all(self, state: PageState) -> Markup:
        """The whole toolkit, each section below a heading of its own."""
        within = replace(state, heading=state.heading + 1)
        return Markup("".join([
            self._whole(compiled.section, compiled.render(within), state)
            for compiled in self.sections.values()
        ]))


class _Compiler:
    """Renders the templates of one definition."""

    def __init__(self, definition: Definition, environment: Environment) -> None:
        self.environment = environment
        self.numbers = {key: number for number, key in enumerate(definition.questions, start=1)}

    def section(self, section: Section, medium: str) -> Program:
        slot = SectionSlots(section, lambda question: self.question(question, medium))
        return slot.program(self._render(
            "sections/section.html", slot=slot, section=section, medium=medium))

    def whole(self, section: Section, markup: Markup, state: PageState) -> Markup:
        hidden = all(question.key in state.hidden for question in section.questions())
        return Markup('<section class="wm-section" aria-labelledby="s-{0}"{1}><h{2} '
                      'class="govuk-heading-l" id="s-{0}">{3}</h{2}>{4}</section>').format(
            section.key, Markup(" hidden") if hidden else "", state.heading, section.title, markup)

    def question(self, question: Question, medium: str) -> Program:
        slot = QuestionSlots(question)
        return self._field(slot, f"questions/on_{medium}.html", medium,
                           about=question.label, number=self.numbers[question.key])

    def cell(self, column: Question, outer: Question, medium: str, in_table: bool) -> Program:
        slot = QuestionSlots(column, outer)
        about = Markup("{}, {}").format(column.label, slot.row_title())
        return self._field(slot, f"questions/cell_on_{medium}.html", medium,
                           about=about, in_table=in_table)

    def _field(self, slot: QuestionSlots, frame: str, medium: str, **more: Any) -> Program:
        question = slot.question

        @cache
        def program(column: Question, in_table: bool) -> Program:
            """Made once: the same cell stands in the rows there are and in the one to be added."""
            return self.cell(column, question, medium, in_table)

        return slot.program(self._render(
            template_of(question.type.name), slot=slot, question=question, frame=frame,
            medium=medium, options=_options(question),
            cell=lambda column, in_table=False: slot.cell(column, program(column, in_table)),
            **more,
        ))

    def _render(self, template: str, **context: Any) -> str:
        return self.environment.get_template(template).render(markdown=markdown, **context)


def _options(question: Question) -> list[dict[str, Any]]:
    """The options as the templates need them, each with the name it is posted by."""
    if question.type.name not in CHOICES:
        return []
    if question.options:
        return [{"name": posted_name(option.key), "title": option.title, "hint": option.hint,
                 "guidance": option.guidance} for option in question.options]
    lowest, highest = question.schema["minimum"], question.schema["maximum"]
    return [{"name": str(step), "title": str(step), "hint": "", "guidance": ""}
            for step in range(lowest, highest + 1)]
