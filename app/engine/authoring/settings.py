"""What a form shows of a unit, flat, and the unit as the form was posted.

    shown = settings_of(outline, "question:seen_alone")      # {"label": "Seen alone?", …}
    outline = with_settings(outline, "question:seen_alone", {"hint": "By a professional."})

Values are texts, True or False, or several texts; numbers are texts in figures. Only what is posted
changes, and what a unit holds beyond its settings stays. Names with a number in them stand for
lists: rule.0.subject, term.2.weight, option.present.title. Which settings there are is told by
`settings_of`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from app.engine.authoring.asked import Asked, asked, with_asked
from app.engine.authoring.built_settings import (
    answer_settings, condition_settings, term_settings, with_condition, with_terms, with_test,
)
from app.engine.authoring.edits.options import add_option
from app.engine.authoring.edits.questions import change_type
from app.engine.authoring.json_parts import Json, part_at, with_part
from app.engine.authoring.option_settings import option_settings, with_option_settings
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import Setting, Settings, Value, lines_of, text_of
from app.engine.authoring.setting_lists import EFFECTS, EVIDENCE, ONLY_FOR, SETTINGS

__all__ = ["Settings", "Value", "settings_of", "with_settings"]

_RULE = ("rule", "condition")
_NEEDED = ("evidence", "required_when")


def settings_of(outline: Outline, address: str) -> dict[str, Value]:
    """Every setting of a unit or a column by its name. Raises EditRefused where there is none."""
    if kind(address) in ("question", "column"):
        return _of_question(outline, address, asked(outline, address))
    unit = _unit(outline, address)
    shown = _shown(SETTINGS[kind(address)], unit)
    if "element" in unit:
        return {**shown, **_rule_settings(outline, unit["element"])}
    if kind(address) in ("level", "floor"):
        shown |= condition_settings(outline, "when", part_at(unit, "part", "when"))
    elif kind(address) == "measure":
        shown |= term_settings(outline, part_at(unit, "part", "terms"))
    elif kind(address) == "immediate":
        question = _named(outline, str(shown["question"]))
        shown |= answer_settings(question, "when", part_at(unit, "part", "when"))
    return shown


def with_settings(
    outline: Outline, address: str, posted: Settings, also_taken: Collection[str] = ()
) -> Outline:
    """The outline in which a unit is as posted; what was not posted stays.

    "new_options" adds options to a question, one a line; `also_taken` are keys of options that must
    not come back. Raises EditRefused, with the name of the setting, for what cannot be written.
    """
    try:
        if kind(address) in ("question", "column"):
            return _with_question(outline, address, posted, also_taken)
        return _with_unit(outline, address, posted)
    except EditRefused as error:
        if error.address:
            raise
        raise EditRefused(address, error.reason, error.references, error.setting) from None


def _of_question(outline: Outline, address: str, question: Asked) -> dict[str, Value]:
    view = _view(question)
    told = _shown(SETTINGS["question"], view)
    fits = {name: value for name, value in told.items()
            if value or question.type in ONLY_FOR.get(name, (question.type,))}
    shown: dict[str, Value] = {"type": question.type, **fits}
    shown |= option_settings(question, of_list=_of_list(outline, address))
    shown |= {"evidence": question.ours("evidence") is not None, **_shown(EVIDENCE, view)}
    shown |= answer_settings(question, "evidence.required", question.ours(*_NEEDED))
    shown |= condition_settings(outline, "required_when", question.ours("required_when"))
    return {**shown, **_rule_settings(outline, question.control)}


def _of_list(outline: Outline, address: str) -> bool:
    """Whether an address is that of a column of as many rows as there are."""
    outer = name(address).partition("/")[0]
    return kind(address) == "column" and asked(outline, f"question:{outer}").type == "rows"


def _with_question(
    outline: Outline, address: str, posted: Settings, also_taken: Collection[str]
) -> Outline:
    if "type" in posted:
        outline = change_type(outline, address, text_of(posted["type"]))
    question = _asked_as(SETTINGS["question"], asked(outline, address), posted)
    question = with_option_settings(address, question, posted)
    question = _with_evidence(address, question, posted)
    before = question.ours("required_when")
    after = with_condition(outline, "required_when", before, posted)
    if after != before:
        question = question.with_ours(("required_when",), after)
    control = _with_rule(outline, question.control, posted)
    outline = with_asked(outline, address, replace(question, control=control))
    for wording in lines_of(posted.get("new_options", ())):
        outline = add_option(outline, address, wording, also_taken)
    return outline


def _with_evidence(address: str, question: Asked, posted: Settings) -> Asked:
    held = question.ours("evidence") is not None
    if not posted.get("evidence", held):
        return question.with_ours(("evidence",), None) if held else question
    if not held:
        question = question.with_ours(("evidence",), {"label": "Evidence"})
    question = _asked_as(EVIDENCE, question, posted)
    before = question.ours(*_NEEDED)
    after = with_test(address, question, "evidence.required", before, posted)
    return question if after == before else question.with_ours(_NEEDED, after)


def _with_unit(outline: Outline, address: str, posted: Settings) -> Outline:
    unit = _unit(outline, address)
    unit = _written(SETTINGS[kind(address)], unit, posted)
    if "element" in unit:
        unit = {**unit, "element": _with_rule(outline, unit["element"], posted)}
    elif "part" in unit:
        unit = {**unit, "part": _with_built(outline, address, unit["part"], posted)}
    return outline.with_unit(address, unit)


def _with_built(outline: Outline, address: str, part: Json, posted: Settings) -> Json:
    """A declared part with what is built of questions and answers."""
    word, built = "when", part.get("when")
    if kind(address) in ("level", "floor"):
        built = with_condition(outline, "when", built, posted)
    elif kind(address) == "immediate":
        question = _named(outline, str(SETTINGS["immediate"][0].shown({"part": part})))
        built = with_test(address, question, "when", built, posted)
    elif kind(address) == "measure":
        word, built = "terms", with_terms(outline, address, part.get("terms"), posted)
    return part if built == part.get(word) else with_part(part, (word,), built)


def _rule_settings(outline: Outline, element: Json) -> dict[str, Value]:
    effect = part_at(element, "rule", "effect")
    shown: dict[str, Value] = {"rule.effect": effect if isinstance(effect, str) else EFFECTS[0]}
    return shown | condition_settings(outline, "rule", part_at(element, *_RULE))


def _with_rule(outline: Outline, element: Json, posted: Settings) -> Json:
    """An element with its rule; without tests it has none and is always there."""
    before = part_at(element, *_RULE)
    after = with_condition(outline, "rule", before, posted)
    if after is None:
        return element if before is None else with_part(element, ("rule",), None)
    effect = text_of(posted.get("rule.effect", "")) or part_at(element, "rule", "effect")
    if effect is not None and effect not in EFFECTS:
        raise EditRefused("", "choose one of those listed", setting="rule.effect")
    rule = {**(element.get("rule") or {}), "effect": effect or EFFECTS[0], "condition": after}
    return element if rule == element.get("rule") else {**element, "rule": rule}


def _shown(settings: Sequence[Setting], view: Json) -> dict[str, Value]:
    return {setting.name: setting.shown(view) for setting in settings}


def _written(settings: Sequence[Setting], view: Json, posted: Settings) -> Json:
    for setting in settings:
        if setting.name in posted:
            view = setting.written(view, posted[setting.name])
    return view


def _asked_as(settings: Sequence[Setting], question: Asked, posted: Settings) -> Asked:
    before = _view(question)
    after = _written(settings, before, posted)
    if after is before:
        return question
    return Asked(after.get("schema", {}), after["required"], after.get("control", {}))


def _view(question: Asked) -> dict[str, Any]:
    return {"schema": question.schema, "required": question.required, "control": question.control}


def _unit(outline: Outline, address: str) -> Json:
    unit: Mapping[str, Any] | None = outline.units.get(address)
    if unit is None or kind(address) not in SETTINGS:
        raise EditRefused(address, "there is nothing to set here")
    return unit


def _named(outline: Outline, address: str) -> Asked:
    known = address in outline.units and kind(address) == "question"
    return asked(outline, address) if known else Asked({}, False, {})
