"""An administrator at the editor, over HTTP: forms are read off the page and sent as a browser
sends them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

import html5lib
from flask.testing import FlaskClient

from app.database import db
from app.definitions import drafts
from app.definitions.writing import Draft, opened

XHTML = "{http://www.w3.org/1999/xhtml}"
Fields = dict[str, list[str]]


@dataclass
class Answer:
    """A page, parsed where somebody looks into it."""

    status: int
    text: str
    location: str

    @cached_property
    def forms(self) -> list[Fields]:
        """The forms on the page."""
        return forms_of(self.text) if "<form" in self.text else []

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        tree = html5lib.parse(self.text)
        lists = [one for one in tree.iter(f"{XHTML}ul")
                 if "govuk-error-summary__list" in one.get("class", "")]
        return [" ".join("".join(item.itertext()).split()) for one in lists
                for item in one.iter(f"{XHTML}li")]


class Editor:
    """One administrator and one draft."""

    def __init__(self, client: FlaskClient, draft_id: int) -> None:
        self.client, self.draft_id = client, draft_id

    def address(self, page: str = "", **query: Any) -> str:
        base = f"/toolkits/drafts/{self.draft_id}"
        return f"{base}{'/' + page if page else ''}{'?' + urlencode(query) if query else ''}"

    def get(self, page: str = "", **query: Any) -> Answer:
        return self._answer(self.client.get(self.address(page, **query)))

    def post(self, page: str, fields: Mapping[str, Any], **query: Any) -> Answer:
        return self._answer(self.client.post(self.address(page, **query), data=dict(fields)))

    def form(self, page: str, which: str = "page", **query: Any) -> Fields:
        """The fields of the form on a page that holds a field of a name, as they stand."""
        found = self.get(page, **query)
        assert found.status == 200, found.text
        return next(form for form in found.forms if which in form)

    def press(self, do: str, page: str = "") -> Answer:
        """Press a button of the list, or of levels and scoring."""
        return self.post("change", {**self.form(page, "page"), "do": do})

    def set(self, unit: str, do: str = "save", **settings: Any) -> Answer:
        """Open a unit, type these settings, and save; double underscores stand for points."""
        fields = self.form("edit", at=unit)
        for name, value in settings.items():
            fields[name.replace("__", ".")] = value
        return self.post("edit", {**fields, "do": do}, at=unit)

    def set_all(self, unit: str, settings: Mapping[str, Any], do: str = "save") -> Answer:
        """The same for names that are no Python names."""
        fields = self.form("edit", at=unit)
        return self.post("edit", {**fields, **settings, "do": do}, at=unit)

    def add(self, kind: str, place: str, wording: str = "", **more: Any) -> Answer:
        fields = self.form("add", kind=kind, place=place)
        return self.post("add", {**fields, "wording": wording, **more}, kind=kind, place=place)

    def condition(self, unit: str, of: str, subject: str, operator: str, *answers: str,
                  number: str = "new", typed: str = "") -> Answer:
        """Build one test of a condition."""
        query = {"at": unit, "of": of, "number": number, "subject": subject}
        fields = self.form("condition", which="save_id", **query)
        fields |= {"operator": operator, "answers": list(answers), "number": typed}
        return self.post("condition", fields, at=unit, of=of, number=number)

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        db.session.rollback()
        return opened(drafts.draft(self.draft_id))

    @property
    def document(self) -> Mapping[str, Any]:
        return self.draft.document

    def question(self, key: str) -> Any:
        return self.document["schema"]["properties"][key]

    def ours(self, key: str) -> Any:
        """What our part of a question's element says."""
        return self.draft.outline.units[f"question:{key}"]["control"].get(
            "options", {}).get("waymark", {})

    def _answer(self, response: Any) -> Answer:
        return Answer(
            response.status_code, response.text, response.headers.get("Location", ""))


def forms_of(page: str) -> list[Fields]:
    """What a browser would send of each form of a page, no button pressed."""
    tree = html5lib.parse(page)
    return [_fields(form) for form in tree.iter(f"{XHTML}form")]


def _fields(form: Any) -> Fields:
    found: Fields = {}
    for one in form.iter():
        tag, name = str(one.tag).removeprefix(XHTML), one.get("name")
        if not name or tag == "button":
            continue
        if tag == "input":
            if one.get("type") not in ("checkbox", "radio") or one.get("checked") is not None:
                found.setdefault(name, []).append(one.get("value", "on"))
        elif tag == "textarea":
            found.setdefault(name, []).append("".join(one.itertext()))
        elif tag == "select":
            found.setdefault(name, []).append(_selected(one))
    return found


def _selected(select: Any) -> str:
    options = list(select.iter(f"{XHTML}option"))
    chosen = [one for one in options if one.get("selected") is not None] or options[:1]
    return str(chosen[0].get("value", "")) if chosen else ""
