"""Patterns that may run away, and the many that may not."""

import json
import subprocess
from functools import lru_cache
from itertools import product

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.patterns import runaway
from app.engine.pattern_syntax import (
    Characters,
    Choice,
    PatternUnreadable,
    Repeat,
    Sequence,
    read_pattern,
)

HARMLESS = [
    "",
    "^$",
    "^.{1,200}$",
    "^.*,.*$",
    r"^[A-Z]{2}\d{6}[A-D]$",
    r"^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$",
    r"^\d{4}-\d{2}-\d{2}$",
    r"^(\d{1,3}\.){3}\d{1,3}$",
    r"^(\d+\.){3}\d+$",
    r"^[\w.]+@[\w.]+$",
    "(foo|bar|baz)+",
    "(fo|foo)+",
    "(a?b)+",
    "([^,]|,x)*",
    "([a-z]{2,5},)+",
    "(.{60}b)+",
    r"^\p{L}+$",
    r"(?<year>\d{4})-\d\d",
    r"(?:\+|00)44\d{10}",
    r"[\-\]^-]+",
    r"(\u0061|\x62|\u{63})+",
]

RUNAWAY = {
    "it repeats something that holds a repeat": [
        "^(a+)+$", "(a*)*", "(a+b)*", "((a|b)*c){11}", "([a-z]{1,20},)+", "^[a-z]+(-[a-z]+)*$",
    ],
    "it repeats something that may be empty": [
        "(a?){30}a{30}", "(a*){5}", "()*", "(x{0})*", "(a|)*", "(a?b?)+", "(^|$)+",
    ],
    "it repeats something that fits the same text in two ways": [
        "(a|a)*b", "(a|aa)+", "(aa?)+", r"(\w|\d)+", "(ab|a|b)+", "(a{2}|a{3})*", "(a+a){5}",
        r"(\s|x|\u{20})*", "(.|[a-z])*", "([^a]|[^b])+", r"(\D|\W)+", "(a|(?:b|a))+",
        "(b(a?|c?))+", "(b(a?)?)+",
    ],
    "it repeats something too large to be judged": ["(" + ".?" * 100 + "b)+", "((a|b){150}c)+"],
    "it refers back to what it matched before": [r"(a)\1", r"(?<x>a)\k<x>"],
    "it looks ahead or behind": ["a(?=b)", "a(?!b)", "(?<=a)b", "(?<!a)b"],
    "it holds a kind of group that is not understood everywhere": ["(?i:a)", "(?>a)", "(?P<x>a)"],
    "it names a control character by its letter": [r"\cA"],
    "it repeats nothing": ["*a", "a**", "(+)", "^*a", "a$?"],
    "it ends too soon": ["[a", "[a-", "a\\"],
    "it opens a group that it does not close": ["(a", "(?:a|b"],
    "it closes a group that it did not open": ["a)"],
    "its groups are nested more than 20 deep": ["(" * 21 + "a" + ")" * 21],
    "it is longer than 1000 characters": ["a" * 1001],
    "with its repeats written out it is longer than 1000 characters": [
        "(?:(?:a{1000}){1000}){1000}", ".{0,5000}c$", "a{0,999}b{0,2}",
    ],
    "it looks for the edge of a word, which not every tool finds": [r"\bword\b", r"a\B"],
    "it is not written as every tool reads it": [
        "a{", "a]", "}", r"\-", r"\@", r"\z", r"\p{letter}", r"\pL", "[[:alpha:]]", "[a&&b]",
        r"[\d-x]", r"[a-\w]",
    ],
    "it is not a pattern, or larger than can be matched": [r"\p{L}{500}\p{Lu}{490}", "[b-a]"],
}  # fmt: skip


@pytest.mark.parametrize("pattern", HARMLESS)
def test_a_harmless_pattern_is_let_pass(pattern):
    assert runaway(pattern) is None


@pytest.mark.parametrize(
    ("reason", "pattern"), [(why, pattern) for why, many in RUNAWAY.items() for pattern in many]
)
def test_a_pattern_that_may_run_away_is_refused_with_the_reason(reason, pattern):
    assert runaway(pattern) == reason


bodies = st.recursive(
    st.sampled_from(["a", "b", "[ab]"]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=2).map(lambda options: f"({'|'.join(options)})"),
        inner.map(lambda body: f"({body})?"),
        inner.map(lambda body: f"({body}){{1,2}}"),
    ),
    max_leaves=3,
)
TEXTS = ["".join(letters) for length in range(10) for letters in product("ab", repeat=length)]


@given(bodies)
def test_two_ways_are_found_exactly_where_counting_finds_them(body):
    tree = read_pattern(body)
    if ways(tree, ""):
        expected = "it repeats something that may be empty"
    elif any(ways(Repeat(tree, 1, len(text)), text) > 1 for text in TEXTS):
        expected = "it repeats something that fits the same text in two ways"
    else:
        expected = None
    assert runaway(f"({body})+") == expected


@lru_cache(maxsize=None)
def ways(node, text):
    """In how many ways the node reads all of the text, counted by trying."""
    match node:
        case Characters(ranges):
            return len(text) == 1 and any(low <= ord(text) <= high for low, high in ranges)
        case Choice(options):
            return sum(ways(option, text) for option in options)
        case Sequence(()):
            return text == ""
        case Sequence((first, *rest)):
            return split_ways(first, Sequence(tuple(rest)), text)
        case Repeat(_, _, 0):
            return text == ""
        case Repeat(body, least, most):
            once_more = split_ways(body, Repeat(body, max(least - 1, 0), most - 1), text)
            return once_more + (least == 0 and text == "")


def split_ways(first, rest, text):
    cuts = range(len(text) + 1)
    return sum(ways(first, text[:cut]) * ways(rest, text[cut:]) for cut in cuts)


@given(st.text(alphabet="ab|()[]{}?*+\\^$-.,dws12:<=!", max_size=12))
def test_any_text_gets_an_answer(text):
    assert runaway(text) != ""


@pytest.mark.parametrize("pattern", ["[\\d-]", "[^\\s]", "\\t", "[\\b]", "a{2,}", "a{2}?"])
def test_syntax_of_javascript_is_read(pattern):
    assert read_pattern(pattern)


ATOMS = (
    "a", "]", "{", "}", "a{", "a{,2}", ".", "^", "$", "é", "😀", "-", "&", "(?<n>a)", "(|a)",
    r"\d", r"\W", r"\s", r"\n", r"\v", r"\0", r"\x41", r"\u0041", r"\u{1F600}", r"\.", r"\/", r"\-",
    r"\_", r"\@", r"\a", r"\A", r"\z", r"\Z", r"\b", r"\B", r"\e", r"\Q", r"\h", r"\X", r"\#",
    "[a-c]", "[^a]", "[[:alpha:]]", "[a&&b]", "[a--b]", "[a[b]]", r"[\d-x]", "[-a]", "[a-]", "[]",
    "[^]", r"[\b]", r"[\^a]", r"[a\]b]", r"[\-a]", r"\p{L}", r"\p{Letter}", r"\p{Lu}", r"\pL",
    r"\p{Script=Greek}", r"\p{greek}", r"\p{Alphabetic}", r"\P{L}", r"\cA",
)
READ_ALIKE = """
const { patterns, texts } = JSON.parse(require("fs").readFileSync(0));
const read = (pattern) => texts.map((text) => new RegExp(pattern, "u").test(text));
console.log(JSON.stringify(patterns.map(read)));
"""


def test_what_is_let_pass_is_read_alike_by_javascript():
    """Line ends aside: ours takes a dot for any of them but one."""
    odd = [f"{start}{atom}{count}{end}" for atom in ATOMS for count in ("", "*", "{2}", "??")
           for start, end in (("", ""), ("^", "$"), ("(?:b", ")"))]
    patterns = [pattern for pattern in (*HARMLESS, *odd) if runaway(pattern) is None]
    texts = ["", "ba", "aa", "aab", "a]", ":]", "e\u0301", "b😀b", "\n", "\t", "\x0b", "\x08", "\0",
             "\xa0", "\ufeff", "\U00010400", *"abAzxK][&-~1١éß😀_Ω{^$\\/.@ª²中"]
    done = subprocess.run(["node", "-e", READ_ALIKE], capture_output=True, text=True, check=True,
                          input=json.dumps({"patterns": patterns, "texts": texts}))
    ours = [list(map(jsonschema_rs.Draft202012Validator(
        {"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions()).is_valid, texts))
        for pattern in patterns]
    assert len(patterns) > 300
    assert ours == json.loads(done.stdout)


def test_what_cannot_be_read_says_why():
    with pytest.raises(PatternUnreadable, match="closes a group"):
        read_pattern("a)")
