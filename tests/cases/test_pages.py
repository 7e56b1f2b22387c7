"""The pages of a case: what they show, what they record, what they refuse."""

import pytest
from sqlalchemy import select

from app.cases import operations, queries
from app.cases.models import Case, Note
from app.database import db


def test_every_page_opens(app, signed_in, case, sam, amara, now):
    note = operations.add_note(
        actor=amara, now=now, case_id=case.id, text="Seen at school", happened_on=now.date()
    )
    danger = operations.record_immediate_danger(
        actor=amara, now=now, case_id=case.id, facts=operations.DangerFacts(what="Not home")
    )
    for user in (amara, sam):
        browser = signed_in(user)
        for address in (
            "/cases/",
            "/cases/find",
            "/cases/add",
            f"/cases/{case.id}",
            f"/cases/{case.id}/person",
            f"/cases/{case.id}/person/edit",
            f"/cases/{case.id}/person/particulars",
            f"/cases/{case.id}/person/particulars/edit",
            f"/cases/{case.id}/notes",
            f"/cases/{case.id}/notes/add",
            f"/cases/{case.id}/notes/{note.id}/correct",
            f"/cases/{case.id}/danger",
            f"/cases/{case.id}/dangers",
            f"/cases/{case.id}/danger/{danger.id}",
            f"/cases/{case.id}/danger/{danger.id}/withdraw",
            f"/cases/{case.id}/allocation",
            f"/cases/{case.id}/allocate",
            f"/cases/{case.id}/conflict",
            f"/cases/{case.id}/viewed",
        ):
            assert browser.get(address).status_code == 200, address
    assert signed_in(sam).get(f"/cases/{case.id}/restrict").status_code == 200
