"""Somebody of whom only an age is estimated can be corrected and completed like anybody else."""

from __future__ import annotations

from typing import Any

from app.accounts.models import User
from app.cases.models import YoungPerson
from app.database import db
from tests.assessments.conftest import make_case


def test_an_estimated_age_stands_in_its_box_and_stays(
    amara: User, now: Any, signed_in: Any, clock: Any, check_html: Any
) -> None:
    case = make_case(amara, now, date_of_birth=None, estimated_age=15)
    browser, place = signed_in(amara), f"/cases/{case.id}/person/edit"
    page = browser.get(place)
    check_html(page.text)
    assert page.status_code == 200 and 'name="estimated_age"' in page.text
    assert 'value="15"' in page.text
    person = case.young_person
    sent = {"name": person.name, "estimated_age": "15", "school": "Northside High",
            "version": person.version}
    assert browser.post(place, data=sent).status_code == 302
    found = db.session.get_one(YoungPerson, person.id)
    assert (found.estimated_age, found.school) == (15, "Northside High")
