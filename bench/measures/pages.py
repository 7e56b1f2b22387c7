"""Pages of an assessment, and saving: as a browser asks for them, over a connection kept alive."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from app.assessments.models import Assessment
from app.database import db
from app.definitions.queries import load
from bench.browser import Fields, Form, Response, encoded, form_of, hidden_in
from bench.copies import copies
from bench.measures import Bench
from bench.targets import (
    ALL_CHANGED,
    HISTORY,
    MILLISECONDS,
    QUARTER_CHANGED,
    SAVE,
    SECTION,
    TRAJECTORY,
    Figure,
    Spent,
    Target,
)
from bench.timing import TIMES, WARM_UP, served


def measure(bench: Bench) -> Iterator[Figure]:
    """Sections of a first assessment and of a review, saves, comparisons, a long history."""
    yield _page(bench, "what every page costs: a redirect of somebody signed in", "/sign-in",
                MILLISECONDS, 302)
    for kind, draft in (("first assessment", bench.records.first),
                        ("review, last time beside", bench.records.review)):
        yield from _sections(bench, kind, draft)
    yield from _saves(bench)
    yield from _comparisons(bench)
    yield from _trajectory(bench)
    yield _page(bench, "history of 40 revisions",
                f"/assessments/{bench.records.history}/revisions", HISTORY)


def _sections(bench: Bench, kind: str, draft: int) -> Iterator[Figure]:
    paths = _section_paths(draft)
    yield Figure.of(f"one section’s page, {kind}", SECTION, _asked(bench, paths),
                    f"each of {len(paths)} sections in turn")
    longest = max(paths, key=lambda path: len(bench.browser.get(path).content))
    size = len(bench.browser.get(longest).content) // 1000
    yield Figure.of(f"the longest section’s page, {kind}", SECTION, _asked(bench, [longest]),
                    f"{size} kB")


def _comparisons(bench: Bench) -> Iterator[Figure]:
    for work, case_id, target in (
        ("a quarter changed", bench.records.quarter, QUARTER_CHANGED),
        ("all changed", bench.records.all, ALL_CHANGED),
    ):
        stored, never = (_compared(case_id, stored) for stored in (True, False))
        yield Figure.of(f"comparison page, {work}, versions 1 → 2", target,
                        _asked(bench, stored), "each for the first time, stored when submitted")
        yield Figure.of(f"the same again, {work}: another filter", target,
                        _asked(bench, stored[:1]))
        yield Figure.of(f"the same, {work}, of two that were never compared", target,
                        _asked(bench, never), "each for the first time, stored by it")


def _trajectory(bench: Bench) -> Iterator[Figure]:
    path = f"/cases/{bench.records.reviewed}/levels"
    for work, query in (("what is about risk", ""), ("every question", "?show=everything")):
        size = len(bench.browser.get(path + query).content) // 1000
        yield Figure.of(f"everything over 40 reviews: {work}", TRAJECTORY,
                        _asked(bench, [path + query]), f"{size} kB, stored when submitted")


def _compared(case_id: int, stored: bool) -> list[str]:
    """The pages of comparisons like that of a case, one for each time."""
    return [f"/cases/{case}/compare?earlier={earlier}&later={later}"
            for case, earlier, later in copies(case_id, TIMES + WARM_UP, stored=stored)]


def _saves(bench: Bench) -> Iterator[Figure]:
    paths = _section_paths(bench.records.review)
    bench.browser.reconnect()
    by_hand = _ByHand(bench, paths)
    yield Figure.of("save by hand: validated, audited, durable", SAVE,
                    served(bench.server, by_hand.prepare, by_hand.send),
                    f"each of {len(paths)} sections in turn")
    typing = _Typing(bench, paths[-1])
    yield Figure.of("autosave: the same, answered as JSON", SAVE,
                    served(bench.server, typing.prepare, typing.send), "one section, as one types")


class _ByHand:
    """Somebody who opens one section after another, writes a sentence and presses the button.

    A form is read from its page once and only what names the page each time: while a whole form
    is read here, the service gets cold.
    """

    def __init__(self, bench: Bench, paths: list[str]) -> None:
        self.browser = bench.browser
        self.forms = {path: form_of(self.browser.get(path).text) for path in paths}
        self.paths = paths

    def prepare(self, number: int) -> tuple[str, bytes]:
        """Open the next section, and what its form would send."""
        path = self.paths[number % len(self.paths)]
        named = hidden_in(self.browser.get(path).text)
        edited = _edited(self.forms[path], "save-continue", number)
        return path, encoded([(name, named.get(name, value)) for name, value in edited])

    def send(self, made: tuple[str, bytes]) -> None:
        """Save it."""
        self.browser.post(*made)


class _Typing:
    """Somebody who goes on typing on one page, which saves by itself."""

    def __init__(self, bench: Bench, path: str) -> None:
        self.browser = bench.browser
        self.form = form_of(self.browser.get(path).text)
        self.page = ""

    def prepare(self, number: int) -> bytes:
        """What the page would send."""
        fields = dict(_edited(self.form, "autosave", number))
        page = {"page": self.page or fields["page"], "save_id": uuid4().hex}
        return encoded([*{**fields, **page}.items()])

    def send(self, body: bytes) -> None:
        """Send it, and take over what the page is called from now on."""
        answer = self.browser.post(self.form.autosave, body, 200, Accept="application/json")
        self.page = answer.json()["page"]


def _edited(form: Form, intent: str, number: int) -> Fields:
    """What the form sends once something was written in its first box for reasons."""
    box = next(name for name, _ in form.fields if name.endswith(":rationale"))
    return [*((name, f"{value} Seen again, visit {number}." if name == box else value)
              for name, value in form.fields if name != "intent"), ("intent", intent)]


def _section_paths(draft: int) -> list[str]:
    """The sections that can be opened before the others are complete and that ask for reasons."""
    definition = load(db.session.get_one(Assessment, draft).version_id)
    return [
        f"/assessments/{draft}/sections/{section.key}" for section in definition.sections
        if not section.waits_for_others and any(q.evidence for q in section.questions())
    ]


def _page(bench: Bench, work: str, path: str, target: Target, expect: int = 200) -> Figure:
    spent = _asked(bench, [path], expect)
    return Figure.of(work, target, spent)


def _asked(bench: Bench, paths: list[str], expect: int = 200) -> Spent:
    browser = bench.browser
    browser.reconnect()

    def ask(path: str) -> Response:
        return browser.get(path, expect)

    return served(bench.server, lambda number: paths[number % len(paths)], ask)
