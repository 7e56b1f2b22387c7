"""Files that mean harm, or are not what they say: refused with a sentence, in bounded time."""

import io
import json
import re
import time
import tracemalloc
import zipfile

import pytest

from app.engine.document import DefinitionRefused
from app.importing import ImportRefused, import_file, import_text
from app.importing.archives import LARGEST_FILE
from app.importing.toolkit.lines import MOST_CHARACTERS
from tests.importing.office import archive, changed, form, paragraph, row, word, workbook

A_FORM = form(row("text", "a", "A"))
A_DOCUMENT = word(paragraph("Signs of harm", "Heading1"), paragraph("Is hungry", listed=True),
                  paragraph("Is cold", listed=True))
ENTITY = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def refusal(name, data):
    with pytest.raises(ImportRefused) as caught:
        import_file(name, data)
    (problem,) = caught.value.problems
    assert problem.pointer.startswith(name)
    return problem.reason


def bomb(part, size):
    return archive({"[Content_Types].xml": "<x/>", part: b"\0" * size})


def lying(data):
    """An archive whose directory says that its parts are small."""
    raw = bytearray(data)
    place = raw.find(b"PK\x01\x02")
    while place >= 0:
        raw[place + 24:place + 28] = (100).to_bytes(4, "little")
        place = raw.find(b"PK\x01\x02", place + 4)
    return bytes(raw)


def encrypted(data):
    raw = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + offset] |= 1
            place = raw.find(mark, place + 4)
    return bytes(raw)


REFUSED = {
    "a zip bomb": ("a.xlsx", bomb("xl/workbook.xml", 30_000_000), "packed far too tightly"),
    "a bomb of a document": ("a.docx", bomb("word/document.xml", 30_000_000), "too tightly"),
    "a bomb that lies": ("a.docx", lying(bomb("word/document.xml", 30_000_000)),
                         "damaged|larger|not the XML"),
    "many parts": ("a.docx", archive({f"p{n}": "" for n in range(2001)}), "more than 2000 parts"),
    "a broken archive": ("a.xlsx", A_FORM[:-30], "damaged"),
    "a broken part": ("a.docx", A_DOCUMENT.replace(b"document.xml", b"document.xmm", 1),
                      "damaged|not the XML"),
    "a large part": ("a.docx", archive({"word/document.xml": "".join(
        f"<w:p>{number * 7919 % 999983}</w:p>" for number in range(300_000))}),
                     "larger than 4 MiB"),
    "many rows": ("a.xlsx", form(*(row("text", f"q{n}", "Q") for n in range(3001))),
                  "more than 3000 rows"),
    "no XML": ("a.docx", archive({"word/document.xml": "not xml"}), "not the XML it should be"),
    "an entity": ("a.docx", word(beginning=ENTITY), "document type or entities"),
    "laughs": ("a.docx", word(beginning=LAUGHS), "document type or entities"),
    "an entity in another encoding": ("a.docx", archive({
        "word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{ENTITY}<x/>'.encode(
            "utf-16")}), "document type or entities"),
    "an entity in a sheet": (
        "a.xlsx", changed(A_FORM, {"xl/sharedStrings.xml": f"{ENTITY}<sst/>"}), "entities"),
    "an entity in styles": ("a.docx", changed(A_DOCUMENT, {"word/styles.xml": f"{LAUGHS}<x/>"}),
                            "document type or entities"),
    "macros": ("a.xlsx", changed(A_FORM, {"xl/vbaProject.bin": b"x"}), "macros"),
    "macros in Word": ("a.docx", changed(A_DOCUMENT, {"word/vbaProject.bin": b"x"}), "macros"),
    "a file for macros": ("a.xlsm", A_FORM, "files of this kind are not read"),
    "encrypted": ("a.xlsx", encrypted(A_FORM), "encrypted"),
    "a password": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "too large": ("a.docx", b"PK\x03\x04" + b"\0" * LARGEST_FILE, "larger than 10 MiB"),
    "fifty megabytes": ("a.txt", b"x" * 50_000_000, "larger than 10 MiB"),
    "a long text": ("a.txt", b"Name\n" * 600_000, "larger than 2 MiB"),
    "a PDF": ("a.docx", b"%PDF-1.7", "a PDF"),
    "a picture": ("a.png", b"\x89PNG\r\n", "a picture"),
    "a form called a document": ("a.docx", A_FORM, "its name says a Word document"),
    "a document called a form": ("a.xlsx", A_DOCUMENT, "but it is a Word document"),
    "text called a form": ("a.xlsx", b"Name", "but it is text"),
    "a form called JSON": ("a.json", A_FORM, "but it is an Excel workbook"),
    "another archive": ("a.docx", archive({"x": "y"}), "neither a Word document nor"),
    "both at once": ("a.docx", archive({"word/document.xml": "", "xl/workbook.xml": ""}),
                     "neither a Word document nor"),
    "no form": ("a.xlsx", workbook(prices=[["a", "b"], ["1", "2"]], more=[["x"]]), "survey"),
    "nothing": ("a.txt", b"  \n", "empty"),
    "bytes": ("a.txt", b"abc\0\xff\xfe", "no kind of file"),
    "another encoding": ("a.txt", "Été".encode("latin-1"), "not UTF-8"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_a_sentence(case):
    name, data, said = REFUSED[case]
    assert re.search(said, refusal(name, data))


@pytest.mark.parametrize("case", ["a zip bomb", "a bomb that lies", "fifty megabytes", "laughs"])
def test_refusing_takes_little_time_and_memory(case):
    name, data, _ = REFUSED[case]
    tracemalloc.start()
    began = time.perf_counter()
    refusal(name, data)
    taken, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 2 and peak < 40_000_000


def test_a_part_named_twice_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made, pytest.warns(UserWarning):
        made.writestr("word/document.xml", "<x/>")
        made.writestr("word/document.xml", "<y/>")
    assert "two parts of one name" in refusal("a.docx", stream.getvalue())


def test_formulas_are_listed_and_never_worked_out():
    data = form(row("text", "a", "=1+1"), row("text", "b", '=HYPERLINK("https://example.org")'),
                row("text", "c", "Plain"))
    made = import_file("a.xlsx", data)
    assert made.document["schema"]["properties"]["a"]["title"] == "A"
    said = [str(one) for one in made.not_understood]
    assert any("survey, cell C2: “=1+1” this is a formula" in one for one in said)
    assert "example.org" not in json.dumps(made.document)


def test_links_out_of_a_workbook_are_named_and_not_followed():
    relation = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships"><Relationship Id="r1" Type="x" TargetMode="External" '
                'Target="https://example.org/other.xlsx"/></Relationships>')
    data = changed(A_FORM, {"xl/externalLinks/_rels/externalLink1.xml.rels": relation,
                            "xl/externalLinks/externalLink1.xml": "<externalLink/>"})
    made = import_file("a.xlsx", data)
    assert any("no link was followed" in one.reason for one in made.not_understood)


def test_links_out_of_a_document_are_not_followed():
    data = changed(A_DOCUMENT, {"word/_rels/document.xml.rels": ENTITY + "<x/>"})
    assert import_file("a.docx", data).document["schema"]["properties"]


def test_scripts_in_a_form_stay_words():
    label = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    made = import_file("a.xlsx", form(row("text", "a", label), row("select_one yn", "b", "B")))
    assert made.document["schema"]["properties"]["a"]["title"] == label


def test_a_hidden_character_is_refused_at_its_row():
    with pytest.raises(ImportRefused) as caught:
        import_file("a.xlsx", form(row("text", "a", "A \ue000 B")))
    assert caught.value.problems[0].pointer == "a.xlsx, survey, row 2"


@pytest.mark.parametrize("text, pointer", [
    ('{"schema": {"type": "object", "properties": {"a": {}, "a": {}}}}', "/schema/properties/a"),
    ('{"type": "object", "properties": {"a": {"type": ["string", "object"]}}}', "/properties/a"),
    ('{"schema": ', ""),
])
def test_problems_of_a_document_are_told_as_they_are(text, pointer):
    for brought in (lambda: import_text(text), lambda: import_file("a.json", text.encode())):
        with pytest.raises(DefinitionRefused) as caught:
            brought()
        assert caught.value.problems[0].pointer == pointer


def test_a_document_of_our_own_comes_in_as_it_is():
    document = {"schema": {"type": "object", "properties": {"a": {"type": "string"}}},
                "uischema": {"type": "Control", "scope": "#/properties/a", "label": "Name"}}
    for made in (import_text(json.dumps(document)),
                 import_file("a.json", b"\xef\xbb\xbf" + json.dumps(document).encode())):
        assert made.document == document
        assert made.sources["a"].text == "Name"
        assert made.sources["a"].where == "/schema/properties/a"


@pytest.mark.parametrize("text", [
    "a", "Ab", "x.Y", "- ", "|", "Name: ____ ", "1. ", "(", "Yes No ", "Signs of harm\n", "a\t",
    "Level 1 ", "tick all ", "Is it? ", "Name\n", "- Hungry\n", "Low: 1-5\n", "| a | b |\n",
], ids=str.strip)
def test_odd_texts_take_bounded_time(text):
    """As much of it as may be brought; beyond that it is refused unread."""
    began = time.perf_counter()
    try:
        import_text((text * (MOST_CHARACTERS // len(text)))[:MOST_CHARACTERS])
    except DefinitionRefused:
        pass
    assert time.perf_counter() - began < 10


def test_a_book_is_refused_unread():
    with pytest.raises(ImportRefused, match="longer than 500,000 characters"):
        import_text("Name: ____ " * 100_000)
