"""The options of a question as flat settings: option.present.title, .hint, .guidance, .meaning;
of a column of a list also .row_sensitivity."""

from __future__ import annotations

from collections.abc import Mapping

from app.engine.authoring.asked import Asked
from app.engine.authoring.edits.options import options_of, with_choices
from app.engine.authoring.refusals import EditRefused
from app.engine.authoring.setting_fields import Settings, Value, text_of
from app.engine.authoring.setting_lists import SENSITIVITIES
from app.engine.definition import Meaning
from app.engine.question_types.choices import posted_name

_OF_LISTS = "row_sensitivity"
_SAID = {"hint": "option_hints", "guidance": "option_guidance", "meaning": "meanings",
         _OF_LISTS: _OF_LISTS}
"""What is said of each option, and where the element says it."""
_LISTED: Mapping[str, tuple[str, ...]] = {"meaning": tuple(Meaning), _OF_LISTS: SENSITIVITIES}


def option_settings(question: Asked, *, of_list: bool) -> dict[str, Value]:
    """The settings of every option, in order; none for a question without options. `of_list` says
    that it is a column of a list."""
    shown: dict[str, Value] = {}
    for key, title in options_of(question):
        name = posted_name(key)
        shown[f"option.{name}.title"] = title
        for part, ours in _SAID.items():
            if part == _OF_LISTS and not of_list:
                continue
            shown[f"option.{name}.{part}"] = str(question.ours(ours, str(key)) or "")
    return shown


def with_option_settings(address: str, question: Asked, posted: Settings) -> Asked:
    """The question with its options as posted; which there are does not change. Raises
    EditRefused."""
    options = options_of(question)
    titles = [(key, _title(posted, posted_name(key), title)) for key, title in options]
    if titles != list(options):
        question = with_choices(question, titles)
    for key, _ in options:
        question = _with_said(address, question, posted, key)
    return question


def _title(posted: Settings, name: str, title: str) -> str:
    new = text_of(posted.get(f"option.{name}.title", title))
    return title if new in ("", text_of(title)) else new


def _with_said(address: str, question: Asked, posted: Settings, key: object) -> Asked:
    for part, ours in _SAID.items():
        setting = f"option.{posted_name(key)}.{part}"
        before = str(question.ours(ours, str(key)) or "")
        after = text_of(posted.get(setting, before))
        if part in _LISTED and after not in ("", before, *_LISTED[part]):
            raise EditRefused(address, "choose one of those listed", setting=setting)
        if after != text_of(before):
            question = question.with_ours((ours, str(key)), after or None)
    return question
