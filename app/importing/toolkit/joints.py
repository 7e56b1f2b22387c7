"""Text in which the breaks between paragraphs were lost, cut where they must have stood.

A small letter or the end of a sentence runs straight into a capital: `toolbox.Child under 13`.
"""

from __future__ import annotations

import re

_JOINT = re.compile(
    r"(?<=[.?!:;…)’”])(?=[A-Z‘“][a-z’]|[A-Z]\s)"
    r"|(?<=[a-z])(?=[A-Z])"
    r"|(?<=[A-Z]{2})(?=[A-Z](?!s\b)[a-z]+\b)")
_BEFORE_A_PROMPT = re.compile(
    r"(?<=[.?!…]) +(?=(?:Tell us more|Rationale|Evidence|Comments?|Notes?|Reasons?)\b)")
_LOST_SPACE = re.compile(r"(?<=[a-z])\?(?=[a-z])")
_ONE_WORD = re.compile(
    r"\b(?:Mc|Mac|Fitz|O’|D’|Ph|Face|You|Whats|Tik|Snap|Linked|Power|Pay|i|e|Child(?=Line))"
    r"(?=[A-Z])")
_FEW = 5
"""So many joints in one line, and it was run together; fewer may be names such as YouTube."""
_MOST = 5000
"""More are no paragraphs that somebody wrote."""


def cut(text: str) -> list[tuple[int, str]]:
    """The paragraphs in a line, each with where it begins; one where nothing was run together."""
    places = [match.start() for match in _JOINT.finditer(text)]
    inside_words = {match.end() for match in _ONE_WORD.finditer(text)}
    places = [place for place in places if place not in inside_words]
    if not _FEW <= len(places) <= _MOST:
        return [(0, text)]
    pieces: list[tuple[int, str]] = []
    for start, end in zip([0, *places], [*places, len(text)], strict=True):
        pieces.extend(_trimmed(start + inner, part) for inner, part in _prompts(text[start:end]))
    return [(start, _LOST_SPACE.sub(" ", piece)) for start, piece in pieces if piece]


def _prompts(piece: str) -> list[tuple[int, str]]:
    """A piece cut once more where the words over a box follow on a sentence."""
    starts = [0, *(match.end() for match in _BEFORE_A_PROMPT.finditer(piece))]
    return [(start, piece[start:end])
            for start, end in zip(starts, [*starts[1:], len(piece)], strict=True)]


def _trimmed(start: int, piece: str) -> tuple[int, str]:
    left = piece.lstrip()
    return start + len(piece) - len(left), left.rstrip()
