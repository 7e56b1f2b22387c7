"""A definition as subjects, in the order of its pages: all that may differ between two versions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from app.engine.authoring.aspects import About, Aspect
from app.engine.authoring.declared_facts import STEPS, declared_subjects
from app.engine.authoring.placing import Json, Placed, placed, row_controls
from app.engine.authoring.question_facts import (
    aspect_pointer, checks_of, headings, option_values, question_values, subschemas_of,
)
from app.engine.authoring.subjects import Subject
from app.engine.authoring.value_words import teller_of
from app.engine.definition import Definition, Question, Section
from app.engine.problems import at
from app.engine.question_types.choices import posted_name

_KEPT = 8
"""How many versions a process keeps: a base is compared with draft after draft."""
_ROOT = {
    Aspect.WORDING: "title", Aspect.SLUG: "slug", Aspect.KIND: "kind", Aspect.OWNER: "owner",
    Aspect.SOURCE: "source", Aspect.INTRODUCTION: "introduction", Aspect.GUIDANCE: "guidance",
}
_IN_SCHEMA = frozenset({Aspect.TYPE, Aspect.LIMITS, Aspect.REQUIRED, Aspect.HEADING})
_CONTROL = {
    Aspect.EVIDENCE_REQUIRED: ("evidence", "required_when"), Aspect.ROW_HEADING: ("columns", "row"),
}
_SECTION_STEPS = {Aspect.SKIPPABLE: ("skippable", "label")}
_PARTS = {Aspect.HINT: "option_hints", Aspect.GUIDANCE: "option_guidance",
          Aspect.MEANING: "meanings", Aspect.SENSITIVITY: "row_sensitivity"}
_ASKED = frozenset({About.QUESTION, About.COLUMN})
_PARTS_OF = frozenset({About.OPTION, About.COLUMN, About.ROW, About.TERM})
_OF_ELEMENT = frozenset({"type", "label", "text", "rule", "elements", "options"})


class Anatomy(Struct, frozen=True, eq=False, dict=True):
    """All subjects of a version by their id, each after what it stands in."""

    definition: Definition
    subjects: Mapping[str, Subject]

    @cached_property
    def questions(self) -> Mapping[str, Subject]:
        """The questions by their key."""
        return {s.key: s for s in self.subjects.values() if s.about is About.QUESTION}

    @cached_property
    def within(self) -> Mapping[str, tuple[Subject, ...]]:
        """By id, what stands in each subject directly, in order; the pages stand in ""."""
        found: defaultdict[str, list[Subject]] = defaultdict(list)
        for subject in self.subjects.values():
            found[subject.parent].append(subject)
        return {id_: tuple(inner) for id_, inner in found.items()}

    def of(self, about: About) -> tuple[Subject, ...]:
        """The subjects of one kind, in order."""
        return tuple(s for s in self.subjects.values() if s.about is about)

    def whole(self, known: Container[str]) -> Iterator[str]:
        """The ids but those of parts of what is not known: they are told with it, if at all."""
        for id_, subject in self.subjects.items():
            if id_ in known or subject.about not in _PARTS_OF or subject.parent in known:
                yield id_

    def pointer(self, subject: Subject, aspect: Aspect) -> str:
        """Where in the document it is said, or where the subject stands."""
        base, steps = _place(subject, aspect)
        found = aspect_pointer(self.definition, base, *steps)
        if aspect is Aspect.WORDING and subject.about in _ASKED and found == subject.element:
            return aspect_pointer(self.definition, subject.pointer, "title")
        return found


@lru_cache(maxsize=_KEPT)
def anatomy(definition: Definition) -> Anatomy:
    """Take a version apart into what is said of each thing in it."""
    found = (*_Reader(definition).subjects(), *declared_subjects(
        definition, teller_of(definition)))
    return Anatomy(definition, {subject.id: subject for subject in found})


class _Reader:
    """Reads the toolkit itself and all that stands on its pages."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.schemas = subschemas_of(definition)
        self.teller = teller_of(definition)
        self.inside: defaultdict[str, list[str]] = defaultdict(list)

    def subjects(self) -> Iterator[Subject]:
        yield self._toolkit()
        elements = list(placed(self.definition))
        for element in elements:
            container = element.container
            while element.about is About.QUESTION and container:
                self.inside[container.id].append(element.key)
                container = container.container
        for element in elements:
            if element.about is About.QUESTION:
                yield from self._question(element)
            else:
                yield self._subject(element, self._values(element))

    def _toolkit(self) -> Subject:
        definition = self.definition
        checks, other = checks_of(definition, self.schemas)
        values: dict[Aspect, Any] = {
            aspect: getattr(definition, name) for aspect, name in _ROOT.items()}
        values[Aspect.FAMILY] = definition.document.get("family")
        values.update({Aspect.CHECKS: checks, Aspect.OTHER: other})
        return Subject(
            About.TOOLKIT, "toolkit", definition.slug, definition.title, _said(values), "",
            self.teller)

    def _values(self, element: Placed) -> dict[Aspect, Any]:
        if element.about is About.SECTION:
            return _section_values(self.definition.sections_by_key[element.key])
        return {Aspect.WORDING: element.title}

    def _subject(
        self, element: Placed, values: dict[Aspect, Any], question: Question | None = None
    ) -> Subject:
        values[Aspect.RULE] = element.rules
        if question is None:
            values[Aspect.OTHER] = _unread(element.element)
        return Subject(
            element.about, element.id, element.key, element.title, _said(values),
            question.pointer if question else element.pointer, self.teller,
            parent=element.container.id if element.container else "",
            section=element.section.title, question=question.key if question else "",
            inside=tuple(self.inside[element.id]), element=element.pointer,
            inherited=element.inherited, given_key=bool(element.key),
        )

    def _question(self, element: Placed) -> Iterator[Subject]:
        question = self.definition.questions[element.key]
        values = question_values(question, element.element, self.schemas)
        if element.generated and "." in element.key:
            values[Aspect.HEADING] = headings(element.key, self.schemas)
        subject = self._subject(element, values, question)
        yield subject
        yield from self._options(subject, question)
        yield from self._columns(subject, question, element)
        for row in question.fixed_rows:
            yield self._part(subject, About.ROW, row.key, row.title, {Aspect.WORDING: row.title},
                             at(question.pointer, "properties", row.key))

    def _options(self, subject: Subject, question: Question) -> Iterator[Subject]:
        for option in question.options:
            name = posted_name(option.key)
            yield self._part(subject, About.OPTION, name, option.title, option_values(option),
                             subject.pointer)

    def _columns(
        self, subject: Subject, question: Question, element: Placed
    ) -> Iterator[Subject]:
        controls = row_controls(element.element, element.pointer) if question.columns else {}
        for column in question.columns:
            inner, place = controls.get(column.key, ({}, column.pointer))
            values = question_values(column, inner, self.schemas)
            values.pop(Aspect.REVISIT, None)
            cell = self._part(subject, About.COLUMN, column.key, column.label, values,
                              column.pointer, place)
            yield cell
            yield from self._options(cell, column)

    def _part(
        self, whole: Subject, about: About, key: str, title: str, values: Mapping[Aspect, Any],
        pointer: str, element: str = "",
    ) -> Subject:
        return Subject(
            about, f"{whole.id}/{about}:{key}", key, title, values, pointer, self.teller,
            parent=whole.id, section=whole.section, question=whole.question,
            element=element or whole.element,
        )


def _section_values(section: Section) -> dict[Aspect, Any]:
    return {
        Aspect.WORDING: section.title, Aspect.INTRODUCTION: section.introduction,
        Aspect.GUIDANCE: section.guidance, Aspect.SKIPPABLE: section.skip_label,
        Aspect.CONFIRM_TOGETHER: section.confirm_together, Aspect.WAITS: section.waits_for_others,
    }


def _said(values: Mapping[Aspect, Any]) -> dict[Aspect, Any]:
    return {aspect: value for aspect, value in values.items() if value}


def _unread(element: Json) -> dict[str, Any]:
    """What a section, a group or a note says to other tools."""
    options = element.get("options")
    named = options.items() if isinstance(options, Mapping) else ()
    told = {key: value for key, value in named if key != "waymark"}
    left = {key: value for key, value in element.items() if key not in _OF_ELEMENT}
    return {**left, **({"options": told} if told else {})}


def _place(subject: Subject, aspect: Aspect) -> tuple[str, tuple[str, ...]]:
    """The place, and the steps from there, at which an aspect stands."""
    steps = STEPS.get(subject.about)
    if steps is not None:
        return subject.pointer, (steps[aspect],) if aspect in steps else ()
    if subject.about is About.TOOLKIT:
        return "", (_ROOT[aspect],) if aspect in _ROOT else ()
    if subject.about is About.OPTION and aspect in _PARTS:
        return subject.element, ("options", "waymark", _PARTS[aspect], subject.key)
    if subject.about in (About.OPTION, About.ROW) or aspect in _IN_SCHEMA:
        return subject.pointer, ()
    return _element_place(subject, aspect)


def _element_place(subject: Subject, aspect: Aspect) -> tuple[str, tuple[str, ...]]:
    if aspect is Aspect.WORDING:
        return subject.element, ("text" if subject.about is About.NOTE else "label",)
    if aspect is Aspect.RULE:
        return subject.element, ("rule",)
    if aspect in (Aspect.ADDED, Aspect.REMOVED):
        return subject.pointer, ()
    steps = _CONTROL.get(aspect) or _SECTION_STEPS.get(aspect) or (aspect.value,)
    return subject.element, ("options", "waymark", *steps)
