"""How an event is hashed, and whether chains are whole. Pure: no database."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC
from typing import Any, NamedTuple

from app.audit.models import AuditEvent
from app.engine.canonical import canonical

BEGINNING = "0" * 64
"""What the first event of a chain names as the hash before it."""


class Head(NamedTuple):
    """Where a chain ends: the sequence and hash of its last event."""

    chain: str
    sequence: int
    hash: str


class Fault(NamedTuple):
    """A place where a chain is not what was recorded."""

    chain: str
    sequence: int
    problem: str


def event_hash(event: AuditEvent) -> str:
    """SHA-256 in hex over the RFC 8785 canonical JSON of everything the event says."""
    body: dict[str, Any] = {
        "chain": event.chain,
        "sequence": event.sequence,
        "reading": event.reading,
        "action": event.action,
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "subject": event.subject,
        "details": event.details,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "previous": event.previous_hash,
    }
    return hashlib.sha256(canonical(body)).hexdigest()


def faults(events: Iterable[AuditEvent], anchors: Mapping[tuple[str, int], str]) -> Iterator[Fault]:
    """Every place where the events, ordered by chain and sequence, do not follow on.

    `anchors` maps (chain, sequence) to the hash that was noted outside the database.
    """
    chain, sequence, head = "", 0, BEGINNING
    missing = dict(anchors)
    for event in events:
        if event.chain != chain:
            chain, sequence, head = event.chain, 0, BEGINNING
        yield from _event_faults(event, sequence + 1, head, missing)
        sequence, head = event.sequence, event.hash
    for (chain, sequence), _ in sorted(missing.items()):
        yield Fault(chain, sequence, "is anchored, but is no longer there")


def _event_faults(
    event: AuditEvent, expected: int, head: str, missing: dict[tuple[str, int], str]
) -> Iterator[Fault]:
    """What is wrong with one event; strikes its anchor off `missing`."""
    chain, sequence = event.chain, event.sequence
    anchored = missing.pop((chain, sequence), event.hash)
    if sequence != expected:
        yield Fault(chain, expected, f"is missing; the next event is {sequence}")
    elif event.previous_hash != head:
        yield Fault(chain, sequence, "does not follow from the event before it")
    if event.hash != event_hash(event):
        yield Fault(chain, sequence, "does not say what it said when it was recorded")
    if anchored != event.hash:
        yield Fault(chain, sequence, "is not the event that was anchored")
