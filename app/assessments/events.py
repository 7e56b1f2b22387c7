"""What this room tells the rooms above it. Listeners run in the same transaction.

Each signal is sent with the record as its sender and, by name, `actor` and `now`; a listener that
raises undoes the whole operation. Connect named functions at start-up: they are held weakly.
"""

from blinker import Namespace

_signals = Namespace()

answer_called_for_action = _signals.signal("answer-called-for-action")
"""An ActionCall: an answer that calls for action at once was saved by somebody, not by a timer."""
action_call_withdrawn = _signals.signal("action-call-withdrawn")
"""An ActionCallWithdrawal."""
draft_set_aside = _signals.signal("draft-set-aside")
"""The Revision by which a draft was given up."""
assessment_submitted = _signals.signal("assessment-submitted")
"""The Revision; `computed` is the Computed of it, `review_due` a date or None."""
addendum_added = _signals.signal("addendum-added")
"""The Revision; `computed` is the Computed of it."""
harm_ended = _signals.signal("harm-ended")
"""A HarmEnding."""
