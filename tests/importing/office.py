"""Makes small Office files for tests: workbooks, Word documents, and ones that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

from openpyxl import Workbook

COLUMNS = (
    "type", "name", "label", "hint", "guidance_hint", "relevant", "constraint",
    "constraint_message", "required", "calculation", "appearance", "default", "parameters",
    "choice_filter", "readonly",
)
CHOICES = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No"))
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def row(kind: str, name: str, label: str = "", **more: str) -> list[str]:
    """One row of a survey sheet."""
    return [kind, name, label, *(more.get(column, "") for column in COLUMNS[3:])]


def form(*rows: Sequence[str], choices: Sequence[Sequence[str]] = CHOICES,
         settings: Mapping[str, str] | None = None) -> bytes:
    """An XLSForm of these rows."""
    sheets: dict[str, Sequence[Sequence[str]]] = {"survey": [COLUMNS, *rows], "choices": choices}
    if settings:
        sheets["settings"] = [list(settings), list(settings.values())]
    return workbook(**sheets)


def workbook(**sheets: Sequence[Sequence[str]]) -> bytes:
    """An Excel workbook."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for cells in rows:
            sheet.append(list(cells))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def archive(parts: Mapping[str, str | bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packed) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return stream.getvalue()


def changed(data: bytes, parts: Mapping[str, str | bytes]) -> bytes:
    """An archive with some parts put in or in place of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        kept = {name: opened.read(name) for name in opened.namelist()}
    return archive({**kept, **parts})


def paragraph(text: str, style: str = "", *, listed: bool = False, bold: bool = False) -> str:
    """A paragraph of a Word document."""
    number = "<w:numPr/>" if listed else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return (f"<w:p><w:pPr>{named}{number}</w:pPr><w:r>{weight}<w:t>{escape(text)}</w:t></w:r>"
            "</w:p>")


def table(*rows: Sequence[str]) -> str:
    """A table of a Word document."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in found) for found in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{found}</w:tr>' for found in cells)}</w:tbl>"


def word(*blocks: str, beginning: str = "", **more: str) -> bytes:
    """A Word document of these paragraphs and tables."""
    styles = "".join(
        f'<w:style w:styleId="Heading{depth}"><w:name w:val="heading {depth}"/></w:style>'
        for depth in (1, 2, 3))
    return archive({
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"{beginning}<w:document {_W}><w:body>{''.join(blocks)}</w:body>"
                             "</w:document>",
        "word/styles.xml": f'<w:styles {_W}><w:style w:styleId="Title"><w:name w:val="Title"/>'
                           f"</w:style>{styles}</w:styles>",
        **{name.replace("__", "/").replace("_xml", ".xml"): text for name, text in more.items()},
    })
