"""A browser without a screen or scripts: reads the forms of a page and sends them as one does."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class Page:
    """An answer, parsed where somebody looks into it."""

    def __init__(self, client: FlaskClient, response: TestResponse) -> None:
        self.client, self.response = client, response
        self.status = response.status_code
        self.path = response.request.full_path.rstrip("?")
        self.html = response.get_data(as_text=True)

    @cached_property
    def tree(self) -> Element:
        """The page as a browser builds it."""
        tree: Element = html5lib.parse(self.html, namespaceHTMLElements=False)
        return tree

    @property
    def text(self) -> str:
        """The words of the page, without the spaces of the markup."""
        body = self.tree.find("body")
        assert body is not None
        return " ".join(" ".join(body.itertext()).split())

    @property
    def errors(self) -> dict[str, str]:
        """The lines of the error summary, by where they lead."""
        found = self.tree.iter("ul")
        return _lines(ul for ul in found if "govuk-error-summary__list" in ul.get("class", ""))

    @property
    def missing(self) -> dict[str, str]:
        """The lines of what is still missing, before anybody tried to submit."""
        return _lines(one for one in [self.element("missing")] if one is not None)

    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {" ".join("".join(a.itertext()).split()): a.get("href", "")
                for a in self.tree.iter("a")}

    def element(self, element_id: str) -> Element | None:
        """The element of this id."""
        return next((e for e in self.tree.iter() if e.get("id") == element_id), None)

    def follow(self, words: str) -> Page:
        """Press the link whose words begin so."""
        for text, address in self.links().items():
            if text.startswith(words):
                return get(self.client, address)
        raise AssertionError(f"no link {words!r} in {sorted(self.links())}")

    def form(self, button: str) -> Form:
        """The form that holds the button with these words."""
        for form in self.tree.iter("form"):
            for pressed in form.iter("button"):
                if " ".join("".join(pressed.itertext()).split()).startswith(button):
                    return Form(self, form, pressed)
        raise AssertionError(f"no button {button!r}")


class Form:
    """A form that is being filled in."""

    def __init__(self, page: Page, form: Element, button: Element) -> None:
        self.page, self.form, self.button = page, form, button
        self.fields: MultiDict[str, str] = MultiDict(_fields(form))

    def fill(self, **values: Any) -> Form:
        """Put these values in; a name may hold `__` for the colon of a part."""
        for name, value in values.items():
            self.put(name.replace("__", ":"), value)
        return self

    def put(self, name: str, value: Any) -> Form:
        """Put a value, or several, in the boxes of a name; the form must have some."""
        assert name in _names(self.form), f"no {name} among {sorted(_names(self.form))}"
        self.fields.setlist(name, value if isinstance(value, list) else [value])
        return self

    def send(self, *, follow: bool = True, **given: Any) -> Page:
        """Press the button."""
        fields = self.fields.copy()
        if self.button.get("name"):
            fields.add(self.button.get("name", ""), self.button.get("value", ""))
        address = self.form.get("action") or self.page.path
        response = self.page.client.post(address, data=fields, follow_redirects=follow, **given)
        return Page(self.page.client, response)


def get(client: FlaskClient, address: str) -> Page:
    """Open an address."""
    return Page(client, client.get(address, follow_redirects=True))


def _lines(lists: Iterable[Element]) -> dict[str, str]:
    return {a.get("href", ""): "".join(a.itertext()) for one in lists for a in one.iter("a")}


def _names(form: Element) -> set[str]:
    return {e.get("name", "") for e in form.iter() if e.get("name")}


def _fields(form: Element) -> list[tuple[str, str]]:
    return [pair for element in _shown(form) for pair in _values(element)]


def _shown(element: Element) -> list[Element]:
    """Every element that is not inside a template or a disabled fieldset."""
    found = []
    for child in element:
        if child.tag == "template" or (child.tag == "fieldset" and "disabled" in child.attrib):
            continue
        found.append(child)
        found.extend(_shown(child))
    return found


def _values(element: Element) -> list[tuple[str, str]]:
    name = element.get("name")
    if not name or "disabled" in element.attrib:
        return []
    if element.tag == "textarea":
        return [(name, (element.text or "").removeprefix("\n"))]
    if element.tag == "select":
        return _chosen(element, name)
    if element.tag != "input" or element.get("type") in ("submit", "button"):
        return []
    if element.get("type") in ("radio", "checkbox") and "checked" not in element.attrib:
        return []
    return [(name, element.get("value", "on" if element.get("type") == "checkbox" else ""))]


def _chosen(element: Element, name: str) -> list[tuple[str, str]]:
    options = list(element.iter("option"))
    chosen = [o for o in options if "selected" in o.attrib] or options[:1]
    return [(name, option.get("value", "".join(option.itertext()))) for option in chosen]
