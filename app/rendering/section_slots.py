"""The slots of a section: its questions, the notes among them, and what holds for all of it."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from app.engine.answers import NO_MARK, SECTION_MARK, Mark
from app.engine.definition import Group, Item, Note, Question, Section
from app.rendering.names import question_id, section_field_name
from app.rendering.page_state import PageState
from app.rendering.program import Program, Slots
from app.rendering.shown import Shown, mark_boxes
from app.rendering.together import confirmable


class SectionShown:
    """A section on one page: what its slots read."""

    __slots__ = ("state", "section")

    def __init__(self, state: PageState, section: Section) -> None:
        self.state = state
        self.section = section

    @property
    def address(self) -> str:
        return SECTION_MARK + self.section.key

    @property
    def mark(self) -> Mark:
        """The mark of the section as a whole."""
        return self.state.answers.marks.get(self.address, NO_MARK)

    @property
    def skip_reason(self) -> str:
        """In favour of what the section is skipped, as the box holds it."""
        typed = self.state.answers.unparsed.get(self.address, {})
        return mark_boxes(self.mark, typed)["reason"]


class SectionSlots(Slots):
    """What the templates of sections call as `slot`."""

    def __init__(self, section: Section, compile_question: Callable[[Question], Program]) -> None:
        super().__init__()
        self.section = section
        self.compile_question = compile_question

    def question(self, question: Question) -> Markup:
        """One question."""
        program, key = self.compile_question(question), question.key
        instead = _withheld(question)
        return self.put(lambda shown: instead if key in shown.state.withheld else program.fill(
            Shown(shown.state, question, key)))

    def note(self, note: Note, caller: Callable[[], str]) -> Markup:
        """A note among the questions, where its rules show it."""
        markup = str(caller())
        if not note.rules:
            return Markup(markup)
        return self.where(lambda shown: _note_shown(note, shown.state), markup)

    def if_nothing_shown(self, group: Group, text: str) -> Markup:
        """Markup for a group nothing of which is shown. It belongs on the heading: a script that
        shows one of the questions must not find it inside something hidden."""
        return self.where(lambda shown: not any(_shown(item, shown.state) for item in group.items),
                          text)

    def heading(self) -> Markup:
        """The level of a group's heading."""
        return self.put(lambda shown: str(shown.state.heading))

    def name(self, part: str) -> str:
        """The name of an input for the whole section."""
        return section_field_name(self.section.key, part)

    def id(self, part: str) -> str:
        """The id of an input for the whole section."""
        return f"a-{self.name(part)}"

    def skipped(self, then: str, otherwise: str = "") -> Markup:
        """One of two pieces, the first where the section is skipped."""
        return self.where(lambda shown: shown.mark.absence == "skipped", then, otherwise)

    def skip_reason(self) -> Markup:
        """In favour of what the section is skipped."""
        return self.put(lambda shown: escape(shown.skip_reason))

    def wrong(self, then: str) -> Markup:
        """Markup where something about the section as a whole is to be put right."""
        return self.where(lambda shown: shown.address in shown.state.messages, then)

    def error(self) -> Markup:
        """What is to be put right about the section as a whole."""
        message = self.put(lambda shown: escape(shown.state.messages[shown.address]))
        return self.wrong(
            f'<p class="govuk-error-message" id="{self.id("error")}"><span '
            f'class="govuk-visually-hidden">Error:</span> {message}</p>')

    def when_confirmable(self, caller: Callable[[], str]) -> Markup:
        """A part of the template for answers that may be confirmed together, if there are any."""
        return self.where(lambda shown: tuple(_together(shown)), str(caller()))

    def confirmable(self) -> Markup:
        """The list of those answers."""
        return self.put(lambda shown: "".join([
            f"<li>{escape(question.label)}: {escape(_words(question, shown))}"
            f'<input type="hidden" name="{self.name("together")}" value="{escape(question.key)}">'
            "</li>"
            for question in _together(shown)
        ]))


def _withheld(question: Question) -> Markup:
    """What stands in the place of a question whose answer is withheld."""
    return Markup(
        '<div class="wm-question" id="{}"><p class="wm-question__title">{}</p>'
        '<p class="govuk-body">Withheld from you. Ask the worker or a reviewer of the team if you '
        'need it.</p></div>').format(question_id(question.key), question.label)


def _words(question: Question, shown: SectionShown) -> str:
    return question.type.show(question, shown.state.answers.values.get(question.key))


def _together(shown: SectionShown) -> list[Question]:
    state = shown.state
    if not state.review:
        return []
    unasked = state.hidden | state.disabled
    return [question for question in confirmable(shown.section, state.answers)
            if question.key not in unasked]


def _note_shown(note: Note, state: PageState) -> bool:
    world = state.world
    return world is None or all(rule.asks(rule.condition.holds(world)) for rule in note.rules)


def _shown(item: Item, state: PageState) -> bool:
    if isinstance(item, Group):
        return any(_shown(inner, state) for inner in item.items)
    if isinstance(item, Note):
        return _note_shown(item, state)
    return item.key not in state.hidden
