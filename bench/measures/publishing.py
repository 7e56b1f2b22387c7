"""Before a version is published: what differs, and what it does to a hundred thousand cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from app.clock import now
from app.definitions import operations as definitions
from app.definitions.approvals import proposal_of
from app.definitions.impact import Proposal, impact_of
from app.engine.authoring.difference import difference
from app.engine.document import read
from app.engine.key_relation import Lineage
from bench.browser import Browser
from bench.copies import fill_cases
from bench.databases import gather_statistics
from bench.measures import Bench
from bench.measures.editing import QUESTIONS, grown
from bench.records import ADMINISTRATOR, DATED, DOCUMENTS, PASSWORD, SLUG
from bench.situations import fill_situations
from bench.targets import DIFFERENCE, IMPACT, Figure
from bench.timing import repeated, served

TIMES = 7
MANY = 100_000
PATIENT = 600.0


def comparing(bench: Bench) -> Iterator[Figure]:
    """Two versions of 150 questions, a quarter of which changed."""
    before, after = grown(), _edited(grown())
    earlier, later = (read(json.dumps(one)) for one in (before, after))
    found = difference(earlier, later, Lineage.identity())
    yield Figure.of(f"comparing two versions of {QUESTIONS} questions", DIFFERENCE, repeated(
        lambda: difference(earlier, later, Lineage.identity()), 20), (
            f"{len(found.changes)} changes"))
    version = definitions.import_document(text=json.dumps({**after, "based_on": 1}), actor=None,
                                          now=now())
    browser = Browser(bench.server.port)
    browser.sign_in(ADMINISTRATOR, PASSWORD)
    address = f"/toolkits/{version.slug}/compare/1/{version.number}"
    yield Figure.of("the page that shows it", DIFFERENCE, served(
        bench.server, lambda number: address, browser.get, 20, 3))
    browser.close()


def impact(bench: Bench) -> Iterator[Figure]:
    """A weight and a threshold change in the toolkit that all cases have; then in one that looks
    at dates, where those of no two cases need be alike."""
    fill_cases(MANY, bench.records)
    weighed = _weighed(json.loads((DOCUMENTS / SLUG / "2.json").read_text("utf-8")))
    yield from _impact(bench, SLUG, bench.records.quarter, weighed, "")
    aged = _aged(json.loads((DOCUMENTS / DATED / "1.json").read_text("utf-8")))
    yield from _impact(bench, DATED, bench.records.dated, aged, " by their dates")


def _impact(
    bench: Bench, slug: str, like: int, document: dict[str, Any], how: str
) -> Iterator[Figure]:
    submissions = fill_situations(like, slug)
    gather_statistics()
    version = definitions.import_document(text=json.dumps(document), actor=None, now=now())
    proposal = proposal_of(version, now())
    assert proposal is not None
    found = impact_of(proposal, now(), PATIENT)
    note = f"{found.live:,} live cases, {found.lower:,} lower, {found.higher:,} higher"
    yield Figure.of(f"impact over {submissions:,} assessments{how}", IMPACT, repeated(
        partial(_assessed, proposal), TIMES, 1), note)
    browser = Browser(bench.server.port)
    browser.sign_in(ADMINISTRATOR, PASSWORD)
    address = f"/toolkits/{slug}/{version.number}/review"
    yield Figure.of("the page that shows it, with all that it changes", IMPACT, served(
        bench.server, lambda number: address, browser.get, TIMES, 1))
    browser.close()


def _assessed(proposal: Proposal) -> None:
    assert impact_of(proposal, now(), PATIENT).finished


def _edited(document: dict[str, Any]) -> dict[str, Any]:
    """Every fourth question has other words."""
    properties = document["schema"]["properties"]
    for number, key in enumerate(properties):
        if number % 4 == 0:
            properties[key] = {**properties[key], "title": f"In other words: {key}"}
    return {**document, "lineage": []}


def _weighed(document: dict[str, Any]) -> dict[str, Any]:
    """One indicator counts twice, and High begins elsewhere."""
    document["measures"][1]["terms"][0]["weight"] = 2
    document["levels"][2]["when"] = {"scope": "#/measures/suspected", "schema": {"minimum": 6}}
    return {**document, "based_on": 2, "lineage": []}


def _aged(document: dict[str, Any]) -> dict[str, Any]:
    """What was seen six to twelve months ago counts twice, and Category 3 begins elsewhere."""
    for measure in document["measures"]:
        for term in measure["terms"]:
            for band in term.get("windows", {}).get("bands", ())[1:]:
                band["weight"] = 2
    document["levels"][2]["when"] = {"scope": "#/measures/score", "schema": {"minimum": 12}}
    return {**document, "based_on": 1, "lineage": []}
