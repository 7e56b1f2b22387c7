"""What this room tells itself and the rooms above it. Listeners run in the same transaction.

Each signal is sent with the record as its sender and, by name, `actor` and `now`; a listener that
raises undoes the whole operation. Connect named functions at start-up: they are held weakly.
"""

from blinker import Namespace

_signals = Namespace()

comparison_signed = _signals.signal("comparison-signed")
"""A SignOff."""
changes_requested = _signals.signal("changes-requested")
"""A ChangeRequest."""
changes_withdrawn = _signals.signal("changes-withdrawn")
"""A ChangeRequestWithdrawal."""
