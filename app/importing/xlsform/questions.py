"""From one row of an XLSForm to a question: its schema, its control and what was left over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from app.importing.imported import Remark
from app.importing.xlsform.conditions import Known, Records, number_of
from app.importing.xlsform.constraints import limits_of
from app.importing.xlsform.elements import Element, in_words

_TIME = "^([01][0-9]|2[0-3]):[0-5][0-9]$"
_WORDS: Mapping[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "barcode": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "pattern": _TIME},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
}
_SELECTS = {"select one": False, "select all that apply": True}
_TICKED = ("acknowledge", "trigger")
_MEANT_BY_APPEARANCE = {
    "multiline", "minimal", "field-list", "numbers", "horizontal", "horizontal-compact", "compact",
    "quick", "quickcompact", "likert", "columns", "columns-pack", "no-calendar", "full", "vertical",
    "list-nolabel", "label", "table-list", "picker", "autocomplete", "search", "thousands-sep",
}
"""Ways of looking that this platform has its own answer to."""
_KEPT = {
    "type", "name", "label", "hint", "guidance_hint", "bind", "control", "choices", "itemset",
    "list_name", "parameters", "default", "media", "children", "choice_filter", "query",
}
_BOUND = {"relevant", "required", "constraint", "calculate", "readonly", "jr:constraintMsg",
          "jr:requiredMsg"}


class Made(Struct):
    """A question being made."""

    schema: dict[str, Any]
    records: Records
    ours: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def known_at(self, scope: str) -> Known:
        """What an expression may know of it."""
        listed = self.schema.get("items", self.schema).get("oneOf", ())
        return Known(scope, self.records, tuple(one["const"] for one in listed),
                     self.schema.get("maximum"))


def question(element: Element, listed: Mapping[str, list[str]]) -> Made | None:
    """The question a row asks, or None where nothing here asks for such an answer."""
    made = _made(element, listed)
    if made is None:
        return None
    made.schema = {"title": element.label or _readable(element.name), **made.schema}
    _beside(element, made)
    _limited(element, made)
    made.remarks.extend(left_over(element))
    return made


def _made(element: Element, listed: Mapping[str, list[str]]) -> Made | None:
    if element.type in _WORDS:
        numeric = element.type in ("integer", "decimal")
        return Made(dict(_WORDS[element.type]), Records.NUMBER if numeric else Records.WORDS)
    if element.type in _SELECTS:
        return _select(element, listed, _SELECTS[element.type])
    if element.type in _TICKED:
        choices = [{"const": "OK", "title": "I have read this"}]
        return Made(_several(choices), Records.CHOICES)
    if element.type == "range":
        return _range(element)
    if element.type in ("email", "phone number"):
        return Made({"type": "string"}, Records.WORDS)
    return None


def _select(element: Element, listed: Mapping[str, list[str]], several: bool) -> Made | None:
    choices = list(_choices(element, listed))
    if not choices:
        return None
    if several:
        return Made(_several(choices), Records.CHOICES)
    ours = {"type": "select"} if "minimal" in element.appearance.split() else {}
    return Made({"type": "string", "oneOf": choices}, Records.CHOICE, ours)


def _several(choices: list[dict[str, str]]) -> dict[str, Any]:
    return {"type": "array", "uniqueItems": True, "items": {"type": "string", "oneOf": choices}}


def _choices(element: Element, listed: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """Its choices; pyxform adds "other" to a whole list though one row alone asked for it."""
    own = listed.get(str(element.parts.get("list_name") or ""), [])
    asks_other = "or_other" in element.columns.get("type", "") or not element.columns
    seen: set[str] = set()
    for choice in element.parts.get("choices") or ():
        name = str(choice.get("name", ""))
        if name in seen or (name == "other" and name not in own and not asks_other):
            continue
        seen.add(name)
        yield {"const": name, "title": in_words(choice.get("label"), element.language) or name}


def _range(element: Element) -> Made:
    given = {key: float(value) for key, value in (element.parts.get("parameters") or {}).items()
             if key in ("start", "end", "step")}
    start, end = sorted((given.get("start", 1.0), given.get("end", 10.0)))
    step = abs(given.get("step", 1.0)) or 1.0
    whole = all(value == int(value) for value in (start, end, step))
    schema: dict[str, Any] = {"type": "integer" if whole else "number",
                              "minimum": number_of(start), "maximum": number_of(end)}
    fits = step != 1 and start % step == 0
    made = Made({**schema, "multipleOf": number_of(step)} if fits else schema, Records.NUMBER)
    if step != 1 and not fits:
        made.remarks.append(_remark(element, f"step={number_of(step)}",
                                    "steps that do not begin at 0 were not taken over"))
    return made


def _beside(element: Element, made: Made) -> None:
    """Hint, guidance, long text, and the type by its appearance."""
    for part, name in (("hint", "hint"), ("guidance_hint", "guidance")):
        words = element.words(part)
        if words:
            made.ours[name] = words
    if element.type == "time":
        made.ours.setdefault("hint", "In 24 hours, like 14:30")
    if element.type == "text" and "multiline" in element.appearance.split():
        made.options["multi"] = True
    if element.parts.get("default") == "today()" and element.type == "date":
        made.ours["prefill"] = "today"


def _limited(element: Element, made: Made) -> None:
    constraint = element.bound("constraint")
    if constraint:
        limits, left = limits_of(constraint, made.records)
        made.schema.update(limits)
        if left:
            reason = f"not all of this constraint could be kept: {'; '.join(left)}"
            made.remarks.append(_remark(element, constraint, reason))
    for name in ("jr:constraintMsg", "jr:requiredMsg"):
        message = in_words((element.parts.get("bind") or {}).get(name), element.language)
        if message:
            made.remarks.append(_remark(element, message, "messages of one's own are not shown; "
                                        "put this into the hint if it is needed"))


def left_over(element: Element) -> Iterator[Remark]:
    """What a row says beyond all that was taken over."""
    for looks in element.appearance.split():
        if looks not in _MEANT_BY_APPEARANCE and not _width(looks):
            yield _remark(element, looks, "this appearance is not known here")
    default = str(element.parts.get("default") or "")
    if default and not (default == "today()" and element.type == "date"):
        yield _remark(element, default, "a default was not taken over: an answer is given, not "
                      "assumed")
    for name in ("choice_filter", "media", "query"):
        if element.parts.get(name):
            yield _remark(element, str(element.parts[name]), f"{name} was not taken over")
    for name, value in (element.parts.get("bind") or {}).items():
        if name not in _BOUND:
            yield _remark(element, str(value), f"{name} was not taken over")
    if element.bound("readonly") and element.type not in ("note", "calculate"):
        yield _remark(element, element.bound("readonly"), "read-only was not taken over")
    for name in sorted(element.parts.keys() - _KEPT):
        yield _remark(element, str(element.parts[name]), f"{name} was not taken over")
    yield from _other_words(element)


def _other_words(element: Element) -> Iterator[Remark]:
    for name in ("label", "hint"):
        given = element.parts.get(name)
        if isinstance(given, Mapping) and len(given) > 1:
            others = ", ".join(sorted(set(given) - {element.language}))
            yield _remark(element, others, f"the {name} in other languages was not taken over")
    if "${" in element.label:
        yield _remark(element, element.label, "an answer was to be put into the wording; it is not")


def _width(looks: str) -> bool:
    return looks[:1] == "w" and looks[1:].isdecimal()


def _remark(element: Element, text: str, reason: str) -> Remark:
    return Remark(element.where, text, reason)


def _readable(name: str) -> str:
    words = " ".join(name.replace("_", " ").replace("-", " ").split())
    return words[:1].upper() + words[1:] if words else name
