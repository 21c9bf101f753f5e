"""A questionnaire on paper: A4 portrait with boxes to tick and to write in. Tagged PDF, equal bytes for equal forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from zaitaku.reports.document import check_text
from zaitaku.reports.pdf_fonts import printable
from zaitaku.reports.typeset import typeset

CONTENT_TYPE = "application/pdf"
AnswerKind = Literal["single", "multiple", "number", "text"]


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """`options` as printed, in the order of the digits that are keyed in; `hint` stands behind the question."""

    text: str
    kind: AnswerKind
    options: tuple[str, ...] = ()
    hint: str = ""

    def __post_init__(self) -> None:
        for words in (self.text, self.hint, *self.options):
            check_text(words)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """`number_label` names the small box for the running number, `closing` is the last line."""

    title: str
    introduction: tuple[str, ...]
    questions: tuple[FormQuestion, ...]
    number_label: str
    closing: str = ""

    def __post_init__(self) -> None:
        for words in (self.title, self.number_label, self.closing, *self.introduction):
            check_text(words)


def render(form: PaperForm, *, created: datetime) -> bytes:
    data = {
        "title": printable(form.title),
        "introduction": _printable(form.introduction),
        "number-label": printable(form.number_label),
        "closing": printable(form.closing),
        "questions": [
            {
                "text": printable(one.text),
                "hint": printable(one.hint),
                "kind": one.kind,
                "options": _printable(one.options),
                # Short answers stand beside each other as on the usual forms, long ones below each other.
                "in-a-row": sum(len(option) + 4 for option in one.options) <= 44,
            }
            for one in form.questions
        ],
    }
    return typeset("paper_form", data, created=created)


def _printable(lines: Sequence[str]) -> list[str]:
    return [printable(line) for line in lines]
