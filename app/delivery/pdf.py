"""HTML to PDF: what may be drawn, what the file says of itself, and how failure is told.

What a document looks like is in templates/pdf; the library that draws it is in `pdf_engine`, which
is loaded when the first document is asked for.

What a document costs, measured over twelve pages of tables on one processor: 0.35 s, of which a
fifth goes into reading the HTML and the rest into the table cells, about a millisecond each.
`<pdf:pagecount>` lays the whole document out twice and makes that 0.6 s; `<pdf:pagenumber>` is
free, and in the last line of a document it is the number of pages. Plain paragraphs cost half of
what the same text costs in cells. One paragraph that runs over many pages in one cell costs the
square of its length, so long texts should keep their paragraphs.
"""

import re
import unicodedata
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from traceback import extract_tb
from typing import Final

STATIC_ROOT: Final = Path(__file__).resolve().parents[1] / "static"

_FIXED_DATE: Final = b"(D:20000101000000+00'00')"
_DATES: Final = re.compile(rb"/(?:CreationDate|ModDate) " + re.escape(_FIXED_DATE))
# Joiners, signs for coloured or plain, skin tones, the letters of a flag: parts of an emoji.
_EMOJI_PARTS: Final = "\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
_BEYOND_FONTS: Final = re.compile(
    f"([\U00010000-\U0010ffff])[{_EMOJI_PARTS}]*|[\ufe0e\ufe0f]"
)


class PdfFailed(RuntimeError):
    """A document that could not be made. The reason never holds words of the document."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def render_pdf(
    html: str,
    *,
    static_root: Path = STATIC_ROOT,
    title: str = "",
    made_at: datetime | None = None,
) -> bytes:
    """The document as a PDF: the same bytes for the same arguments.

    Page size, page numbers and footer are the document's own, by `@page` and its frames. Pictures,
    styles and fonts come from below `static_root`, named relative to it, and from nowhere else: not
    from the network, nor from other files. Pictures may also be written inline as `data:`. What is
    refused is left out. `title` is for documents without `<title>`; `made_at` is aware.

    The typeface is Helvetica. Letters it has not are taken from DejaVu Sans, right to left where
    they run so: Latin, Greek, Cyrillic, Arabic, Hebrew and others. Chinese, Japanese and Korean
    stand in the file as text, and whoever opens it needs a font for them; so do the scripts of
    India, which come out as boxes in most readers. Emoji are written by name: [grinning face].

    Raises PdfFailed.
    """
    drawable = _BEYOND_FONTS.sub(_drawable, html.encode("utf-8", "replace").decode("utf-8"))
    try:
        # xhtml2pdf takes a third of a second to load, which most processes never need.
        from app.delivery.pdf_engine import draw

        drawn = draw(drawable, static_root, title, wide_letters=_has_wide_letters(drawable))
    except Exception as error:
        raise PdfFailed(_whereabouts(error)) from None
    return _dated(drawn, made_at)


def _drawable(match: re.Match[str]) -> str:
    """A plain letter for a fancy one, such as a script H; the name of anything else."""
    character = match[1] or ""
    plain = unicodedata.normalize("NFKC", character)
    if all(letter < "\U00010000" for letter in plain):
        return plain
    return f"[{unicodedata.name(character, f'U+{ord(character):X}').lower()}]"


def _has_wide_letters(html: str) -> bool:
    """Whether the text goes beyond what ReportLab can write in Helvetica."""
    try:
        unescape(html).encode("cp1252")
    except UnicodeEncodeError:
        return True
    return False


def _whereabouts(error: Exception) -> str:
    """What failed and where. Messages of the library quote the text that they failed on."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}, line {last.lineno}"


def _dated(pdf: bytes, made_at: datetime | None) -> bytes:
    """The document with its real date, or with none; every offset in it stays as it is."""
    if made_at is None:
        return _DATES.sub(lambda match: b" " * len(match[0]), pdf)
    stamp = f"(D:{made_at.astimezone(UTC):%Y%m%d%H%M%S}+00'00')"
    return pdf.replace(_FIXED_DATE, stamp.encode())
