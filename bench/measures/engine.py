"""The engine alone: comparing, without database and pages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from app.assessments import queries
from app.assessments.computing import computed
from app.assessments.queries import Submitted
from app.definitions.queries import lineage_between
from app.engine.answers import Answers
from app.engine.comparing import compare
from app.engine.comparison import Comparison, Side
from app.engine.document import read
from app.engine.key_relation import Lineage
from app.engine.text_diff import diff
from bench.answers import Texts
from bench.measures import Bench
from bench.records import SLUG
from bench.targets import COMPARED, COMPARED_LONG, MILLISECONDS, PAIRS, Figure
from bench.timing import repeated

PAIR_COUNT = 100


def measure(bench: Bench) -> Iterator[Figure]:
    """Words of pairs of answers, then whole assessments across two versions of the toolkit."""
    texts = Texts()
    yield from _words("500 characters", [texts.of(500) for _ in range(PAIR_COUNT)], texts)
    yield from _words("500 words", [texts.words(500) for _ in range(PAIR_COUNT)], texts)
    yield from _pairs(texts)
    for work, case_id in (("a quarter", bench.records.quarter), ("all", bench.records.all)):
        earlier, later = map(_side, reversed(queries.submitted_assessments(case_id)))
        lineage = lineage_between(SLUG, 1, 2)
        rows = _compare(earlier, later, lineage).rows
        yield Figure.of(f"comparing alone, {work} changed", MILLISECONDS,
                        repeated(partial(_compare, earlier, later, lineage)),
                        f"{sum(row.changed for row in rows)} of {len(rows)} rows changed")


def _pairs(texts: Texts) -> Iterator[Figure]:
    """Two assessments of a hundred questions in prose, every answer written anew."""
    for size, target, make in (("500 characters", COMPARED, partial(texts.of, 500)),
                               ("500 words", COMPARED_LONG, partial(texts.words, 500))):
        before = [make() for _ in range(PAIR_COUNT)]
        earlier = _in_prose(before, date(2026, 3, 3))
        later = _in_prose([texts.reworded(text) for text in before], date(2026, 6, 3))
        for told, work in ((compare, "which answers differ"), (_compare, "and in which words")):
            yield Figure.of(f"comparing {PAIR_COUNT} answers of {size}: {work}", target,
                            repeated(partial(told, earlier, later, Lineage.identity())))


def _in_prose(answers: Sequence[str], on: date) -> Side:
    keys = [f"q{number}" for number in range(len(answers))]
    schema = {"type": "object", "properties": {
        key: {"type": "string", "title": key, "maxLength": 40_000} for key in keys}}
    definition = read(json.dumps({"slug": "prose", "title": "Prose", "schema": schema}))
    recorded = Answers().with_changes(values=dict(zip(keys, answers, strict=True)))
    return Side.of(definition, recorded, {}, on)


def _words(size: str, before: Sequence[str], texts: Texts) -> Iterator[Figure]:
    pairs = [(text, texts.reworded(text)) for text in before]

    def compared() -> None:
        for one, other in pairs:
            diff(one, other)

    seconds = repeated(compared, 20, 2).median
    yield Figure(f"word differences, {size} an answer", PAIRS, PAIR_COUNT / seconds)


def _compare(earlier: Side, later: Side, lineage: Lineage) -> Comparison:
    """The comparison, and every difference in words, which is made when it is read."""
    comparison = compare(earlier, later, lineage)
    for row in comparison.rows:
        _ = row.wording, row.words, row.rationale
    return comparison


def _side(submitted: Submitted) -> Side:
    one = computed(submitted.assessment, submitted.standing.number)
    return Side(one.definition, one.effective, one.background, one.result, one.revision.id)
