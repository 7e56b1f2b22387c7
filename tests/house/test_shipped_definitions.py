"""What is shipped: each document reads, published ones never change, their words blame no child."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.engine import json_text
from app.engine.answers import NO_ANSWERS, Mark
from app.engine.asking import effective
from app.engine.document import read
from app.engine.levels import work_out
from app.engine.lineage import Lineage, read_lineage, undeclared
from app.engine.standards import LIMITS, PracticeStandards
from app.engine.standards_document import read_standards_document
from app.engine.validation import submission_findings

FOLDER = Path(__file__).parents[2] / "form_definitions"
STANDARDS = FOLDER / "practice-standards"
ALL = sorted(path for path in FOLDER.glob("*/*.json") if path.stem.isdecimal())
PATHS = [path for path in ALL if path.parent != STANDARDS]
NAMES = [f"{path.parent.name}/{path.stem}" for path in PATHS]
LATER = [path for path in PATHS if path.stem != "1"]

# What blames a child, calls a situation settled, or is dated. Sources may be quoted apart.
NOT_OUR_WORDS = re.compile(
    r"putting (?:him|her|them)sel(?:f|ves) at risk|plac(?:e|ing) (?:him|her|them)sel(?:f|ves)"
    r"|promiscuous|engag(?:e|es|ed|ing) in|prostitut|lifestyle|risk.taking|sexually active"
    r"|\bsafe(?:ly|r)?\b|\bno risk\b|\bimproved?\b|attention.seeking|streetwise|!",
    re.IGNORECASE,
)
NOT_SHOWN = {"source_wording", "requirements", "$schema", "$ref", "scope", "status"}

each = pytest.mark.parametrize("path", PATHS, ids=NAMES)
each_of_all = pytest.mark.parametrize(
    "path", ALL, ids=[f"{path.parent.name}/{path.stem}" for path in ALL])
each_later = pytest.mark.parametrize(
    "path", LATER, ids=[f"{path.parent.name}/{path.stem}" for path in LATER])


def definition(path):
    return read(path.read_text(encoding="utf-8"))


def base(path):
    return definition(path.with_stem(str(definition(path).based_on)))


def pinned(folder):
    """Version → hash, as the folder's hashes.txt has them."""
    lines = (folder / "hashes.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split() for line in lines)


def texts(value, place="") -> Iterator[tuple[str, str]]:
    """Every text that somebody may read, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in NOT_SHOWN:
                yield from texts(inner, f"{place}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from texts(inner, f"{place}/{index}")
    elif isinstance(value, str):
        yield place, value


@each
def test_it_reads(path):
    shipped = definition(path)
    assert shipped.slug == path.parent.name
    assert shipped.annotations == ()


@each
def test_it_says_who_answers_for_it_and_where_it_comes_from(path):
    shipped = definition(path)
    assert shipped.title and shipped.owner and shipped.source and shipped.introduction


@each_of_all
def test_a_published_version_never_changes(path):
    document = json_text.load(path.read_text(encoding="utf-8"))
    assert json_text.sha256(document) == pinned(path.parent)[path.stem]


@pytest.mark.parametrize("folder", sorted({path.parent for path in ALL}), ids=lambda f: f.name)
def test_every_version_is_there_and_pinned(folder):
    numbers = sorted(int(path.stem) for path in ALL if path.parent == folder)
    assert numbers == list(range(1, len(numbers) + 1))
    assert sorted(map(int, pinned(folder))) == numbers


@each_of_all
def test_no_key_stands_twice(path):
    text = path.read_text(encoding="utf-8")
    assert json_text.load(text) == json.loads(text)


@each
def test_every_property_has_a_question(path):
    shipped = definition(path)
    assert set(shipped.document["schema"]["properties"]) == set(shipped.questions)


@each_of_all
def test_its_words_blame_no_child_and_promise_nothing(path):
    document = json_text.load(path.read_text(encoding="utf-8"))
    found = {place: said.group() for place, text in texts(document)
             if (said := NOT_OUR_WORDS.search(text))}
    assert found == {}


@each
def test_every_question_with_a_direction_says_what_its_options_mean(path):
    unclear = [key for key, question in definition(path).questions.items()
               if question.risk and not question.ordinal
               and any(option.meaning is None for option in question.options)]
    assert unclear == []


@pytest.mark.requirement("S1.37")
@each
def test_every_closed_answer_about_risk_has_room_for_open_words(path):
    """Else a fall could never be evidenced. The judged level has a question for its reason."""
    shipped = definition(path)
    asked = [question for question in shipped.questions.values()
             if question.risk and question.options and question.key != shipped.judgement.key]
    assert len(asked) > 30
    assert [question.key for question in asked if question.evidence is None] == []
    assert shipped.judgement.reason_key in shipped.questions


@each
def test_nothing_present_and_no_actual_harm_is_affirmed_together(path):
    for section in definition(path).sections:
        assert set(section.confirm_together) <= {"not_present"}
        if section.confirm_together:
            assert not any(question.harm for question in section.questions())


def worked_out(shipped, answers):
    """The level of the answers and what stands against submitting them."""
    counted = effective(shipped, answers, {}, date(2026, 3, 2))
    result = work_out(shipped, counted)
    return result, submission_findings(shipped, counted, result)


def answer(question, level):
    """An answer that fits a question; the level that is worked out where it asks for that."""
    if question.options:
        keys = [option.key for option in question.options]
        return [keys[0]] if question.type.name == "checkboxes" else (
            level.id if level.id in keys else keys[0])
    return {"date": "2026-03-02", "number": 1}.get(question.type.name, "As recorded")


def put_right(shipped, answers, finding, level):
    """The answers with one finding dealt with, as a practitioner would."""
    question = shipped.question_at(finding.address)
    if finding.kind == "evidence":
        return answers.with_changes(marks={finding.address: Mark(rationale="Seen by school")})
    if not question.type.holds_rows:
        return answers.with_changes({finding.address: answer(question, level)})
    row = question.fixed_rows[0].key if question.fixed_rows else "r1"
    first = question.columns[0]
    rows = {} if question.fixed_rows else {question.key: (row,)}
    return answers.with_changes({f"{question.key}/{row}/{first.key}": answer(first, level)}, rows)


@each
def test_doing_what_it_asks_leads_to_a_complete_assessment(path):
    shipped, answers = definition(path), NO_ANSWERS
    result, findings = worked_out(shipped, answers)
    for _round in range(8):
        for finding in findings:
            answers = put_right(shipped, answers, finding, result.calculated.at_least)
        result, findings = worked_out(shipped, answers)
    assert findings == ()
    assert result.judged == result.calculated.at_least


@each_later
def test_it_is_based_on_an_earlier_version(path):
    assert 1 <= definition(path).based_on < int(path.stem)


@each_later
def test_lineage_explains_every_question_that_came_or_went(path):
    later, earlier = definition(path), base(path)
    gap = undeclared(list(earlier.questions), list(later.questions), read_lineage(later.lineage))
    assert not gap, gap


@each_later
def test_lineage_names_no_question_that_neither_version_asks(path):
    later, earlier = definition(path), base(path)
    assert read_lineage(later.lineage).named <= set(earlier.questions) | set(later.questions)


@each_later
def test_lineage_explains_every_option_that_came_or_went(path):
    later, earlier = definition(path), base(path)
    lineage = read_lineage(later.lineage)
    for key in earlier.questions.keys() & later.questions.keys():
        options = lineage.options_of(key) or Lineage.identity()
        before, after = ([option.key for option in version.questions[key].options]
                         for version in (earlier, later))
        assert not undeclared(before, after, options), key


@each_later
def test_lineage_owns_up_to_new_words_and_new_places(path):
    later, earlier = definition(path), base(path)
    declared = {"reworded": set(), "moved": set()}
    for entry in later.lineage:
        declared.get(entry["relation"], set()).update(entry["to"])
    kept = earlier.questions.keys() & later.questions.keys()
    reworded = {key for key in kept if earlier.questions[key].label != later.questions[key].label}
    moved = {key for key in kept
             if earlier.section_of[key].key != later.section_of[key].key}
    assert declared == {"reworded": reworded, "moved": moved}


def test_the_amended_cse_toolkit_marks_how_much_was_known():
    amended = definition(FOLDER / "cse-risk-assessment" / "2.json")
    assert amended.sections[1].key == "known_today"
    known = {q.known: key for key, q in amended.questions.items() if q.known}
    assert known == {"seen_alone": "last_seen_alone", "voice": "voice",
                     "agencies": "agencies_asked", "missing_episodes": "missing_episodes"}


LATER = {"discussed_first"}
"""Standards that came after the document was published: it is kept as it is, and so is its hash."""


def test_the_shipped_standards_are_the_defaults_and_name_each_of_them():
    """Whoever installs them changes nothing, and an authority sees each number to change."""
    shipped = read_standards_document((STANDARDS / "1.json").read_text(encoding="utf-8"))
    assert shipped.slug == STANDARDS.name and shipped.owner and shipped.source
    assert shipped.standards == PracticeStandards()
    assert list(shipped.document["standards"]) == [one for one in LIMITS if one not in LATER]
    toolkits = {path.parent.name for path in PATHS}
    assert {slug for offer in shipped.offers for slug in offer.toolkits} <= toolkits


# The seven types of the guidance on recording.
EPISODES = (
    "Single Assessment CAYA", "MAT Early Help and Assessment", "Child Plan and Review",
    "LAC Care Planning", "Strategy Discussion", "S47 Enquiry and Single Assessment",
    "Missing or Runaway Return Visit and Interview",
)


@pytest.mark.parametrize("episode", EPISODES)
def test_every_kind_of_episode_offers_the_cse_toolkit_first(episode):
    shipped = read_standards_document((STANDARDS / "1.json").read_text(encoding="utf-8"))
    assert shipped.offered_for(episode)[0] == "cse-risk-assessment"
