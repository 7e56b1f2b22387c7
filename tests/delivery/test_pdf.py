"""PDF: what a document may read, what can be drawn and read back, and how failure is told."""

import base64
import io
import logging
import shutil
import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import reportlab
from PIL import Image
from pypdf import PdfReader

from app.delivery.pdf import STATIC_ROOT, PdfFailed, render_pdf
from app.delivery.pdf_engine import WIDE_FONT

BUNDLED_FONTS = Path(reportlab.__file__).parent / "fonts"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

PAGED = """
<style>@page { size: a4 portrait; margin: 2cm;
  @frame footer { -pdf-frame-content: footer; bottom: 0.5cm; margin: 0 2cm; height: 1cm; } }</style>
<div id="footer">Case 12, page <pdf:pagenumber></div>
"""


@pytest.fixture
def static_root(tmp_path):
    """A static folder with a picture, beside a picture that is none of its business."""
    root = tmp_path / "static"
    root.mkdir()
    for place in (root / "inside.png", tmp_path / "outside.png"):
        Image.new("RGB", (4, 4), "red").save(place)
    (root / "link.png").symlink_to(tmp_path / "outside.png")
    return root


@pytest.fixture
def with_wide_font(static_root):
    """A static folder with a font for more than Western European letters."""
    fonts = static_root / "vendor" / "fonts"
    fonts.mkdir(parents=True)
    for weight, name in WIDE_FONT.items():
        stand_in = "VeraBd.ttf" if weight == "bold" else "Vera.ttf"
        shutil.copy(BUNDLED_FONTS / stand_in, fonts / name)
    return static_root


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf):
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def pictures_in(pdf):
    return sum(len(page.images) for page in read(pdf).pages)


def fonts_in(pdf):
    fonts = [page["/Resources"]["/Font"].values() for page in read(pdf).pages]
    return {font.get_object()["/BaseFont"] for of_page in fonts for font in of_page}


def test_a_document_has_pages_with_numbers_and_a_footer():
    pdf = render_pdf(PAGED + "<p>A line of text.</p>" * 200)
    pages = read(pdf).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Case 12, page {number}" in page.extract_text()


def test_the_text_can_be_read_back():
    table = "<table><tr><td>Before</td><td>Yes &amp; often</td></tr></table>"
    assert "Yes & often" in text_of(render_pdf(f"<h1>Comparison</h1>{table}"))


def test_the_document_says_what_it_is():
    pdf = read(render_pdf("<html lang='en-GB'><p>x</p>", title="Comparison", made_at=NOON))
    assert pdf.metadata.title == "Comparison"
    assert pdf.metadata.creation_date == NOON
    assert pdf.trailer["/Root"]["/Lang"] == "en-GB"


def test_the_same_document_has_the_same_bytes():
    html = PAGED + "<p>Ł and more</p>"
    assert render_pdf(html, made_at=NOON) == render_pdf(html, made_at=NOON)
    assert read(render_pdf(html)).metadata.creation_date is None


def test_pictures_of_the_static_folder_are_drawn(static_root):
    assert pictures_in(render_pdf("<img src='inside.png'>", static_root=static_root)) == 1


def inline(media_type, content):
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def test_only_pictures_may_be_written_inline(static_root):
    picture = (static_root / "inside.png").read_bytes()
    drawn = render_pdf(f"<img src='{inline('image/png', picture)}'>", static_root=static_root)
    assert pictures_in(drawn) == 1
    style = inline("text/css", b"p { display: none }")
    assert "still here" in text_of(
        render_pdf(f"<link rel='stylesheet' href='{style}'><p>still here</p>")
    )
    outline = f"<svg xmlns='http://www.w3.org/2000/svg'><image href='{static_root}'/></svg>"
    refused = render_pdf(f"<img src='{inline('image/svg+xml', outline.encode())}'><p>x</p>")
    assert pictures_in(refused) == 0


WAYS_OUT = ["../outside.png", "{above}/outside.png", "file://{above}/outside.png", "link.png",
            "%2e%2e/outside.png", "inside.png/../../outside.png", "file:///etc/passwd"]


@pytest.mark.parametrize("address", WAYS_OUT)
def test_files_outside_the_static_folder_are_refused(static_root, address):
    source = address.format(above=static_root.parent)
    html = f"<img src='{source}'><p style='background: url({source})'>text</p>"
    pdf = render_pdf(html, static_root=static_root)
    assert pictures_in(pdf) == 0
    assert "text" in text_of(pdf)


def test_styles_and_fonts_outside_the_static_folder_are_refused(static_root):
    style = static_root.parent / "hide.css"
    style.write_text("p { display: none }")
    font = BUNDLED_FONTS / "Vera.ttf"
    pdf = render_pdf(
        f"<link rel='stylesheet' href='../hide.css'><style>@import url(file://{style});"
        f"@font-face {{ font-family: V; src: url({font}) }} p {{ font-family: V }}</style>"
        "<p>still here</p>",
        static_root=static_root,
    )
    assert "still here" in text_of(pdf)
    assert fonts_in(pdf) == {"/Helvetica"}


@contextmanager
def listener():
    """An address of this machine, and a list of who called there."""
    calls = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        def answer():
            try:
                while True:
                    calls.append(server.accept()[1])
            except OSError:
                return

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/x", calls
        server.shutdown(socket.SHUT_RDWR)


def test_nothing_is_fetched_from_the_network(static_root):
    with listener() as (url, calls):
        pdf = render_pdf(
            f"<link rel='stylesheet' href='{url}'><style>@import url({url}); p {{ font-family: F }}"
            f"@font-face {{ font-family: F; src: url({url}.ttf) }}"
            f"@page {{ background-image: url({url}.pdf) }}"
            f"p {{ background-image: url({url}.png); list-style-image: url({url}) }}</style>"
            f"<img src='{url}'><object data='{url}'></object><iframe src='{url}'></iframe>"
            f"<pdf:insertpdf src='{url}.pdf'><p>text</p>",
            static_root=static_root,
        )
    assert calls == []
    assert "text" in text_of(pdf)


def test_an_address_where_nobody_answers_costs_nothing():
    assert "text" in text_of(render_pdf("<img src='http://127.0.0.1:1/x'><p>text</p>"))


@pytest.mark.parametrize(
    "words",
    ["مرحبا بالعالم", "שלום עולם", "Łukasz Ștefan", "Привет", "你好", "हिन्दी", "👩\u200d👧 😀",
     "\x00\x0b", "\u202ereversed\u202c", "e\u0301\u0301\u0301", "\ud83d"],
)
def test_no_letters_stop_a_document(words):
    text = text_of(render_pdf(f"<p>before</p><p>{words}</p><p dir='rtl'>{words}</p><p>after</p>"))
    assert "before" in text
    assert "after" in text


def test_letters_beyond_the_usual_come_from_the_wide_font(with_wide_font):
    pdf = render_pdf("<p>Łukasz <b>Žofia</b></p>", static_root=with_wide_font)
    assert "Łukasz Žofia" in text_of(pdf)
    assert any("Vera" in font for font in fonts_in(pdf))


def test_a_document_without_such_letters_does_not_carry_the_font(with_wide_font):
    plain = "<p>José – “quoted”</p>"
    before = render_pdf(plain, static_root=with_wide_font)
    render_pdf("<p>Łukasz</p>", static_root=with_wide_font)
    assert render_pdf(plain, static_root=with_wide_font) == before
    assert fonts_in(before) == {"/Helvetica"}
    assert "José – “quoted”" in text_of(before)


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("sent 😀💋", "sent [grinning face][kiss mark]"),
        ("👍🏽 yes", "[thumbs up sign] yes"),
        ("👩\u200d👧", "[woman][girl]"),
        ("𝓗𝓮𝔂", "Hey"),
        ("plain\ufe0f", "plain"),
    ],
)
def test_what_no_font_draws_is_written_in_words(written, drawn):
    assert drawn in text_of(render_pdf(f"<p>{written}</p>"))


def sizes_in(pdf):
    """The sizes in which letters are drawn, scaling counted in."""
    sizes = set()

    def note(text, matrix, text_matrix, _font, size):
        if text.strip():
            sizes.add(round(size * matrix[3] * text_matrix[3], 1))

    for page in read(pdf).pages:
        page.extract_text(visitor_text=note)
    return sizes


def test_a_long_answer_goes_over_the_page_in_print_of_its_own_size():
    words = "word " * 2000
    table = f"<table><tr><td>Question</td><td>{words}</td></tr><tr><td>Next</td></tr></table>"
    pdf = render_pdf(f"<style>table {{ font-size: 10pt }}</style>{table}")
    assert len(read(pdf).pages) > 1
    assert text_of(pdf).count("word") == 2000
    assert sizes_in(pdf) == {10.0}


def test_a_word_without_end_is_broken():
    table = f"<table><tr><td>a</td><td>{'x' * 500}</td></tr></table>"
    pdf = render_pdf(f"<style>td {{ font-size: 10pt }}</style>{table}")
    assert text_of(pdf).count("x") == 500
    assert all(len(line) < 100 for line in text_of(pdf).splitlines())
    assert sizes_in(pdf) == {10.0}


def test_failure_is_told_without_words_of_the_document(caplog):
    secret = "Kestrel House"
    with caplog.at_level(logging.DEBUG), pytest.raises(PdfFailed) as failed:
        render_pdf("<div>" * 300 + secret + "</div>" * 300)
    assert failed.value.reason.startswith("RenderLimitError in ")
    assert failed.value.__cause__ is None
    assert secret not in str(failed.value)
    assert secret not in caplog.text


def test_nothing_on_file_reaches_a_log(caplog):
    with caplog.at_level(logging.DEBUG):
        render_pdf("<p>Kestrel House 你 <img src='../x'> <b style='color: nonsense'>y</b></p>")
    assert "Kestrel" not in caplog.text


def test_the_static_folder_is_the_applications_own():
    assert STATIC_ROOT.is_dir()
