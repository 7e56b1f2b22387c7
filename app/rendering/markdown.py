"""Markdown that authors write, as markup that cannot harm: raw HTML off, then sanitised."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

KEPT = 64
"""How many texts a process keeps: those on pages that are not compiled are read every time."""

_HEADINGS = {f"h{level}" for level in range(2, 7)}
_TAGS = {
    "a", "blockquote", "br", "code", "em", "hr", "li", "ol", "p", "strong", "ul",
    "table", "thead", "tbody", "tr", "th", "td", *_HEADINGS,
}
_CLASSES = {
    "a": "govuk-link", "p": "govuk-body", "ol": "govuk-list govuk-list--number",
    "ul": "govuk-list govuk-list--bullet", "table": "govuk-table", "th": "govuk-table__header",
    "td": "govuk-table__cell", "blockquote": "govuk-inset-text",
    **{heading: "govuk-heading-s" for heading in _HEADINGS},
}
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


@lru_cache(maxsize=KEPT)
def markdown(text: str) -> Markup:
    """The markup of a Markdown text; headings start one level down, since pages have their own.

    A character reference may stand for a private-use character, which marks slots while a page is
    compiled; it becomes the replacement character.
    """
    reader = _reader()
    made = reader.renderer.render(_lowered(reader.parse(text)), reader.options, {})
    clean = nh3.clean(
        made, tags=_TAGS, attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto", "tel"}, link_rel="noopener noreferrer",
        set_tag_attribute_values={tag: {"class": name} for tag, name in _CLASSES.items()},
    )
    return Markup(_PRIVATE_USE.sub("\ufffd", clean.strip()))


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    """Loaded with the first text: the pages that people see first have none."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def _lowered(tokens: Sequence[Token]) -> Sequence[Token]:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 6)}"
    return tokens
