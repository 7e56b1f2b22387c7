"""The words of a verdict, the same on the page, in the refusal, the report and the API.

What falls short is told with what to do about it; nobody is blamed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.engine.comparison import Alert, Flag
from app.engine.reduction import Kind, Noted, Remark, Shortfall, Verdict
from app.engine.telling import warning_words

EXCEPTIONAL = "If waiting would cause harm, ask a senior manager to use the exceptional route."
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_FLAGS = {
    Flag.NO_EVIDENCE: ("reduction needs evidence", "reductions need evidence"),
    Flag.SAME_RATIONALE: ("rationale is word for word the one from last time",
                          "rationales are word for word those from last time"),
    Flag.OLD_EVIDENCE: ("answer rests on evidence that is out of date",
                        "answers rest on evidence that is out of date"),
    Flag.UNKNOWN_NOW: ("answer was known before and is not known now",
                       "answers were known before and are not known now"),
    Flag.NOT_LOOKED_AT: ("answer was not reviewed", "answers were not reviewed"),
    Flag.AGED: ("answer counts for less only because time has passed",
                "answers count for less only because time has passed"),
    Flag.HARM_HELD: ("answer holds actual harm", "answers hold actual harm"),
}
_NEXT_FOR_FLAGS = (
    "Put it right in a review, or have the reviewer explain it beside the row when they sign.")

_WORDS: Mapping[Kind, str] = {
    Kind.NOT_LOWER: "The level is {after}, and it was {before}. Neither the level nor the upper "
                    "end of a measure is lower",
    Kind.MAY_BE_AS_HIGH: "The level is {after}, and with what is not known it may still be "
                         "{about}, so it is not shown to be lower than {before}",
    Kind.NOT_BY_ANSWERS: "What fell was not made lower by what was answered: time passed, "
                         "information was lost, the questions changed or an earlier answer was "
                         "wrong",
    Kind.NOT_EVIDENCED: "No answer shows a reduction with evidence of this time",
    Kind.NEW_HARM: "Actual harm is recorded that was not recorded before",
    Kind.HARM_STANDS: "Actual harm is on record and still stands: {about}",
    Kind.MEASURE_ROSE: "The upper end of “{about}” rose from {before} to {after}",
    Kind.POSSIBLE_ROSE: "The level may now be {after}, and before it could be no more than "
                        "{before}",
    Kind.NOTHING_TO_COMPARE: "There is only one submitted assessment, so nothing can be compared",
    Kind.NOT_SIGNED: "No reviewer has signed this comparison",
    Kind.SUPERSEDED: "The signature is superseded: {about}",
    Kind.STALE: "The signature is out of date: {about}",
    Kind.OTHER_TOOLKIT: "Another toolkit of this case stands at a higher level: {about}",
    Kind.OTHER_FELL: "Another toolkit of this case fell from {before} to {after}, and no signed "
                     "comparison that can be relied on shows why: {about}",
    Kind.DANGER: "Immediate danger is recorded and nobody has withdrawn it",
    Kind.DRAFT_CALLS: "An answer in a draft calls for action now: {about}",
    Kind.NOT_DECIDED: "No manager has decided it with a reason",
    Kind.DECIDED_BEFORE: "What fell was decided on before, on {about}. Nothing is lower than it "
                         "was then",
    Kind.TWO_LEVELS: "From {before} to {after} is a fall of two levels or more at once",
    Kind.NOT_ASKED: "A multi-agency discussion has to agree, and nobody has asked for it",
    Kind.NOT_DISCUSSED: "A multi-agency discussion has to agree. It was asked for on {about}, and "
                        "what it decided is not recorded",
    Kind.NOT_AGREED: "The multi-agency discussion of {about} did not agree, and the two managers "
                     "have not discussed it",
    Kind.DISCUSSED_BEFORE: "The multi-agency discussion of {about} agreed to what was known then, "
                           "and something was signed, submitted or added since",
    Kind.DISCUSSED_HIGHER: "The multi-agency discussion of {about} saw the level at {before}, and "
                           "it would be {after}",
}
_NEXT: Mapping[Kind, str] = {
    Kind.NOT_LOWER: "Keep the level, and review again when something has changed.",
    Kind.MAY_BE_AS_HIGH: "Find out what is not known, and review again.",
    Kind.NOT_BY_ANSWERS: "Keep the level, and look at the indicators themselves in a review.",
    Kind.NOT_EVIDENCED: "Say in a review what shows it, from whom and when.",
    Kind.EVIDENCE_OLD: "Ask again, and record what is found in a review.",
    Kind.NEW_HARM: "Act on the harm. The level stays.",
    Kind.HARM_STANDS: "The level holds until a manager records that the harm no longer takes "
                      "place, and the time that the practice standards set has passed.",
    Kind.MEASURE_ROSE: "Look at what rose before anything else.",
    Kind.POSSIBLE_ROSE: "Find out what is not known, and review again.",
    Kind.FLAG: _NEXT_FOR_FLAGS,
    Kind.ALERT: "Put it right in a review, or have the reviewer explain it when they sign.",
    Kind.NOTHING_TO_COMPARE: "Complete a review first.",
    Kind.NOT_SIGNED: "Ask a reviewer who did not write the assessment to read and sign it.",
    Kind.SUPERSEDED: "Ask a reviewer to read the comparison again and sign it.",
    Kind.STALE: "Take it into account, then ask a reviewer to sign again.",
    Kind.OTHER_TOOLKIT: "Review that toolkit first.",
    Kind.OTHER_FELL: "Ask a reviewer to read and sign the comparison of that toolkit as well.",
    Kind.DANGER: "Deal with the danger. When it no longer holds, withdraw the record and say why.",
    Kind.DRAFT_CALLS: "Submit the draft, or change the answer and say why.",
    Kind.NOT_DECIDED: "Use the page of the case, which asks for the decision.",
    Kind.DECIDED_BEFORE: "Keep the level, and review again when something has changed.",
    Kind.TWO_LEVELS: "Step down one level at a time, or ask a senior to use the exceptional route.",
    Kind.NOT_ASKED: "Ask for it on the page of the case.",
    Kind.NOT_DISCUSSED: "Once it has taken place, a manager who did not ask for it records what it "
                        "decided.",
    Kind.NOT_AGREED: "The case stays as it is until their discussion is recorded.",
    Kind.DISCUSSED_BEFORE: "Put what is known now to the discussion again, and record it.",
    Kind.DISCUSSED_HIGHER: "Keep the level, or put it to the discussion again.",
}
_NOTED: Mapping[Remark, Callable[[Noted], str]] = {
    Remark.HARM_NOT_KNOWN: lambda one: (
        f"Of {_counted(len(one.rows), 'question', 'questions')} about actual harm nothing is "
        "known. Nobody has ruled it out"),
    Remark.INCREASED: lambda one: f"{_counted(len(one.rows), 'answer', 'answers')} increased",
    Remark.MAY_BE_HIGHER: lambda one: f"With what is not known the level may be {one.about}",
    Remark.NOT_IN_BAND: lambda one: (
        f"Reduction not yet in band: a measure is lower, and by what was answered the level is "
        f"still {one.about}"),
    Remark.AGED: lambda one: f"Some of the fall of “{one.about}” is the passage of time alone",
}


def shortfall_words(shortfall: Shortfall) -> str:
    """What falls short, in a sentence without its full stop."""
    if shortfall.kind is Kind.FLAG:
        return _first_capital(_counted(len(shortfall.rows), *_FLAGS[Flag(shortfall.about)]))
    if shortfall.kind is Kind.EVIDENCE_OLD:
        return _first_capital(
            _counted(len(shortfall.rows), "reduction rests", "reductions rest")
            + f" on evidence that is more than {shortfall.about} days old today")
    if shortfall.kind is Kind.ALERT:
        return f"{warning_words(Alert(shortfall.about))}. Nobody who signed has explained it"
    return _WORDS[shortfall.kind].format(
        about=shortfall.about, before=shortfall.before or "no level",
        after=shortfall.after or "no level")


def next_step(shortfall: Shortfall) -> str:
    """What to do about it, in sentences."""
    return _NEXT[shortfall.kind]


def noted_words(noted: Noted) -> str:
    """What is to be seen beside a reduction, in a sentence without its full stop."""
    return _first_capital(_NOTED[noted.remark](noted))


def refusal_words(verdict: Verdict, act: str, *, barred: bool = False) -> str:
    """Why an act, "step down", is refused: what falls short, and the way out, which there is none
    of where every route is `barred`."""
    said = [f"{shortfall_words(one)}." for one in verdict.shortfalls]
    return " ".join([f"You cannot {act} yet.", *said, *([] if barred else [EXCEPTIONAL])])


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain JSON with its words, as the API and a decision tell it."""
    told = verdict.as_json()
    told["shortfalls"] = [
        {**one.as_json(), "words": f"{shortfall_words(one)}.", "next": next_step(one)}
        for one in verdict.shortfalls]
    told["noted"] = [
        {**one.as_json(), "words": f"{noted_words(one)}."} for one in verdict.noted]
    return told


def _counted(number: int, one: str, many: str) -> str:
    """"one answer", "two answers", "12 answers"."""
    said = _SMALL[number] if number < len(_SMALL) else str(number)
    return f"{said} {one if number == 1 else many}"


def _first_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
