"""Practice standards as a document: what is read, what is refused, what changed between two."""

import json
from dataclasses import fields, replace
from typing import Any

import pytest

from app.engine.problems import DefinitionRefused
from app.engine.standards import MissingBasis, PracticeStandards
from app.engine.standards_document import read_standards_document
from app.engine.standards_words import STANDARDS, Topic, by_topic, differences

LEAST = {"slug": "practice-standards", "title": "Ours", "kind": "standards", "standards": {}}


def reading(**given: Any) -> Any:
    return read_standards_document(json.dumps({**LEAST, **given}))


def refused(text: str) -> list[str]:
    with pytest.raises(DefinitionRefused) as caught:
        read_standards_document(text)
    return [str(problem) for problem in caught.value.problems]


def test_what_is_left_out_has_the_defaults_of_the_sources() -> None:
    read = reading()
    assert read.standards == PracticeStandards()
    assert (read.slug, read.title, read.owner, read.note, read.based_on, read.offers) == (
        "practice-standards", "Ours", "", "", None, ())


def test_everything_is_read() -> None:
    given = {
        "owner": "Board", "source": "Procedures", "introduction": "How", "note": "Why",
        "based_on": 2, "standards": {"review_interval_months": 2},
        "offers": [{"episode": " Strategy  Discussion ", "toolkits": ["b", "a"]}]}
    read = reading(**given)
    assert (read.owner, read.source, read.introduction, read.note, read.based_on) == (
        "Board", "Procedures", "How", "Why", 2)
    assert read.standards == PracticeStandards(review_interval_months=2)
    assert read.offered_for("strategy discussion") == ("b", "a")
    assert read.offered_for("Something else") == ()
    assert read.text == json.dumps({**LEAST, **given})


def test_the_hash_is_over_the_canonical_form() -> None:
    turned = json.dumps(dict(reversed(LEAST.items())), indent=3)
    assert read_standards_document(turned).sha256 == reading().sha256
    assert reading(note="More").sha256 != reading().sha256


@pytest.mark.parametrize("text, place", [
    ("", "/: not JSON"), ("[]", "/: the document must be a JSON object"),
    ('{"kind": "standards", "kind": "standards"}', "/kind: this key stands here twice"),
])
def test_what_is_no_document_is_refused(text: str, place: str) -> None:
    assert refused(text)[0].startswith(place)


@pytest.mark.parametrize("given, expected", [
    ({"unheard_of": 1}, "/unheard_of: unknown field"),
    ({"kind": "assessment"}, "/kind: must be standards"),
    ({"slug": "our-standards"}, "/slug: must be practice-standards"),
    ({"title": " "}, "/title: must say what these standards are called"),
    ({"title": "a\nb"}, "/title: one line, without tabs"),
    ({"owner": 3}, "/owner: not a valid string"),
    ({"based_on": 0}, "/based_on: the number of a version, from 1"),
    ({"based_on": "1"}, "/based_on: not a valid integer"),
    ({"note": "x" * 5001}, "/note: no longer than 5000 characters"),
    ({"standards": []}, "/standards: practice standards must be an object"),
    ({"standards": {"interval": 3}}, "/standards/interval: is not a practice standard"),
    ({"standards": {"seen_alone_days": 29}},
     "/standards/seen_alone_days: must be a whole number from 1 to 28"),
    ({"standards": {"evidence_current_days": 60}},
     "/standards/evidence_stale_days: must not be less than evidence_current_days"),
    ({"offers": [{"episode": "A", "toolkits": []}]}, "/offers/0/toolkits: at least one toolkit"),
    ({"offers": [{"episode": "A", "toolkits": ["A B"]}]},
     "/offers/0/toolkits/0: lower case, digits and hyphens only"),
    ({"offers": [{"episode": " ", "toolkits": ["a"]}]},
     "/offers/0/episode: must name a kind of episode"),
    ({"offers": [{"episode": "A", "toolkits": ["a"]}, {"episode": "a", "toolkits": ["b"]}]},
     "/offers/1/episode: a stands here twice"),
    ({"offers": [{"episode": "A", "toolkits": ["a", "a"]}]},
     "/offers/0/toolkits: a toolkit stands here twice"),
    ({"offers": {"A": ["a"]}}, "/offers: not a valid list"),
])
def test_each_fault_is_refused_with_its_place(given: Any, expected: str) -> None:
    assert refused(json.dumps({**LEAST, **given})) == [expected]


def test_every_fault_is_told_at_once() -> None:
    found = refused(json.dumps({
        "kind": "standards", "slug": "x", "more": 1,
        "standards": {"interval": 1, "missing_basis": "weekly"}}))
    assert {line.partition(":")[0] for line in found} == {
        "/slug", "/title", "/more", "/standards/interval", "/standards/missing_basis"}


def test_a_document_without_standards_says_so() -> None:
    assert refused('{"slug": "practice-standards", "title": "S", "kind": "standards"}') == [
        "/standards: missing data for required field"]


# In words


def test_every_standard_has_words_and_a_source() -> None:
    assert [one.name for one in STANDARDS] == [each.name for each in fields(PracticeStandards)]
    for one in STANDARDS:
        assert one.title and one.purpose.endswith(".") and one.requirements
        assert bool(one.unit) == (one.limits is not None)
    assert sum(map(len, by_topic().values())) == len(STANDARDS)
    assert list(by_topic()) == list(Topic)


def test_a_source_is_said_in_words() -> None:
    by_name = {one.name: one for one in STANDARDS}
    assert by_name["review_interval_months"].origin == (
        "From the guidance to the risk assessment tool.")
    assert by_name["seen_alone_days"].origin == (
        "From the agreed standards of practice; what that leaves open is each authority’s to set.")
    assert by_name["past_harm_months"].origin.startswith("No source document says")


def test_a_value_is_said_with_its_unit() -> None:
    by_name = {one.name: one for one in STANDARDS}
    assert by_name["review_interval_months"].show(3) == "3 months"
    assert by_name["hub_referral_working_days"].show(1) == "1 working day"
    assert by_name["hotspot_children"].show(3) == "3 children"
    assert by_name["missing_basis"].show(MissingBasis.ROLLING) == "Rolling days only"
    assert by_name["seen_alone_days"].limits_in_words == "1 to 28 days"
    assert by_name["missing_basis"].limits_in_words == ""


def test_what_changed_is_listed_with_old_and_new_value() -> None:
    before = PracticeStandards()
    after = replace(before, past_harm_months=6, review_reminder_days=7)
    assert [(found.standard.name, found.before, found.after, found.standard.urgent)
            for found in differences(before, after)] == [
        ("review_reminder_days", "14 days", "7 days", False),
        ("past_harm_months", "12 months", "6 months", True)]
    assert differences(before, before) == ()
