"""Items of a list: several in one line, the score that each one adds, a scale for all of them."""

from __future__ import annotations

import re

from app.importing.toolkit import signs

_WEIGHT = re.compile(
    r"[\s–—-]*[(\[]?\b(?:scores?\s*)?(\d{1,2})\s*(?:points?|pts)?(?:\s*each)?[)\]]?[.\s]*$")
_WEIGHED = re.compile(r"[(\[]\s*\d{1,2}\s*[)\]]|\b(?:points?|pts|score)\b", re.IGNORECASE)
_SCALE = re.compile(
    r"\bscor\w*\b[^.]{0,60}?\b(\d)\s*(?:\([^)]*\)\s*)?(?:to|[-–—])\s*(\d{1,2})\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|can|could|may|might|will|would|should|must|does|do|did"
    r"|include[sd]?|means?|please|give|provide|record|state|refers?|gives?)\b", re.IGNORECASE)
_LEADS_ON = re.compile(
    r"(?:especially|particularly|alternatively|also|including|for example|such as|e\.g|other"
    r"|whether|even|this|these|they|it|if|or|and|but|where|when|see|note|nb)\b", re.IGNORECASE)


def items_in(text: str) -> list[str]:
    """The items in a line: two where two phrases without a verb stand side by side."""
    parts = signs.split_sentences(text)
    if len(parts) == 2 and all(_is_phrase(part) for part in parts):
        return list(parts)
    return [text]


def weight_of(text: str) -> int | None:
    """What an item, or each item under a heading, adds: (5), 2 points, score 1 each."""
    found = _WEIGHT.search(text) if _WEIGHED.search(text) else None
    return int(found[1]) if found else None


def unweighted(text: str) -> str:
    """The wording of an item without what it adds."""
    return _WEIGHT.sub("", text).strip() if weight_of(text) is not None else text


def scale_in(text: str) -> tuple[int, int] | None:
    """The scale that a line asks for: score each statement from 0 to 5."""
    found = _SCALE.search(text)
    if found is None or int(found[1]) >= int(found[2]):
        return None
    return int(found[1]), int(found[2])


def _is_phrase(text: str) -> bool:
    return (not _VERB.search(text) and not _LEADS_ON.match(text) and not text.endswith("?")
            and not text.startswith("(") and text.endswith("."))
