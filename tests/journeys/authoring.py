"""An administrator who types a toolkit into the editor page by page, as a document says it.

Everything is done at the pages: links followed, boxes filled, buttons pressed. What there is to
type is read from the document with the engine; what comes of it is for the test to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from app.engine.authoring.asked import asked
from app.engine.authoring.edits.columns import columns_of
from app.engine.authoring.edits.options import options_of
from app.engine.authoring.outline import TOOLKIT, kind, name, take_apart
from app.engine.authoring.settings import settings_of
from app.engine.question_types.choices import posted_name

Settings = dict[str, Any]
_FILL = """
    wanted => {
        const boxes = [...document.querySelectorAll("form [name]:not([type=hidden]):not(button)")];
        for (const box of boxes.filter(box => box.name in wanted)) {
            const value = wanted[box.name];
            const ticked = value === true || (Array.isArray(value) && value.includes(box.value));
            const text = Array.isArray(value) ? value.join("\\n") : value;
            const tick = box.type === "checkbox" || box.type === "radio";
            if (tick ? box.checked === ticked : box.value === text) continue;
            for (let at = box; at; at = at.parentElement) if (at.matches("details")) at.open = true;
            if (!box.checkVisibility()) throw new Error(`${box.name} cannot be seen`);
            if (tick) box.checked = ticked; else box.value = text;
            for (const type of ["input", "change"]) box.dispatchEvent(
                new Event(type, { bubbles: true }));
        }
        return boxes.map(box => box.name);
    }
"""
"""What Playwright does to a box one by one, done to all of a page, which is ten times as quick."""
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

    def write(self) -> None:
        """The whole toolkit, from the list of toolkits to the last level."""
        self.begin()
        self.follow("About the toolkit")
        self.fill(TOOLKIT)
        self.press("Save")
        self.follow("Questions")
        for section in self.paper.inside(TOOLKIT):
            self.add_section(section)
        self.follow("Levels and scoring")
        for container in _LISTS:
            for address in self.paper.inside(container):
                self.add_declared(address)
        if "judgement" in self.paper.units:
            self.add_declared("judgement")

    def begin(self) -> None:
        self.page.goto("/toolkits/")
        self.press("New toolkit")
        self.page.get_by_label("What is the toolkit called?").fill(self.document["title"])
        self.page.locator("[name=slug]").fill(self.document["slug"])
        self.page.locator(f"[name=kind][value={self.document['kind']}]").check()
        self.press("Begin")

    def add_section(self, section: str) -> None:
        self.press("Add section")
        self.add(name(section))
        self.press(TO_THE_LIST)
        self.add_inside(section)
        self.go(self.in_list(section).get_by_role("link", name="Edit").first)
        self.settle(section)

    def add_inside(self, container: str) -> None:
        inside = self.paper.inside(container)
        for address, following in zip_longest(inside, inside[1:], fillvalue=""):
            if self.page.url.find("/add?") < 0:
                adding = self.in_list(container).locator("> .wm-adding")
                self.go(adding.get_by_role("link", name=f"Add {kind(address)}"))
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
        self.add(key, question.type, answers)

    def add_declared(self, address: str) -> None:
        settings = settings_of(self.paper, address)
        self.go(self.page.locator(f"a[href$='add?kind={kind(address)}']"))
        about = settings.get("of") or settings.get("question")
        if about:
            self.page.locator("[name=about]").select_option(about)
        self.add(name(address) if kind(address) not in ("judgement", "immediate") else "")
        if kind(address) == "measure":
            self.count(settings)
        self.settle(address)

    def count(self, settings: Settings) -> None:
        """Tick the questions that a measure counts."""
        self.page.get_by_text("Add questions to count").click()
        for called, question in settings.items():
            if called.startswith("term.") and called.endswith(".question"):
                self.page.locator(f"[name=new_terms][value='{question}']").check()
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
        self.go(self.page.locator(f"[name=do][value='condition {prefix} new']"))
        self.page.locator("[name=subject]").select_option(test["subject"])
        self.press("Continue")
        self.page.locator(f"[name=operator][value={test['operator']}]").check()
        number = self.page.locator("[name=number]:not([type=hidden])")
        for answer in test["answers"]:
            if number.count():
                number.fill(answer)
            else:
                self.page.locator(f"[name=answers][value='{answer}']").check()
        self.press("Save condition")

    def fill(self, address: str) -> list[str]:
        """Fill in whatever the open page shows otherwise; what it has no box for is given back."""
        wanted = {called: value for called, value in settings_of(self.paper, address).items()
                  if called != "type" and not called.startswith("row.")}
        boxes = self.page.evaluate(_FILL, wanted)
        return sorted(called for called, value in wanted.items()
                      if value not in ("", (), False) and called not in boxes
                      and not of_condition(called) and not called.endswith(".question"))

    def add(self, wording: str, type_: str = "", answers: Sequence[str] = ()) -> None:
        """Fill in the page that adds something."""
        if wording:
            self.page.locator("[name=wording]").fill(wording)
        if type_:
            self.page.locator(f"[name=type][value={type_}]").check()
        if answers:
            self.page.get_by_label("Its answers").fill("\n".join(answers))
        self.press("Add")

    def in_list(self, address: str) -> Any:
        return self.page.locator(f"[id='{address}']")

    def press(self, words: str) -> None:
        self.go(self.page.get_by_role("button", name=words, exact=True).first)

    def follow(self, words: str) -> None:
        self.go(self.page.get_by_role("link", name=words, exact=True).first)

    def go(self, lead: Any) -> None:
        """Click on what leads to another page, and wait for that."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            lead.click()


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
