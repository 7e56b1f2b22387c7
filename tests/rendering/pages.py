"""A browser without a screen: reads a page of ours and says what its form would send."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
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
    return MultiDict(list(_controls(parse(markup))))


def _controls(tree: Any) -> Iterator[tuple[str, str]]:
    for element in _enabled(tree):
        name = element.get("name")
        if not name:
            continue
        if element.tag == "input":
            yield from _input(element, name)
        elif element.tag == "textarea":
            yield name, (element.text or "").replace("\n", "\r\n")
        elif element.tag == "select":
            yield name, _selected(element)


def _enabled(element: Any) -> Iterator[Any]:
    for child in element:
        if not isinstance(child.tag, str) or child.tag == "template":
            continue
        if child.get("disabled") is not None:
            continue
        yield child
        yield from _enabled(child)


def _input(element: Any, name: str) -> Iterator[tuple[str, str]]:
    kind = element.get("type", "text")
    if kind in ("radio", "checkbox"):
        if element.get("checked") is not None:
            yield name, element.get("value", "on")
    else:
        yield name, element.get("value", "").replace("\n", "").replace("\r", "")


def _selected(element: Any) -> str:
    options = list(element.iter("option"))
    chosen = [o for o in options if o.get("selected") is not None] or options[:1]
    return chosen[-1].get("value", "")
