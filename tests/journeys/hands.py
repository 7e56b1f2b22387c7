"""Two ways to work through the pages of the service in one browser: at what it shows, and at the
forms of the pages alone. What is typed and why is for others to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FILL = """
    ([wanted, unseen]) => {
        const inside = unseen ? unseen.document : document;
        const boxes = [...inside.querySelectorAll("form [name]:not([type=hidden]):not(button)")];
        for (const box of boxes.filter(box => box.name in wanted)) {
            const value = wanted[box.name];
            const ticked = value === true || [value].flat().includes(box.value);
            const text = Array.isArray(value) ? value.join("\\n") : value;
            const tick = box.type === "checkbox" || box.type === "radio";
            if (tick ? box.checked === ticked : box.value === text) continue;
            for (let at = box; at; at = at.parentElement) if (at.matches("details")) at.open = true;
            if (!unseen && !box.checkVisibility()) throw new Error(`${box.name} cannot be seen`);
            if (tick) box.checked = ticked; else box.value = text;
            for (const type of ["input", "change"]) box.dispatchEvent(
                new Event(type, { bubbles: true }));
        }
        return boxes.map(box => box.name);
    }
"""
"""What Playwright does to a box one by one, done to all of a page, which is ten times as quick."""
_OPEN = """
    async ([address, body]) => {
        const answer = await fetch(address, body ? { method: "post", body } : {});
        const text = await answer.text();
        if (!answer.ok) throw new Error(`${answer.status} ${address}: ${text}`);
        return { url: answer.url, document: new DOMParser().parseFromString(text, "text/html") };
    }
"""
_USE = """
    ([{ url, document }, selector, words]) => {
        const said = found => found.textContent.trim().replace(/\\s+/g, " ");
        const lead = [...document.querySelectorAll(selector)].find(
            found => !words || said(found) === words);
        if (!lead) throw new Error(`${url} has no ${selector} ${words}`);
        const to = (from, name) => new URL(from.getAttribute(name) || url, url);
        if (lead.matches("a")) return [to(lead, "href").href, null];
        const sent = new URLSearchParams(new FormData(lead.form, lead));
        const address = to(lead.hasAttribute("formaction") ? lead : lead.form,
            lead.hasAttribute("formaction") ? "formaction" : "action");
        if (lead.form.method === "post") return [address.href, sent];
        address.search = sent;
        return [address.href, null];
    }
"""


class AtTheScreen:
    """Somebody who uses what the browser shows: nothing that cannot be seen, and by clicking."""

    def __init__(self, page: Any) -> None:
        self.page = page

    @property
    def url(self) -> str:
        return self.page.url

    def open(self, address: str) -> None:
        self.page.goto(address)

    def fill(self, wanted: Mapping[str, Any]) -> list[str]:
        """Fill in the boxes of these names; the names of all boxes of the page."""
        return self.page.evaluate(_FILL, [wanted, None])

    def press(self, words: str) -> None:
        self._leave(self.page.get_by_role("button", name=words, exact=True).first)

    def follow(self, words: str) -> None:
        self._leave(self.page.get_by_role("link", name=words, exact=True).first)

    def use(self, selector: str) -> None:
        """Use the first link or button that the selector finds."""
        self._leave(self.page.locator(selector).first)

    def _leave(self, lead: Any) -> None:
        """Click on what leads to another page, and wait for that."""
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            lead.click()


class AtTheForms:
    """The same browser fetching pages and sending their forms, without drawing any of it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self._at: Any = None

    @property
    def url(self) -> str:
        return self._at.evaluate("at => at.url")

    def open(self, address: str) -> None:
        self._at = self.page.evaluate_handle(_OPEN, [address, None])

    def fill(self, wanted: Mapping[str, Any]) -> list[str]:
        """Fill in the boxes of these names; the names of all boxes of the page."""
        return self.page.evaluate(_FILL, [wanted, self._at])

    def press(self, words: str) -> None:
        self._leave("button, [role=button]", words)

    def use(self, selector: str) -> None:
        """Use the first link or button that the selector finds."""
        self._leave(selector)

    def _leave(self, selector: str, words: str = "") -> None:
        lead = self.page.evaluate_handle(_USE, [self._at, selector, words])
        self._at = self.page.evaluate_handle(_OPEN, lead)
