"""A reviewer who did not write the assessments, and what they do with a comparison."""

from __future__ import annotations

from itertools import count
from typing import Any

from app.accounts.models import User
from app.reviews import operations, queries, signable
from app.reviews.models import ChangeRequest, RowComment, SignOff
from app.reviews.queries import Compared


class Reviewer:
    """Somebody who reads, comments, asks and signs; the pair is the one to be signed."""

    def __init__(self, user: User, case: Any, now: Any) -> None:
        self.user, self.case, self.now = user, case, now
        self.pages = count(1)

    def baseline(self) -> tuple[int, int]:
        pair = queries.baseline(self.case.id, "small")
        assert pair is not None
        return pair

    def compared(self, pair: tuple[int, int] | None = None) -> Compared:
        return queries.compared(self.user, self.case.id, *(pair or self.baseline()))

    def digest(self, pair: tuple[int, int] | None = None) -> str:
        return signable.read(self.compared(pair)).digest

    def sign(self, pair: tuple[int, int] | None = None, **given: Any) -> SignOff:
        earlier, later = pair or self.baseline()
        read_it = {"digest": self.digest(pair)} if "digest" not in given else {}
        return operations.sign(**{
            "actor": self.user, "now": self.now, "case_id": self.case.id, "earlier_id": earlier,
            "later_id": later, "read_it": True, "explanations": {}, "save_id": self.page(),
            **read_it, **given})

    def comment(self, key: str, text: str = "Seen it myself", **given: Any) -> RowComment:
        earlier, later = given.pop("pair", None) or self.baseline()
        return operations.comment_on_row(**{
            "actor": self.user, "now": self.now, "case_id": self.case.id, "earlier_id": earlier,
            "later_id": later, "key": key, "text": text, "save_id": self.page(), **given})

    def ask(self, questions: dict[str, str], **given: Any) -> ChangeRequest:
        earlier, later = given.pop("pair", None) or self.baseline()
        return operations.request_changes(**{
            "actor": self.user, "now": self.now, "case_id": self.case.id, "earlier_id": earlier,
            "later_id": later, "questions": questions, "save_id": self.page(), **given})

    def page(self) -> str:
        return f"{next(self.pages):032}"
