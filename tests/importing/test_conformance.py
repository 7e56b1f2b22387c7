"""The examples of JSON Forms: each works or is refused at a place, as docs/conformance.md says."""

import json

import pytest

from app.engine.document import DefinitionRefused, read
from app.importing import import_text
from tests.importing.conformance import PAGE, document_of, json_forms_examples, outcome, page

FEWEST = 49
"""Of 72. A change that loses one says so here."""


def test_the_page_says_what_becomes_of_each_example():
    """Each that works was shown, posted and validated on the way."""
    assert PAGE.read_text(encoding="utf-8") == page()
    assert f"{FEWEST} of {len(json_forms_examples())} work" in page()


@pytest.mark.parametrize(
    "example", json_forms_examples(), ids=lambda example: example["name"].replace(" ", "-"))
def test_an_example_works_or_its_refusal_leads_to_a_place_in_it(example):
    document = document_of(example)
    try:
        imported = import_text(json.dumps(document))
    except DefinitionRefused as refused:
        places = [there(document, problem.pointer) for problem in refused.problems]
        assert places and all(places)
    else:
        assert read(json.dumps(imported.document)).questions.keys() == imported.sources.keys()


def there(document, pointer):
    """Whether a pointer leads to something in a document, references and parts of an allOf taken
    along on the way, or to where something is missing."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    found = [document]
    for number, step in enumerate(steps, start=1):
        found = [inner for one in found for inner in taken(one, step, document["schema"])]
        if not found:
            return number == len(steps)
    return True


def taken(found, step, root):
    """What stands at a step, in a schema or in those that it names."""
    if isinstance(found, list):
        return found[int(step):int(step) + 1]
    if not isinstance(found, dict):
        return []
    named = [referred(root, found["$ref"])] if "$ref" in found else []
    here = [found[step]] if step in found else []
    return here + [inner for one in named + found.get("allOf", []) for inner in taken(
        one, step, root)]


def referred(root, reference):
    for step in reference.removeprefix("#/").split("/"):
        root = root[step]
    return root


def test_an_outcome_is_the_same_every_time():
    example = json_forms_examples()[0]
    assert outcome(example) == outcome(example)
