"""What the form of a unit posted, and the edit that it asks for. Saving it is for operations."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.engine.authoring.asked import Asked, asked
from app.engine.authoring.edits.columns import (
    add_row, columns_of, move_column, move_row, remove_column, remove_row, reword_row, rows_of,
)
from app.engine.authoring.edits.declared import add_term, move_term, remove_term
from app.engine.authoring.edits.options import move_option, options_of, remove_option
from app.engine.authoring.outline import Outline, kind
from app.engine.authoring.predicates import INCLUDES, IS, IS_NOT
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import Settings, Value, lines_of, text_of
from app.engine.authoring.settings import settings_of, with_settings
from app.engine.question_types.choices import posted_name

BOOKKEEPING = ("csrf_token", "page", "save_id", "intent", "do", "ticks")
NEW = ("new_options", "new_rows", "new_terms")
"""What is typed to be added, which an autosave leaves where it is: it may be half a word."""
_NEVER_BLANK: Mapping[str, str] = {
    "label": "enter what is asked", "title": "enter what it is called",
    "text": "enter what it says, or remove it from the list",
    "because": "enter why, in words that a practitioner reads",
}
_MOST_ERRORS = 30
_CHOSEN = (IS, IS_NOT, INCLUDES)


def posted_settings(posted: Mapping[str, Sequence[str]]) -> dict[str, Value]:
    """The settings that a form posted; boxes that were not ticked are blank."""
    blank = {name: () for name in posted.get("ticks", ())}
    given = {name: values[0] if len(values) == 1 else tuple(values)
             for name, values in posted.items() if name not in BOOKKEEPING and values}
    return _settled({**blank, **given})


def settings_and_rows(outline: Outline, address: str) -> dict[str, Value]:
    """The settings of a unit, with the titles of the rows of a table."""
    shown = dict(settings_of(outline, address))
    if kind(address) == "question":
        shown |= {f"row.{key}.title": title for key, title in rows_of(outline, address)}
    return shown


def with_posted(
    outline: Outline, address: str, posted: Settings, *, adding: bool = True,
    also_taken: Sequence[str] = (),
) -> Outline:
    """The outline in which a unit is as posted, what was typed to be added too unless `adding`
    is false. Raises EditRefused."""
    kept = {name: value for name, value in posted.items() if name not in NEW}
    shown = settings_of(outline, address)
    _refuse_blank(address, shown, kept)
    if not shown.get("evidence", True) and _evidence_typed(kept):
        kept["evidence"] = "yes"
    if adding and "new_options" in posted:
        kept["new_options"] = posted["new_options"]
    outline = with_settings(outline, address, kept, also_taken)
    outline = _with_rows(outline, address, posted)
    for title in lines_of(posted.get("new_rows", ())) if adding else ():
        outline = add_row(outline, address, title)
    for question in lines_of(posted.get("new_terms", ())) if adding else ():
        outline = add_term(outline, address, question)
    return outline


def errors_of(outline: Outline, address: str, posted: Settings) -> dict[str, str]:
    """Everything that cannot be written, by the name of its field; "" for what has none."""
    left, errors = dict(posted), dict[str, str]()
    while len(errors) < _MOST_ERRORS:
        try:
            with_posted(outline, address, left)
        except EditRefused as error:
            errors[error.setting] = f"{error.reason[:1].upper()}{error.reason[1:]}"
            wrong = _about(left, error.setting)
            if not wrong:
                break
            left = {name: value for name, value in left.items() if name not in wrong}
        else:
            break
    return errors


def act(outline: Outline, address: str, do: str) -> Outline:
    """What a named button does beside saving: "option-up present". Raises EditRefused."""
    name, _, target = do.partition(" ")
    if name in _ACTS:
        return _ACTS[name](outline, address, target)
    way = {"up": -1, "down": 1}.get(name.rpartition("-")[2])
    moved = _MOVED.get(name.partition("-")[0])
    if way is None or moved is None:
        return outline
    listed = moved[0](outline, address)
    if target not in listed:
        raise EditRefused(address, "it is no longer there")
    to = listed.index(target) + way
    return moved[1](outline, address, target, to) if 0 <= to < len(listed) else outline


def _refuse_blank(address: str, shown: Settings, posted: Settings) -> None:
    """Words that a unit had and cannot be without are not taken away by clearing their box."""
    for name, value in posted.items():
        words = _NEVER_BLANK.get(name.rpartition(".")[2] if name.startswith("option.") else name)
        if words and not text_of(value) and text_of(shown.get(name, "")):
            raise EditRefused(address, words, setting=name)


def _evidence_typed(posted: Settings) -> bool:
    """Whether something was said of an evidence box that there is not yet."""
    return any(name.startswith("evidence.") and text_of(value)
               for name, value in posted.items() if not name.endswith(".usual"))


def _settled(posted: dict[str, Value]) -> dict[str, Value]:
    """Ticked answers without a comparison are compared; a comparison without any is none."""
    for name in [name for name in posted if name.endswith(".operator")]:
        start = name.removesuffix(".operator")
        operator, ticked = text_of(posted[name]), f"{start}.answers" in posted
        if not ticked:
            continue
        answers = lines_of(posted[f"{start}.answers"])
        if not operator and answers:
            posted[name] = text_of(posted.get(f"{start}.usual", "")) or IS
        elif operator in _CHOSEN and not answers:
            posted[name] = ""
    return {name: value for name, value in posted.items() if not name.endswith(".usual")}


def _about(posted: Settings, setting: str) -> set[str]:
    """The posted fields that an error is about: the field itself, or those that begin with it."""
    if setting in posted:
        start = setting.rpartition(".")[0]
        of_test = setting.endswith((".answers", ".operator", ".subject"))
        return {name for name in posted if name == setting
                or (of_test and name.startswith(f"{start}."))}
    return {name for name in posted if setting and name.startswith(f"{setting}.")}


def _with_rows(outline: Outline, address: str, posted: Settings) -> Outline:
    if kind(address) != "question":
        return outline
    for key, title in rows_of(outline, address):
        typed = text_of(posted.get(f"row.{key}.title", title))
        if typed and typed != title:
            outline = reword_row(outline, address, key, typed)
    return outline


def _options(outline: Outline, address: str) -> list[str]:
    question: Asked = asked(outline, address)
    return [posted_name(key) for key, _ in options_of(question)]


def _columns(outline: Outline, address: str) -> list[str]:
    return list(columns_of(outline, address))


def _rows(outline: Outline, address: str) -> list[str]:
    return [key for key, _ in rows_of(outline, address)]


def _terms(outline: Outline, address: str) -> list[str]:
    terms = outline.units[address]["part"].get("terms")
    return [str(number) for number in range(len(terms) if isinstance(terms, list) else 0)]


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() and len(typed) < 5 else -1


def _without_clause(outline: Outline, address: str, target: str) -> Outline:
    prefix, _, number = target.rpartition(" ")
    return with_settings(outline, address, {f"{prefix}.{number}.subject": ""})


def _without_condition(outline: Outline, address: str, prefix: str) -> Outline:
    return with_settings(outline, address, {f"{prefix}.by_hand": False})


_Act = Callable[[Outline, str, str], Outline]
_ACTS: Mapping[str, _Act] = {
    "option-remove": lambda outline, address, option: remove_option(
        outline, address, option, along=True),
    "column-remove": lambda outline, address, column: remove_column(outline, column),
    "row-remove": remove_row,
    "term-remove": lambda outline, address, number: remove_term(
        outline, address, _number(number)),
    "clause-remove": _without_clause, "condition-remove": _without_condition,
}
_MOVED: Mapping[str, tuple[
    Callable[[Outline, str], list[str]], Callable[[Outline, str, str, int], Outline]]] = {
    "option": (_options, move_option),
    "column": (_columns, lambda outline, address, column, to: move_column(outline, column, to)),
    "row": (_rows, move_row),
    "term": (_terms, lambda outline, address, number, to: move_term(
        outline, address, _number(number), to)),
}
