"""What each unit of a draft is called on the screen, whatever state it is in."""

from __future__ import annotations

import re
from typing import Any

from app.engine.authoring.asked import asked
from app.engine.authoring.json_parts import part_at
from app.engine.authoring.outline import Outline, kind, name
from app.engine.authoring.preparing import key_at
from app.engine.authoring.refusals import EditRefused
from app.engine.questions import words_of

_LONGEST = 120
_MARKS = re.compile(r"[#*_>`]+|\]\([^)]*\)|\[")
_FACTS = {
    "case.name": "the name on the case", "case.date_of_birth": "the date of birth on the case",
    "case.identifier": "the number of the case", "case.district": "the district of the case",
}
_DERIVED = {
    "age_years": "Age in years by {}", "months_since": "Months since {}",
    "row_count": "Number of rows in {}", "case_fact": "{}",
}


def title_of(outline: Outline, address: str) -> str:
    """What a unit or a column is called; never blank, also where it is gone or unfinished."""
    return _title(outline, address) or name(address) or "Without words"


def _title(outline: Outline, address: str) -> str:
    match kind(address):
        case "question" | "column":
            return shortened(_of_question(outline, address))
        case "toolkit":
            return "The toolkit’s own words"
        case "judgement":
            return "Judgement"
        case "object":
            return words_of(name(address))
    unit = outline.units.get(address)
    return shortened(_of_unit(outline, address, unit)) if unit else ""


def shortened(text: str) -> str:
    """The first line of a text, without marks of Markdown and not too long for a list."""
    line = next((line.strip() for line in text.splitlines() if line.strip(" #*_>`-")), "")
    plain = _MARKS.sub("", line).strip()
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[:_LONGEST].rpartition(' ')[0] or plain[:_LONGEST]} …"


def source_title(outline: Outline, source: Any) -> str:
    """What a derived value is made of: a case fact, or a question by its scope."""
    key = key_at(source)
    return title_of(outline, f"question:{key}") if key else _FACTS.get(source, str(source))


def _of_question(outline: Outline, address: str) -> str:
    try:
        question = asked(outline, address)
    except EditRefused:
        return name(address)
    own = part_at(question.control, "label")
    for found in (part_at(own, "text"), own, question.schema.get("title")):
        if isinstance(found, str) and found.strip():
            return found
    return words_of(name(address).rpartition("/")[2].rpartition(".")[2])


def _of_unit(outline: Outline, address: str, unit: Any) -> str:
    element, part = unit.get("element"), unit.get("part")
    match kind(address):
        case "derived":
            words = _DERIVED.get(str(part_at(part, "kind")), "{}")
            return words.format(source_title(outline, part_at(part, "of")))
        case "immediate":
            return title_of(outline, f"question:{key_at(part_at(part, 'scope'))}")
        case "lineage":
            return ", ".join(map(str, (*(part.get("from") or ()), *(part.get("to") or ()))))
        case "layout":
            return "Questions side by side"
    found = [part_at(element, "label"), part_at(element, "text"), part_at(part, "title"),
             part_at(part, "because")]
    return next((one for one in found if isinstance(one, str) and one.strip()), name(address))
