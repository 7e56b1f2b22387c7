"""A toolkit from elsewhere becomes a draft: files and pasted text, on pages and in operations."""

import io
import json
import re

import pytest

from app.audit.queries import trail
from app.definitions import drafts
from app.definitions.brought import from_file, from_text
from app.definitions.models import Saving
from app.definitions.operations import begin_toolkit, bring_in, send_for_approval
from app.errors import NotAllowed, Refused
from tests.definitions.conftest import written
from tests.importing.office import changed, form, paragraph, row, word
from tests.importing.test_bad_input import A_DOCUMENT, A_FORM, REFUSED

WORDS = """Signs of harm

Risk indicators
- Goes missing from home
- Has unexplained gifts
"""
HARMFUL = "<script>alert(1)</script><img src=x onerror=alert(1)>"


def read(page, form_field="read"):
    """What the page carries on."""
    found = re.search(rf'name="{form_field}"[^>]*value="([^"]*)"', page)
    return found.group(1).replace("&#34;", '"').replace("&lt;", "<").replace(
        "&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")


@pytest.fixture
def page(administrator, signed_in):
    """page(file=("a.docx", data), text="…", place="new", …) -> the answer to the import"""
    client = signed_in(administrator)

    def send(file=None, **fields):
        name, data = file or ("", b"")
        return client.post("/toolkits/import", content_type="multipart/form-data", data={
            "file": (io.BytesIO(data), name), **fields})

    send.client = client
    return send


# Operations


@pytest.mark.both_databases
def test_a_draft_remembers_the_words_each_question_came_from(administrator, now):
    found = from_file("signs.txt", WORDS.encode())
    draft = bring_in(imported=found.imported, name=found.name, base=None, actor=administrator,
                     now=now)
    revision = drafts.head_of(draft)
    assert (revision.saving, revision.number) == (Saving.IMPORTED, 1)
    assert revision.origin["name"] == "signs.txt"
    assert {one["text"] for one in revision.origin["sources"].values()} == {
        "Goes missing from home", "Has unexplained gifts"}
    assert revision.origin["not_understood"]
    assert trail("system").events[0].action == "began"


def test_only_an_administrator_brings_in(practitioner, now):
    with pytest.raises(NotAllowed):
        bring_in(imported=from_text(WORDS).imported, name="x", base=None, actor=practitioner,
                 now=now)


@pytest.mark.parametrize("slug", ["small", "begun", "practice-standards"])
def test_a_short_name_that_is_taken_is_refused(take_in, administrator, now, slug):
    take_in(written("harm"))
    begin_toolkit(title="Begun", slug="begun", kind="screening", actor=administrator, now=now)
    with pytest.raises(Refused, match=f"short name {slug} already"):
        bring_in(imported=from_text(WORDS).imported, name="x", base=None, slug=slug,
                 actor=administrator, now=now)
    assert len(drafts.open_drafts()) == 1


@pytest.mark.parametrize("slug", ["Not A Slug", "a" * 101, "é", "-"])
def test_a_short_name_that_is_none_is_refused(administrator, now, slug):
    with pytest.raises(Refused, match="lower-case letters, digits and hyphens"):
        bring_in(imported=from_text(WORDS).imported, name="x", base=None, slug=slug,
                 actor=administrator, now=now)
    assert drafts.open_drafts() == []


def test_a_long_title_makes_a_short_name(administrator, now):
    draft = begin_toolkit(title="Neglect " * 40, slug=None, kind="screening", actor=administrator,
                          now=now)
    assert len(draft.slug) == 100


def test_the_next_version_keeps_what_its_document_says_of_that_version(take_in, administrator, now):
    base = take_in(written("harm", "name"))
    said = [{"relation": "removed", "from": ["name"], "to": []}]
    text = written("harm", based_on=1, lineage=said)
    draft = bring_in(imported=from_text(text).imported, name="x", base=base, actor=administrator,
                     now=now)
    document = drafts.document_of(drafts.head_of(draft))
    assert (document["based_on"], document["lineage"]) == (1, said)
    version = send_for_approval(draft_id=draft.id, number=1, actor=administrator, now=now)
    assert (version.number, version.based_on) == (2, 1)


def test_what_was_said_of_another_version_is_left_out_and_listed(take_in, administrator, now):
    take_in(written("harm", "name"))
    second = take_in(written("harm", "name", title="Again", based_on=1))
    text = written("harm", based_on=1, lineage=[{"relation": "removed", "from": ["name"]}])
    for base, name in ((second, "small"), (None, "other")):
        draft = bring_in(imported=from_text(text).imported, name="x", base=base, slug="other",
                         actor=administrator, now=now)
        document = drafts.document_of(drafts.head_of(draft))
        assert document["slug"] == name and not document.get("lineage")
        assert document.get("based_on") == (2 if base else None)
        remark, = drafts.head_of(draft).origin["not_understood"]
        assert (remark["where"], remark["text"]) == ("/based_on", "version 1")


def test_a_bare_schema_is_named_after_its_file_and_what_is_unused_is_listed(administrator, now):
    text = '{"type": "object", "properties": {"a": {"type": "string", "x-y": 1}}}'
    found = from_file("first_look.json", text.encode())
    draft = bring_in(imported=found.imported, name=found.name, base=None, actor=administrator,
                     now=now)
    document = drafts.document_of(drafts.head_of(draft))
    assert (document["slug"], document["title"]) == ("first-look", "First look")
    assert [one["where"] for one in drafts.head_of(draft).origin["not_understood"]] == [
        "/properties/a/x-y"]
    send_for_approval(draft_id=draft.id, number=1, actor=administrator, now=now)


# The page


@pytest.mark.parametrize(("name", "data"), [
    ("signs.docx", A_DOCUMENT), ("form.xlsx", A_FORM), ("signs.txt", WORDS.encode()),
    ("signs.md", WORDS.encode()), ("small.json", written("harm").encode()),
    ("bare.json", b'{"type": "object", "properties": {"a": {"type": "string"}}}'),
    ("forms.json", json.dumps({
        "schema": {"type": "object", "properties": {"a": {"type": "string"}}},
        "uischema": {"type": "Control", "scope": "#/properties/a"}}).encode()),
])
def test_every_kind_of_file_becomes_a_draft(page, check_html, name, data):
    answer = page(file=(name, data), place="new")
    assert answer.status_code == 302
    shown = page.client.get(answer.location)
    check_html(shown.text)
    assert shown.status_code == 200 and f"“{name}”" in shown.text
    draft, = drafts.open_drafts()
    opened = page.client.get(f"/toolkits/drafts/{draft.id}").text
    assert f"Brought in from {name}" in opened and f"{draft.id}/origin" in opened


def test_pasted_words_become_a_draft(page):
    answer = page(text=WORDS, place="new", slug="signs")
    shown = page.client.get(answer.location).text
    assert "the pasted text" in shown and "Goes missing from home" in shown
    assert "The same words" in shown
    assert drafts.open_drafts("signs")


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_and_nothing_is_stored(page, case):
    name, data, said = REFUSED[case]
    answer = page(file=(name, data), place="new")
    if len(data) > 32 * 1024 * 1024:
        assert answer.status_code == 413 and "too large" in answer.text
    else:
        assert answer.status_code == 422 and re.search(said, answer.text)
        assert 'id="file-error"' in answer.text
    assert not drafts.open_drafts()


@pytest.mark.parametrize(("sent", "said"), [
    ({}, "Choose a file, or paste"),
    ({"text": "   "}, "Choose a file, or paste"),
    ({"text": '{"kind": "standards", "schema": 1}'}, "these are practice standards"),
    ({"text": '{"schema": '}, "JSON"),
    ({"text": "Nothing is asked in these words."}, "no question was found"),
    ({"text": WORDS, "file": ("a.txt", b"Name: ____")}, "not both"),
    ({"read": "{"}, "did not come back whole"),
    ({"read": '{"name": 1, "document": [], "sources": {}, "not_understood": [1]}'}, "whole"),
    ({"read": json.dumps({"name": "x", "document": {"schema": {"type": "array"}}, "sources": {},
                          "not_understood": []})}, "/schema"),
])
def test_what_is_wrong_is_said(page, sent, said):
    answer = page(**{"place": "new", **sent})
    assert answer.status_code == 422 and said in answer.text
    assert not drafts.open_drafts()


def test_what_was_typed_stays_where_the_reading_fails(page):
    answer = page(text="Only words", place="next", slug="my-own")
    assert "Only words</textarea>" in answer.text and 'value="my-own"' in answer.text


def test_many_problems_are_cut_short(page):
    properties = {f"q{n}": {"type": "string", "pattern": "["} for n in range(40)}
    answer = page(text=json.dumps({"type": "object", "properties": properties}), place="new")
    assert "And 20 more of this kind" in answer.text


@pytest.mark.parametrize("fields", [
    {}, {"place": "new", "slug": "Not a slug"}, {"place": "next", "version": "0"},
    {"place": "next", "version": "many"}, {"place": "next"},
])
def test_a_file_that_was_read_need_not_be_brought_again(page, check_html, fields):
    first = page(file=("signs.docx", A_DOCUMENT), **fields)
    check_html(first.text)
    assert first.status_code == 422 and "“signs.docx” was read: 2 questions found" in first.text
    second = page(read=read(first.text), place="new")
    assert second.status_code == 302
    draft, = drafts.open_drafts()
    assert drafts.head_of(draft).origin["name"] == "signs.docx"


def test_a_toolkit_of_that_name_is_here_already(page, take_in):
    base = take_in(written("harm"))
    first = page(text=written("harm", "name"), place="new")
    assert first.status_code == 422 and "with the short name small already" in first.text
    carried = read(first.text)
    assert f'<option value="{base.id}" selected>Small toolkit, version 1' in first.text
    answer = page(read=carried, place="next", version=str(base.id))
    assert answer.status_code == 302
    draft, = drafts.open_drafts("small")
    assert draft.base_id == base.id
    page(read=carried, place="new", slug="small-two")
    assert drafts.open_drafts("small-two")


def test_a_long_document_is_carried_whole(page, take_in):
    take_in(written("harm"))
    properties = {f"q{n}": {"type": "string", "title": "Long words " * 60} for n in range(1000)}
    text = json.dumps({"slug": "small", "title": "Long", "schema": {
        "type": "object", "properties": properties}})
    first = page(text=text, place="new")
    assert first.status_code == 422 and "1000 questions found" in first.text
    assert page(read=read(first.text), place="new", slug="long").status_code == 302


def test_scripts_in_what_is_brought_are_words(page):
    data = word(paragraph(f"Signs {HARMFUL}", "Heading1"),
                paragraph(f"Is hungry {HARMFUL}", listed=True), paragraph("Is cold", listed=True))
    answer = page(file=(f"{HARMFUL}.docx", data), place="next")
    assert "<script>alert" not in answer.text and "<img src=x" not in answer.text
    answer = page(read=read(answer.text), place="new", slug="signs")
    shown = page.client.get(answer.location).text
    assert "<script>alert" not in shown and "<img src=x" not in shown
    assert "Is hungry &lt;script&gt;" in shown
    sheet = form(row("text", "a", HARMFUL, hint=HARMFUL), settings={"form_title": HARMFUL})
    answer = page(file=("a.xlsx", sheet), place="new", slug="sheet")
    for address in (answer.location, answer.location.removesuffix("/origin"), "/toolkits/"):
        shown = page.client.get(address).text
        assert "<script>alert" not in shown and "<img src=x" not in shown


def test_links_and_formulas_are_listed_on_the_page(page):
    relation = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships"><Relationship Id="r1" Type="x" TargetMode="External" '
                'Target="https://example.org/other.xlsx"/></Relationships>')
    data = changed(form(row("text", "a", "=1+1"), row("text", "b", "Plain")), {
        "xl/externalLinks/_rels/externalLink1.xml.rels": relation,
        "xl/externalLinks/externalLink1.xml": "<externalLink/>"})
    shown = page.client.get(page(file=("a.xlsx", data), place="new").location).text
    assert "This is a formula" in shown and "o link was followed" in shown


def test_what_became_of_the_questions_since_is_shown(page, administrator, now):
    from app.definitions.operations import edit_draft
    from app.engine.authoring.edits.removing import remove
    from app.engine.authoring.settings import with_settings

    answer = page(text=WORDS, place="new")
    draft, = drafts.open_drafts()
    first, second = drafts.head_of(draft).origin["sources"]
    for number, edit in enumerate((
            lambda outline: with_settings(outline, f"question:{first}", {"label": "Runs away"}),
            lambda outline: remove(outline, f"question:{second}", along=True)), 1):
        edit_draft(draft_id=draft.id, base_number=number, edit=edit, summary="Changed",
                   save_id=f"save-{number}", actor=administrator, now=now)
    shown = page.client.get(answer.location).text
    assert "Now: Runs away" in shown and "Removed since" in shown


def test_a_draft_that_was_begun_here_has_no_origin(page, administrator, now):
    draft = begin_toolkit(title="Begun", slug=None, kind="screening", actor=administrator, now=now)
    assert page.client.get(f"/toolkits/drafts/{draft.id}/origin").status_code == 404


def test_the_way_in(page, check_html):
    assert "/toolkits/import" in page.client.get("/toolkits/").text
    shown = page.client.get("/toolkits/import").text
    check_html(shown)
    assert 'enctype="multipart/form-data"' in shown and 'type="file"' in shown
