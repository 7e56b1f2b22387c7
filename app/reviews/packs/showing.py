"""The parts of a pack that this room tells of: cover, comparison, levels, plan, who contributed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.assessments.computing import Computed, computed
from app.cases import queries as cases
from app.clock import show_date, show_datetime
from app.engine import RELEASE
from app.engine.actions import actions_in
from app.engine.comparison import Visibility
from app.engine.question_types.dates import date_in_words
from app.engine.reading import WITHHELD, read_one
from app.engine.trajectory_actions import actions_hidden
from app.engine.withheld_rows import NOTICE, within
from app.reviews import queries
from app.reviews.exports import as_pdf, told
from app.reviews.over_time import exports as over_time
from app.reviews.packs import documents
from app.reviews.packs.drawing import pages_of
from app.reviews.packs.parts import Part, Subject, Table, table
from app.reviews.packs.signed import signed_comparison
from app.reviews.queries import Recorded
from app.reviews.schemas import comparison_document

_ROW = ("Section", "Question", "Before", "Now", "What happened", "Flags")


def cover(subject: Subject) -> Part:
    """Whose pack it is, of what, for whom, and how it can be checked."""
    pack, person, compared = subject.pack, subject.case.young_person, subject.compared
    born = f", born {show_date(person.date_of_birth)}" if person.date_of_birth else ""
    highest = compared.highest
    facts = [
        ("Young person", f"{person.name}{born}"), ("Case", str(subject.case.id)),
        ("Pack", str(pack.id)), ("For", pack.reader), ("Copy for", pack.variant.words),
        ("Withheld", "Some answers: see the last page" if subject.withheld or subject.redacted
         else "Nothing" if not pack.withheld else "Some notes or documents: see the last page"),
        ("Made", f"{show_datetime(pack.at)} by {pack.by_name}"),
        ("Toolkit", compared.later.definition.title),
        *_side("Earlier assessment", compared.earlier), *_side("Later assessment", compared.later),
        ("Highest level ever", f"{highest.title}, {show_date(highest.on)}" if highest
         else "None recorded"),
        ("Signed", _signed(subject)), ("Engine", RELEASE),
    ]
    return Part("Review pack", (
        "Confidential. Keep it safe, pass it on to nobody else, and destroy it after use.",
        "If anyone is in immediate danger, call 999.",
    ), (table("About this pack", ("What", "Recorded"), facts),))


def comparison(subject: Subject) -> Part:
    """What changed between the two assessments; what was signed is read, never worked out again."""
    if subject.signed:
        return signed_comparison(subject, subject.signed)
    compared, said = subject.compared, subject.compared.in_words
    before, after = show_date(compared.comparison.on_before), show_date(
        compared.comparison.on_after)
    told_lines = (*said.summary, *said.warnings.values())
    return Part(f"What changed from {before} to {after}", told_lines, (
        table("Levels and totals", ("What", before, after), _headline(subject)),
        table("Question by question", _ROW, _rows(subject)),
    ), comparison_document(compared))


def comparison_pages(subject: Subject, part: Part) -> bytes:
    """Its pages: the paper that was signed, or the usual PDF of a comparison."""
    if subject.signed is None:
        return as_pdf(subject.compared, subject.pack.at, in_pack=True)
    if not (subject.withheld or subject.redacted):
        return queries.with_papers(subject.signed).pdf
    return pages_of(part, subject)


def levels(subject: Subject) -> Part:
    """Every assessment over time: levels, measures, what was done, each question."""
    account = queries.over_time_for(subject.pack)
    points = [line.point for line in account.lines]
    rows = [
        (show_date(point.on), point.title + (" (judged)" if point.judged_differently else ""),
         point.calculated, f"{point.slug} version {point.version}") for point in points]
    return Part("Over time", tables=(
        table("Levels", ("Date", "Level", "Calculated", "Toolkit"), rows),
    ), data=over_time.document(account, subject.pack.at))


def levels_pages(subject: Subject, part: Part) -> bytes:
    """Its pages: the usual PDF of everything over time."""
    return over_time.as_pdf(
        queries.over_time_for(subject.pack), subject.pack.at, in_pack=True)


def plan(subject: Subject) -> Part:
    """What is to be done, and what was, as the later assessment has it."""
    found = _later(subject)
    rows = [
        (one.what, one.who, date_in_words(one.due), date_in_words(one.done))
        for one in actions_in(found.definition, found.effective)]
    said = ["The actions that the later assessment records."]
    if actions_hidden([found.definition], subject.withheld):
        said.append("Some may be withheld.")
    return Part("Plan", tuple(said), (table("Actions", ("What", "Who", "By", "Done"), rows),))


def contributors(subject: Subject) -> Part:
    """Everybody who wrote to the record, and the agencies that were asked."""
    people: dict[str, list[str]] = {}
    for name, did in _contributions(subject):
        people.setdefault(name, [])
        if did not in people[name]:
            people[name].append(did)
    rows = [(name, "; ".join(did)) for name, did in sorted(people.items())]
    return Part("Who contributed", tables=(
        table("People", ("Name", "What they contributed"), rows), *_agencies(subject)))


def _side(title: str, side: Recorded) -> Iterator[tuple[str, str]]:
    revision = side.revision
    yield title, (f"{show_date(revision.assessed_on)}, recorded by {revision.author_name}, "
                  f"version {revision.version.number} of the toolkit")
    yield f"{title}: record", f"Revision {revision.id}, {revision.root}"
    yield f"{title}: toolkit", side.definition.sha256


def _signed(subject: Subject) -> str:
    one = subject.signed
    return f"By {one.by_name}, {show_datetime(one.at)}: {one.root}" if one else "Not signed"


def _headline(subject: Subject) -> Iterator[tuple[str, str, str]]:
    found = subject.compared.comparison
    sides = (found.headline.before, found.headline.after)
    first, last = (side.level.title if side.level else "None" for side in sides)
    yield "Level recorded", first, last
    yield "Calculated from the answers", sides[0].calculated.words, sides[1].calculated.words
    for measure in found.headline.measures:
        if measure.withheld:
            yield measure.title, WITHHELD, WITHHELD
        else:
            first, last = (str(side.interval) if side else "Not measured"
                           for side in (measure.before, measure.after))
            yield measure.title, first, last
    for line in found.known:
        yield line.title, line.before, line.after


def _rows(subject: Subject) -> Iterator[tuple[str, ...]]:
    for line in subject.compared.in_words.lines:
        row = line.row
        if row.visibility is Visibility.WITHHELD:
            yield row.section, *(WITHHELD,) * 5
        else:
            yield (row.section, row.label, told(row.before), told(row.after), line.happened,
                   "; ".join(line.flags))


def _later(subject: Subject) -> Computed:
    revision = subject.compared.later.revision
    return computed(revision.assessment, revision.number).without(
        within(subject.withheld, subject.compared.later.definition))


def _contributions(subject: Subject) -> Iterator[tuple[str, str]]:
    until = subject.pack.at
    for one in queries.recorded_revisions(subject.case.id):
        if one.at <= until:
            yield one.assessment.started_by_name, "began an assessment"
    for name, kind in queries.authors_of(subject.case.id, until):
        yield name, f"assessment: {kind.words.lower()}"
    for note in cases.notes_of(subject.case, limit=queries.EVERY).notes:
        if note.at <= until:
            yield note.author.name, "wrote notes"
    for danger in cases.danger_records(subject.case):
        if danger.at <= until:
            yield danger.author.name, "recorded immediate danger"
    for document in documents.named(subject):
        yield document.uploaded_by.name, "added documents"


def _agencies(subject: Subject) -> Iterator[Table]:
    found = _later(subject)
    for question in found.definition.questions.values():
        if question.known == "agencies":
            entry = read_one(question, found.definition.section_of[question.key].key,
                             found.effective)
            rows: list[Any] = [(row.title, row.text or "Nothing recorded") for row in entry.rows]
            rows += [("", NOTICE)] * (entry.in_part and bool(rows))
            yield table(question.label, ("Agency", "Answer"), rows or [("", entry.words)])
