"""All that differs between two documents of practice standards, as old and new value in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.engine.standards import PracticeStandards
from app.engine.standards_document import StandardsDocument
from app.engine.standards_words import differences

NOTHING: Final = "Nothing"
_TEXTS: Final = {
    "title": "What they are called", "owner": "Who answers for them",
    "source": "Where they come from", "introduction": "Introduction",
}


class Change(Struct, frozen=True):
    """One thing that two documents say differently; `urgent` changes who is looked at first."""

    title: str
    before: str
    after: str
    urgent: bool = False


def changes(
    before: StandardsDocument | None, after: StandardsDocument, titles: Mapping[str, str]
) -> tuple[Change, ...]:
    """What a document says differently from another, or from the defaults where there is none.

    `titles` are what toolkits are called, by slug.
    """
    return (*_standards(before, after), *_offers(before, after, titles), *_texts(before, after))


def _standards(before: StandardsDocument | None, after: StandardsDocument) -> Iterator[Change]:
    earlier = before.standards if before else PracticeStandards()
    for one in differences(earlier, after.standards):
        yield Change(one.standard.title, one.before, one.after, one.standard.urgent)


def _offers(
    before: StandardsDocument | None, after: StandardsDocument, titles: Mapping[str, str]
) -> Iterator[Change]:
    episodes = {offer.episode.casefold(): offer.episode
                for document in (before, after) if document for offer in document.offers}
    for episode in episodes.values():
        earlier, later = (_offered(one, episode, titles) for one in (before, after))
        if earlier != later:
            yield Change(f"Offered for {episode}", earlier, later)


def _offered(
    document: StandardsDocument | None, episode: str, titles: Mapping[str, str]
) -> str:
    toolkits = document.offered_for(episode) if document else ()
    return ", then ".join(titles.get(slug, slug) for slug in toolkits) or NOTHING


def _texts(before: StandardsDocument | None, after: StandardsDocument) -> Iterator[Change]:
    for name, title in _TEXTS.items():
        earlier, later = (getattr(before, name) if before else ""), getattr(after, name)
        if earlier != later:
            yield Change(title, earlier or NOTHING, later or NOTHING)
