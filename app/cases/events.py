"""What this room tells the rooms above it. Listeners run in the same transaction.

Each signal is sent with the record as its sender and, by name, `actor` and `now`; a listener
that raises undoes the whole operation. Connect named functions at start-up: the signals hold
them weakly.
"""

from blinker import Namespace

_signals = Namespace()

case_allocated = _signals.signal("case-allocated")
"""An Allocation, also of a case just opened."""
case_restricted = _signals.signal("case-restricted")
"""A Restriction: the case was restricted, or opened to its team again."""
case_closed = _signals.signal("case-closed")
"""A Case."""
case_reopened = _signals.signal("case-reopened")
"""A Case."""
note_added = _signals.signal("note-added")
"""A Note, also one that corrects another."""
document_added = _signals.signal("document-added")
"""A CaseDocument."""
danger_recorded = _signals.signal("danger-recorded")
"""An ImmediateDanger."""
danger_withdrawn = _signals.signal("danger-withdrawn")
"""The ImmediateDanger that withdraws another."""
