"""Accounts: users, teams, roles, signing in. Which cases a person may see is the cases' affair."""

from flask import Flask

from app.accounts import access, commands, cookies, page_form, views


def register(app: Flask) -> None:
    """Add the sign-in pages and commands, and hold every page to the roles it declares."""
    cookies.register(app)
    app.register_blueprint(views.blueprint)
    app.cli.add_command(commands.accounts)
    access.register(app)
    page_form.register(app)
