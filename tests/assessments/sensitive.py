"""A toolkit with sensitive questions and rows, and a record that says other things of them each
time."""

from __future__ import annotations

import io
import json
import re
from copy import deepcopy
from datetime import timedelta
from typing import Any

from pypdf import PdfReader

from app.assessments import operations
from app.definitions.operations import import_document, publish
from app.engine.answers import Mark
from tests.assessments.conftest import COMPLETE, SMALL, Worker, make_case, number_of

SECRET = "zebracrossing"
NAMES = ("Robin Hale", "Ivy Okonkwo")
WITHHELD = {"drugs", "where", "story", "people"}
"""What a colleague does not see: `where` because it is asked only where there are drugs."""
IN_PART = {"associates"}
"""Of what they do not see rows that come from the police."""


def document() -> dict[str, Any]:
    """The small toolkit, of which some is about health, from the police or special category."""
    made = deepcopy(SMALL)
    made["slug"], made["title"], made["guidance"] = "sensitive", "Sensitive toolkit", ""
    properties = made["schema"]["properties"]
    properties["drugs"] = {**properties["older"], "title": "Drugs"}
    properties["where"] = {"type": "string", "title": "Where they come from"}
    who, indicators = (made["uischema"]["elements"][n]["elements"] for n in (0, 1))
    who[-1].setdefault("options", {})["waymark"] = {"sensitivity": "special-category"}
    indicators[-1].setdefault("options", {})["waymark"] = {"sensitivity": "police"}
    indicators.append({"type": "Control", "scope": "#/properties/drugs", "options": {"waymark": {
        **indicators[1]["options"]["waymark"], "sensitivity": "health"}}})
    indicators.append({"type": "Control", "scope": "#/properties/where", "rule": {
        "effect": "SHOW", "condition": {
            "scope": "#/properties/drugs", "schema": {"const": "present"}}}})
    properties["associates"] = {"type": "array", "title": "Associates", "minItems": 1, "items": {
        "type": "object", "required": ["name"], "properties": {
            "name": {"type": "string", "title": "Name"},
            "source": {"title": "Where this comes from", "enum": ["police", "school"]},
            "who": {"type": "string", "title": "Who sees them"},
            "due": {"type": "string", "format": "date", "title": "By when"}}}}
    made["schema"]["required"] = [*made["schema"]["required"], "associates"]
    detail = [{"type": "Control", "scope": f"#/properties/{name}", "options": {"waymark": ours}}
              for name, ours in (
                  ("name", {}), ("source", {"row_sensitivity": {"police": "police"}}),
                  ("who", {}), ("due", {}))]
    who.insert(-1, {"type": "Control", "scope": "#/properties/associates", "options": {
        "detail": {"type": "VerticalLayout", "elements": detail},
        "waymark": {"row_label": "Associate", "not_applicable": True, "evidence": {
            "label": "How this is known", "source": True, "date": True}}}})
    made["measures"].append({"id": "drugs", "title": "Drugs and more", "terms": [
        {"scope": "#/properties/drugs", "when": {"const": "present"}},
        {"scope": "#/properties/older", "when": {"const": "present"}}]})
    return made


def publish_sensitive(now: Any, **changes: Any) -> None:
    version = import_document(text=json.dumps(changed(**changes)), actor=None, now=now)
    publish(version=version, actor=None, now=now, note="For a test", vouched="For a test")


def changed(
    *, open_to_all: str = "", police: str = "", slug: str = "sensitive", marks_rows: bool = True,
) -> dict[str, Any]:
    """The same toolkit, or the version after it in which one question, or no row, is sensitive any
    more; or another one in which one more is."""
    made = {**document(), "slug": slug}
    if open_to_all or not marks_rows:
        made["based_on"] = 1
    if not marks_rows:
        made = json.loads(json.dumps(made).replace('"row_sensitivity": {"police": "police"}', ""))
    for section in made["uischema"]["elements"]:
        for control in section["elements"]:
            key, ours = control["scope"].rpartition("/")[2], control.get("options", {})
            if key == open_to_all:
                del ours["waymark"]["sensitivity"]
            elif key == police:
                waymark = control.setdefault("options", {}).setdefault("waymark", {})
                waymark["sensitivity"] = "police"
    return made


def completed(worker: Worker, case: Any, secret: str, *, review: bool = False) -> Any:
    """An assessment, submitted, that says `secret` of everything sensitive; nothing where blank."""
    worker.now += timedelta(days=30)
    draft = worker.review(case, "sensitive") if review else worker.begin(case, "sensitive")
    save(worker, draft, secret)
    # Whatever was said, the same number of revisions.
    return operations.submit(
        actor=worker.user, now=worker.now, assessment_id=draft.id, seen_number=number_of(draft),
        save_id=f"submit-{draft.id}")


def two_cases(worker: Worker, now: Any) -> list[tuple[Any, str]]:
    """Two cases, each assessed and reviewed, that differ only in what is withheld and in whether
    that changed; each with the secret that its first assessment holds."""
    publish_sensitive(now)
    made, start = [], worker.now
    for name, secrets in zip(NAMES, ((SECRET, ""), ("", "")), strict=True):
        worker.now = start
        case = make_case(worker.user, now, name=name, date_of_birth=None, estimated_age=15)
        for number, secret in enumerate(secrets):
            completed(worker, case, secret, review=bool(number))
        made.append((case, secrets[0]))
    return made


def save(worker: Worker, draft: Any, secret: str, *, seen: str = "Sam", **more: Any) -> None:
    """Save a draft that says `secret` of everything sensitive, and `seen` of an associate that
    anybody may know of."""
    values: dict[str, Any] = {**COMPLETE, "older": "present", "level": "high", **more}
    marks = {"older": Mark(rationale="Seen at school")}
    rows = {"associates": ("a2",)} if seen else {}
    if secret:
        values |= {"drugs": "present", "where": secret, "story": secret, "people/r1/who": secret,
                   "associates/a1/name": secret, "associates/a1/source": "police",
                   "associates/a1/who": secret, "associates/a1/due": "2026-07-01"}
        marks |= {"drugs": Mark(rationale=secret), "associates": Mark(rationale=secret)}
        rows = {"people": ("r1",), "associates": ("a1", "a2")}
    else:
        values |= {"drugs": "not_present"}
        marks["drugs"] = Mark(rationale="Tested")
    if seen:
        values |= {"associates/a2/name": seen, "associates/a2/source": "school"}
    worker.save(draft, values, marks=marks, rows=rows)


_PASSING = (
    (re.compile(r"\b[0-9a-f]{10,64}\b"), "HASH"),
    (re.compile(r'(name="(?:csrf_token|page|save_id)"[^>]*value=)"[^"]*"'), r"\1"),
    (re.compile(r'value="[^"]{40,}"'), ""),
    (re.compile(r'(data-draft-(?:key|id)=)"[^"]*"'), r"\1"),
    (re.compile(r"(/(?:cases|assessments)/)\d+"), r"\1N"),
    (re.compile(r"(?i)\b((?:case|pack|assessment|revisions?)[\s,]+)\d+(?: (?:\(HASH\) )?and \d+)?"),
     r"\1N"),
    (re.compile(r'("(?:case|pack|assessment|revision|id|Case|Pack)": "?)\d+'), r"\g<1>0"),
    (re.compile(r"\b(earlier|later|draft_id)=\d+"), r"\1=N"),
    (re.compile(r'("Recorded": )"\d+"'), r'\1"N"'),
    (re.compile(r'(name="(?:earlier|later)" value=)"\d+"'), r"\1N"),
    (re.compile(r'<option value="\d+"'), "<option"),
    (re.compile(r"(Case(?: number)?</dt> ?<dd>)\d+"), r"\1N"),
    (re.compile(r"(?m)^\d+,(?:\d+,)?"), ""),
    (re.compile(r"(\d{4}-\d\d-\d\d,\d+,)\d+"), r"\1N"),
)


def beside(text: str) -> str:
    """A page or a file without what differs each time: tokens, hashes, and ids of records."""
    for pattern, instead in _PASSING:
        text = pattern.sub(instead, text)
    return text


def text_of(pdf: bytes) -> str:
    """The words of a PDF in one line, wherever its lines end: a hash may be cut at any place."""
    pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(re.sub(r"(?<=[0-9a-f]{9})\n(?=[0-9a-f])", "", pages).split())
