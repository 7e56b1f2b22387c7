"""The levels and scoring of a draft as lists: measures, levels, floors, and what goes with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from app.definitions.pages.conditions import shown
from app.definitions.pages.listing import Said, quoted, said_of
from app.definitions.pages.titles import title_of
from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import Outline, kind
from app.engine.problems import Problem


class Entry(Struct, frozen=True):
    """One measure, level, floor …: what it is called and what it comes to, in words."""

    address: str
    title: str
    told: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def at(self) -> str:
        """The address as it stands in a link."""
        return quoted(self.address)


class List(Struct, frozen=True):
    """One list of the page, with a sentence on what it is for."""

    kind: str
    title: str
    sentence: str
    add: str
    entries: tuple[Entry, ...]
    moves: bool = True


_LISTS: Sequence[tuple[str, str, str, str, str]] = (
    ("measure", "measures", "Measures",
     "A number that adds up what some answers weigh. Levels look at it.", "Add a measure"),
    ("level", "levels", "Levels",
     "The highest level whose condition holds is the calculated one.", "Add a level"),
    ("floor", "floors", "Floors", "A floor forbids levels that must not stand.", "Add a floor"),
    ("derived", "derived", "Derived values",
     "Worked out of a fact of the case or an answer, such as an age, for conditions to look at.",
     "Add a derived value"),
    ("immediate", "immediate", "Immediate actions",
     "What is said at once when an answer is chosen, before the form is finished.",
     "Add an immediate action"),
)
_JUDGEMENT = ("Judgement", "The question in which a practitioner judges the level, and its bounds.",
              "Let a level be judged")


def lists_of(
    outline: Outline, problems: Sequence[tuple[str, Problem]] = ()
) -> tuple[List, ...]:
    """Every list of levels and scoring, in the order in which they build on one another."""
    said = said_of(problems)
    found = [List(what, title, sentence, add, tuple(
        _entry(outline, address, said) for address in outline.inside(container)))
        for what, container, title, sentence, add in _LISTS]
    judged = tuple(_entry(outline, one, said) for one in outline.units if one == "judgement")
    title, sentence, add = _JUDGEMENT
    found.insert(3, List("judgement", title, sentence, "" if judged else add, judged, moves=False))
    return tuple(found)


def _entry(outline: Outline, address: str, said: Said) -> Entry:
    part = outline.units[address].get("part", {})
    return Entry(address, title_of(outline, address), tuple(_told(outline, address, part)),
                 tuple(said.get(address, ())))


def _told(outline: Outline, address: str, part: Mapping[str, object]) -> list[str]:
    match kind(address):
        case "measure":
            terms = part.get("terms")
            count = len(terms) if isinstance(terms, list) else 0
            return [f"counts {count} {'answer' if count == 1 else 'answers'}"]
        case "level":
            return [f"rank {part.get('rank', '–')}", *_when(outline, part, "reached always")]
        case "floor":
            forbids = part.get("forbids")
            levels = [title_of(outline, f"level:{one}") for one in forbids] if isinstance(
                forbids, list) else []
            return [f"forbids {', '.join(levels) or 'no level yet'}",
                    *_when(outline, part, "never applies yet")]
        case "judgement":
            key = str(part_at(part, "scope") or "").rpartition("/")[2]
            return [f"“{title_of(outline, f'question:{key}')}”"]
        case "immediate":
            message = str(part.get("message") or "")
            return [message.strip().splitlines()[0] if message.strip() else "says nothing yet"]
    return []


def _when(outline: Outline, part: Mapping[str, object], always: str) -> list[str]:
    found = shown(outline, "when", "", part.get("when"))
    if found.by_hand:
        return ["a condition written by hand"]
    if not found.clauses:
        return [always]
    return [f"when {(' and ' if found.join == 'all' else ' or ').join(found.clauses)}"]
