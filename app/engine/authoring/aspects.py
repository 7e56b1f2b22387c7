"""What a definition is made of and what may be said of each such thing, with their names on
screen. What a change of one does is decided in `consequences`."""

from __future__ import annotations

from enum import StrEnum


class About(StrEnum):
    """One kind of thing in a definition."""

    TOOLKIT = "toolkit"
    SECTION = "section"
    GROUP = "group"
    NOTE = "note"
    QUESTION = "question"
    OPTION = "option"
    COLUMN = "column"
    ROW = "row"
    MEASURE = "measure"
    TERM = "term"
    LEVEL = "level"
    FLOOR = "floor"
    JUDGEMENT = "judgement"
    IMMEDIATE = "immediate"
    DERIVED = "derived"

    @property
    def words(self) -> str:
        """What the screen calls one of them."""
        return _THINGS.get(self, self.value)

    @property
    def many(self) -> str:
        """What the screen calls several of them."""
        return _MANY.get(self, f"{self.words}s")


_THINGS = {
    About.ROW: "row of a table", About.TERM: "part of a measure",
    About.IMMEDIATE: "immediate action", About.DERIVED: "derived value",
}
_MANY = {About.ROW: "rows of tables", About.TERM: "parts of measures"}


class Aspect(StrEnum):
    """One respect in which a thing may differ between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    RELATION = "relation"
    KEY = "key"
    SECTION = "section"
    GROUP = "group"
    ORDER = "order"
    WORDING = "wording"
    HINT = "hint"
    GUIDANCE = "guidance"
    NOTE = "note"
    INTRODUCTION = "introduction"
    DESCRIPTION = "description"
    SOURCE_WORDING = "source_wording"
    REQUIREMENTS = "requirements"
    TYPE = "type"
    LIMITS = "limits"
    REQUIRED = "required"
    REQUIRED_WHEN = "required_when"
    RULE = "rule"
    MEANING = "meaning"
    ORDINAL = "ordinal"
    RISK = "risk"
    HISTORICAL = "historical"
    HARM = "harm"
    ASSOCIATION = "association"
    KNOWN = "known"
    EVIDENCE = "evidence"
    EVIDENCE_REQUIRED = "evidence_required"
    NOT_APPLICABLE = "not_applicable"
    REVISIT = "revisit"
    PREFILL = "prefill"
    SENSITIVITY = "sensitivity"
    HEADING = "heading"
    ROW_HEADING = "row_heading"
    ROW_LABEL = "row_label"
    ADD_LABEL = "add_label"
    SKIPPABLE = "skippable"
    CONFIRM_TOGETHER = "confirm_together"
    WAITS = "waits_for_others"
    WHEN = "when"
    WEIGHT = "weight"
    VALUE = "value"
    WINDOWS = "windows"
    RANK = "rank"
    STATUS = "status"
    INTERVENTIONS = "interventions"
    CUMULATIVE = "cumulative"
    FORBIDS = "forbids"
    BECAUSE = "because"
    JUDGED = "judged"
    REASON = "reason"
    RISE = "rise"
    HIGHEST = "highest"
    MESSAGE = "message"
    KIND = "kind"
    OF = "of"
    SLUG = "slug"
    OWNER = "owner"
    SOURCE = "source"
    FAMILY = "family"
    CHECKS = "checks"
    OTHER = "other"
    FORM = "form"

    @property
    def words(self) -> str:
        """What the screen calls it."""
        return _ASPECTS.get(self) or self.value.replace("_", " ").capitalize()

    @property
    def is_text(self) -> bool:
        """Whether it is prose, in which single words are worth showing."""
        return self in _TEXTS


_ASPECTS = {
    Aspect.RELATION: "What became of it",
    Aspect.GROUP: "Group",
    Aspect.ORDER: "Place",
    Aspect.REQUIREMENTS: "Requirements it meets",
    Aspect.REQUIRED_WHEN: "Required where",
    Aspect.RULE: "When it is asked",
    Aspect.MEANING: "What the option says",
    Aspect.ORDINAL: "Options in rising order",
    Aspect.RISK: "What it does to risk",
    Aspect.HISTORICAL: "A lifelong fact",
    Aspect.HARM: "Actual harm",
    Aspect.ASSOCIATION: "About contact with people who harm",
    Aspect.KNOWN: "How much was known",
    Aspect.EVIDENCE: "Box for the reasons",
    Aspect.EVIDENCE_REQUIRED: "Reasons required where",
    Aspect.NOT_APPLICABLE: "Offers “not applicable”",
    Aspect.REVISIT: "Offers “revisit later”",
    Aspect.PREFILL: "Starts with",
    Aspect.HEADING: "Heading above it",
    Aspect.ROW_HEADING: "Heading over the rows",
    Aspect.ROW_LABEL: "What one row is called",
    Aspect.ADD_LABEL: "Button that adds a row",
    Aspect.SKIPPABLE: "May be skipped",
    Aspect.CONFIRM_TOGETHER: "May be confirmed together",
    Aspect.WAITS: "Opens when the others are complete",
    Aspect.WHEN: "Where",
    Aspect.VALUE: "Adds its own number",
    Aspect.WINDOWS: "Windows of time",
    Aspect.STATUS: "Group it belongs to",
    Aspect.CUMULATIVE: "With the interventions of lower levels",
    Aspect.FORBIDS: "Levels it forbids",
    Aspect.JUDGED: "Question for the judged level",
    Aspect.REASON: "Question for the reason",
    Aspect.RISE: "How far it may rise",
    Aspect.HIGHEST: "Highest level it may rise to",
    Aspect.OF: "Worked out from",
    Aspect.SLUG: "Name in addresses",
    Aspect.FAMILY: "National toolkit it is based on",
    Aspect.CHECKS: "Checks across questions",
    Aspect.OTHER: "What other tools may read",
    Aspect.FORM: "How the document is written",
}
_TEXTS = frozenset({
    Aspect.WORDING, Aspect.HINT, Aspect.GUIDANCE, Aspect.NOTE, Aspect.INTRODUCTION,
    Aspect.DESCRIPTION, Aspect.SOURCE_WORDING, Aspect.INTERVENTIONS, Aspect.BECAUSE,
    Aspect.MESSAGE, Aspect.OWNER, Aspect.SOURCE, Aspect.ROW_HEADING, Aspect.ROW_LABEL,
    Aspect.ADD_LABEL, Aspect.SKIPPABLE, Aspect.HEADING,
})
