"""The form of one unit: its settings as fields, with what was typed and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field

from app.definitions.pages.conditions import Choice, answers_in, subjects
from app.definitions.pages.setting_words import (
    CHOICE, LINES, MEANINGS, QUESTION, SENSITIVITIES, TICKS, WORDS, Part, Words, parts_of,
)
from app.definitions.pages.titles import title_of
from app.engine.authoring.asked import Asked
from app.engine.authoring.edits.options import options_of
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.setting_fields import Settings, Value, lines_of
from app.engine.question_types.choices import posted_name

Errors = Mapping[str, str]
_OF_OPTION = {
    "title": Words("Answer"), "hint": Words("Hint"),
    "guidance": Words("Guidance", "area", "In Markdown, such as suggested interventions."),
    "meaning": Words("What choosing it says", CHOICE, "", MEANINGS),
    "row_sensitivity": Words(
        "How sensitive the row is when it is chosen", CHOICE,
        "The whole row is then withheld from those who may not see such answers.", SENSITIVITIES),
}


_CALLED = {**MEANINGS, **SENSITIVITIES}


class Field(Struct, frozen=True):
    """One field of a form. `value` is text, or for ticks the values that are ticked."""

    name: str
    label: str
    entry: str
    value: Value
    hint: str = ""
    choices: tuple[Choice, ...] = ()
    groups: tuple[tuple[str, tuple[Choice, ...]], ...] = ()
    error: str = ""

    @property
    def id(self) -> str:
        """The id of its box."""
        return field_id(self.name)

    @property
    def text(self) -> str:
        """Its value as one text."""
        if isinstance(self.value, bool):
            return "yes" if self.value else ""
        return self.value if isinstance(self.value, str) else "\n".join(self.value)

    @property
    def ticked(self) -> bool:
        """Whether a tick is set."""
        return bool(self.text.strip())


class FieldPart(Struct, frozen=True):
    """Fields under a heading; folded away where `folded`."""

    title: str
    fields: tuple[Field, ...]
    folded: bool = False


class OptionFields(Struct, frozen=True):
    """The fields of one option of a question, by the name it is posted under.

    `said` is what is set beside its title, in words.
    """

    name: str
    title: Field
    more: tuple[Field, ...]
    said: str
    folded: bool


class Typed(Struct, frozen=True):
    """What was typed, over what is set, and what is wrong with it."""

    settings: Settings
    posted: Settings = field(default_factory=dict)
    errors: Errors = field(default_factory=dict)

    def value(self, called: str) -> Value:
        """What a field is to show."""
        return self.posted.get(called, self.settings.get(called, ""))


def field_id(called: str) -> str:
    """The id of the box of a setting; the error summary leads to it."""
    return f"f-{called}"


def parts(outline: Outline, address: str, typed: Typed) -> tuple[FieldPart, ...]:
    """The settings of a unit, set out under headings; only those that it has."""
    return tuple(found for part in parts_of(kind(address))
                 if (found := _part(outline, address, part, typed)).fields)


def option_fields(question: Asked, typed: Typed) -> tuple[OptionFields, ...]:
    """The fields of the options of a question, in order."""
    return tuple(_option(posted_name(key), typed) for key, _ in options_of(question))


def _option(called: str, typed: Typed) -> OptionFields:
    title, *more = (
        _field(f"option.{called}.{part}", words, typed, _choices(words.choices))
        for part, words in _OF_OPTION.items() if f"option.{called}.{part}" in typed.settings)
    said = [_CALLED.get(one.text, one.text) if one.choices else one.label
            for one in more if one.text]
    return OptionFields(called, title, tuple(more), ", ".join(said),
                        not any(one.error for one in more))


def _part(outline: Outline, address: str, part: Part, typed: Typed) -> FieldPart:
    fields = tuple(_fields(outline, address, part.names, typed))
    return FieldPart(part.title, fields, part.seldom and not any(
        one.text or one.error for one in fields))


def _fields(
    outline: Outline, address: str, names: Sequence[str], typed: Typed
) -> Iterator[Field]:
    words = WORDS[kind(address)]
    for called in names:
        if called in typed.settings:
            one = words[called]
            yield _field(called, one, typed, _offered(outline, address, called, one),
                         _groups(outline, one))


def _field(
    called: str, words: Words, typed: Typed, choices: tuple[Choice, ...] = (),
    groups: tuple[tuple[str, tuple[Choice, ...]], ...] = (),
) -> Field:
    value = typed.value(called)
    if words.entry in (CHOICE, QUESTION):
        choices = _with_current(choices, groups, value)
    if words.entry == TICKS:
        value = lines_of(value)
    if words.entry == LINES and not isinstance(value, (str, bool)):
        value = "\n".join(value)
    return Field(called, words.label, words.entry, value, words.hint, choices, groups,
                 typed.errors.get(called, ""))


def _offered(
    outline: Outline, address: str, called: str, words: Words
) -> tuple[Choice, ...]:
    """What may be chosen: the words of the setting, levels of the toolkit, answers of a section."""
    if called == "confirm_together":
        return answers_in(outline, address)
    if words.entry == TICKS or called == "highest":
        levels = tuple(Choice(name(one), title_of(outline, one)) for one in outline.inside(
            "levels"))
        return levels if words.entry == TICKS else (Choice("", "Any level"), *levels)
    if words.entry == QUESTION:
        return (Choice("", "None"), *_choices(words.choices))
    return _choices(words.choices)


def _groups(outline: Outline, words: Words) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    if words.entry != QUESTION:
        return ()
    only = ((title, tuple(one for one in choices if kind(one.value) == "question"))
            for title, choices in subjects(outline))
    return tuple((title, choices) for title, choices in only if choices)


def _choices(words: Mapping[str, str] | None) -> tuple[Choice, ...]:
    return tuple(Choice(value, said) for value, said in (words or {}).items())


def _with_current(
    choices: tuple[Choice, ...], groups: tuple[tuple[str, tuple[Choice, ...]], ...], value: Value
) -> tuple[Choice, ...]:
    """What a document says stays to be chosen, also where no form would have offered it."""
    known = {one.value for _, inner in (("", choices), *groups) for one in inner}
    if isinstance(value, str) and value and value not in known:
        return (*choices, Choice(value, value))
    return choices
