"""How gunicorn serves, wherever it is started from this folder. What it serves is in wsgi.py.

The application is loaded once and the workers are forked from it. They start at once and hold in
common what none of them changes.
"""

import gc

from gunicorn.arbiter import Arbiter

wsgi_app = "wsgi:app"
preload_app = True
workers = 2
threads = 4
loglevel = "warning"

# Nothing that is made while loading is rubbish: looking for it takes a tenth of the time.
gc.disable()


def when_ready(server: Arbiter) -> None:
    """What is loaded by now stays: leave it out of every later search, and so out of writing."""
    gc.freeze()
    # A page makes thousands of things that are gone with it: look after ten thousand, not 700.
    gc.set_threshold(10_000, 10, 10)
    gc.enable()
