"""What every test may use. The fixtures themselves live in the modules named here."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = (
    "tests.databases",
    "tests.people",
    "tests.pages",
    "tests.browsers",
    "tests.requirement_coverage",
    "tests.told",
)

settings.register_profile(
    "default",
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
settings.register_profile("fuzz", parent=settings.get_profile("default"), max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))
