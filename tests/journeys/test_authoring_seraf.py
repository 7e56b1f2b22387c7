"""A real toolkit made by nobody but an administrator at the browser: SERAF, from nothing to use."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.accounts.models import Role
from app.engine.authoring.aspects import Aspect
from app.engine.authoring.difference import difference
from app.engine.authoring.json_parts import without
from app.engine.authoring.outline import put_together, take_apart
from app.engine.document import read
from app.engine.lineage import read_lineage
from app.engine.subschemas import Subschemas
from tests.journeys.authoring import Author

SERAF = Path(__file__).parents[2] / "form_definitions/seraf/1.json"
NOW = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.fixture
def author(app, page, make_user, sign_in_page):
    """An administrator at the list of toolkits, of which there is none."""
    app.config["CLOCK"] = lambda: NOW
    sign_in_page(page, make_user(Role.ADMINISTRATOR, name="Priya Nair"))
    return Author(page, json.loads(SERAF.read_text(encoding="utf-8")))


def test_a_toolkit_written_in_the_browser_means_what_the_shipped_one_means(author):
    author.write()
    publish(author)
    shipped, written = read(SERAF.read_text(encoding="utf-8")), read(downloaded(author.page))
    assert meaning(written) == meaning(shipped)
    changes = difference(shipped, written, read_lineage([])).changes
    assert [change.aspect for change in changes] == [Aspect.FORM], changes


def publish(author):
    author.screen.follow("Check and send")
    author.press("Send for approval")
    expect(author.page.get_by_text("Nobody has to approve these changes")).to_be_visible()
    author.page.get_by_label("At once").check()
    author.page.get_by_label("Note to practitioners").fill("As agreed by the board")
    author.press("Publish")
    expect(author.page.get_by_role("row", name="Version 1")).to_contain_text("In use")


def downloaded(page):
    """The text of the document as its page gives it."""
    page.get_by_role("link", name="Version 1").click()
    with page.expect_download() as found:
        page.get_by_role("link", name="Download the document").click()
    return found.value.path().read_text(encoding="utf-8")


def meaning(definition):
    """The document with references followed and groups keyed, and how each question is asked.

    A type that the schema has by default may be written or left out, as may the weight of a term
    whose dates weigh; the order of what is required says nothing.
    """
    document = put_together(take_apart(definition.document))
    schemas = Subschemas(document["schema"], "")

    def plain(part):
        if isinstance(part, list):
            return [plain(one) for one in part]
        if not isinstance(part, Mapping):
            return part
        if part.get("type") == "Control":
            ours = part["options"]["waymark"]
            part = {**part, "options": {"waymark": without(ours, "type")}}
        whole = schemas.resolve(part) if "$ref" in part else part
        whole = without(whole, "$ref", "$defs", "weight" if "windows" in whole else "")
        return {name: sorted(inner) if name == "required" and isinstance(inner, list)
                else plain(inner) for name, inner in whole.items()}

    return plain(document), [asked(question) for question in definition.questions.values()]


def asked(question):
    return question.key, question.type.name, [asked(column) for column in question.columns]
