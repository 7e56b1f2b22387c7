"""A toolkit from elsewhere becomes a draft here. Reading what was brought is for `importing`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePath
from typing import Any

from msgspec.structs import asdict

from app.accounts.models import User
from app.definitions.models import DefinitionDraft, DefinitionVersion, Saving
from app.definitions.operations.changing import changing
from app.definitions.operations.drafting import begin_draft, check_free
from app.engine.document import is_bare, read
from app.engine.layout import short_name
from app.importing import Imported, Remark


def bring_in(
    *, imported: Imported, name: str, base: DefinitionVersion | None, actor: User | None,
    now: datetime, slug: str | None = None,
) -> DefinitionDraft:
    """Begin a draft with what was brought: of a new toolkit, or of the version after `base`.

    `name` says what was brought, such as the name of a file. A new toolkit is called as the
    document says where no `slug` is given. What the document says became of questions is kept
    where it was made from that very version; else it is left out, and that is listed.
    Raises DefinitionRefused for what cannot be read, Refused where a new toolkit's slug is taken.
    """
    read(json.dumps(imported.document, ensure_ascii=False))
    title = title_of(imported, name)
    with changing(actor):
        if base is None:
            slug = slug or str(imported.document.get("slug") or short_name(title))
            check_free(slug)
        remarks = (*imported.not_understood, *_left_out(imported.document, base))
        document = {"slug": base.slug if base else slug, "title": title,
                    **_without_itself(_whole(imported.document), base)}
        return begin_draft(
            document=document, slug=document["slug"], base=base, actor=actor, now=now,
            summary=f"Brought in from {name}", saving=Saving.IMPORTED, origin={
                "name": name,
                "sources": {key: asdict(source) for key, source in imported.sources.items()},
                "not_understood": [asdict(remark) for remark in remarks],
            })


def title_of(imported: Imported, name: str) -> str:
    """What the toolkit is called; by the name of its file where it does not say."""
    document = imported.document
    found = document.get("title") or _whole(document)["schema"].get("title")
    stem = PurePath(name).stem.replace("-", " ").replace("_", " ").strip()
    return str(found or stem[:1].upper() + stem[1:] or "Imported toolkit")


def _whole(document: dict[str, Any]) -> dict[str, Any]:
    return {"schema": document} if is_bare(document) else document


def _without_itself(document: dict[str, Any], base: DefinitionVersion | None) -> dict[str, Any]:
    """The document without its slug and title, and with the version that it is based on here."""
    found = {name: part for name, part in document.items() if name not in ("slug", "title")}
    if _is_based_on(document, base):
        return found
    found = {name: part for name, part in found.items() if name not in ("based_on", "lineage")}
    return found if base is None else {**found, "based_on": base.number, "lineage": []}


def _is_based_on(document: dict[str, Any], base: DefinitionVersion | None) -> bool:
    return base is not None and (
        document.get("slug"), document.get("based_on")) == (base.slug, base.number)


def _left_out(document: dict[str, Any], base: DefinitionVersion | None) -> Iterator[Remark]:
    number = document.get("based_on")
    if number is None or _is_based_on(document, base):
        return
    again = f"against version {base.number}, which you chose" if base else "when there is one"
    yield Remark("/based_on", f"version {number}", "it was made from a version that this draft is "
                 "not made from, so what it says became of its questions was left out. Say it "
                 f"{again}")
