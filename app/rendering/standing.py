"""How an answer and what is said beside it stand after a post; `fields` reads the boxes."""

from __future__ import annotations

from app.engine.absence import Absence
from app.engine.answers import Mark, Standing
from app.engine.reading import Entry
from app.rendering.fields import PostedMark
from app.rendering.shown import OF_LAST_TIME


def mark_after(
    field: PostedMark, touched: bool, together: bool | None, entry: Entry | None
) -> Mark:
    """The mark of a question after a post.

    `touched` says that the answer itself changed; `together` whether it was confirmed with others,
    None where that was not offered; `entry` is last time. Posting the same page once more, over
    what came of it, changes nothing: pages save themselves and are not shown anew.

    An answer that changed is entered; one that was ticked as still right is affirmed; one that
    nobody touched stays as it stood. Reasons alone do not make a carried answer today's, and
    neither does "revisit later".
    """
    before = field.mark
    entered = touched or (field.absence_touched and field.absence is Absence.NOT_APPLICABLE)
    if entered or field.absence_touched or before.standing not in OF_LAST_TIME:
        absence, reason = field.absence, field.said["reason"]
    else:
        absence, reason = before.absence, before.reason
    after = before._replace(
        absence=absence, reason=reason, source=field.said["source"],
        evidence_date=field.said["evidence_date"], none_held=field.said["none_held"],
        standing=_standing(field, entered, together, entry),
        earlier_was_wrong=field.wrong or (before.earlier_was_wrong and entry is None),
    )
    if after.evidence_date != before.evidence_date:
        after = after._replace(evidence_holds="")
    return _with_rationale(after, field, entry.mark.rationale if entry else "")


def _standing(
    field: PostedMark, entered: bool, together: bool | None, entry: Entry | None
) -> Standing:
    before = field.mark.standing
    if entered:
        return Standing.ENTERED
    if before not in OF_LAST_TIME:
        return before
    if field.affirmed:
        return Standing.AFFIRMED
    if together is not None:
        return Standing.TOGETHER if together else Standing.CARRIED
    taken_back = before is Standing.AFFIRMED and entry is not None
    return Standing.CARRIED if taken_back else before


def _with_rationale(mark: Mark, field: PostedMark, last_words: str) -> Mark:
    """The reasons as they are now; words of last time are recorded as copied."""
    words = field.said["rationale"]
    if field.wants_words and not words:
        words = last_words
    still_copied = mark.rationale_copied and words == field.mark.rationale
    copied = bool(words) and (words == last_words or still_copied)
    return mark._replace(rationale=words, rationale_copied=copied)
