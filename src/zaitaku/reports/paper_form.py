"""A questionnaire on paper: A4 portrait with boxes to tick and to write in. Tagged PDF, equal bytes for equal forms."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst

from zaitaku.reports.document import check_text
from zaitaku.reports.pdf_fonts import FAMILY, fonts, printable

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


@cache
def _template() -> bytes:
    return Path(__file__).with_name("paper_form.typ").read_bytes()


def render(form: PaperForm, *, created: datetime) -> bytes:
    data = {
        "title": printable(form.title),
        "introduction": _printable(form.introduction),
        "number-label": printable(form.number_label),
        "closing": printable(form.closing),
        "family": FAMILY,
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
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    compiler = typst.Compiler(_template(), font_paths=fonts(), sys_inputs=inputs)
    made = compiler.compile(format="pdf", pdf_standards="ua-1", timestamp=created.replace(microsecond=0))
    assert isinstance(made, bytes)  # noqa: S101 - tells mypy that no output file was asked for
    return made


def _printable(lines: Sequence[str]) -> list[str]:
    return [printable(line) for line in lines]
