"""What may be typed into one line and into a box of text. Pure; forms and operations both ask."""

import re

LINE = 200
TEXT = 50_000

# What a database, a PDF or a page cannot hold; tabs and line breaks are not among them.
_UNKEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r]")


def problem_of_line(text: str, limit: int = LINE) -> str | None:
    """What is wrong with one line of text, as the end of a sentence; None when nothing is."""
    if _BREAKS.search(text):
        return "must be on one line"
    return problem_of_text(text, limit)


def problem_of_text(text: str, limit: int = TEXT) -> str | None:
    """What is wrong with a text of many lines, as the end of a sentence; None when nothing is."""
    if len(text) > limit:
        return f"must be {limit:,} characters or fewer; it has {len(text):,}"
    found = _UNKEPT.search(text)
    if found:
        place = found.start() + 1
        return f"has a character that cannot be kept, at place {place:,}. Remove it and try again"
    return None
