"""The marshmallow schemas of our own parts of a document: an unknown key is refused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from marshmallow import Schema, fields, validate

KEPT = 1024
"""How many parts a process keeps as they were read: most of a draft is what it was before."""

LONGEST_SLUG = 100
MOST_MONTHS = 1200
HEAVIEST = 1_000_000
"""Beyond these, a date or a sum could no longer be worked out."""

SLUG = (
    validate.Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", error="lower case, digits and hyphens only"),
    validate.Length(max=LONGEST_SLUG, error=f"no longer than {LONGEST_SLUG} characters"),
)
_KEY = validate.Regexp(r"^[a-z0-9_-]+\Z", error="lower case, digits, hyphens and underscores only")
_PREFILLS = (
    "case.name", "case.date_of_birth", "case.identifier", "case.district",
    "actor.name", "actor.contact", "actor.manager", "today",
)
_MEANINGS = ("yes", "possible", "no", "not_known", "not_applicable", "declined")
_RELATIONS = (
    "same", "reworded", "split", "merged", "replaced", "added", "removed", "restored", "moved",
)


def is_slug(text: str) -> bool:
    """Whether a text can be the name of a toolkit in addresses."""
    return not RootPart(only=["slug"]).validate({"slug": text})


def loaded(part: Schema, given: Any) -> Mapping[str, Any]:
    """What one of our parts says, and what it leaves out as usual. Raises ValidationError."""
    return _loaded(part, orjson.dumps(given))


@lru_cache(maxsize=KEPT)
def _loaded(part: Schema, given: bytes) -> Mapping[str, Any]:
    found: Mapping[str, Any] = part.load(orjson.loads(given))
    return found


def _one_of(*choices: str) -> validate.OneOf:
    return validate.OneOf(choices, error="one of " + ", ".join(choices))


_SENSITIVITY = _one_of("third-party", "police", "health", "special-category")


class AnyJson(fields.Raw):
    """JSON that is read further on, with its own place."""


class Text(fields.String):
    """A string, and nothing that could be made into one."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        return value


class Whole(fields.Integer):
    """An integer written as one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)


class Figure(fields.Float):
    """A number written as one."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, (int, float)):
            raise self.make_error("invalid")
        return super()._deserialize(value, *args, **kwargs)


class Truth(fields.Boolean):
    """True or false, and nothing that could be made into either."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


_WEIGHT = validate.Range(min=-HEAVIEST, max=HEAVIEST)


class EvidencePart(Schema):
    """`evidence` of a control."""

    label = Text(load_default="Evidence")
    required_when = AnyJson()
    source = Truth(load_default=False)
    date = Truth(load_default=False)
    none_held = Truth(load_default=False)


class ColumnsPart(Schema):
    """`columns` of a table."""

    row = Text(load_default="")


class ControlPart(Schema):
    """`options.waymark` of a Control."""

    type = Text()
    hint = Text(load_default="")
    guidance = Text(load_default="")
    note = Text(load_default="")
    source_wording = Text(load_default="")
    requirements = fields.List(Text(), load_default=list)
    meanings = fields.Dict(Text(), Text(validate=_one_of(*_MEANINGS)), load_default=dict)
    ordinal = Truth(load_default=False)
    risk = Text(validate=_one_of("raises", "lowers", "none"), load_default=None)
    historical = Truth(load_default=False)
    harm = Text(validate=_one_of("actual"), load_default=None)
    association = Truth(load_default=False)
    known = Text(validate=_one_of("seen_alone", "voice", "agencies", "missing_episodes"),
                 load_default=None)
    evidence = fields.Nested(EvidencePart, load_default=None)
    option_hints = fields.Dict(Text(), Text(), load_default=dict)
    option_guidance = fields.Dict(Text(), Text(), load_default=dict)
    required_when = AnyJson(load_default=None)
    not_applicable = Truth(load_default=False)
    revisit = Truth(load_default=None)
    prefill = Text(validate=_one_of(*_PREFILLS), load_default=None)
    sensitivity = Text(validate=_SENSITIVITY, load_default=None)
    row_sensitivity = fields.Dict(Text(), Text(validate=_SENSITIVITY), load_default=dict)
    columns = fields.Nested(ColumnsPart, load_default=None)
    row_label = Text(load_default="")
    add_label = Text(load_default="")


class ElementPart(Schema):
    """`options.waymark` of a Group, a Label, a layout, or a Categorization within another."""

    key = Text(validate=_KEY)


class SkippablePart(Schema):
    """`skippable` of a category."""

    label = Text(required=True)


class CategoryPart(Schema):
    """`options.waymark` of a Category."""

    key = Text(validate=_KEY)
    introduction = Text(load_default="")
    guidance = Text(load_default="")
    skippable = fields.Nested(SkippablePart, load_default=None)
    confirm_together = fields.List(Text(), load_default=list)
    waits_for_others = Truth(load_default=False)


class DerivedPart(Schema):
    """One of `derived`."""

    name = Text(required=True, validate=_KEY)
    kind = Text(
        required=True, validate=_one_of("age_years", "months_since", "row_count", "case_fact")
    )
    of = Text(required=True)


class BandPart(Schema):
    """One band of a term's windows."""

    months = Whole(required=True, validate=validate.Range(min=1, max=MOST_MONTHS))
    weight = Figure(required=True, validate=_WEIGHT)


class WindowsPart(Schema):
    """`windows` of a term."""

    dates = Text(required=True)
    bands = fields.List(fields.Nested(BandPart), required=True, validate=validate.Length(min=1))


class TermPart(Schema):
    """One term of a measure."""

    scope = Text(required=True)
    when = AnyJson()
    weight = Figure(load_default=1.0, validate=_WEIGHT)
    value = Truth(load_default=False)
    windows = fields.Nested(WindowsPart, load_default=None)


class MeasurePart(Schema):
    """One of `measures`."""

    id = Text(required=True, validate=_KEY)
    title = Text(required=True)
    terms = fields.List(fields.Nested(TermPart), required=True)


class LevelPart(Schema):
    """One of `levels`."""

    id = Text(required=True, validate=_KEY)
    title = Text(required=True)
    rank = Whole(required=True)
    status = Text(validate=_one_of("none", "at risk", "subject", "active"), load_default="none")
    when = AnyJson()
    description = Text(load_default="")
    interventions = fields.List(Text(), load_default=list)
    cumulative = Truth(load_default=True)


class FloorPart(Schema):
    """One of `floors`."""

    id = Text(required=True, validate=_KEY)
    when = AnyJson(required=True)
    forbids = fields.List(Text(), required=True, validate=validate.Length(min=1))
    because = Text(required=True)


class JudgementPart(Schema):
    """`judgement`."""

    scope = Text(required=True)
    reason = Text(load_default=None)
    rise = Whole(load_default=None, validate=validate.Range(min=0))
    highest = Text(load_default=None)


class ImmediatePart(Schema):
    """One of `immediate`."""

    scope = Text(required=True)
    when = AnyJson(required=True)
    message = Text(required=True)


class OptionLineagePart(Schema):
    """One of `options` in a lineage entry."""

    relation = Text(required=True, validate=_one_of(*_RELATIONS))
    from_ = fields.List(AnyJson(), data_key="from", load_default=list)
    to = fields.List(AnyJson(), load_default=list)
    note = Text(load_default="")


class LineagePart(Schema):
    """One of `lineage`."""

    relation = Text(required=True, validate=_one_of(*_RELATIONS))
    from_ = fields.List(Text(), data_key="from", load_default=list)
    to = fields.List(Text(), load_default=list)
    options = fields.List(fields.Nested(OptionLineagePart), load_default=list)
    note = Text(load_default="")


class FamilyPart(Schema):
    """`family`: the version of the national toolkit that a local one last took from."""

    slug = Text(required=True, validate=SLUG)
    number = Whole(required=True, validate=validate.Range(min=1))


class RootPart(Schema):
    """The root of a document."""

    slug = Text(validate=SLUG)
    title = Text()
    kind = Text(validate=_one_of("assessment", "screening"), load_default="assessment")
    owner = Text(load_default="")
    source = Text(load_default="")
    introduction = Text(load_default="")
    guidance = Text(load_default="")
    based_on = Whole(load_default=None, validate=validate.Range(min=1))
    family = fields.Nested(FamilyPart, load_default=None)
    schema = AnyJson(required=True)
    uischema = AnyJson()
    derived = fields.List(fields.Nested(DerivedPart), load_default=list)
    measures = fields.List(fields.Nested(MeasurePart), load_default=list)
    levels = fields.List(fields.Nested(LevelPart), load_default=list)
    floors = fields.List(fields.Nested(FloorPart), load_default=list)
    judgement = fields.Nested(JudgementPart, load_default=None)
    immediate = fields.List(fields.Nested(ImmediatePart), load_default=list)
    lineage = fields.List(fields.Nested(LineagePart), load_default=list)
