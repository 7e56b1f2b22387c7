"""A section of a draft as a page shows it, and as the answer to an autosave says it has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from flask import url_for
from msgspec import Struct
from msgspec.structs import replace

from app.accounts.models import User
from app.assessments import queries
from app.assessments.computing import Computed
from app.assessments.immediate import calling_choices, calling_now
from app.assessments.models import Assessment, KeptEdit, KeptPost
from app.assessments.operations import Opened, Saved, findings_of
from app.assessments.pages.harm import earlier_words
from app.assessments.pages.last_time import LastTime, last_time
from app.assessments.pages.tokens import PageToken, fresh_page
from app.assessments.queries import Beside
from app.assessments.withholding import withheld_in
from app.cases.documents import documents_about
from app.cases.queries import notes_of
from app.cases.withholding import notes_withheld
from app.clock import show_date, show_short_date
from app.engine.definition import Definition, Immediate, Question, Section
from app.engine.journey import Journey, Status
from app.engine.reading import Entry
from app.engine.validation import Finding, draft_findings
from app.errors import NotFound
from app.rendering.displayed import Displayed
from app.rendering.names import field_name
from app.rendering.page_state import NoteShown, PageState
from app.rendering.summary import messages


class SectionPage(Struct, frozen=True, dict=True):
    """One section of a draft, for one person on one day.

    `show` says which problems the page points out: "" none, "problems" what was typed that is no
    answer, "missing" everything that stands against submitting.
    """

    actor: User
    computed: Computed
    section: Section
    show: str = ""

    @property
    def assessment(self) -> Assessment:
        return self.computed.assessment

    @property
    def definition(self) -> Definition:
        return self.computed.definition

    @cached_property
    def beside(self) -> Beside:
        """What stands beside the draft."""
        return queries.beside(self.actor, self.assessment)

    @property
    def closed(self) -> bool:
        """Whether it is no draft any more, or its guidance has still to be read (S1.1)."""
        unread = bool(self.definition.guidance) and not self.beside.guidance_read
        return self.beside.over or unread

    @cached_property
    def last(self) -> LastTime | None:
        """Last time, on a review."""
        return last_time(self.assessment)

    @cached_property
    def earlier(self) -> Mapping[str, Entry]:
        """Last time's answers to the questions of this section."""
        if self.last is None:
            return {}
        then = withheld_in(self.actor, self.assessment.case, self.last.pairing.earlier)
        said = self.last.entries(self.shown_questions, then)
        return {key: entry for key, entry in said.items() if entry.key not in then}

    @cached_property
    def shown_questions(self) -> tuple[Question, ...]:
        """The questions of this section whose answers are not withheld."""
        withheld = self.computed.withheld
        return tuple(q for q in self.section.questions() if q.key not in withheld)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The problems that the page points out."""
        found: Iterable[Finding] = ()
        if self.show == "problems":
            found = draft_findings(self.definition, self.computed.answers, self.section)
        elif self.show == "missing":
            found = findings_of(self.computed, self.actor)
        return tuple(one for one in found if one.section == self.section.key)

    @cached_property
    def state(self) -> PageState:
        """What the compiled section is filled with."""
        effective, last = self.computed.effective, self.last
        return PageState(
            answers=self.computed.answers, hidden=effective.hidden, disabled=effective.disabled,
            messages=messages(self.findings), earlier=self.earlier if last else None,
            earlier_date=show_date(last.on) if last else "",
            earlier_author=last.author if last else "", review=last is not None,
            notes=self.notes, world=effective.world, withheld=effective.withheld,
            in_part=effective.in_part,
        )

    @cached_property
    def notes(self) -> Mapping[str, tuple[NoteShown, ...]]:
        """Notes and documents since last time that are linked to a question of this section, each
        oldest first."""
        asked = {question.key for question in self.shown_questions
                 if question.key not in self.computed.effective.in_part}
        shown: dict[str, tuple[NoteShown, ...]] = {}
        for question, one in self._written():
            if question in asked:
                shown[question] = (*shown.get(question, ()), one)
        return shown

    def _written(self) -> Iterator[tuple[str | None, NoteShown]]:
        """What was written since last time about questions of this toolkit, by question."""
        case, slug = self.assessment.case, self.assessment.slug
        since = self.last.at if self.last else None
        if self.beside.notes:
            notes = notes_of(case, toolkit=slug, since=since).notes
            # Another version may mark the question that one is about.
            withheld = notes_withheld(self.actor, case, notes)
            for note in (one for one in reversed(notes) if one.id not in withheld):
                yield note.about_question, NoteShown(
                    show_short_date(note.happened_on), note.author.name, note.text)
        if not self.beside.documents:
            return
        for document in reversed(documents_about(self.actor, case, slug, since)):
            yield document.about_question, NoteShown(
                show_short_date(document.dated), document.author,
                f"{document.what.words}: {document.title}",
                url_for("cases.document_file", case_id=case.id, document_id=document.id))

    @cached_property
    def immediate(self) -> tuple[Immediate, ...]:
        """The answers of the draft that call for action."""
        return calling_now(self.definition, self.computed.answers)

    @property
    def calling_choices(self) -> dict[str, list[str]]:
        """What the page calls for action on by itself, where the service cannot be reached."""
        if not self.definition.immediate:
            return {}
        return calling_choices(self.definition, self.shown_questions)

    @property
    def earlier_harm(self) -> tuple[str, ...]:
        """Actual harm on record that this version does not ask about, in words."""
        return earlier_words(self.computed)

    @cached_property
    def kept_post(self) -> KeptPost | None:
        """What the actor sent from this page while signed out."""
        if not self.beside.posts:
            return None
        kept = queries.kept_posts(self.actor, self.assessment)
        version = self.computed.revision.version_id
        return next((one for one in kept
                     if one.section == self.section.key and one.is_of(version)), None)

    @cached_property
    def conflicts(self) -> tuple[KeptEdit, ...]:
        """Undecided answers to questions of this section."""
        if not self.beside.edits:
            return ()
        asked = {question.key for question in self.shown_questions
                 if question.key not in self.computed.effective.in_part}
        return tuple(edit for edit in queries.unresolved_edits(self.assessment)
                     if edit.address.partition("/")[0] in asked)

    @property
    def place(self) -> tuple[int, int]:
        """Which section this is of those shown: (3, 12)."""
        shown = self.shown_sections
        return shown.index(self.section) + 1, len(shown)

    @property
    def following(self) -> Section | None:
        """The section after this one."""
        later = self.shown_sections[self.place[0]:]
        return later[0] if later else None

    @cached_property
    def shown_sections(self) -> list[Section]:
        """The sections of which something is asked; this one, whatever is."""
        return [section for section in self.definition.sections
                if section is self.section or self._shown(section)]

    def _shown(self, section: Section) -> bool:
        # Most sections have a question that is always asked, and nothing need be worked out.
        return any(not question.rules for question in section.questions()) or any(
            question.key not in self.computed.effective.hidden for question in section.questions())

    def token(self, displayed: Displayed) -> PageToken:
        """What the page says about itself when it is posted."""
        return PageToken(
            self.assessment.id, self.actor.id, self.section.key,
            Opened(self.computed.revision.number, fresh_page()), displayed,
            tuple(one.key for one in self.immediate), self.assessment.version_id,
        )


def section_page(
    actor: User, assessment: Assessment, key: str, today: date, show: str = ""
) -> SectionPage:
    """A section of a draft; raises NotFound where the toolkit has none of this key."""
    found = queries.computed_for(actor, assessment, today=today)
    section = found.definition.sections_by_key.get(key)
    if section is None:
        raise NotFound("There is no such section in this toolkit.")
    return SectionPage(actor, found, section, show)


def task_list(actor: User, found: Computed) -> Journey:
    """The task list of a draft."""
    return found.journey(findings_of(found, actor))


def may_open(page: SectionPage) -> bool:
    """Whether a section that waits for the others need not wait any more (S4.93)."""
    if not page.section.waits_for_others:
        return True
    steps = task_list(page.actor, page.computed).steps
    return not any(step.section is page.section and step.status is Status.WAITING
                   for step in steps)


def renewed(token: PageToken, saved: Saved, form: Any) -> PageToken:
    """The token of a page after an autosave, which goes on showing what it showed.

    It moves on to the new revision only where nobody else saved in between: otherwise what others
    changed would look as if this page had changed it back.
    """
    base = token.opened.base_number
    head = saved.state.revision
    ours = head is not None and head.page == token.opened.page and head.number == base + 1
    return replace(
        token, opened=replace(token.opened, base_number=base + 1 if ours else base),
        displayed=_still_displayed(token.displayed, saved, form),
        immediate=tuple(one.key for one in calling_now(saved.definition, saved.state.answers)),
    )


def _still_displayed(displayed: Displayed, saved: Saved, form: Any) -> Displayed:
    """Rows that the page has now: those it had and those it sent, not what others added."""
    rows = {
        key: tuple(
            row for row in saved.state.answers.rows.get(key, ())
            if row in shown or row in form.getlist(field_name(key, "rows")))
        for key, shown in displayed.rows.items()
    }
    return replace(displayed, rows=rows)
