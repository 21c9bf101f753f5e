"""The file that comes back, and its cells as they are mended on the page."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import TextRefused, clean_text
from zaitaku.analysis.return_sheet import CellKind, Found, Meaning, Understood, as_found, understand
from zaitaku.analysis.return_sheet.words import NONE, NUMBER, SAME
from zaitaku.core.pages import is_japanese
from zaitaku.core.pages.forms import MEGABYTE, StrictCharField, UploadField, WholeNumberField
from zaitaku.core.records.actions import Entry
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.queries.uploads import ANSWER_OF, Line, entry_of, is_recorded

LONGEST_NUMBER = 60
LONGEST_NOTE = 500
_WORDS = {"": "", Answer.NUMBER.value: NUMBER, Answer.NONE.value: NONE, Answer.SAME.value: SAME}


class UploadForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("The sheet filled in (Excel)"),
        extensions=(".xlsx",),
        max_bytes=MEGABYTE,
        help_text=gettext_lazy("The file of this page, up to 1 MB. Nothing is recorded before you have looked at it."),
    )


class MendForm(forms.Form):
    """One item: number, answer and remark as the file has them, to be mended.

    Read exactly as the cells were; `line.problem` stays beside it until something else is entered.
    """

    value = StrictCharField(label=gettext_lazy("The number"), max_length=LONGEST_NUMBER, required=False)
    answer = forms.ChoiceField(label=gettext_lazy("Answer"), required=False)
    note = StrictCharField(label=gettext_lazy("Remark"), max_length=LONGEST_NOTE, required=False)
    take = forms.BooleanField(label=gettext_lazy("Use the file's value"), required=False)
    seen = WholeNumberField(required=False, max_value=None, widget=forms.HiddenInput())

    def __init__(self, data: Any, *, line: Line) -> None:
        self.line = line
        self.understood: Understood | None = None
        super().__init__(data, prefix=f"e{line.item.element.pk}", initial=_initial(line))
        self._choose(line)
        if not line.is_newer:
            del self.fields["take"]
        sizes = {"value": 9, "note": 18}
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{line.asked.label} {field.label or ''}".strip()
            if name in sizes:
                field.widget.attrs |= {"size": sizes[name], "autocomplete": "off"}
        self.fields["value"].widget.attrs["inputmode"] = "decimal"

    def _choose(self, line: Line) -> None:
        """In the words of the sheet."""
        may = {Answer.NONE.value: line.asked.may_be_none, Answer.SAME.value: line.asked.may_be_same}
        choices = [(value, word) for value, word in _WORDS.items() if may.get(value, True)]
        field = self.fields["answer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy which field it is
        field.choices = choices

    @property
    def problem(self) -> str:
        """Why the file's cell will not do, in the reader's language: the reason and what to do."""
        if (found := self.line.problem) is None:
            return ""
        return f"{found.reason_ja}{found.remedy}" if is_japanese() else f"{found.reason_en} {found.remedy_en}"

    @property
    def place(self) -> str:
        """The cell that is wrong, else that of the number."""
        return self.line.problem.location if self.line.problem is not None else self.line.value.cell

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        typed = as_found(data["value"], self.line.value.cell)
        answer = as_found(_WORDS[data["answer"]])
        self.understood = understand(typed, answer, self.line.asked)
        if (problem := self.understood.problem) is not None:
            reason, remedy = (
                (problem.reason_ja, problem.remedy) if is_japanese() else (problem.reason_en, f" {problem.remedy_en}")
            )
            self.add_error("value", forms.ValidationError("%(text)s", params={"text": f"{reason}{remedy}"}))
        elif self.understood.meaning is Meaning.BLANK and data["note"]:
            self.add_error("value", _("There is a remark, but no number or answer. Enter one, or delete the remark."))
        return data

    def entry(self) -> tuple[Entry, Answer] | None:
        """What is to be recorded; None where nothing was entered, where it is recorded already, and where somebody's
        newer value is to stay. Only after `is_valid`."""
        found, note = self.understood, self.cleaned_data["note"]
        is_kept = self.line.is_newer and not self.cleaned_data["take"]
        if found is None or is_kept or is_recorded(self.line.row, found, note):
            return None
        return entry_of(found, note)


def _initial(line: Line) -> dict[str, Any]:
    """A number as a number, a word as its answer; what was not understood as it stands in the file."""
    found = line.understood
    start: dict[str, Any] = {"note": _clean(line.note), "seen": line.row.pk if line.row else None}
    if found.meaning in (Meaning.NONE, Meaning.SAME):
        return start | {"value": "", "answer": ANSWER_OF[found.meaning].value}
    if found.meaning is Meaning.NUMBER and found.value is not None:
        return start | {"value": f"{found.value:,f}"}
    return start | {"value": _clean(line.value.raw)[:LONGEST_NUMBER], "answer": _chosen(line.answer)}


def _chosen(answer: Found) -> str:
    known = {word: value for value, word in _WORDS.items() if word}
    return known.get(answer.raw.strip(), "") if answer.kind is not CellKind.BLANK else ""


def _clean(text: str) -> str:
    """Without signs that no field takes; the file's own text stands beside it as it is."""
    try:
        return clean_text(text, multiline=False)[:LONGEST_NOTE]
    except TextRefused:
        return clean_text("".join(sign if sign.isprintable() else " " for sign in text), multiline=False)[:LONGEST_NOTE]
