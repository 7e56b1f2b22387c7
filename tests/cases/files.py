"""Small files of many kinds for tests: some that a case takes, some that it must not."""

from __future__ import annotations

from collections.abc import Mapping
from zipfile import ZIP_LZMA

from app.demonstration.drawn_map import drawn_map
from tests.importing.office import archive

PNG = drawn_map()
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
PDF = b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = archive({"[Content_Types].xml": _TYPES, "word/document.xml": "<w/>"})
ODT = archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o/>"})
TAKEN: Mapping[str, tuple[bytes, str]] = {
    "png": (PNG, "image/png"), "jpeg": (JPEG, "image/jpeg"), "pdf": (PDF, "application/pdf"),
    "docx": (DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": (ODT, "application/vnd.oasis.opendocument.text"),
    "text": ("Sie hieß “Zoë”, سارة".encode(), "text/plain; charset=utf-8"),
    "text with a mark": ("\ufeffSeen".encode(), "text/plain; charset=utf-8"),
    "text of old": (b"caf\xe9, \x93quoted\x94", "text/plain; charset=windows-1252"),
    "text of Windows": ("Seen".encode("utf-16"), "text/plain; charset=utf-16"),
}
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode"
REFUSED: Mapping[str, tuple[bytes, str]] = {
    "exe": (PROGRAM, "a program"), "elf": (b"\x7fELF\x02\x01\x01", "a program"),
    "shell script": (b"#!/bin/sh\nrm -rf ~\n", "a program"),
    "svg": (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "can hold scripts"),
    "bare svg": (b'  <SVG onload="alert(1)">', "can hold scripts"),
    "html": (b"\n<!DOCTYPE html><p>Hello</p>", "can hold scripts"),
    "html later": (b"Hello <script>alert(1)</script>", "can hold scripts"),
    "html in another charset": ("<html>".encode("utf-16"), "can hold scripts"),
    "old Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older Office"),
    "rich text": (b"{\\rtf1 Hello}", "rich text"), "gif": (b"GIF89a", "GIF"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00", "HEIC"),
    "pdf with a script": (PDF + b"<< /S /JavaScript /JS (app.alert) >>", "holds a script"),
    "pdf with a script, spelt by numbers": (
        PDF + b"<< /S /J#61v#61Script /JS (app.alert) >>", "holds a script"),
    "macros in Word": (
        archive({"[Content_Types].xml": _TYPES, "word/document.xml": "<w/>",
                 "word/vbaProject.bin": b"x"}), "macros"),
    "controls in Word": (
        archive({"[Content_Types].xml": _TYPES, "word/document.xml": "<w/>",
                 "word/activeX/activeX1.bin": b"x"}), "macros"),
    "macros in OpenDocument": (
        archive({"mimetype": "application/vnd.oasis.opendocument.text",
                 "Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    "workbook": (archive({"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<w/>"}), "workbook"),
    "archive": (archive({"a.txt": "Hello"}), "an archive"),
    "parts that begin before the file": (
        DOCX[:-6] + b"\xff\xff\xff\x0f" + DOCX[-2:], "damaged"),
    "a part that is packed for another program": (
        archive({"[Content_Types].xml": _TYPES, "word/document.xml": "<w/>"}, ZIP_LZMA),
        "no Office program"),
    "half an archive": (DOCX[:40], "damaged"),
    "Word without a list of types": (archive({"word/document.xml": "<w/>"}), "damaged"),
    "entities in Word": (
        archive({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>',
                 "word/document.xml": "<w/>"}), "document type"),
    "entities in what Word shows": (
        archive({"[Content_Types].xml": _TYPES,
                 "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x/>'.encode("utf-16")}),
        "document type"),
    "entities in OpenDocument": (
        archive({"mimetype": "application/vnd.oasis.opendocument.text",
                 "content.xml": '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "document type"),
    "nothing": (b"", "empty"), "blanks": (b" \r\n\t", "empty"),
    "bytes": (b"\x01\x02\x03\x04\x05", "not taken"),
    "half a character": (b"\x81\x8d\x8f", "not taken"),
}
