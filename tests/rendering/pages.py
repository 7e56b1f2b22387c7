"""A browser without a screen: reads a page of ours and says what its form would send."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
from jinja2 import Environment, FileSystemLoader
from werkzeug.datastructures import MultiDict

from app.engine import document
from app.engine.definition import Definition

ROOT = Path(__file__).parents[2]
TOOLKITS = ("cse-risk-assessment/1", "cse-risk-assessment/2", "seraf/1")


@lru_cache
def environment() -> Environment:
    """Jinja as the application sets it up."""
    return Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, trim_blocks=True,
        lstrip_blocks=True,
    )


@lru_cache
def toolkit(name: str = "cse-risk-assessment/2") -> Definition:
    """A shipped toolkit, read once."""
    return document.read((ROOT / "form_definitions" / f"{name}.json").read_text("utf-8"))


def parse(markup: str) -> Any:
    """The tree of a fragment; raises where it is not valid HTML."""
    page = f"<!DOCTYPE html><title>t</title><form>{markup}</form>"
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)


def sent(markup: str) -> MultiDict[str, str]:
    """What a browser would send, with no button pressed."""
    reader = _Controls()
    reader.feed(markup)
    reader.close()
    return MultiDict(reader.found)


class _Controls(HTMLParser):
    """Collects the successful controls of a form, as the HTML standard says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.fieldsets: list[bool] = []
        self.templates = 0
        self.text: list[str] | None = None
        self.name = ""
        self.choices: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        attributes = dict(given)
        if tag == "fieldset":
            self.fieldsets.append("disabled" in attributes)
        elif tag == "template":
            self.templates += 1
        elif tag == "option":
            self.choices.append((attributes.get("value") or "", "selected" in attributes))
        elif tag in ("input", "textarea", "select"):
            self.name = attributes.get("name") or ""
            if "disabled" in attributes or any(self.fieldsets) or self.templates:
                self.name = ""
            if tag == "input":
                self._input(attributes)
            self.text, self.choices = [], []

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "fieldset":
            self.fieldsets.pop()
        elif tag == "template":
            self.templates -= 1
        elif tag == "textarea":
            text = "".join(self.text or ()).replace("\r\n", "\n").replace("\r", "\n")
            self._send(text.removeprefix("\n").replace("\n", "\r\n"))
        elif tag == "select":
            chosen = [value for value, selected in self.choices if selected]
            self._send((chosen or [self.choices[0][0]])[-1])

    def _input(self, attributes: dict[str, str | None]) -> None:
        value = attributes.get("value") or ""
        if attributes.get("type") not in ("radio", "checkbox"):
            self._send(value.replace("\n", "").replace("\r", ""))
        elif "checked" in attributes:
            self._send(value)

    def _send(self, value: str) -> None:
        if self.name:
            self.found.append((self.name, value))
