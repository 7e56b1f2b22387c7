"""Reads and checks a document of practice standards: text in, StandardsDocument out, or every
reason why not. Which standards there are, and their limits, stand in `standards`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate
from msgspec import Struct

from app.engine import json_text
from app.engine.problems import DefinitionRefused, Problem, Problems, at
from app.engine.standards import PracticeStandards, read_standards
from app.engine.vocabulary import SLUG as A_SLUG
from app.engine.vocabulary import AnyJson, Text, Whole

KIND: Final = "standards"
"""What `kind` says at the root of such a document."""
SLUG: Final = "practice-standards"
"""There is one set of standards: of two, nobody could say which counts."""
LONGEST_LINE: Final = 200
LONGEST_TEXT: Final = 5000


class Offer(Struct, frozen=True):
    """The toolkits that a kind of episode offers first, by slug, in this order (S0.3, S0.5)."""

    episode: str
    toolkits: tuple[str, ...]


class StandardsDocument(Struct, frozen=True):
    """A set of practice standards as an authority publishes it.

    `text` is the document as it came in, `sha256` is over its canonical form; `note` says what
    changed against the version it is based on, and why.
    """

    text: str
    sha256: str
    document: Mapping[str, Any]
    slug: str
    title: str
    owner: str
    source: str
    introduction: str
    note: str
    based_on: int | None
    standards: PracticeStandards
    offers: tuple[Offer, ...]

    def offered_for(self, episode: str) -> tuple[str, ...]:
        """The slugs of the toolkits that a kind of episode offers first; capitals do not count."""
        named = _folded(episode)
        return next((one.toolkits for one in self.offers if _folded(one.episode) == named), ())


def _line(**given: Any) -> Text:
    return Text(validate=[
        validate.Length(max=LONGEST_LINE, error=f"no longer than {LONGEST_LINE} characters"),
        validate.ContainsNoneOf("\r\n\t", error="one line, without tabs")], **given)


def _long_text() -> Text:
    return Text(load_default="", validate=validate.Length(
        max=LONGEST_TEXT, error=f"no longer than {LONGEST_TEXT} characters"))


class OfferPart(Schema):
    """One of `offers`."""

    episode = _line(required=True)
    toolkits = fields.List(
        Text(validate=A_SLUG), required=True,
        validate=validate.Length(min=1, max=100, error="at least one toolkit"))


class StandardsPart(Schema):
    """The root of a document of practice standards."""

    slug = Text(required=True, validate=validate.Equal(SLUG, error=f"must be {SLUG}"))
    title = _line(required=True)
    kind = Text(required=True, validate=validate.Equal(KIND, error=f"must be {KIND}"))
    owner = _line(load_default="")
    source = _long_text()
    introduction = _long_text()
    note = _long_text()
    based_on = Whole(load_default=None, validate=validate.Range(
        min=1, error="the number of a version, from 1"))
    standards = AnyJson(required=True)
    offers = fields.List(
        fields.Nested(OfferPart), load_default=list,
        validate=validate.Length(max=200, error="no more than 200 kinds of episode"))


_ROOT = StandardsPart()


def read_standards_document(text: str) -> StandardsDocument:
    """The practice standards that a document holds.

    Raises DefinitionRefused with every problem found, each with its JSON Pointer.
    """
    document = json_text.load(text)
    if not isinstance(document, Mapping):
        raise DefinitionRefused((Problem("", "the document must be a JSON object"),))
    problems = Problems()
    parts, standards = _parts(document, problems), _standards(document, problems)
    problems.refuse()
    offers = _offers(parts["offers"], problems)
    if not parts["title"].strip():
        problems.add("/title", "must say what these standards are called")
    problems.refuse()
    assert standards is not None
    given = {name: parts[name] for name in (
        "slug", "title", "owner", "source", "introduction", "note", "based_on")}
    return StandardsDocument(
        text=text, sha256=json_text.sha256(document), document=document, standards=standards,
        offers=offers, **given)


def _parts(document: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    try:
        parts: dict[str, Any] = _ROOT.load(document)
    except ValidationError as error:
        problems.add_messages("", error.messages)
        return {}
    return parts


def _standards(document: Mapping[str, Any], problems: Problems) -> PracticeStandards | None:
    if "standards" not in document:
        return None
    try:
        return read_standards(document["standards"], "/standards")
    except DefinitionRefused as error:
        for problem in error.problems:
            problems.add(problem.pointer, problem.reason)
        return None


def _offers(parts: Sequence[Mapping[str, Any]], problems: Problems) -> tuple[Offer, ...]:
    offers = tuple(Offer(part["episode"].strip(), tuple(part["toolkits"])) for part in parts)
    for pointer, reason in _faults(offers):
        problems.add(pointer, reason)
    return offers


def _faults(offers: Sequence[Offer]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for index, offer in enumerate(offers):
        named = _folded(offer.episode)
        if not named:
            yield at("/offers", index, "episode"), "must name a kind of episode"
        elif named in seen:
            yield at("/offers", index, "episode"), f"{offer.episode} stands here twice"
        seen.add(named)
        if len(set(offer.toolkits)) < len(offer.toolkits):
            yield at("/offers", index, "toolkits"), "a toolkit stands here twice"


def _folded(episode: str) -> str:
    return " ".join(episode.split()).casefold()
