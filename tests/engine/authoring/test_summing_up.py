"""What differs, summed up in plain sentences."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from app.engine.authoring.changes import Consequence
from app.engine.authoring.difference import difference
from app.engine.authoring.summing_up import (
    approval_words, consequence_explained, consequence_words, summary,
)
from app.engine.document import read
from app.engine.lineage import read_lineage
from tests.engine.authoring.changed_places import elements, ours, properties, set_to, split, swap
from tests.engine.authoring.whole_toolkit import WHOLE, between, changed

CSE = Path(__file__).parents[3] / "form_definitions" / "cse-risk-assessment"
FORBIDDEN = re.compile(r"\b(safer?|safety|no risk|improve[ds]?|improvement|better)\b|!", re.I)


def several(document: dict[str, Any]) -> None:
    for place in (4, 5):
        elements(document, 3, place)["label"] += ", all of it"
    ours(document, 3, 4)["hint"] = "Told twice, counted once."
    swap(document["uischema"]["elements"], 0, 1)
    properties(document)["models"]["items"]["enum"].append("other")
    document["measures"][1]["terms"][1]["weight"] = 3


def test_each_kind_of_change_is_counted() -> None:
    found = between(WHOLE, changed(several))
    assert summary(found) == (
        "1 section moved.", "2 questions reworded.", "1 option added.", "1 weight changed.")


def test_a_split_is_one() -> None:
    found = between(WHOLE, changed(split))
    assert summary(found) == (
        "The toolkit’s own text changed.", "1 question split.", "3 questions changed.",
        "1 part of a measure added.", "1 part of a measure removed.", "1 rule changed.")


def test_no_differences_are_said_to_be_none() -> None:
    found = between(WHOLE, WHOLE)
    assert summary(found) == ("No differences.",)
    assert approval_words(found) == "Nobody else has to approve this version."


def test_who_approves() -> None:
    worded = between(WHOLE, changed(lambda d: set_to(d, "title", "Other")))
    assert approval_words(worded) == "Nobody else has to approve this version."
    broken = between(WHOLE, changed(lambda d: ours(d, 1, 1, 1, 0).pop("known")))
    assert approval_words(broken) == "A second administrator must approve this version."
    urgent = between(WHOLE, changed(several))
    assert approval_words(urgent) == (
        "A second administrator and a safeguarding lead must approve this version.")


def test_every_consequence_has_words_and_none_promises_anything() -> None:
    for consequence in Consequence:
        said = f"{consequence_words(consequence)}. {consequence_explained(consequence)}"
        assert not FORBIDDEN.search(said)


def test_the_shipped_versions() -> None:
    first, second = (read((CSE / f"{n}.json").read_text(encoding="utf-8")) for n in (1, 2))
    found = difference(first, second, read_lineage(second.lineage))
    assert {
        "1 section added.", "2 questions reworded.", "1 question moved.", "1 question split.",
        "11 questions added.", "1 question removed.", "1 option added.",
    } <= set(summary(found))
