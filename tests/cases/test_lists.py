"""Pages of the case list: nothing twice, nothing left out, both ways, scoped, flat."""

from datetime import date, timedelta
from itertools import product

import pytest
from sqlalchemy import insert, text

from app.accounts.models import Role
from app.audit.models import AuditEvent
from app.cases import listing
from app.cases.access import may_see
from app.cases.listing import Filters, Order, case_page
from app.cases.models import Case, CaseSummary, ConflictOfInterest, YoungPerson
from app.cases.models.summary import NO_REVIEW_DUE
from app.cases.names import fold
from app.database import db, writing

TODAY = date(2026, 3, 3)
NAMES = ("Zoë Ford", "alex Vale", "Élan Reed", "Maya Khan", "سارة خان", "Alex Vale", "O’Brien")


def fill(now, openers, workers, count):
    """Many cases of many kinds, without going through the operations one by one."""
    people, cases, rows = [], [], []
    kinds = list(product(openers, (None, *workers), (False, True), (False, False, True)))
    for number in range(1, count + 1):
        opener, worker, restricted, closed = kinds[number % len(kinds)]
        name = NAMES[number % len(NAMES)]
        due = NO_REVIEW_DUE if number % 5 == 0 else TODAY + timedelta(days=number % 9 - 4)
        people.append({"id": number, "name": name, "name_key": fold(name)})
        shared = {
            "team_id": opener.team_id,
            "worker_id": worker and worker.id,
            "restricted": restricted,
        }
        case = {"title": "Concern", "opened_at": now, "opened_by_id": opener.id}
        cases.append({"id": number, "young_person_id": number, **case, **shared})
        summary = {"name_key": fold(name), "due_order": due, "closed": closed}
        district = ("East", "West", "Rare")[min(number % 40, 2)]
        rows.append(
            {
                "case_id": number,
                "young_person_id": number,
                "district": district,
                **summary,
                **shared,
            }
        )
    with writing():
        for model, values in ((YoungPerson, people), (Case, cases), (CaseSummary, rows)):
            db.session.execute(insert(model), values)


@pytest.fixture
def everybody(make_user, team, other_team):
    roles = (Role.PRACTITIONER, Role.REVIEWER)
    return [make_user(role, home) for role, home in product(roles, (team, other_team))]


@pytest.fixture
def filled(app, everybody, now):
    fill(now, everybody[:2], everybody[:2], 240)
    with writing():
        for user, case_id in product(everybody, (7, 30, 61, 122)):
            db.session.add(
                ConflictOfInterest(user_id=user.id, case_id=case_id, declared_at=now)
            )
    return everybody


def walk(actor, **asked):
    """Every id, page by page to the end, then page by page back; with the pages' lengths."""
    page = case_page(actor, today=TODAY, size=7, **asked)
    forwards, lengths = ids(page), [len(page.rows)]
    while page.next:
        page = case_page(actor, today=TODAY, size=7, after=page.next, **asked)
        forwards += ids(page)
        lengths.append(len(page.rows))
    page = case_page(actor, today=TODAY, size=7, last=True, **asked)
    backwards = ids(page)
    while page.previous:
        page = case_page(actor, today=TODAY, size=7, before=page.previous, **asked)
        backwards = ids(page) + [one for one in backwards if one not in ids(page)]
    return forwards, backwards, lengths


def ids(page):
    return [row.summary.case_id for row in page.rows]


def expected(actor, filters, order):
    """The same list, worked out in Python."""

    def wanted(row):
        return (
            row.closed == filters.closed
            and (not filters.mine or row.worker_id == actor.id)
            and (not filters.overdue or row.due_order < TODAY)
            and (not filters.district or row.district == filters.district)
            and may_see(actor, db.session.get(Case, row.case_id))
        )

    def position(row):
        return row.due_order if order is Order.DUE or filters.overdue else row.name_key

    rows = filter(wanted, db.session.query(CaseSummary))
    return [row.case_id for row in sorted(rows, key=lambda row: (position(row), row.case_id))]


@pytest.mark.both_databases
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(mine=True),
        Filters(overdue=True),
        Filters(district="Rare"),
        Filters(district="West", closed=True),
        Filters(mine=True, overdue=True, district="Rare"),
        Filters(district="Nowhere"),
    ],
    ids=str,
)
def test_pages_hold_every_case_once_in_order(filled, filters, order):
    for actor in filled:
        forwards, backwards, lengths = walk(actor, filters=filters, order=order)
        assert forwards == backwards == expected(actor, filters, order)
        assert all(length == 7 for length in lengths[:-1])


@pytest.mark.both_databases
def test_an_administrator_has_an_empty_list(filled, administrator):
    assert case_page(administrator, today=TODAY) == ([], None, None)


@pytest.mark.both_databases
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "place", ["", "x", "1_2_3", "2026-03-03_", "2026-03-03_99999999999", "99-99_1", "-1", "9" * 50]
)
def test_a_place_that_means_nothing_gives_the_first_page(filled, order, place):
    first = case_page(filled[0], today=TODAY, order=order)
    for asked in ({"after": place}, {"before": place}):
        assert ids(case_page(filled[0], today=TODAY, order=order, **asked)) == ids(first)


@pytest.mark.both_databases
def test_a_place_says_nothing_about_a_name_one_may_not_see(filled):
    practitioner, elsewhere = filled[0], filled[1]
    theirs = case_page(elsewhere, today=TODAY, order=Order.NAME).rows[3].summary.case_id
    first = case_page(practitioner, today=TODAY, order=Order.NAME)
    asked = case_page(practitioner, today=TODAY, order=Order.NAME, after=str(theirs))
    assert ids(asked) == ids(first)


@pytest.mark.parametrize("order, column", [(Order.DUE, "due_order"), (Order.NAME, "name_key")])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_page_is_a_range_of_an_index(filled, order, column, backwards):
    place = listing._Place(TODAY if order is Order.DUE else "m", 100)
    for actor in filled:
        asked = listing.page_ids(actor, TODAY, Filters(), order, place, backwards, 26)
        plan = explain(asked)
        ranges = [line for line in plan if "SEARCH case_summary" in line]
        assert len(ranges) == 2
        assert all("COVERING INDEX ix_case_summary_" in line for line in ranges)
        assert all(f"{column}{'<' if backwards else '>'}?" in line for line in ranges)
        assert not any("SCAN case_summary" in line for line in plan)


def explain(statement):
    written = str(statement.compile(db.engine, compile_kwargs={"literal_binds": True}))
    rows = db.session.execute(text(f"EXPLAIN QUERY PLAN {written}".replace(":", r"\:")))
    return [row.detail for row in rows]


def test_the_page_is_read_on_by_links_without_names(filled, signed_in, clock):
    browser = signed_in(filled[2])
    page = browser.get("/cases/?order=name").text
    assert "Later in the list" in page and "Last" in page and "Earlier" not in page
    place = page.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert place.startswith("/cases/?after=") and "order=name" in place
    onwards = browser.get(place).text
    assert "Earlier in the list" in onwards and "First" in onwards
    last = browser.get("/cases/?order=name&last=1").text
    assert "Later in the list" not in last


def test_a_list_is_one_event(filled, signed_in):
    signed_in(filled[0]).get("/cases/?district=East&mine=1")
    (event,) = db.session.query(AuditEvent).filter_by(subject="list of cases")
    assert event.reading and event.action == "viewed"
    assert event.details["cases"] == ids(
        case_page(filled[0], today=TODAY, filters=Filters(mine=True, district="East"))
    )


def test_the_list_says_what_is_overdue(app, signed_in, case, amara, clock):
    with writing():
        db.session.get(CaseSummary, case.id).due_order = TODAY - timedelta(days=6)
    assert "6 days overdue" in signed_in(amara).get("/cases/?overdue=1").text
    with writing():
        db.session.get(CaseSummary, case.id).due_order = TODAY
    browser = signed_in(amara)
    assert "overdue</span>" not in browser.get("/cases/").text
    assert "No cases to show here" in browser.get("/cases/?overdue=1").text


@pytest.mark.parametrize("district", ["\0", "%00", "'; --", "x" * 5000, "\ud800"])
def test_odd_filters_are_no_error(app, signed_in, case, amara, district):
    asked = {"district": district.encode("utf-8", "replace")}
    answer = signed_in(amara).get("/cases/", query_string=asked)
    assert answer.status_code == 200
