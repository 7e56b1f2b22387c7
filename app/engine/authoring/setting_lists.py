"""Which settings each kind of unit has. How they are read and written is in `setting_fields`."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.authoring.json_parts import Json, part_at, with_part
from app.engine.authoring.setting_fields import (
    Answer, Choice, Flag, Kept, Lines, Number, Place, Required, Setting, Worked,
)
from app.engine.definition import Effect, Risk

EFFECTS = tuple(effect.value for effect in Effect)
KINDS = ("assessment", "screening")
HARMS = ("actual",)
KNOWN = ("seen_alone", "voice", "agencies", "missing_episodes")
PREFILLS = (
    "case.name", "case.date_of_birth", "case.identifier", "case.district",
    "actor.name", "actor.contact", "actor.manager", "today",
)
SENSITIVITIES = ("third-party", "police", "health", "special-category")
STATUSES = ("none", "at risk", "subject", "active")
DERIVED = ("age_years", "months_since", "row_count", "case_fact")
FACTS = ("case.name", "case.date_of_birth", "case.identifier", "case.district")


def _ours(*steps: str) -> tuple[str, ...]:
    return ("control", "options", "waymark", *steps)


def _of_element(*steps: str) -> tuple[str, ...]:
    return ("element", "options", "waymark", *steps)


def _label(view: Json) -> str:
    """The wording that is shown: the element's where it has one, else the schema's."""
    return str(part_at(view, *_label_place(view)) or "")


def _with_label(view: Json, wording: str) -> Json:
    return with_part(view, _label_place(view), wording or None)


def _label_place(view: Json) -> tuple[str, ...]:
    own = part_at(view, "control", "label")
    if isinstance(part_at(own, "text"), str):
        return ("control", "label", "text")
    return ("control", "label") if isinstance(own, str) and own else ("schema", "title")


def _hint(view: Json) -> str:
    """The hint that is shown: our own where there is one, else the schema's description."""
    return str(part_at(view, *_hint_place(view)) or "")


def _with_hint(view: Json, wording: str) -> Json:
    return with_part(view, _hint_place(view), wording or None)


def _hint_place(view: Json) -> tuple[str, ...]:
    described = part_at(view, "schema", "description")
    own = part_at(view, *_ours("hint"))
    return ("schema", "description") if described and not own else _ours("hint")


_QUESTION = (
    Worked("label", (), _label, _with_label), Worked("hint", (), _hint, _with_hint),
    Setting("guidance", _ours("guidance")), Setting("note", _ours("note")),
    Setting("source_wording", _ours("source_wording")),
    Lines("requirements", _ours("requirements")),
    Required("required", ("required",)), Flag("not_applicable", _ours("not_applicable")),
    Answer("revisit", _ours("revisit")),
    Choice("risk", _ours("risk"), tuple(risk.value for risk in Risk)),
    Flag("ordinal", _ours("ordinal")), Flag("historical", _ours("historical")),
    Choice("harm", _ours("harm"), HARMS), Flag("association", _ours("association")),
    Choice("known", _ours("known"), KNOWN),
    Choice("sensitivity", _ours("sensitivity"), SENSITIVITIES),
    Choice("prefill", _ours("prefill"), PREFILLS),
    Setting("row_label", _ours("row_label")), Setting("add_label", _ours("add_label")),
    Setting("row_heading", _ours("columns", "row")),
    Number("minimum", ("schema", "minimum")), Number("maximum", ("schema", "maximum")),
    Number("multiple_of", ("schema", "multipleOf")),
    Number("shortest", ("schema", "minLength"), whole=True, least=0),
    Number("longest", ("schema", "maxLength"), whole=True, least=1),
    Number("fewest", ("schema", "minItems"), whole=True, least=0),
    Number("most", ("schema", "maxItems"), whole=True, least=1),
    Setting("pattern", ("schema", "pattern")),
)
EVIDENCE = (
    Setting("evidence.label", _ours("evidence", "label")),
    Flag("evidence.source", _ours("evidence", "source")),
    Flag("evidence.date", _ours("evidence", "date")),
    Flag("evidence.none_held", _ours("evidence", "none_held")),
)
_SECTION = (
    Kept("title", ("element", "label")), Setting("introduction", _of_element("introduction")),
    Setting("guidance", _of_element("guidance")),
    Setting("skip_label", _of_element("skippable", "label")),
    Lines("confirm_together", _of_element("confirm_together")),
    Flag("waits_for_others", _of_element("waits_for_others")),
)
_LEVEL = (
    Kept("title", ("part", "title")), Number("rank", ("part", "rank"), whole=True),
    Choice("status", ("part", "status"), STATUSES),
    Setting("description", ("part", "description")),
    Lines("interventions", ("part", "interventions")),
    Flag("cumulative", ("part", "cumulative"), default=True),
)
_TOOLKIT = (
    Kept("title", ("root", "title")), Choice("kind", ("root", "kind"), KINDS),
    *(Setting(name, ("root", name)) for name in ("owner", "source", "introduction", "guidance")),
)
ONLY_FOR: Mapping[str, tuple[str, ...]] = {
    "minimum": ("number", "scale"), "maximum": ("number", "scale"), "multiple_of": ("number",),
    "shortest": ("text", "textarea", "phone"), "longest": ("text", "textarea", "phone", "email"),
    "pattern": ("text", "phone"), "fewest": ("rows", "checkboxes", "list"),
    "most": ("rows", "checkboxes", "list"),
    "row_label": ("rows",), "add_label": ("rows",), "row_heading": ("table",),
    "ordinal": ("radios", "select", "descriptors", "scale"),
    "harm": ("radios", "select", "descriptors", "yes-no"),
}
"""The settings that are shown for some types of question only, unless something stands there."""
SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    "toolkit": _TOOLKIT, "section": _SECTION, "question": _QUESTION, "column": _QUESTION,
    "part": (Setting("title", ("element", "label")),),
    "group": (Kept("title", ("element", "label")),), "layout": (),
    "text": (Kept("text", ("element", "text")),),
    "measure": (Kept("title", ("part", "title")),), "level": _LEVEL,
    "floor": (Kept("because", ("part", "because")), Lines("forbids", ("part", "forbids"))),
    "derived": (Choice("kind", ("part", "kind"), DERIVED), Place("of", ("part", "of"), FACTS)),
    "judgement": (
        Place("question", ("part", "scope")), Place("reason", ("part", "reason")),
        Number("rise", ("part", "rise"), whole=True, least=0),
        Setting("highest", ("part", "highest")),
    ),
    "immediate": (Place("question", ("part", "scope")), Kept("message", ("part", "message"))),
}
"""The settings of each kind of unit that stand in one place; conditions and terms are beside."""
