"""Finds the levels of a toolkit: names, descriptions, scores and what is suggested at each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.importing.toolkit import signs
from app.importing.toolkit.lines import Line
from app.importing.toolkit.parts import Level

_WORD = (r"(?:no|low|lower|standard|medium|moderate|mid|high|higher|very high|severe|significant"
         r"|serious|critical|emerging|actual|extreme|minimal|mild|acute|green|amber|red)")
_BARE = re.compile(rf"{_WORD}\b[\w /-]{{0,40}}", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:category|level|tier|band|stage|grade) *(?:\d+|[A-E])\b", re.IGNORECASE)
_SAID = re.compile(
    rf"(?P<name>(?:(?:category|level|tier|band|stage|grade) *(?:\d+|[A-E])\b(?: *[-–—:]? *{_WORD}"
    rf"\b[\w ]{{0,25}})?|{_WORD}\b[\w /]{{0,30}}?))"
    r" *(?P<score>\([^)]*\d[^)]*\)|[-–—:]? *(?:scores? *(?:of *)?)?\d+ *(?:[-–—]|to) *\d+"
    r"(?: *points?)?|\d+ *(?:\+|or (?:more|above|over)))?"
    r" *(?:[-–—:] *(?P<rest>.*))?", re.IGNORECASE)
_RANGE = re.compile(r"(\d+) *(?:[-–—]|to) *(\d+)")
_FROM = re.compile(r"(\d+) *(?:\+|or (?:more|above|over)|and (?:above|over))|(?:over|above) (\d+)")
_UNDER = re.compile(r"(?:under|below|less than|up to|fewer than) (\d+)")
_COLUMN_OF_LEVELS = re.compile(r"\b(?:level|categor|rating|band|tier|threshold|risk)\w*\b", re.I)
_COLUMN_BESIDE = re.compile(
    r"\b(?:descri\w+|intervention|action|response|indicator|definition|score|guidance|meaning"
    r"|what to do|next steps?)s?\b", re.IGNORECASE)
_ABOUT_LEVELS = re.compile(
    r"\b(?:levels?|categor\w+|thresholds?|bands?|ratings?|outcomes?|scor(?:e|es|ing)|tiers?)\b",
    re.IGNORECASE)
_AS_ABOVE = re.compile(r"as above\b[.,:;]?(?: *(?:and|plus)\b:?)?", re.IGNORECASE)


def is_level_name(text: str) -> bool:
    """The name of a level standing by itself: Medium, Very high risk, Category 3."""
    bare = text.strip(" :")
    return len(bare.split()) <= 5 and not bare.endswith((".", "?", "!")) and bool(
        _BARE.fullmatch(bare) or _NUMBERED.match(bare))


def is_about_levels(title: str) -> bool:
    """A heading under which levels may be told."""
    return bool(_ABOUT_LEVELS.search(title))


def are_level_columns(columns: Sequence[str]) -> bool:
    """The headings of a table of levels: one names the level, another says something of it."""
    named = [text for text in columns if _COLUMN_OF_LEVELS.search(text)]
    beside = [text for text in columns if _COLUMN_BESIDE.search(text)]
    return bool(named) and any(text not in named or len(named) > 1 for text in beside)


def level_column(columns: Sequence[str]) -> int:
    """Which of the columns holds the names of the levels."""
    sure = re.compile(r"\b(?:level|categor|rating|band|tier)\w*", re.IGNORECASE)
    return next((n for n, text in enumerate(columns) if sure.search(text)), 0)


def said_in_one_line(line: Line) -> Level | None:
    """A level told in one line: Category 2 (6–10): At risk – refer to …; None where it is none."""
    found = _SAID.fullmatch(line.text.rstrip())
    if found is None or not (found["score"] or found["rest"] or _NUMBERED.match(line.text)):
        return None
    if found["rest"] and not found["score"] and len(found["name"].split()) > 4:
        return None
    said = [(found["score"] or "").strip(" ()-–—:"), (found["rest"] or "").strip()]
    level = Level(line, found["name"].strip(" -–—:"), ". ".join(filter(None, said)))
    level.least = least_score(" ".join(said))
    return level


def least_score(text: str) -> int | None:
    """The lowest score of a range such as 6–10, 11 or more, under 5; None where there is none."""
    if found := _RANGE.search(text):
        return int(found[1])
    if found := _FROM.search(text):
        return int(found[1]) if found[1] else int(found[2]) + 1
    return 0 if _UNDER.search(text) else None


def from_column_order(lines: Sequence[Line], columns: Sequence[str]) -> list[Level]:
    """The levels of a table whose cells follow each other, row by row.

    What stands before the name in its row is the description; what follows is suggested.
    """
    places = [n for n, line in enumerate(lines) if is_level_name(line.text)]
    before = min(level_column(columns), 1)
    found = []
    for place, after in zip(places, [*places[1:], len(lines) + before], strict=True):
        level = Level(lines[place], lines[place].text.strip(" :"))
        rest = [line.text for line in lines[place + 1:after - before]]
        if before:
            level.description = lines[place - 1].text if place else ""
        elif rest:
            level.description, *rest = rest
        suggest(level, rest)
        found.append(level)
    return found


def suggest(level: Level, texts: Sequence[str]) -> None:
    """Add what is suggested; "as above" is noted, for levels add up what is suggested below."""
    for text in texts:
        rest = _AS_ABOVE.sub("", text, count=1) if _AS_ABOVE.match(text) else text
        level.as_above = level.as_above or rest != text
        if rest.strip(" .;"):
            level.interventions.append(rest.strip())


def split_suggestions(cell: str) -> list[str]:
    """What a cell suggests, a sentence each."""
    return [text.strip(" •·") for part in re.split(r"[\n•]", cell)
            for text in signs.split_sentences(part) if text.strip(" •·")]
