"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.accounts import cookies, operations
from app.accounts.access import access, public
from app.accounts.forms import SignInForm
from app.accounts.keeping import forget_form
from app.accounts.models import Role
from app.accounts.page_form import look_for_kept
from app.clock import now

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask who it is, and go where they were going."""
    form, status = SignInForm(), 200
    if form.validate_on_submit():
        try:
            if _sign_in(form):
                return redirect(safe_next(request.args.get("next")))
            status = _say(form, "Enter the email address and password of your account")
        except operations.Throttled as error:
            status = _say(form, error.message, 429)
    elif current_user.is_authenticated:
        return redirect(safe_next(request.args.get("next")))
    elif form.errors:
        status = 422
    page = render_template("accounts/sign_in.html", form=form, notice=cookies.notice())
    return page, status


@blueprint.post("/sign-out")
@access(*Role)
def sign_out() -> ResponseReturnValue:
    """End the session, and have the browser drop what it kept of it."""
    operations.sign_out(session=cookies.current_session(), now=now())
    cookies.forget()
    response = redirect(url_for("accounts.signed_out"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@blueprint.get("/signed-out")
@public
def signed_out() -> ResponseReturnValue:
    """Say that it worked."""
    return render_template("accounts/signed_out.html")


@blueprint.post("/kept/<int:kept_id>/discard")
@access(*Role)
def discard_kept(kept_id: int) -> ResponseReturnValue:
    """Keep no longer what somebody sent after their session ran out."""
    forget_form(user=current_user, now=now(), kept_id=kept_id, sent=False)
    look_for_kept(current_user)
    return redirect(safe_next(request.form.get("next")))


def safe_next(target: str | None) -> str:
    """`target` where it is a path of this service, else the home page."""
    if not target or not target.startswith("/") or "\\" in target or not target.isprintable():
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc or target.startswith("//") else target


def _sign_in(form: SignInForm) -> bool:
    before = cookies.current_session() if current_user.is_authenticated else None
    signed_in = operations.sign_in(
        email=form.email.data,
        password=form.password.data,
        address=request.remote_addr or "",
        now=now(),
    )
    if signed_in is None:
        return False
    if before:
        operations.sign_out(session=before, now=now())
    cookies.remember(signed_in)
    look_for_kept(signed_in.user)
    return True


def _say(form: SignInForm, message: str, status: int = 422) -> int:
    form.email.errors = [*form.email.errors, message]
    return status
