"""xhtml2pdf, set up once: what it may read, what it may log, how it cuts tables. Use `pdf`.

Importing this changes settings of the library for the whole process; nothing else uses it.
"""

import io
import logging
from pathlib import Path
from typing import Any, Final

from reportlab import rl_config
from xhtml2pdf import tables
from xhtml2pdf.config.resources import ResourceAccessError, ResourceAccessPolicy
from xhtml2pdf.document import pisaDocument
from xhtml2pdf.xhtml2pdf_reportlab import _CellPart

MAX_SECONDS: Final = 30
WIDE_FONT: Final = {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}
"""Weight → file in vendor/fonts of the static folder."""

_INLINE_PICTURES: Final = frozenset({"image/png", "image/jpeg", "image/gif"})
# For each letter the first family that has it is taken. The last one is not in the file: whoever
# opens it draws Chinese, Japanese and Korean with a font of their own.
_HOUSE_STYLE: Final = """
html body { font-family: Helvetica, "DejaVu Sans", STSong-Light; }
p, li, dd, dt, td, th, div { overflow-wrap: anywhere; }
"""

# Its warnings quote the paragraph they are about, and a log may not hold what is on file.
for _name in ("xhtml2pdf", "reportlab", "svglib"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)

# The same document always has the same bytes: no time of day, no random identifier.
rl_config.invariant = 1


class _WholeCell(_CellPart):
    """A table cell at its natural height, which goes on over the page when it has to.

    The library's own cells are shrunk until the row fits one page: an answer of two thousand words
    came out too small to read.
    """

    def __init__(self, maxWidth: float, maxHeight: float, mode: str, content: list[Any]) -> None:
        super().__init__(content)


tables.PmlKeepInFrame = _WholeCell


class _StaticFilesOnly(ResourceAccessPolicy):
    """Files of the static folder and small inline pictures; no network."""

    def check_local_size(self, size: int, where: str | Path) -> None:
        """Asked for every local file, and for every `data:` address with its media type."""
        kind = str(where).removeprefix("data:").partition(";")[0]
        if isinstance(where, str) and kind not in _INLINE_PICTURES:
            raise ResourceAccessError("only pictures may be written inline")
        super().check_local_size(size, where)


def draw(html: str, static_root: Path, title: str, *, wide_letters: bool) -> bytes:
    """The PDF. Raises whatever the library raises, and RuntimeError for errors it only counts."""
    # At the end, where it has the last word on the typeface.
    style = _HOUSE_STYLE + (_faces(static_root) if wide_letters else "")
    written = io.BytesIO()
    result = pisaDocument(
        f"{html}<style>{style}</style>",
        written,
        path=str(static_root / "document.html"),
        encoding="utf-8",
        context_meta={"title": title, "author": "Waymark"},
        resource_policy=_StaticFilesOnly.server(
            static_root, allow_remote=False, max_render_seconds=MAX_SECONDS
        ),
    )
    if result.err:
        raise RuntimeError(f"{result.err} errors while drawing")
    return written.getvalue()


def _faces(static_root: Path) -> str:
    """Styles that declare the wide font, where set-up has fetched it."""
    files = {weight: static_root / "vendor" / "fonts" / name for weight, name in WIDE_FONT.items()}
    return "".join(
        f'@font-face {{ font-family: "DejaVu Sans"; font-weight: {weight}; src: url("{file}"); }}'
        for weight, file in files.items()
        if file.is_file()
    )
