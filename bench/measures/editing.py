"""The editor of toolkits: its pages on a draft of 150 questions, and saving one question."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from app.clock import now
from app.definitions import operations as definitions
from bench.browser import Browser, Form, encoded, form_of
from bench.measures import Bench
from bench.records import ADMINISTRATOR, DOCUMENTS, PASSWORD, SLUG
from bench.targets import EDITED, EDITOR, Figure
from bench.timing import served

QUESTIONS = 150
PAGES = (
    ("the list of the draft", ""), ("one question", "/edit?at=question:actual_under_13"),
    ("a measure of 23 terms", "/edit?at=measure:vulnerabilities"),
    ("levels and scoring", "/levels"), ("what became of questions", "/lineage"),
)


def measure(bench: Bench) -> Iterator[Figure]:
    """Each page again and again, the list right after a save, and saves as somebody types."""
    administrator = bench.records.administrator
    base = definitions.import_document(text=json.dumps(grown()), actor=None, now=now())
    draft = definitions.begin_next_version(base=base, actor=administrator, now=now())
    browser = Browser(bench.server.port)
    browser.sign_in(ADMINISTRATOR, PASSWORD)
    here = f"/toolkits/drafts/{draft.id}"
    for work, page in PAGES:
        yield Figure.of(f"editor, {QUESTIONS} questions: {work}", EDITOR, served(
            bench.server, lambda number, page=page: here + page, browser.get))
    typing = _Typing(browser, f"{here}/edit?at=question:gender")
    yield Figure.of("editor: saving one question", EDITED, served(
        bench.server, typing.prepare, typing.send), "checked, audited, the whole draft kept")
    yield Figure.of("editor: the list right after a save", EDITOR, served(
        bench.server, lambda number: typing.send(typing.prepare(number)),
        lambda made: browser.get(here)), "the document is read anew")
    browser.close()


class _Typing:
    """Somebody who goes on typing the words of one question."""

    def __init__(self, browser: Browser, path: str) -> None:
        self.browser, self.path = browser, path
        self.form: Form = form_of(browser.get(path).text)
        self.given: dict[str, str] = {}

    def prepare(self, number: int) -> bytes:
        """What the page would send."""
        new = {**self.given, "label": f"Gender, as of {number}", "intent": "autosave"}
        kept = [(name, value) for name, value in self.form.fields if name not in new]
        return encoded([*kept, *new.items()])

    def send(self, body: bytes) -> None:
        """Send it, and take over what the page and the next save are called."""
        answer = self.browser.post(self.path, body, 200, Accept="application/json").json()
        self.given = {name: answer[name] for name in ("page", "save_id")}


def grown() -> dict[str, Any]:
    """Our toolkit under another name, some of its questions again until there are enough."""
    text = (DOCUMENTS / SLUG / "1.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    properties, elements = document["schema"]["properties"], document["uischema"]["elements"]
    again = [key for key in properties if key.startswith("vulnerable_")]
    for number, key in enumerate(islice(cycle(again), QUESTIONS - len(properties)), 1):
        properties[f"again_{number}"] = properties[key]
        elements[-2]["elements"].append({
            "type": "Control", "scope": f"#/properties/again_{number}", "options": {
                "waymark": {"guidance": "Ask **gently**.", "evidence": {"label": "Why"}}}})
    return {**document, "slug": "measured", "title": "Measured toolkit"}
