"""What a web server and the flask command load; nothing is decided here."""

from app import create_app

app = create_app()
