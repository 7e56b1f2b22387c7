"""Opens the workbook of an XLSForm: what pyxform makes of it, and what it passes over in silence.

Formulas are never worked out: a cell counts as what the workbook last showed. No link is followed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from app.importing.archives import Archive
from app.importing.imported import ImportRefused, Remark

MOST_ROWS = 3000
_SHEETS = {"survey", "choices", "settings"}
_LISTED = 20
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_LINKED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_AT_ROW = re.compile(r"\[row : (\d+)\]\s*")


class Workbook(Struct, frozen=True):
    """The form as pyxform nests it, the rows as they stood, and what was passed over."""

    form: dict[str, Any]
    rows: tuple[tuple[int, dict[str, str]], ...]
    choices: dict[str, list[str]]
    remarks: tuple[Remark, ...]


def open_workbook(archive: Archive, data: bytes) -> Workbook:
    """What the workbook says. Raises ImportRefused."""
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json

    # All XML is read warily first: what opens it after this meets no entity and no trap.
    remarks = tuple(_passed_over(archive))
    try:
        read = _sheets(data)
        _check_size(archive.name, read)
        rows = tuple(enumerate(map(_stripped, read.survey or ()), start=2))
        listed = _listed(read.choices or ())
        form = workbook_to_json(read, form_name="data", warnings=[])
    except ImportRefused:
        raise
    except PyXFormError as error:
        raise _told(archive.name, str(error)) from None
    except Exception as error:  # pyxform lets what it did not expect through as it comes
        raise ImportRefused.because(
            archive.name, f"this is no XLSForm that can be read ({type(error).__name__}: {error})"
        ) from None
    return Workbook(form, rows, listed, (*remarks, *_other_sheets(read)))


def _sheets(data: bytes) -> Any:
    from pyxform.xls2json_backends import get_xlsform

    return get_xlsform(io.BytesIO(data), file_type=".xlsx")


def _check_size(name: str, read: Any) -> None:
    for sheet in (read.survey, read.choices):
        if len(sheet or ()) > MOST_ROWS:
            raise ImportRefused.because(name, f"a sheet has more than {MOST_ROWS} rows")
    if not read.survey:
        raise ImportRefused.because(name, "this workbook has no sheet called survey with rows in "
                                    "it, so it is no XLSForm")


def _stripped(row: dict[str, Any]) -> dict[str, str]:
    return {str(key).strip().lower(): str(value) for key, value in row.items() if value is not None}


def _listed(choices: Any) -> dict[str, list[str]]:
    """The names in each list, before pyxform adds any of its own."""
    found: dict[str, list[str]] = {}
    for row in map(_stripped, choices):
        name = row.get("list_name") or row.get("list name") or ""
        found.setdefault(name, []).append(row.get("name") or row.get("value") or "")
    return found


def _told(name: str, message: str) -> ImportRefused:
    """pyxform's words, at the row they are about where they name one."""
    first = " ".join(message.split())
    found = _AT_ROW.search(first)
    if found is None:
        return ImportRefused.because(name, first)
    return ImportRefused.because(f"{name}, row {found[1]}", _AT_ROW.sub("", first).strip())


def _other_sheets(read: Any) -> Iterator[Remark]:
    for sheet in read.sheet_names or ():
        if sheet.lower() not in _SHEETS and len(read.sheet_names) > 1:
            yield Remark(f"sheet {sheet}", "", "this sheet was not read")


def _passed_over(archive: Archive) -> Iterator[Remark]:
    formulas: list[tuple[str, str]] = []
    names = _sheet_names(archive)
    for part, root in archive.xml_parts():
        if part in names:
            formulas.extend(_formulas(root, names[part]))
        if part.lower().endswith(".rels") and any(
            one.get("TargetMode") == "External" for one in root.iter(_RELATION)
        ):
            yield Remark(part, "", "it links outside the workbook; no link was followed")
    for where, formula in formulas[:_LISTED]:
        yield Remark(where, formula, "this is a formula; the value last shown was taken, and it "
                     "was not worked out again")
    if len(formulas) > _LISTED:
        yield Remark("the workbook", "", f"{len(formulas) - _LISTED} more cells hold formulas")


def _formulas(root: Any, sheet: str) -> Iterator[tuple[str, str]]:
    for cell in root.iter(f"{_MAIN}c"):
        formula = cell.find(f"{_MAIN}f")
        if formula is not None:
            yield f"{sheet}, cell {cell.get('r', '')}", f"={formula.text or ''}"


def _sheet_names(archive: Archive) -> dict[str, str]:
    """The name of the sheet that each part holds."""
    if "xl/_rels/workbook.xml.rels" not in archive.parts:
        return {}
    targets = {one.get("Id"): one.get("Target", "")
               for one in archive.xml("xl/_rels/workbook.xml.rels").iter(_RELATION)}
    found = {}
    for sheet in archive.xml("xl/workbook.xml").iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINKED), "").removeprefix("/xl/")
        found[f"xl/{target}"] = sheet.get("name", "")
    return found
