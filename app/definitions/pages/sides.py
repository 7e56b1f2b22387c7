"""Two different edits of one unit side by side, setting by setting, with the words that differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from app.definitions.pages.setting_words import WORDS
from app.definitions.pages.titles import title_of
from app.engine import text_diff
from app.engine.authoring.outline import Outline, kind
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import Value
from app.engine.authoring.settings import settings_of

_SAID = {"title": "answer", "hint": "hint of the answer", "guidance": "guidance of the answer",
         "meaning": "meaning of the answer", "row_sensitivity": "sensitivity of its row"}


class Side(Struct, frozen=True):
    """One setting as it was, as the one made it and as the other did, with what differs."""

    label: str
    before: str
    mine: str
    theirs: str

    @property
    def mine_words(self) -> tuple[text_diff.Change, ...]:
        """What became of the single words in mine."""
        return text_diff.diff(self.before, self.mine)

    @property
    def theirs_words(self) -> tuple[text_diff.Change, ...]:
        """The same in theirs."""
        return text_diff.diff(self.before, self.theirs)


def sides(
    address: str, base: Outline, mine: Mapping[str, Any] | None, theirs: Outline
) -> tuple[Side, ...]:
    """The settings in which the two differ from each other or from what was there before."""
    told = [_told(base, address), _told_with(base, address, mine), _told(theirs, address)]
    names = dict.fromkeys(name for one in told for name in one)
    found = (Side(_label(address, name), *(one.get(name, "") for one in told)) for name in names)
    return tuple(one for one in found if one.mine != one.theirs)


def changed_settings(address: str, before: Outline, after: Outline) -> tuple[Side, ...]:
    """The settings that differ between two revisions, with the later one as `mine`."""
    told = [_told(before, address), _told(after, address)]
    names = dict.fromkeys(name for one in told for name in one)
    return tuple(
        Side(_label(address, name), told[0].get(name, ""), told[1].get(name, ""), "")
        for name in names if told[0].get(name, "") != told[1].get(name, ""))


def units_changed(before: Outline, after: Outline) -> tuple[tuple[str, str, str], ...]:
    """What differs between two revisions, unit by unit: address, title, what became of it."""
    found = []
    for address in dict.fromkeys((*after.units, *before.units)):
        was, now = before.units.get(address), after.units.get(address)
        if was != now:
            what = "added" if was is None else "removed" if now is None else "changed"
            found.append((address, title_of(after if now else before, address), what))
    moved = [one for one in after.order if before.order.get(one) != after.order[one]]
    holders = [one for one in moved if one in after.units and before.units.get(one)
               == after.units[one] and set(before.inside(one)) == set(after.inside(one))]
    return (*found, *((one, title_of(after, one), "in another order") for one in holders))


def _told_with(
    outline: Outline, address: str, unit: Mapping[str, Any] | None
) -> dict[str, str]:
    return {} if unit is None else _told(outline.with_unit(address, unit), address)


def _told(outline: Outline, address: str) -> dict[str, str]:
    try:
        return {name: _text(value) for name, value in settings_of(outline, address).items()}
    except EditRefused:
        return {}


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return value if isinstance(value, str) else ", ".join(value)


def _label(address: str, setting: str) -> str:
    words = WORDS.get(kind(address), {}).get(setting)
    if words is not None:
        return words.label
    match setting.split("."):
        case ["option", *key, part]:
            return f"{'.'.join(key)}: {_SAID.get(part, part)}"
        case ["rule", *rest]:
            return f"When it is asked: {' '.join(rest)}"
        case ["required_when", *rest]:
            return f"When it is required: {' '.join(rest)}"
        case ["term", number, *rest] if number.isdecimal():
            return f"Counted answer {int(number) + 1}: {' '.join(rest)}"
    return setting.replace(".", " ").replace("_", " ").capitalize()
