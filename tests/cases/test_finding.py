"""Finding a young person, and being told that there may be a record one cannot open."""

from datetime import date

import pytest

from app.audit.models import AuditEvent
from app.cases import operations
from app.cases.finding import MOST, Search, find
from app.cases.names import fold, is_blank, words
from app.database import db

ROBIN = date(2011, 5, 17)


@pytest.fixture
def robin(make_case, amara):
    return make_case(
        amara,
        name="Robin O’Brien-Vale",
        known_as="Bobby",
        aliases="R. Marsh\nGhost_99",
        identifier="LCS-1001",
    )


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "search",
    [
        Search("robin"),
        Search("ROB"),
        Search("obrien"),
        Search("vale, robin"),
        Search("bobby"),
        Search("marsh"),
        Search("ghost"),
        Search(date_of_birth=ROBIN),
        Search(identifier=" lcs-1001 "),
        Search("robin", ROBIN, "LCS-1001"),
    ],
    ids=str,
)
def test_somebody_is_found_by_any_part(app, robin, amara, search):
    assert find(amara, search).case_ids == [robin.id]


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "search",
    [
        Search(),
        Search("obin"),
        Search("robin khan"),
        Search("robin", date(2011, 5, 18)),
        Search(identifier="LCS-100"),
        Search("%"),
        Search("_"),
    ],
    ids=str,
)
def test_what_does_not_match_is_not_found(app, robin, amara, search):
    assert find(amara, search) == ([], False, False)


@pytest.mark.both_databases
@pytest.mark.requirement("S4.18")
@pytest.mark.parametrize(
    "search, hinted",
    [
        (Search("robin"), False),
        (Search("robin vale"), True),
        (Search("rob val"), False),
        (Search("robin", ROBIN), True),
        (Search(date_of_birth=ROBIN), False),
        (Search(identifier="LCS-1001"), True),
        (Search("robin khan"), False),
    ],
    ids=str,
)
def test_a_restricted_record_is_hinted_at_to_those_who_know_whom_they_ask_about(
    app, robin, sam, amara, colleague, now, search, hinted
):
    operations.restrict(
        actor=sam, now=now, case_id=robin.id, restricted=True, reason="Family", version=1
    )
    assert find(colleague, search) == ([], False, hinted)
    assert not find(amara, search).restricted


@pytest.mark.both_databases
def test_another_teams_record_is_hinted_at_too(app, robin, stranger):
    assert find(stranger, Search("robin vale")) == ([], False, True)
    assert find(stranger, Search("robin")) == ([], False, False)


def test_the_notice_names_nobody_and_the_search_is_recorded(app, robin, signed_in, stranger):
    browser = signed_in(stranger)
    page = browser.post("/cases/find", data={"identifier": "LCS-1001"}).text
    assert "A restricted record may match this person." in page
    assert "contact the duty manager now" in page
    assert "Brien" not in page and f"/cases/{robin.id}" not in page
    (event,) = db.session.query(AuditEvent).filter_by(action="searched")
    assert event.details == {"cases": [], "restricted_hint": True}


def test_more_than_a_page_is_said(app, make_case, signed_in, amara):
    for number in range(MOST + 1):
        make_case(amara, name=f"Maya Khan {number}", date_of_birth=None, estimated_age=12)
    page = signed_in(amara).post("/cases/find", data={"name": "maya"}).text
    assert page.count("Maya Khan") == MOST
    assert "There are more than 50" in page


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "a\0b"},
        {"name": "x" * 1_000},
        {"date_of_birth-day": "31", "date_of_birth-month": "2", "date_of_birth-year": "2011"},
        {"date_of_birth-day": "1", "date_of_birth-month": "", "date_of_birth-year": "11"},
        {"date_of_birth-day": "۱", "date_of_birth-month": "1", "date_of_birth-year": "2011"},
    ],
)
def test_what_cannot_be_looked_for_is_explained(app, signed_in, amara, data):
    answer = signed_in(amara).post("/cases/find", data=data)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_names_are_compared_as_they_read():
    assert fold("  ZOË\u200b  Ford ") == "zoe ford"
    assert words("O’Brien-Khan, o'brien") == ["obrien", "khan"]
    assert words("سارة خان") == ["سارة", "خان"]
    assert is_blank("\u200b\u202e \u00a0") and not is_blank("👩")
    assert len(fold("\ufdfa" * 200)) == 200
