"""Whether a page is valid HTML, as far as its parser can tell, and lists errors in its order."""

from collections import Counter
from collections.abc import Callable
from xml.etree.ElementTree import Element

import html5lib
import pytest


@pytest.fixture
def check_html() -> Callable[[str], None]:
    """check_html(response.text) fails, with line and column, where the page is not valid HTML, and
    where its error summary has another order than the page itself"""

    def check(page: str) -> None:
        parser = html5lib.HTMLParser()
        document = parser.parse(page)
        assert [f"{place}: {fault} {more}" for place, fault, more in parser.errors] == []
        ids = [element.get("id") for element in document.iter() if element.get("id")]
        assert [name for name, times in Counter(ids).items() if times > 1] == []
        places = [ids.index(name) for name in listed_errors(document)]
        assert places == sorted(places)

    return check


def listed_errors(document: Element) -> list[str]:
    """The ids to which the error summary of a page leads on the page itself."""
    summaries = [one for one in document.iter() if "error-summary__list" in one.get("class", "")]
    leading = [one.get("href", "") for summary in summaries for one in summary.iter()]
    return [href[1:] for href in leading if href.startswith("#")]
