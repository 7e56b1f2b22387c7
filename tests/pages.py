"""Whether a page is valid HTML, as far as its parser can tell."""

from collections import Counter
from collections.abc import Callable

import html5lib
import pytest


@pytest.fixture
def check_html() -> Callable[[str], None]:
    """check_html(response.text) fails, with line and column, where the page is not valid HTML"""

    def check(page: str) -> None:
        parser = html5lib.HTMLParser()
        document = parser.parse(page)
        assert [f"{place}: {fault} {more}" for place, fault, more in parser.errors] == []
        ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
        assert [name for name, times in ids.items() if times > 1] == []

    return check
