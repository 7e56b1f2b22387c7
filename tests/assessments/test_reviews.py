"""Reviews: last time's answers carried over, along the lineage where the toolkit has changed."""

import copy
from datetime import timedelta

import pytest

from app.assessments import operations, queries
from app.assessments.carrying import carry
from app.assessments.models import Kind
from app.definitions.queries import pairing
from app.engine.absence import Absence
from app.engine.answers import Mark, Standing
from app.errors import Refused
from tests.assessments.conftest import COMPLETE, SMALL, answers_of

both = pytest.mark.both_databases

LEVELS = ("measures", "levels", "judgement", "immediate")
FIRST = {**COMPLETE, "older": "present", "level": "high", "story": "Seen in a grey car",
         "people/a/who": "Jo", "people/a/role": "friend", "people/b/who": "Lee"}


@pytest.fixture
def finished(worker, draft):
    """A submitted assessment with something in every kind of question."""
    worker.save(draft, FIRST, rows={"people": ("b", "a")},
                marks={"older": Mark(rationale="Seen by school", source="School")})
    worker.submit(draft)
    worker.now += timedelta(days=90)
    return draft


def second_version(**changes):
    """The small toolkit changed: questions and options as given, and what became of them."""
    document = {part: copy.deepcopy(said) for part, said in SMALL.items() if part not in LEVELS}
    document["based_on"] = 1
    document["lineage"] = changes.pop("lineage")
    properties = document["schema"]["properties"]
    for key, schema in changes.items():
        elements = (e for section in document["uischema"]["elements"] for e in section["elements"])
        for element in elements:
            if element["scope"] == f"#/properties/{key}":
                element.pop("options", None)
        if schema is None:
            del properties[key]
            document["schema"]["required"] = [
                name for name in document["schema"]["required"] if name != key]
            for section in document["uischema"]["elements"]:
                section["elements"] = [
                    e for e in section["elements"] if e["scope"] != f"#/properties/{key}"]
        else:
            if key not in properties:
                document["uischema"]["elements"][0]["elements"].append(
                    {"type": "Control", "scope": f"#/properties/{key}"})
            properties[key] = schema
    return document


@both
@pytest.mark.requirement("S0.2", "S1.28")
def test_a_review_starts_with_last_times_answers_none_of_them_looked_at(worker, case, finished):
    review = worker.review(case, "small")
    said = answers_of(review)
    assert review.kind is Kind.REVIEW and review.previous.id == finished.id
    first = {**FIRST, "name": "Robin Hale", "born": "2010-05-02"}
    assert {key: said.values.get(key) for key in first} == {**first, "level": None}
    assert said.rows == {"people": ("b", "a")}
    assert said.mark("older") == Mark(standing=Standing.CARRIED)
    looked_at = {key for key in queries.computed(review).definition.questions
                 if said.values.get(key) and said.mark(key).standing is not Standing.CARRIED}
    assert looked_at == {"completed_on"}


def test_who_completes_it_and_when_is_not_carried(worker, case, finished):
    assert answers_of(worker.review(case, "small")).values["completed_on"] == "2026-06-01"


def test_the_old_version_stays_as_it_was(worker, case, finished):
    before = answers_of(finished)
    review = worker.review(case, "small")
    worker.save(review, {"story": "Changed"})
    assert answers_of(finished) == before


@pytest.mark.requirement("S1.28")
def test_actual_harm_carried_unseen_cannot_be_submitted(worker, case, finished):
    review = worker.review(case, "small")
    with pytest.raises(operations.Incomplete) as refused:
        worker.submit(review)
    assert ("harm", "carried") in [(f.address, f.kind) for f in refused.value.findings]


def test_nothing_to_review(worker, case, draft):
    with pytest.raises(Refused):
        worker.review(case, "small")


def test_a_second_review_at_once_is_refused(worker, colleague, case, finished):
    review = worker.review(case, "small")
    with pytest.raises(operations.DraftExists) as refused:
        colleague.review(case, "small")
    assert refused.value.draft == review


def test_a_toolkit_completed_before_is_reviewed_not_begun_again(worker, case, finished):
    with pytest.raises(Refused):
        worker.begin(case, "small")


def test_an_addendum_is_part_of_what_is_carried(worker, case, finished):
    from tests.assessments.test_submitting import add

    add(worker, finished, {"story": "Learned later"})
    assert answers_of(worker.review(case, "small")).values["story"] == "Learned later"


def test_a_chain_of_reviews_in_date_order(worker, case, finished):
    second = worker.review(case, "small")
    worker.save(second, {"harm": "not_known", "older": "not_present", "level": "standard"})
    worker.submit(second)
    third = worker.review(case, "small")
    assert [third.previous, third.previous.previous] == [second, finished]
    done = queries.submitted_assessments(case.id)
    assert [one.assessment for one in done] == [second, finished]


# Under a newer version


@both
def test_answers_move_along_the_lineage_and_the_rest_is_listed(
    worker, case, finished, publish_toolkit
):
    publish_toolkit(second_version(
        lineage=[
            {"relation": "reworded", "from": ["older"], "to": ["older_people"],
             "options": [
                 {"relation": "reworded", "from": ["present"], "to": ["seen"]},
                 {"relation": "reworded", "from": ["not_present"], "to": ["not_present"]}]},
            {"relation": "removed", "from": ["story"], "to": []},
        ],
        older=None, story=None,
        older_people={"title": "Older people", "oneOf": [
            {"const": "seen", "title": "Seen"}, {"const": "not_present", "title": "No"},
            {"const": "not_known", "title": "Not known"}]},
    ))
    review = worker.review(case, "small")
    said = answers_of(review)
    assert review.version.number == 2
    assert said.values["older_people"] == "seen" and "older" not in said.values
    pair = pairing(finished.version, review.version)
    left = carry(answers_of(finished), pair).left_behind
    assert [(one.entry.key, one.entry.text, one.reason) for one in left] == [
        ("story", "Seen in a grey car", "It is no longer asked.")]


def carried_to(worker, finished, publish_toolkit, document):
    version = publish_toolkit(document)
    return carry(answers_of(finished), pairing(finished.version, version))


def test_a_choice_that_is_no_longer_offered_is_listed(worker, finished, publish_toolkit):
    found = carried_to(worker, finished, publish_toolkit, second_version(
        lineage=[{"relation": "same", "from": ["older"], "to": ["older"], "options": [
            {"relation": "removed", "from": ["present"], "to": []},
            {"relation": "added", "from": [], "to": ["often"]}]}],
        older={"title": "Older associates", "oneOf": [
            {"const": "often", "title": "Often"}, {"const": "not_present", "title": "Not present"},
            {"const": "not_known", "title": "Not known"}]},
    ))
    assert [one.entry.key for one in found.left_behind] == ["older"]
    assert "older" not in found.answers.values


def test_rows_come_along_without_the_cells_that_cannot(worker, finished, publish_toolkit):
    found = carried_to(worker, finished, publish_toolkit, second_version(
        lineage=[],
        people={"type": "array", "title": "People", "items": {"type": "object", "properties": {
            "who": {"type": "string", "title": "Who"}, "role": {"enum": ["adult"]}}}}))
    assert found.answers.rows["people"] == ("b", "a")
    assert found.answers.values["people/a/who"] == "Jo"
    assert "people/a/role" not in found.answers.values
    assert [one.entry.key for one in found.left_behind] == ["people"]


def test_whether_a_section_may_be_skipped_is_decided_anew(worker, case, draft):
    worker.save(draft, COMPLETE, marks={
        "@indicators": Mark(absence=Absence.SKIPPED, reason="Early help assessment, 12 May")})
    worker.submit(draft)
    assert "@indicators" not in answers_of(worker.review(case, "small")).marks


@pytest.mark.requirement("S1.28", "S4.47")
def test_the_shipped_toolkit_is_reviewed_under_its_next_version(worker, case, shipped):
    shipped("cse-risk-assessment", 1)
    draft = worker.begin(case, "cse-risk-assessment")
    worker.save(draft, {
        "vulnerable_self_esteem_bullying": "present", "vulnerable_gang_area": "present",
        "suspected_absence": "present"}, marks={"suspected_absence": Mark(rationale="School")})
    one = queries.computed(draft)
    two = shipped("cse-risk-assessment", 2)
    found = carry(one.answers, pairing(draft.version, two))
    assert found.answers.values["suspected_absence"] == "present"
    assert {left.entry.key: left.reason for left in found.left_behind} == {
        "vulnerable_self_esteem_bullying": "It has become several questions.",
        "vulnerable_gang_area": "It is no longer asked."}
