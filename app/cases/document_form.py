"""What the pages of a case's documents take. Whether it may be kept is for operations to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField, SelectChoice, SelectField
from wtforms.validators import DataRequired, InputRequired

from app.cases.documents import Asked
from app.cases.forms import CaseForm, long_text, one_line, page_id
from app.cases.models import DocumentKind
from app.cases.operations import DocumentFacts
from app.date_field import DateInputField

_NONE = "none"
_SENSITIVE = {
    "third-party": "It is about other people, such as another child or somebody who may do harm",
    "police": "It is police information",
    "health": "It is health information",
    "special-category": "It is of a special category, such as ethnic origin, religion or sexual "
                        "orientation",
    _NONE: "None of these",
}


class DocumentForm(CaseForm):
    """A document: a file or words, and what is to be said of it."""

    file = FileField("Choose a file")
    words = long_text("Or write down the words")
    title = one_line("What it is called", InputRequired("Enter what the document is called"))
    kind = RadioField("What it is", [InputRequired("Say what it is")], choices=[
        SelectChoice(one.value, one.words) for one in DocumentKind])
    author = one_line("Whose words they are, or who made it",
                      InputRequired("Enter whose words they are, or who made it"))
    dated = DateInputField("The day it was made or speaks of", [
        DataRequired("Enter the day it was made or speaks of")])
    sensitivity = RadioField("Is it sensitive?", [InputRequired("Say whether it is sensitive")],
                             choices=[SelectChoice(*one) for one in _SENSITIVE.items()])
    about = SelectField("Which question it speaks about", default="", validate_choice=False)
    save_id = page_id()

    def offer(self, asked: Iterable[Asked]) -> None:
        """Fill the list of questions."""
        self.about.choices = [
            SelectChoice("", "None, or several"), *(SelectChoice(*one) for one in asked)]

    def validate(self, extra_validators: Any = None) -> bool:
        """There must be one: a file or words."""
        valid, brought = super().validate(extra_validators), _chosen(self.file.data)
        if brought and self.words.data.strip():
            self.file.errors = ["Choose a file or write the words, not both"]
        elif not brought and not self.words.data.strip():
            self.file.errors = ["Choose a file, or write down the words"]
        return valid and not self.file.errors

    def content(self, limit: int) -> bytes | str:
        """What was brought, and no more of it than one byte above `limit`; or what was typed."""
        file = self.file.data
        return file.stream.read(limit + 1) if _chosen(file) else self.words.data

    def facts(self) -> DocumentFacts:
        """What was said of it; call it once the form is valid."""
        assert self.dated.data
        sensitivity = self.sensitivity.data
        toolkit, _, question = self.about.data.partition("/")
        return DocumentFacts(
            title=self.title.data, kind=DocumentKind(self.kind.data), author=self.author.data,
            dated=self.dated.data, sensitivity="" if sensitivity == _NONE else sensitivity,
            about_toolkit=toolkit, about_question=question)


def _chosen(file: FileStorage | None) -> bool:
    return bool(isinstance(file, FileStorage) and file.filename)
