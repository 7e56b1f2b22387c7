"""Signing in and out, and what a session is worth afterwards."""

import pytest
from sqlalchemy import func, select

from app.accounts import operations, queries
from app.accounts.access import on_expired_post
from app.accounts.models import Role, SignIn, SignInAttempt
from app.accounts.passwords import is_password
from app.accounts.tokens import fingerprint
from app.audit.queries import trail
from app.database import db, writing
from tests.people import PASSWORD

pytestmark = pytest.mark.own_app
HOME = "/signed-in-only"


@pytest.fixture
def app(app):
    """With one page for everybody who is signed in, and one for administrators."""
    from app.accounts.access import access

    @app.route(HOME, methods=["GET", "POST"])
    @access(*Role)
    def home():
        return "<title>Home</title>"

    @app.get("/administrators-only")
    @access(Role.ADMINISTRATOR)
    def administration():
        return "<title>Administration</title>"

    return app


def enter(client, email, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": email, "password": password}, **more)


def actions():
    return [event.action for event in reversed(trail("system").events)]


@pytest.mark.both_databases
def test_signing_in_and_out_again(client, practitioner):
    assert enter(client, practitioner.email.upper()).location == "/"
    assert client.get(HOME).status_code == 200
    assert client.post("/sign-out").location == "/signed-out"
    assert "You are signed out" in client.get("/signed-out").text
    assert client.get(HOME).location == "/sign-in?next=/signed-in-only"
    assert actions() == ["signed in as", "signed out as"]


def test_a_cookie_replayed_after_sign_out_is_worth_nothing(app, client, practitioner):
    enter(client, practitioner.email)
    with client.session_transaction() as session:
        stolen = dict(session)
    client.post("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as session:
        session.update(stolen)
    assert thief.get(HOME).status_code == 302


def test_the_token_itself_is_not_in_the_database(client, practitioner):
    enter(client, practitioner.email)
    with client.session_transaction() as session:
        token = session["token"]
    assert db.session.scalars(select(SignIn.token_hash)).all() == [fingerprint(token)]


def test_signing_out_clears_what_the_browser_kept(client, practitioner, sign_in):
    response = sign_in(client, practitioner).post("/sign-out")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'


@pytest.mark.both_databases
def test_an_address_that_no_database_keeps_is_an_unknown_one(client, practitioner):
    for email in ("a\0b@example.org", f"{practitioner.email}\0"):
        assert enter(client, email).status_code == 422


@pytest.mark.parametrize("email", ["person1@example.org", "nobody@example.org"])
def test_wrong_password_and_unknown_address_are_told_apart_by_nobody(client, practitioner, email):
    response = enter(client, email, "not the password")
    assert response.status_code == 422
    assert "Enter the email address and password of your account" in response.text
    assert actions() == ["refused a sign-in as"]
    assert email not in str([event.details for event in trail("system").events])


def test_empty_fields_are_named(client):
    response = enter(client, "", "")
    assert response.status_code == 422
    assert "Enter your email address" in response.text
    assert "Enter your password" in response.text
    assert "Error: " in response.text


def test_a_post_without_the_anti_forgery_token_is_refused(client, practitioner):
    response = enter(client, practitioner.email, csrf=False)
    assert response.status_code == 400
    assert "This page is out of date" in response.text


@pytest.mark.both_databases
def test_too_many_failures_for_an_address_close_it_for_a_while(app, client, practitioner, clock):
    for _ in range(queries.ATTEMPTS_BY_EMAIL):
        assert enter(client, practitioner.email, "wrong").status_code == 422
    response = enter(client, practitioner.email)
    assert response.status_code == 429
    assert "Wait 15 minutes" in response.text
    clock.advance(minutes=15)
    assert enter(client, practitioner.email).status_code == 302


def test_too_many_failures_from_one_place_close_it(app, now, make_user):
    for number in range(queries.ATTEMPTS_BY_ADDRESS):
        attempt(f"person{number}@example.net", now)
    with pytest.raises(operations.Throttled):
        attempt("another@example.net", now)
    attempt("another@example.net", now, address="198.51.100.7")


def test_success_forgets_the_failures_of_that_address_only(app, now, make_user):
    user = make_user()
    attempt(user.email, now)
    attempt("another@example.net", now)
    attempt(user.email, now, PASSWORD)
    assert db.session.scalar(select(func.count(SignInAttempt.id))) == 1


def attempt(email, now, password="wrong", address="192.0.2.1"):
    return operations.sign_in(email=email, password=password, address=address, now=now)


def test_a_session_ends_after_thirty_idle_minutes(client, practitioner, sign_in, clock):
    sign_in(client, practitioner)
    clock.advance(minutes=29, seconds=59)
    assert client.get(HOME).status_code == 200
    clock.advance(minutes=29, seconds=59)
    assert client.get(HOME).status_code == 200
    clock.advance(minutes=30)
    assert client.get(HOME).status_code == 302
    assert "You were signed out after 30 minutes. Sign in again" in client.get("/sign-in").text


def test_a_session_ends_after_twelve_hours_however_busy(client, practitioner, sign_in, clock):
    sign_in(client, practitioner)
    for _ in range(12 * 3 - 1):
        clock.advance(minutes=20)
        assert client.get(HOME).status_code == 200
    clock.advance(minutes=20)
    assert client.get(HOME).status_code == 302
    assert "You were signed out after 12 hours." in client.get("/sign-in").text


@pytest.fixture
def kept(app):
    """What was handed over to be kept, by a room that keeps everything."""
    handed_over = []

    def keep(sender, *, user, path, form):
        handed_over.append((user, path, form.to_dict()))
        return True

    on_expired_post.connect(keep, app)
    yield handed_over
    on_expired_post.disconnect(keep, app)


def test_what_was_typed_when_the_session_had_run_out_is_handed_over(
    client, practitioner, sign_in, clock, kept
):
    sign_in(client, practitioner)
    clock.advance(minutes=31)
    response = client.post(HOME, data={"rationale": "Seen at the station"})
    assert response.location == "/sign-in?next=/signed-in-only"
    assert kept == [(practitioner, HOME, {"rationale": "Seen at the station"})]
    client.get(HOME)
    page = client.get(response.location).text
    assert "What you typed has been kept. Sign in as the same person to continue." in page


def test_a_program_is_told_in_json(client, practitioner, sign_in, clock, kept):
    sign_in(client, practitioner)
    clock.advance(minutes=31)
    answer = client.post(HOME, data={"a": "b"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["kept"]) == (401, True)


def test_nothing_is_handed_over_for_a_forged_post(client, practitioner, sign_in, clock, kept):
    sign_in(client, practitioner)
    clock.advance(minutes=31)
    assert client.post(HOME, data={"a": "b"}, csrf=False).status_code == 400
    assert kept == []


def test_nothing_is_handed_over_after_signing_out(client, practitioner, sign_in, kept):
    sign_in(client, practitioner).post("/sign-out")
    client.post(HOME, data={"rationale": "Seen at the station"})
    assert kept == []


def test_pages_open_elsewhere_can_be_posted_after_signing_in_again(
    client, practitioner, sign_in, clock
):
    sign_in(client, practitioner)
    client.post(HOME)
    with client.session_transaction() as session:
        before = session["csrf_token"]
    clock.advance(minutes=31)
    enter(client, practitioner.email)
    with client.session_transaction() as session:
        assert session["csrf_token"] == before


def test_somebody_else_signing_in_gets_a_new_anti_forgery_token(
    client, practitioner, reviewer, sign_in, clock
):
    sign_in(client, practitioner)
    client.post(HOME)
    with client.session_transaction() as session:
        before = session["csrf_token"]
    clock.advance(minutes=31)
    enter(client, reviewer.email)
    with client.session_transaction() as session:
        assert session.get("csrf_token") != before


def test_signing_in_as_somebody_else_ends_the_session_before(client, practitioner, reviewer):
    enter(client, practitioner.email)
    enter(client, reviewer.email)
    ended = select(SignIn.user_id).where(SignIn.ended_at.is_not(None))
    assert db.session.scalars(ended).all() == [practitioner.id]


def test_expired_user_tells_run_out_from_live_and_ended(app, make_user, clock, now):
    user = make_user()
    token = attempt(user.email, now, PASSWORD).token
    assert queries.expired_user(token, now) is None
    assert queries.expired_user("made up", now) is None
    later = clock.advance(minutes=30)
    assert queries.expired_user(token, later) == user
    operations.sign_out(session=queries.sign_in_of(token), now=later)
    assert queries.expired_user(token, later) is None


@pytest.mark.parametrize(
    ("target", "place"),
    [
        ("/cases/3?tab=plan", "/cases/3?tab=plan"),
        ("https://elsewhere.example.net/", "/"),
        ("//elsewhere.example.net/", "/"),
        ("/\\elsewhere.example.net/", "/"),
        ("/\t/elsewhere.example.net", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_after_signing_in_only_a_place_of_this_service_is_gone_to(
    client, practitioner, target, place
):
    response = enter(client, practitioner.email, query_string={"next": target})
    assert response.location == place


def test_somebody_signed_in_already_is_sent_on(client, practitioner, sign_in):
    sign_in(client, practitioner)
    assert client.get("/sign-in?next=/signed-in-only").location == HOME


@pytest.mark.both_databases
def test_a_changed_role_holds_from_the_next_request(client, practitioner, sign_in, now):
    sign_in(client, practitioner)
    assert client.get("/administrators-only").status_code == 403
    operations.change_role(user=practitioner, role=Role.ADMINISTRATOR, actor=None, now=now)
    assert client.get("/administrators-only").status_code == 200


def test_a_role_that_does_not_include_the_page_is_refused_and_recorded(
    client, practitioner, sign_in
):
    response = sign_in(client, practitioner).get("/administrators-only")
    assert "Your role does not include this page." in response.text
    assert trail("system").events[0].sentence.endswith("was refused page /administrators-only")


def test_a_deactivated_account_is_out_at_once(client, practitioner, sign_in, now):
    sign_in(client, practitioner)
    operations.deactivate(user=practitioner, actor=None, now=now)
    assert client.get(HOME).status_code == 302
    assert enter(client, practitioner.email).status_code == 422


def test_a_new_password_ends_every_session(client, practitioner, sign_in, now):
    sign_in(client, practitioner)
    operations.set_password(user=practitioner, password="another long one", actor=None, now=now)
    assert client.get(HOME).status_code == 302
    assert enter(client, practitioner.email, "another long one").status_code == 302


def test_a_hash_made_more_cheaply_is_made_anew_on_signing_in(app, make_user, now):
    user = make_user()
    before = user.password_hash
    app.config["PASSWORD_HASHING"] = {"time_cost": 2, "memory_cost": 16, "parallelism": 1}
    assert attempt(user.email, now, PASSWORD)
    assert user.password_hash != before
    assert is_password(user.password_hash, PASSWORD)


def test_an_account_without_a_password_cannot_be_used(app, make_user, now):
    user = make_user(password_hash="")
    assert attempt(user.email, now, "") is None


def test_a_page_that_declares_nothing_is_closed_to_everybody(app, administrator, signed_in):
    app.add_url_rule("/forgotten", view_func=lambda: "secret")
    assert signed_in(administrator).get("/forgotten").status_code == 403


def test_use_is_noted_at_most_every_half_minute(app, make_user, now, clock):
    token = attempt(make_user().email, now, PASSWORD).token
    session = queries.sign_in_of(token)
    operations.touch(session=session, now=clock.advance(seconds=29))
    assert session.seen_at == now
    operations.touch(session=session, now=clock.advance(seconds=1))
    assert session.seen_at == clock.now


def test_nested_writing_joins_the_outer_one(app, make_team, now):
    with pytest.raises(ZeroDivisionError), writing():
        operations.add_team(name="Undone", district="North", actor=None, now=now)
        1 / 0
    assert queries.team_by_name("Undone") is None
