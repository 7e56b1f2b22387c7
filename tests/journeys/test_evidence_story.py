"""Five reviews over three versions: what fell, what only aged, what nobody looked at, what rose.

The manager reads it beside the one before and over time, signs, and is refused the step down; on
the screen, on paper and by a program alike.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.reviews.commands import reviews
from tests.told import Told

HAPPENED = {
    "moderate_drugs": "Reduced",
    "moderate_out_late": "Reduced: no evidence",
    "significant_missing": "only because time has passed",
    "vulnerable_self_esteem": "Not looked at",
    "moderate_online": "Increased",
}
FALLS_SHORT = (
    "One reduction needs evidence", "Four answers were not reviewed",
    "One answer counts for less only because time has passed",
    "The calculated level is lower only because time has passed",
)


@pytest.mark.requirement("S1.29", "S3.35", "X7", "X20")
def test_what_five_reviews_show_and_what_the_gate_makes_of_it(
    kai: Told, page: Page, sign_in_page: Any, check_accessibility: Any, picture: Any,
    signed_in: Any, app: Any, tmp_path: Path,
) -> None:
    sign_in_page(page, kai.reviewer)
    page.goto("/desk")
    expect(page.locator("main")).to_contain_text("Kai Brennan")
    picture(page, "desk", height=1150)
    read_the_comparison(kai, page)
    picture(page, "evidence", at="h1")
    picture(page, "evidence-rows", at="#questions")
    read_over_time(kai, page)
    check_accessibility(page)
    picture(page, "over-time", at="h1")
    sign_and_explain_nothing(kai, page)
    picture(page, "signed", at="h1")
    file = take_the_signature(page, tmp_path)
    checked = app.test_cli_runner().invoke(reviews, ["verify", str(file)])
    assert checked.exit_code == 0, checked.output
    be_refused(kai, page)
    check_accessibility(page)
    picture(page, "step-down-refused", at="h1")
    on_paper_and_by_a_program(kai, signed_in(kai.reviewer))


def read_the_comparison(kai: Told, page: Page) -> None:
    page.goto(f"/cases/{kai.case.id}")
    page.get_by_role("button", name="Compare").click()
    for key, words in HAPPENED.items():
        expect(page.locator(f"#row-{key} .wm-change__happened")).to_contain_text(words)
    page.get_by_label("Show, or choose one section").select_option("section-moderate")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("#row-moderate_online")).to_be_visible()
    expect(page.locator("#row-vulnerable_self_esteem")).to_be_hidden()
    page.locator("#row-moderate_drugs").get_by_role("link", name="History and comments").click()
    expect(page.locator("main")).to_contain_text("Clean tests with the coach")
    expect(page.locator("main")).to_contain_text("Amira Khan")
    page.goto(f"/cases/{kai.case.id}/compare")


def read_over_time(kai: Told, page: Page) -> None:
    page.goto(f"/cases/{kai.case.id}/levels")
    expect(page.locator("main")).to_contain_text(
        "the calculated level is lower only because time has passed")
    expect(page.locator("main svg").first).to_be_visible()


def sign_and_explain_nothing(kai: Told, page: Page) -> None:
    page.goto(f"/cases/{kai.case.id}/compare")
    page.get_by_role("link", name="Sign this comparison").click()
    page.get_by_label("I have read this comparison").check()
    page.get_by_role("button", name="Sign this comparison").click()
    expect(page.locator("main")).to_contain_text("Sam Reed")


def take_the_signature(page: Page, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").first.click()
    file = folder / "signed.json"
    download.value.save_as(file)
    return file


def be_refused(kai: Told, page: Page) -> None:
    page.goto(f"/cases/{kai.case.id}/step-down")
    for words in FALLS_SHORT:
        expect(page.locator("main")).to_contain_text(words)
    assert page.get_by_role("button", name="Step down").count() == 0


def on_paper_and_by_a_program(kai: Told, client: Any) -> None:
    case = f"/cases/{kai.case.id}"
    paper = PdfReader(io.BytesIO(client.get(f"{case}/compare.pdf").data))
    words = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert "Reduced: no evidence" in words and "only because time has passed" in words
    rows = {row.get("key"): row for row in client.get(f"{case}/compare.json").json["rows"]}
    assert {key: rows[key]["direction"] for key in HAPPENED} == {
        "moderate_drugs": "reduced", "moderate_out_late": "reduced",
        "significant_missing": "none", "vulnerable_self_esteem": "none",
        "moderate_online": "increased"}
    verdict = client.get(f"{case}/step-down.json")
    assert verdict.status_code == 200
    said = json.dumps(verdict.json)
    assert all(words in said for words in FALLS_SHORT)
