"""What each setting of a unit is called on its form, how it is entered, what helps to set it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LINE, AREA, MARKDOWN, TICK, CHOICE, NUMBER, LINES, TICKS, QUESTION = (
    "line", "area", "markdown", "tick", "choice", "number", "lines", "ticks", "question")
"""How a setting is entered."""


class Words(NamedTuple):
    """A setting on the screen; `choices` are the values it may have, in words."""

    label: str
    entry: str = LINE
    hint: str = ""
    choices: Mapping[str, str] | None = None


class Part(NamedTuple):
    """Some settings under a heading of a form; `seldom` ones are folded away unless one is set."""

    title: str
    names: tuple[str, ...]
    seldom: bool = False
    hint: str = ""


_MARKDOWN_HINT = "Headings, lists and links in Markdown."
SENSITIVITIES = {
    "": "Nothing special", "third-party": "Other people", "police": "Police information",
    "health": "Health information", "special-category": "Special category information",
}
MEANINGS = {
    "": "Nothing in particular", "yes": "Yes: it is so", "possible": "It may be so",
    "no": "No: it is not so", "not_known": "Not known", "not_applicable": "Does not apply",
    "declined": "Did not want to say",
}
EFFECTS = {
    "SHOW": "It is shown and asked only when:", "HIDE": "It is hidden and not asked when:",
    "ENABLE": "It is always shown, and asked only when:",
    "DISABLE": "It is always shown, and not asked when:",
}
_FACTS = {
    "case.name": "Name on the case", "case.date_of_birth": "Date of birth on the case",
    "case.identifier": "Number of the case", "case.district": "District of the case",
}

_OF_QUESTION: Mapping[str, Words] = {
    "label": Words("The question", AREA),
    "hint": Words("Hint", AREA, "A sentence under the question."),
    "guidance": Words("Guidance", MARKDOWN, f"Opens beside the question. {_MARKDOWN_HINT}"),
    "note": Words("Note", MARKDOWN, f"Always shown with the question. {_MARKDOWN_HINT}"),
    "required": Words("An answer is required to submit", TICK),
    "not_applicable": Words("Offer “Not applicable”, with a reason", TICK),
    "revisit": Words("Offer “Revisit later”", CHOICE, "", {
        "": "As for the whole toolkit: yes in an assessment, no in a screening",
        "yes": "Yes", "no": "No"}),
    "minimum": Words("Lowest number", NUMBER), "maximum": Words("Highest number", NUMBER),
    "multiple_of": Words("In steps of", NUMBER),
    "shortest": Words("Fewest characters", NUMBER), "longest": Words("Most characters", NUMBER),
    "fewest": Words("Fewest rows or answers", NUMBER),
    "most": Words("Most rows or answers", NUMBER),
    "pattern": Words("Pattern it must match", LINE, "A regular expression, for those who know."),
    "row_label": Words("What one row is called", LINE, "Such as “Person”: Person 1, Person 2."),
    "add_label": Words("The button that adds a row", LINE, "Such as “Add another person”."),
    "row_heading": Words("Heading over the names of the rows"),
    "risk": Words("What more of it says about risk", CHOICE,
                  "A comparison needs it to call a change an increase or a reduction.", {
                      "": "It has no direction", "raises": "More of it raises risk",
                      "lowers": "More of it lowers risk",
                      "none": "It is compared, and says nothing about risk"}),
    "ordinal": Words("The answers stand in rising order", TICK),
    "historical": Words("A lifelong fact: if it turns to no, the earlier answer was wrong", TICK),
    "harm": Words("Actual harm", CHOICE, "", {
        "": "No", "actual": "A submitted yes holds the level until a manager ends it"}),
    "association": Words("It asks about contact with people who harm", TICK,
                         "Such answers are never confirmed together."),
    "known": Words("What it says about how much was known", CHOICE, "", {
        "": "Nothing", "seen_alone": "When the young person was last seen alone",
        "voice": "The young person’s own words", "agencies": "Which agencies were asked",
        "missing_episodes": "How many missing episodes since last time"}),
    "sensitivity": Words("Whom the answer is about", CHOICE, "", SENSITIVITIES),
    "prefill": Words("Starts filled in with", CHOICE, "", {
        "": "Nothing", **_FACTS, "actor.name": "Name of whoever completes it",
        "actor.contact": "Their contact details", "actor.manager": "Their manager",
        "today": "The day of the assessment"}),
    "source_wording": Words("The source’s own words", AREA,
                            "Where ours are more neutral. Practitioners do not see it."),
    "requirements": Words("Requirements it meets", LINES, "One a line, for the record."),
    "evidence": Words("Ask for evidence in a box of its own", TICK),
    "evidence.label": Words("What the box is called"),
    "evidence.source": Words("Ask where it comes from", TICK),
    "evidence.date": Words("Ask for its date", TICK),
    "evidence.none_held": Words(
        "Offer “No evidence yet”, with what will be done about it", TICK),
}
_TOOLKIT: Mapping[str, Words] = {
    "title": Words("What the toolkit is called"),
    "kind": Words("What it is for", CHOICE, "", {
        "assessment": "Assessment: completed, submitted and reviewed",
        "screening": "Screening: a short first look"}),
    "owner": Words("Owner", LINE, "Who answers for it."),
    "source": Words("Source", AREA, "Where its questions come from."),
    "introduction": Words("Introduction", MARKDOWN, f"Shown before it is begun. {_MARKDOWN_HINT}"),
    "guidance": Words("Guidance", MARKDOWN, f"Read before it is begun. {_MARKDOWN_HINT}"),
}
_SECTION: Mapping[str, Words] = {
    "title": Words("Title of the section"),
    "introduction": Words("Introduction", MARKDOWN, f"At the top of its page. {_MARKDOWN_HINT}"),
    "guidance": Words("Guidance", MARKDOWN, f"Behind the guidance symbol. {_MARKDOWN_HINT}"),
    "skip_label": Words("It may be skipped when", LINE,
                        "Such as “A current early help assessment covers this”. Leave it empty and "
                        "it cannot be skipped."),
    "confirm_together": Words("Carried answers that may be confirmed together on a review", TICKS,
                              "Those that say nothing is there, such as “Not present”."),
    "waits_for_others": Words("It opens only when every other section is done or skipped", TICK),
}
_LEVEL: Mapping[str, Words] = {
    "title": Words("What the level is called"),
    "rank": Words("Rank", NUMBER, "0 for the lowest. A higher rank is a higher level."),
    "status": Words("What it makes of the young person’s standing", CHOICE, "", {
        "": "Nothing", "none": "None", "at risk": "At risk", "subject": "Subject",
        "active": "Active"}),
    "description": Words("Description", AREA),
    "interventions": Words("Interventions", LINES, "One a line."),
    "cumulative": Words("The interventions of lower levels apply too", TICK),
}
WORDS: Mapping[str, Mapping[str, Words]] = {
    "question": _OF_QUESTION, "column": _OF_QUESTION, "toolkit": _TOOLKIT, "section": _SECTION,
    "level": _LEVEL, "part": {"title": Words("Title")}, "layout": {},
    "group": {"title": Words("Heading of the group")},
    "text": {"text": Words("Text", MARKDOWN, _MARKDOWN_HINT)},
    "measure": {"title": Words("What the measure is called")},
    "floor": {"because": Words("Why, in words that a practitioner reads", AREA),
              "forbids": Words("Levels that are forbidden then", TICKS)},
    "derived": {
        "kind": Words("What is worked out", CHOICE, "", {
            "age_years": "Age in whole years", "months_since": "Whole months since a date",
            "row_count": "Number of rows", "case_fact": "A fact of the case as it is"}),
        "of": Words("Of what", QUESTION, "", _FACTS)},
    "judgement": {
        "question": Words("Question that holds the judged level", QUESTION),
        "reason": Words("Question that holds the reason", QUESTION),
        "rise": Words("How many levels above the calculated one may be judged", NUMBER,
                      "Leave it empty for any number."),
        "highest": Words("Highest level that may be judged", CHOICE)},
    "immediate": {
        "question": Words("Question", QUESTION),
        "message": Words("What is said at once", MARKDOWN, _MARKDOWN_HINT)},
}
"""The words of each setting, by kind of unit."""

_QUESTION_PARTS = (
    Part("Wording", ("label", "hint", "guidance", "note")),
    Part("The answer", (
        "required", "not_applicable", "minimum", "maximum", "multiple_of", "shortest", "longest",
        "fewest", "most", "row_label", "add_label", "row_heading")),
    Part("Evidence", (
        "evidence", "evidence.label", "evidence.source", "evidence.date", "evidence.none_held")),
    Part("Risk and harm", ("risk", "ordinal", "historical", "harm", "association", "known"), True),
    Part("Seldom needed", (
        "sensitivity", "prefill", "revisit", "pattern", "source_wording", "requirements"), True),
)
PARTS: Mapping[str, tuple[Part, ...]] = {
    "question": _QUESTION_PARTS, "column": _QUESTION_PARTS,
    "section": (
        Part("Wording", ("title", "introduction", "guidance")),
        Part("Working through it", ("skip_label", "confirm_together", "waits_for_others"), True)),
}
"""How the settings of a kind of unit are set out; others stand in one part."""


def parts_of(kind: str) -> tuple[Part, ...]:
    """The headings of the form of a kind of unit, with the names of the settings under each."""
    return PARTS.get(kind, (Part("", tuple(WORDS.get(kind, {}))),))
