"""Toolkits in small, and what is done with them from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.definitions.models import DefinitionVersion
from app.definitions.operations import (
    begin_next_version,
    begin_toolkit,
    import_document,
    publish,
)
from tests.definitions.editor import Editor

SHIPPED = Path(__file__).parents[2] / "form_definitions"


def written(*keys: str, options: tuple[str, ...] = ("yes", "no"), **root: Any) -> str:
    """A document that asks these questions with these options."""
    chosen = {"oneOf": [{"const": key, "title": key.title()} for key in options]}
    return json.dumps({
        "slug": "small", "title": "Small toolkit", **root,
        "schema": {"type": "object", "properties": {
            key: {"type": "string", "title": f"About {key}", **chosen} for key in keys}},
    }, indent=1)


@pytest.fixture
def take_in(app, now) -> Callable[..., DefinitionVersion]:
    """take_in(text, published=True, at=now, **what publish takes) -> the version"""
    def take_in(
        text: str, published: bool = True, at: Any = now, **given: Any
    ) -> DefinitionVersion:
        version = import_document(text=text, actor=None, now=at)
        if published:
            publish(version=version, actor=None, now=at, note="As agreed",
                    **{"vouched": "In a test", **given})
        return version

    return take_in


@pytest.fixture
def flask(app) -> Callable[..., Any]:
    """flask("list") -> the result of `flask definitions list`"""
    return lambda *arguments: app.test_cli_runner().invoke(
        args=["definitions", *map(str, arguments)])


@pytest.fixture
def edit_next(take_in, administrator, signed_in, now) -> Callable[..., Editor]:
    """edit_next(text) -> an administrator at the draft after a published version of that text"""
    def begin(text: str) -> Editor:
        draft = begin_next_version(base=take_in(text), actor=administrator, now=now)
        return Editor(signed_in(administrator), draft.id)

    return begin


@pytest.fixture
def cse(edit_next) -> Editor:
    """The next version of the toolkit that we ship."""
    return edit_next((SHIPPED / "cse-risk-assessment/1.json").read_text(encoding="utf-8"))


@pytest.fixture
def new(administrator, signed_in, now) -> Editor:
    """A toolkit begun from nothing, with one empty section."""
    draft = begin_toolkit(
        title="A toolkit of our own", slug=None, kind="assessment", actor=administrator, now=now)
    editor = Editor(signed_in(administrator), draft.id)
    editor.add("section", "into toolkit", "Today")
    return editor
