"""Lineage: what became of each question and option, composed over any number of versions."""

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.lineage import (
    Lineage,
    LineageRefused,
    Link,
    Undeclared,
    path,
    read_lineage,
    undeclared,
)

KEYS = ("a", "b", "c", "d", "e")
IDENTITY = Lineage.identity()
ONE_TO_ONE = ("same", "reworded", "moved", "replaced")


def entry(relation, earlier=(), later=(), **more):
    return {"relation": relation, "from": list(earlier), "to": list(later), **more}


def one(relation, earlier=(), later=(), **more):
    return read_lineage([entry(relation, earlier, later, **more)])


REWORDED = one("reworded", "a", "a")
MOVED = one("moved", "a", "a")
REPLACED = one("replaced", "a", "b")
SPLIT = one("split", "a", "bc")
MERGED = one("merged", "bc", "d")
REMOVED = one("removed", "a")
RESTORED = one("restored", (), "a")
ADDED = one("added", (), "a")


@st.composite
def steps(draw, asked, *, with_options=True):
    """A change that could be declared on a version that asks `asked`, and what is asked then."""
    before, after, entries = list(draw(st.permutations(sorted(asked)))), set(), []
    free = [key for key in KEYS if key not in asked]
    while before:
        key = before.pop()
        relation = draw(st.sampled_from((None, *ONE_TO_ONE, "removed", "split", "merged")))
        if relation == "removed":
            entries.append(entry(relation, [key]))
        elif relation in ONE_TO_ONE:
            taken = free.pop() if free and draw(st.booleans()) else key
            options = draw(steps(frozenset("ab"), with_options=False))[0] if with_options else []
            more = {"options": options} if options and relation != "replaced" else {}
            entries.append(entry(relation, [key], [taken], **more))
            after.add(taken)
        elif relation == "split" and free:
            parts = [key, free.pop()]
            entries.append(entry(relation, [key], parts))
            after.update(parts)
        elif relation == "merged" and before:
            entries.append(entry(relation, [key, before.pop()], [key]))
            after.add(key)
        else:
            after.add(key)
    for key in free:
        relation = draw(st.sampled_from((None, "added", "restored")))
        if relation:
            entries.append(entry(relation, (), [key]))
            after.add(key)
    return entries, frozenset(after)


@st.composite
def histories(draw, length):
    """So many changes in a row, each declared on what the one before it left."""
    asked, history = frozenset(draw(st.sets(st.sampled_from(KEYS), min_size=1))), []
    for _ in range(length):
        entries, asked = draw(steps(asked))
        history.append(read_lineage(entries))
    return history


def any_lineage():
    """A change declared on any version at all, whether or not it would follow another."""
    asked = st.frozensets(st.sampled_from(KEYS))
    return asked.flatmap(steps).map(lambda step: read_lineage(step[0]))


@given(any_lineage())
def test_identity_is_neutral(lineage):
    assert IDENTITY.then(lineage) == lineage == lineage.then(IDENTITY)


@given(any_lineage(), any_lineage(), any_lineage())
def test_composition_is_associative(first, second, third):
    assert first.then(second).then(third) == first.then(second.then(third))


@given(any_lineage())
def test_the_inverse_of_the_inverse_is_the_lineage(lineage):
    assert lineage.inverse().inverse() == lineage


@given(histories(length=2))
def test_a_way_back_goes_back_step_by_step(history):
    first, second = history
    assert first.then(second).inverse() == second.inverse().then(first.inverse())


@given(any_lineage(), any_lineage())
def test_comparable_is_one_to_one_in_both_directions(first, second):
    lineage = first.then(second)
    for key in KEYS:
        link = lineage.question(key)
        if link.comparable:
            assert link.relation != "replaced"
            assert lineage.back(link.to[0]) == Link((key,), True, link.relation)


@given(histories(length=3))
def test_what_was_split_is_never_comparable_again(history):
    lineage = SPLIT.then(history[0]).then(history[1]).then(history[2])
    assert not lineage.question("a").comparable


@given(any_lineage())
def test_equal_lineages_hash_alike(lineage):
    assert hash(lineage.inverse().inverse()) == hash(lineage)


def test_a_key_that_is_not_named_keeps_its_meaning():
    assert SPLIT.question("never heard of") == Link(("never heard of",), True, "same")
    assert SPLIT.back("never heard of") == Link(("never heard of",), True, "same")
    assert one("same", "a", "a") == IDENTITY


@pytest.mark.parametrize(
    ("lineage", "became"),
    [
        (one("same", "a", "b"), Link(("b",), True, "same")),
        (REWORDED, Link(("a",), True, "reworded")),
        (MOVED, Link(("a",), True, "moved")),
        (REPLACED, Link(("b",), False, "replaced")),
        (SPLIT, Link(("b", "c"), False, "split")),
        (one("merged", "ab", "c"), Link(("c",), False, "merged")),
        (REMOVED, Link((), False, "removed")),
        (ADDED, Link((), False, "removed")),
        (RESTORED, Link((), False, "restored")),
    ],
)
def test_what_a_question_became(lineage, became):
    assert lineage.question("a") == became


@pytest.mark.parametrize(
    ("lineage", "key", "was"),
    [
        (REPLACED, "b", Link(("a",), False, "replaced")),
        (SPLIT, "b", Link(("a",), False, "split")),
        (MERGED, "d", Link(("b", "c"), False, "merged")),
        (ADDED, "a", Link((), False, "added")),
        (RESTORED, "a", Link((), False, "restored")),
        (one("same", "a", "b"), "a", Link((), False, "added")),
    ],
)
def test_what_a_question_was(lineage, key, was):
    assert lineage.back(key) == was


@pytest.mark.parametrize(
    ("changes", "relation"),
    [
        ([one("same", "a", "a"), MOVED], "moved"),
        ([REWORDED, REWORDED], "reworded"),
        ([REWORDED, MOVED], "reworded"),
        ([MOVED, REWORDED], "reworded"),
        ([REWORDED, REPLACED], "replaced"),
        ([REWORDED, REMOVED, MOVED], "removed"),
        ([REMOVED, RESTORED], "same"),
        ([REWORDED, REMOVED, RESTORED], "reworded"),
    ],
)
def test_the_word_that_survives_several_changes(changes, relation):
    lineage = IDENTITY
    for change in changes:
        lineage = lineage.then(change)
    assert lineage.question("a").relation == relation


def test_removed_then_restored_compares_again():
    assert REMOVED.then(RESTORED) == IDENTITY
    assert REMOVED.then(REWORDED).then(RESTORED).question("a") == Link(("a",), True, "reworded")


def test_removed_then_added_is_another_question():
    assert REMOVED.then(ADDED).question("a") == Link((), False, "removed")
    assert REMOVED.then(ADDED).back("a") == Link((), False, "added")


def test_split_and_merged_again_is_not_the_question_it_was():
    assert SPLIT.then(MERGED).question("a") == Link(("d",), False, "split")


def test_a_part_that_is_removed_later_is_no_longer_led_to():
    assert SPLIT.then(one("removed", "c")).question("a") == Link(("b",), False, "split")


def test_a_key_may_be_split_and_merged_at_once():
    lineage = read_lineage([entry("split", "a", "ab"), entry("merged", "ac", "b")])
    assert lineage.question("a") == Link(("a", "b"), False, "split")
    assert lineage.back("b") == Link(("a", "c"), False, "split")


def options(*entries, relation="reworded"):
    return one(relation, "a", "a", options=list(entries))


def test_options_follow_their_question():
    lineage = options(entry("same", ["often"], ["weekly"])).then(MOVED)
    lineage = lineage.then(options(entry("reworded", ["weekly"], ["weekly"])))
    assert lineage.option("a", "often") == Link(("weekly",), True, "reworded")
    assert lineage.option("a", "never") == Link(("never",), True, "same")
    assert lineage.option("b", "often") == Link(("often",), True, "same")


def test_a_split_option_is_not_comparable_though_its_question_is():
    lineage = options(entry("split", ["some"], ["few", "many"]))
    assert lineage.question("a").comparable
    assert lineage.option("a", "some") == Link(("few", "many"), False, "split")


def test_options_of_another_question_are_not_compared():
    assert REPLACED.options_of("a") is None
    assert REPLACED.option("a", "yes") == Link((), False, "replaced")


def test_an_option_removed_with_its_question_and_restored_compares_again():
    lineage = options(entry("removed", ["yes"])).then(REMOVED).then(RESTORED)
    assert lineage.option("a", "yes") == Link((), False, "removed")
    back = lineage.then(options(entry("restored", [], ["yes"])))
    assert back.option("a", "yes") == Link(("yes",), True, "same")


VERSIONS = {
    1: (None, []),
    2: (1, [entry("reworded", "a", "a")]),
    3: (1, [entry("split", "b", "bd")]),
    4: (3, [entry("removed", "a")]),
    9: (None, []),
}


def test_a_path_goes_up_to_the_common_base_and_down():
    lineage = path(VERSIONS, 2, 4)
    assert lineage.question("a") == Link((), False, "removed")
    assert lineage.question("b") == Link(("b", "d"), False, "split")
    assert path(VERSIONS, 4, 2) == lineage.inverse()
    assert path(VERSIONS, 1, 4) == path(VERSIONS, 1, 3).then(path(VERSIONS, 3, 4))
    assert path(VERSIONS, 3, 3) == IDENTITY


def test_siblings_that_both_removed_a_question_agree():
    versions = {1: (None, []), 2: (1, [entry("removed", "a")]), 3: (1, [entry("removed", "a")])}
    assert path(versions, 2, 3) == IDENTITY


def test_versions_without_a_common_base_have_no_path():
    with pytest.raises(LineageRefused, match="not based on the same version"):
        path(VERSIONS, 9, 4)


def test_a_circle_of_bases_is_refused():
    with pytest.raises(LineageRefused, match="based on itself"):
        path({1: (2, []), 2: (1, [])}, 1, 2)


def test_everything_named_or_kept_is_declared():
    lineage = read_lineage(
        [entry("split", "b", "xy"), entry("removed", "c"), entry("added", (), "z")]
    )
    assert not undeclared("abc", "axyz", lineage)


@pytest.mark.parametrize(
    ("earlier", "later", "lineage", "gone", "new"),
    [
        ("ab", "a", IDENTITY, "b", ""),
        ("a", "ab", IDENTITY, "", "b"),
        ("ab", "b", one("same", "a", "b"), "b", ""),
        ("a", "ab", one("same", "a", "b"), "", "a"),
        ("a", "a", REMOVED, "a", "a"),
        ("a", "a", ADDED, "a", ""),
        ("a", "a", RESTORED, "a", "a"),
        ("a", "x", one("same", "a", "b"), "a", "x"),
    ],
    ids=lambda value: value if isinstance(value, str) else "lineage",
)
def test_what_the_lineage_does_not_explain_is_undeclared(earlier, later, lineage, gone, new):
    found = undeclared(earlier, later, lineage)
    assert found == Undeclared(tuple(gone), tuple(new))
    assert found


def test_undeclared_options_are_found_in_the_same_way():
    lineage = options(entry("same", ["often"], ["weekly"])).options_of("a")
    assert not undeclared(["often"], ["weekly"], lineage)
    assert undeclared(["often"], ["weekly", "daily"], lineage).new == ("daily",)


@pytest.mark.parametrize(
    ("entries", "pointer"),
    [
        ({}, "/lineage"),
        (["a"], "/lineage/0"),
        ([entry("renamed", "a", "b")], "/lineage/0/relation"),
        ([entry(["same"], "a", "b")], "/lineage/0/relation"),
        ([entry("same", "a", "b", because="x")], "/lineage/0/because"),
        ([entry("same", "a", "bc")], "/lineage/0/to"),
        ([entry("same", "ab", "c")], "/lineage/0/from"),
        ([entry("split", "a", "b")], "/lineage/0/to"),
        ([entry("merged", "a", "b")], "/lineage/0/from"),
        ([entry("added", "a", "b")], "/lineage/0/from"),
        ([entry("removed", "a", "b")], "/lineage/0/to"),
        ([entry("split", "a", "bb")], "/lineage/0/to"),
        ([{"relation": "removed", "from": "a"}], "/lineage/0/from"),
        ([{"relation": "removed", "from": [1]}], "/lineage/0/from"),
        ([entry("same", "a", "b"), entry("moved", "a", "c")], "/lineage/1"),
        ([entry("same", "a", "b"), entry("moved", "c", "b")], "/lineage/1"),
        ([entry("split", "a", "bc"), entry("same", "d", "b")], "/lineage/1"),
        ([entry("removed", "a"), entry("same", "b", "a")], "/lineage/0"),
        ([entry("same", "b", "a"), entry("added", (), "b")], "/lineage/1"),
        ([entry("replaced", "a", "b", options=[])], "/lineage/0/options"),
        ([entry("restored", (), "ab", options=[])], "/lineage/0/options"),
        ([entry("same", "a", "a", options=[entry("x")])], "/lineage/0/options/0/relation"),
        (
            [entry("same", "a", "a", options=[entry("same", "a", "a", options=[])])],
            "/lineage/0/options/0/options",
        ),
    ],
)
def test_a_lineage_that_cannot_be_used_is_refused_with_its_place(entries, pointer):
    with pytest.raises(LineageRefused) as refused:
        read_lineage(entries, "/lineage")
    assert refused.value.pointer == pointer
    assert str(refused.value) == f"{pointer}: {refused.value.reason}"


def test_a_long_history_of_a_large_toolkit_composes():
    keys = [f"q{number}" for number in range(300)]
    step = read_lineage([entry("reworded", [key], [key]) for key in keys])
    lineage = IDENTITY
    for _ in range(20):
        lineage = lineage.then(step)
    assert set(chain.from_iterable(lineage.question(key).to for key in keys)) == set(keys)
