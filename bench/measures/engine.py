"""The engine alone: comparing, without database and pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from app.assessments.computing import Computed
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Side
from app.engine.text_diff import diff
from app.definitions.queries import lineage_between
from app.reviews import queries
from app.reviews.queries import Compared
from bench.answers import Texts
from bench.measures import Bench
from bench.records import SLUG
from bench.targets import MILLISECONDS, PAIRS, Figure
from bench.timing import repeated

PAIR_COUNT = 100


def measure(bench: Bench) -> Iterator[Figure]:
    """Words of pairs of answers, then whole assessments across two versions of the toolkit."""
    texts = Texts()
    yield from _words("500 characters", [texts.of(500) for _ in range(PAIR_COUNT)], texts)
    yield from _words("500 words", [texts.words(500) for _ in range(PAIR_COUNT)], texts)
    for work, case_id in (("a quarter", bench.records.quarter), ("all", bench.records.all)):
        found = queries.compared(bench.records.worker, case_id, *queries.latest_pair(case_id))
        rows = found.comparison.rows
        yield Figure.of(f"comparing alone, {work} changed", MILLISECONDS,
                        repeated(partial(_compare, found)),
                        f"{sum(row.changed for row in rows)} of {len(rows)} rows changed")


def _words(size: str, before: Sequence[str], texts: Texts) -> Iterator[Figure]:
    pairs = [(text, texts.reworded(text)) for text in before]

    def compared() -> None:
        for one, other in pairs:
            diff(one, other)

    seconds = repeated(compared, 20, 2).median
    yield Figure(f"word differences, {size} an answer", PAIRS, PAIR_COUNT / seconds)


def _compare(found: Compared) -> Comparison:
    earlier, later = found.earlier, found.later
    numbers = earlier.assessment.version.number, later.assessment.version.number
    return compare(_side(earlier), _side(later), lineage_between(SLUG, *numbers))


def _side(one: Computed) -> Side:
    return Side(one.definition, one.effective, one.background, one.result, one.revision.id)
