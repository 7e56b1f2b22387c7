"""What one line looks like by itself: words that toolkits use everywhere. No order, no state."""

from __future__ import annotations

import re
from functools import lru_cache

from app.importing.toolkit.lines import Line

_OPTIONS = {
    "yes", "no", "not known", "unknown", "don’t know", "don't know", "not sure", "unsure",
    "n/a", "na", "not applicable", "possible", "possibly", "suspected", "maybe", "male", "female",
    "non-binary", "other", "prefer not to say", "declined", "declined to say", "present",
    "not present", "absent", "never", "sometimes", "often", "always", "rarely", "confirmed",
    "partly", "unclear", "historic", "historical", "current",
}
_BETWEEN_OPTIONS = re.compile(r"\s*(?:[/|,;☐□◻○◯▢]|\[ ?\]|\( \)|\s{2,})\s*")
_NOTES = re.compile(
    r"(?:notes?|comments?|evidence|rationale|details?|reasons?|justification|analysis|observations?"
    r"|supporting (?:information|evidence)|tick|score|points?|weight(?:ing)?)"
    r"(?: (?:for|of|and|/) [\w /]{1,40})?[:.]?", re.IGNORECASE)
_PROMPT = re.compile(
    r"(?:tell us more|rationale\b|evidence\b|comments?\b|notes?\b|reasons?\b|justification\b"
    r"|please (?:give|provide|record|state|explain|describe) (?:your |the |any |further )?"
    r"(?:details?|reasons?|evidence|rationale|examples?))", re.IGNORECASE)
_FIELD = re.compile(
    r"\b(?:name|alias(?:es)?|age|date|d\.?o\.?b|dob|gender|sex|ethnicity|ethnic|address"
    r"|postcode|school|college|telephone|phone|mobile|e-?mail|contact (?:details|number)|agency"
    r"|role|job title"
    r"|local authority|manager|supervisor|religion|faith|first language|languages?|nationality"
    r"|legal status|looked after|social worker|lead professional|key worker|team|completed by"
    r"|signed|signature|reference|nhs number|relationship to|g\.?p\b|disability|occupation)\b",
    re.IGNORECASE)
_SECTION_MARK = re.compile(r"(?:section|part|annex|appendix|stage|step) +(?:\d+|[A-Z])\b", re.I)
_GUIDANCE = re.compile(
    r"\b(?:purpose|process|introduction|guidance|background|how to|about this|using this|"
    r"instructions?|notes for|principles|definitions?|legislation|confidentiality|when to)\b",
    re.IGNORECASE)
_CHECKLIST = re.compile(
    r"\b(?:indicators?|vulnerabilit\w+|risk factors?|factors|checklist|signs|concerns|protective"
    r"|strengths|resilience|needs|behaviours?|worries|domains?)\b", re.IGNORECASE)
_SUMMARY = re.compile(
    r"\b(?:summary|conclusion|analysis|plan|overall|outcome|decision|recommendations?|levels? of"
    r"|scoring|score|thresholds?|details of|categories)\b", re.IGNORECASE)
_SUMS_UP = re.compile(r"(?:summary|conclusion|analysis|plan|overall|making|outcome)\b", re.I)
_LOWERS = re.compile(r"\b(?:protective|strengths?|resilience|positives?)\b", re.IGNORECASE)
_RAISES = re.compile(
    r"\b(?:indicators?|vulnerabilit\w+|risk|signs|concerns|worries|harm)\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:tick|select|indicate|circle|choose|mark)\b[^.]{0,40}\b(?:all|any|which|those)\b|"
    r"\ball that apply\b", re.IGNORECASE)
_IMPERATIVE = re.compile(
    r"(?:please )?(?:supply|record|describe|summari[sz]e|state|give|list|explain|outline|provide"
    r"|detail|specify|tell us|set out|if (?:yes|no|not known|so)\b)", re.IGNORECASE)
_ADDRESSES = re.compile(r"\b(?:you|your|should|must|please|practitioners?|will need)\b", re.I)
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|no|vs|s|approx|incl)\.$", re.IGNORECASE)
_SMALL_WORDS = {
    "a", "an", "and", "any", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or",
    "the", "to", "with", "within", "your", "their", "this", "that",
}
_JUNK = re.compile(
    r"[\W_\d]*|page \d+(?: of \d+)?|\d+ \| ?page|.*©.*|.*\b(?:copyright|all rights reserved"
    r"|download|click here)\b.*", re.IGNORECASE)
_ENDS = tuple(".?!;,…")
_MOST_OPTION_WORDS = 24
_REMEMBERED = 1024


def is_junk(text: str) -> bool:
    """Nothing but dots and figures, a page number, a notice of rights."""
    return len(text.split()) <= 20 and bool(_JUNK.fullmatch(text))


@lru_cache(maxsize=_REMEMBERED)
def options_in(text: str) -> tuple[str, ...]:
    """The answers that a line lists, where it lists nothing else: Yes, or Yes / No / Not known."""
    whole = text.strip(" ☐□◻○◯▢:")
    if whole.lower() in _OPTIONS:
        return (whole,)
    parts = tuple(part for part in _BETWEEN_OPTIONS.split(whole) if part)
    if not all(part.lower() in _OPTIONS for part in parts):
        parts = _loose_options(whole)
    return parts if len(parts) > 1 else ()


def _loose_options(text: str) -> tuple[str, ...]:
    """Yes No Not known, with nothing but spaces between them."""
    words, found = text.split(), []
    while words and len(words) <= _MOST_OPTION_WORDS:
        for many in (3, 2, 1):
            if " ".join(words[:many]).lower() in _OPTIONS:
                found.append(" ".join(words[:many]))
                words = words[many:]
                break
        else:
            return ()
    return () if words else tuple(found)


def is_note_column(text: str) -> bool:
    """The heading of a column for notes, as it stands: Notes, Comments, Evidence for score."""
    return bool(_NOTES.fullmatch(text.strip()))


def is_prompt(text: str) -> bool:
    """The words over a box for reasons: Tell us more …, Rationale for what you have scored."""
    return bool(_PROMPT.match(text)) and (len(text.split()) <= 12 or text[:20].count("–") > 0)


def is_short(text: str) -> bool:
    """A few words that are no sentence."""
    return len(text.split()) <= 12 and not text.endswith(_ENDS) and sentences(text) == 1


def is_field(text: str) -> bool:
    """A box to fill in, by its name: Name, Date of birth, School."""
    bare = text.strip(" :_.")
    return len(bare.split()) <= 8 and sentences(text) == 1 and bool(_FIELD.search(bare)) and (
        not text.endswith(("?", ".", ";", ",")))


def is_title_case(text: str) -> bool:
    """Every word that matters begins with a capital."""
    words = [word for word in re.findall(r"[A-Za-z][A-Za-z’'-]*", re.sub(r"\(.*?\)", "", text))
             if word.lower() not in _SMALL_WORDS]
    return bool(words) and all(word[0].isupper() for word in words)


def is_capitals(text: str) -> bool:
    """Written in capitals throughout."""
    return text.isupper() and len(text.split()) > 1


def sentences(text: str) -> int:
    """How many sentences there are; e.g. and i.e. end none."""
    return len(split_sentences(text))


@lru_cache(maxsize=_REMEMBERED)
def split_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    found: list[str] = []
    for part in re.split(r"(?<=[.?!])\s+(?=[A-Z(‘“])", text.strip()):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] += f" {part}"
        else:
            found.append(part)
    return tuple(found)


def marks_section(text: str) -> bool:
    """Section 3, Part B, Annex 1."""
    return bool(_SECTION_MARK.match(text))


def is_guidance(title: str) -> bool:
    """A heading under which nothing is asked."""
    return bool(_GUIDANCE.search(title))


def is_checklist(title: str) -> bool:
    """A heading under which each line is something to look for."""
    return bool(_CHECKLIST.search(title)) and not is_guidance(title) and not _SUMS_UP.match(title)


def is_summary(title: str) -> bool:
    """A heading that begins a section of its own, whatever stands before it."""
    return bool(_SUMMARY.search(title)) or marks_section(title)


def lowers(title: str) -> bool:
    """A heading of what protects."""
    return bool(_LOWERS.search(title))


def raises(title: str) -> bool:
    """A heading of what adds to risk."""
    return bool(_RAISES.search(title)) and not lowers(title)


def asks_several(text: str) -> bool:
    """Tick all that apply; indicate which of these apply."""
    return bool(_SEVERAL.search(text)) and len(text.split()) <= 20


def asks_for_words(text: str) -> bool:
    """A question or a request that is answered in words."""
    found = split_sentences(text)
    asked = found[0].endswith("?") and len(found) <= 2
    return asked or (bool(_IMPERATIVE.match(text)) and len(found) <= 3)


def is_prose(line: Line) -> bool:
    """Something to read, not to answer: several sentences, or words to the reader."""
    several = sentences(line.text) >= 3 or (sentences(line.text) >= 2 and len(line.text) > 120)
    return several or (bool(_ADDRESSES.search(line.text)) and line.text.endswith((".", ":")))
