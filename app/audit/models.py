"""The chains and their events. Nothing here is ever changed or deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, append_only

SYSTEM = "system"
"""The chain of what belongs to no case."""


class AuditChain(Base):
    """One chain of events; its row is what writers lock before they read the chain's head."""

    name: Mapped[str] = mapped_column(String(80), primary_key=True)


class AuditEvent(Base):
    """One sentence about who saw or did what, tied by its hash to the one before."""

    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        Index("ix_audit_event_subject", "subject", "id"),
        Index("ix_audit_event_actor", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(String(80), ForeignKey(AuditChain.name))
    sequence: Mapped[int]
    """1 for the first event of the chain."""
    reading: Mapped[bool]
    """True for looking at something, False for doing something."""
    action: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[int | None]
    """None for the system itself."""
    actor_name: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]]
    at: Mapped[datetime]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def sentence(self) -> str:
        """Amara Khan viewed assessment 7"""
        return f"{self.actor_name} {self.action} {self.subject.replace(':', ' ')}"


append_only(AuditChain)
append_only(AuditEvent)
