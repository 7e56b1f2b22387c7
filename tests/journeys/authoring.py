"""An administrator who types a toolkit into the editor page by page, as a document says it.

Everything is done at the pages: links followed, boxes filled, buttons pressed. Whatever may be said
of a kind of thing is said at the screen the first time; a thing that says nothing new of its kind
is written through the forms of the same pages without drawing them. What there is to type is read
from the document with the engine; what comes of it is for the test to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from app.engine.authoring.asked import asked
from app.engine.authoring.edits.columns import columns_of
from app.engine.authoring.edits.options import options_of
from app.engine.authoring.outline import TOOLKIT, Outline, kind, name, take_apart
from app.engine.authoring.settings import settings_of
from app.engine.question_types.choices import posted_name
from tests.journeys.hands import AtTheForms, AtTheScreen

Settings = dict[str, Any]
_CONDITIONS = ("required_when", "rule", "when")
TO_THE_LIST, TO_THE_QUESTION, ANOTHER = (
    "Save and return to the list", "Save and return to the question", "Save and add another")
_LISTS = ("measures", "levels", "floors", "derived", "immediate")


class Author:
    """Somebody at one browser with a document on paper beside it.

    Keys are made of the first words of a thing, so each is first called by its key and given its
    words on the page that follows.
    """

    def __init__(self, page: Any, document: Mapping[str, Any]) -> None:
        self.page = page
        self.document = document
        self.paper = take_apart(document)
        self.screen, self.forms = AtTheScreen(page), AtTheForms(page)
        self.hand: AtTheScreen | AtTheForms = self.screen
        self.shown = set(saying_something_new(self.paper))

    def write(self) -> None:
        """The whole toolkit, from the list of toolkits to the last level."""
        self.begin()
        self.screen.follow("About the toolkit")
        self.fill(TOOLKIT)
        self.press("Save")
        self.screen.follow("Questions")
        for section in self.paper.inside(TOOLKIT):
            self.add_section(section)
        self.go_on_at(self.screen)
        self.screen.follow("Levels and scoring")
        for address in declared(self.paper):
            self.add_declared(address)
        self.go_on_at(self.screen)

    def take_up(self, address: str) -> None:
        """Go on where a unit that comes next is to be written."""
        self.go_on_at(self.screen if address in self.shown else self.forms)

    def go_on_at(self, hand: AtTheScreen | AtTheForms) -> None:
        if hand is not self.hand:
            hand.open(self.hand.url)
            self.hand = hand

    def begin(self) -> None:
        self.page.goto("/toolkits/")
        self.press("New toolkit")
        self.page.get_by_label("What is the toolkit called?").fill(self.document["title"])
        self.page.locator("[name=slug]").fill(self.document["slug"])
        self.page.locator(f"[name=kind][value={self.document['kind']}]").check()
        self.press("Begin")

    def add_section(self, section: str) -> None:
        self.take_up(section)
        self.press("Add section")
        self.add(name(section))
        self.press(TO_THE_LIST)
        self.add_inside(section)
        self.take_up(section)
        self.hand.use(f"[id='{section}'] a[href*='/edit?']")
        self.settle(section)

    def add_inside(self, container: str) -> None:
        inside = self.paper.inside(container)
        for address, following in zip_longest(inside, inside[1:], fillvalue=""):
            self.take_up(address)
            if self.hand.url.find("/add?") < 0:
                self.hand.use(f"[id='{container}'] > .wm-adding a[href*='kind={kind(address)}']")
            if kind(address) == "question":
                self.add_question(address, {"question": ANOTHER}.get(kind(following), TO_THE_LIST))
            else:
                self.add(name(address))
                self.settle(address)
                self.add_inside(address)

    def add_question(self, address: str, then: str) -> None:
        self.add_asked(address, name(address))
        columns = columns_of(self.paper, address)
        if columns:
            self.press("Add a box")
        for column in columns:
            self.add_asked(column, name(column).partition("/")[2])
            self.settle(column, TO_THE_QUESTION if column == columns[-1] else ANOTHER)
        self.settle(address, then)

    def add_asked(self, address: str, key: str) -> None:
        """Add a question or a box of a row, with the answers that may be chosen."""
        question = asked(self.paper, address)
        answers = [posted_name(key) for key, _ in options_of(question)]
        self.add(key, type=question.type, answers=answers)

    def add_declared(self, address: str) -> None:
        self.take_up(address)
        settings = settings_of(self.paper, address)
        self.hand.use(f"a[href$='add?kind={kind(address)}']")
        about = settings.get("of") or settings.get("question")
        wording = name(address) if kind(address) not in ("judgement", "immediate") else ""
        self.add(wording, **({"about": about} if about else {}))
        if kind(address) == "measure":
            self.count(settings)
        self.settle(address)

    def count(self, settings: Settings) -> None:
        """Tick the questions that a measure counts."""
        self.hand.fill({"new_terms": [
            question for called, question in settings.items()
            if called.startswith("term.") and called.endswith(".question")]})
        self.press("Add these questions")

    def settle(self, address: str, then: str = TO_THE_LIST) -> None:
        """All that the paper says of the thing that is open; then back to where it is listed."""
        left = self.fill(address)
        while left:
            self.press("Save")
            before, left = left, self.fill(address)
            assert left != before, f"{address}: there is no box for {left}"
        for prefix, number, test in conditions_of(settings_of(self.paper, address)):
            self.add_condition(prefix, test)
        self.fill(address)
        self.press(then)

    def add_condition(self, prefix: str, test: Settings) -> None:
        self.hand.use(f"[name=do][value='condition {prefix} new']")
        self.hand.fill({"subject": test["subject"]})
        self.press("Continue")
        answers = list(test["answers"])
        self.hand.fill({"operator": test["operator"], "answers": answers, "number": answers[:1]})
        self.press("Save condition")

    def fill(self, address: str) -> list[str]:
        """Fill in whatever the open page shows otherwise; what it has no box for is given back."""
        wanted = {called: value for called, value in settings_of(self.paper, address).items()
                  if called != "type" and not called.startswith("row.")}
        boxes = self.hand.fill(wanted)
        return sorted(called for called, value in wanted.items()
                      if value not in ("", (), False) and called not in boxes
                      and not of_condition(called) and not called.endswith(".question"))

    def add(self, wording: str, **more: str | Sequence[str]) -> None:
        """Fill in the page that adds something."""
        self.hand.fill({**({"wording": wording} if wording else {}), **more})
        self.press("Add")

    def press(self, words: str) -> None:
        self.hand.press(words)


def declared(paper: Outline) -> Iterator[str]:
    """What the levels and scoring are made of, in the order in which it is written."""
    for container in _LISTS:
        yield from paper.inside(container)
    if "judgement" in paper.units:
        yield "judgement"


def saying_something_new(paper: Outline) -> Iterator[str]:
    """The units that say of their kind what none before them said, in the order of writing."""
    before: set[str] = set()
    for address in (*within(paper, TOOLKIT), *declared(paper)):
        columns = columns_of(paper, address) if kind(address) == "question" else ()
        said = {one for part in (address, *columns) for one in said_of(paper, part)}
        if not said <= before:
            yield address
        before |= said


def within(paper: Outline, container: str) -> Iterator[str]:
    """Every unit below another, each before what it holds."""
    for address in paper.inside(container):
        yield address
        if kind(address) != "question":
            yield from within(paper, address)


def said_of(paper: Outline, address: str) -> Iterator[str]:
    """Each box that is filled in for a unit, with its kind; a condition with how it compares."""
    settings = settings_of(paper, address)
    of = kind(address)
    if of in ("question", "column"):
        of = f"{of} {asked(paper, address).type}"
    yield of
    for called, value in settings.items():
        if value not in ("", (), False):
            first, *_, last = called.split(".") * 2
            yield f"{of} {first} {last}"
    for prefix, _, test in conditions_of(settings):
        yield f"{of} {prefix} {test['operator']}"


def conditions_of(settings: Settings) -> Iterator[tuple[str, str, Settings]]:
    """Each test of the conditions of a unit: whose condition, its number, what it says."""
    for prefix in _CONDITIONS:
        number = 0
        while f"{prefix}.{number}.subject" in settings:
            yield prefix, str(number), {part: settings[f"{prefix}.{number}.{part}"]
                                        for part in ("subject", "operator", "answers")}
            number += 1


def of_condition(called: str) -> bool:
    """Whether a setting belongs to a condition, which is built on pages of its own."""
    prefix, _, rest = called.partition(".")
    return prefix in _CONDITIONS and (rest in ("join", "effect") or rest[:1].isdecimal())
