"""The sheet of a collected form as a centre fills it: a number, a tick for "none" or "no change", a word beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.figure import UNITS, Kind, State
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.forms import NumberField
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.models import Value
from zaitaku.programme.returns.queries.asked import AskedItem
from zaitaku.programme.returns.queries.checking import SheetFinding
from zaitaku.programme.returns.queries.filling import Before, may_be_none, may_be_same
from zaitaku.programme.returns.queries.totals import groups_of, totals

# What may be typed instead of a number; independent of the reader's language.
WORDS = {
    "なし": Answer.NONE,
    "該当なし": Answer.NONE,
    "今月なし": Answer.NONE,
    "変更なし": Answer.SAME,
    "増減なし": Answer.SAME,
    "同じ": Answer.SAME,
}


class AnswerField(NumberField):
    """A number, or one of the words for "none" and "no change"; gives Decimal, Answer or None."""

    def to_python(self, value: Any) -> Any:
        word = WORDS.get(str(value).strip()) if isinstance(value, str) else None
        return word or super().to_python(value)


class FillForm(forms.Form):
    """One question. Left as it was found, it enters nothing."""

    value = AnswerField(label=gettext_lazy("This time"), required=False)
    none = forms.BooleanField(label=gettext_lazy("None this month"), required=False)
    same = forms.BooleanField(label=gettext_lazy("No change"), required=False)
    note = StrictCharField(label=gettext_lazy("Explanation"), max_length=500, required=False)
    seen = WholeNumberField(required=False, max_value=None, widget=forms.HiddenInput())

    def __init__(
        self, data: QueryDict | None, *, item: AskedItem, row: Value | None, before: Before, **kwargs: Any
    ) -> None:
        self.item, self.row, self.before = item, row, before
        super().__init__(data, prefix=f"e{item.element.pk}", initial=self._found(), **kwargs)
        if self._is_share:
            self.fields["none"].label = _("Not applicable")
            self.fields["value"].widget.attrs["data-share"] = ""
        elif not may_be_none(item):
            del self.fields["none"]
        if not may_be_same(item.element):
            del self.fields["same"]
        for name, one in self.fields.items():
            one.widget.attrs["aria-label"] = f"{item.label} {one.label}"
            if name == "note":
                one.widget.attrs["placeholder"] = str(one.label)

    @property
    def _is_share(self) -> bool:
        """Of nothing there is no percentage: it is answered by "not applicable"."""
        return self.item.element.kind == Kind.PERCENT

    def _found(self) -> dict[str, Any]:
        if self.row is None:
            return {}
        return {
            "value": self.row.value,
            "none": self.row.answer == Answer.NONE or self.row.state == State.NOT_APPLICABLE,
            "same": self.row.answer == Answer.SAME,
            "note": self.row.note,
            "seen": self.row.pk,
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        typed = data.get("value")
        picked = [answer for answer in (Answer.NONE, Answer.SAME) if data.get(answer.value) or typed == answer]
        number = typed if isinstance(typed, Decimal) else None
        if picked and number is not None and self._is_new_number(number):
            picked = []  # the tick was left from before, and a number was typed over it
        if len(picked) > 1:
            self.add_error("value", _("Choose one of “none this month” and “no change”."))
        elif picked and number is not None and number != self.meaning(picked[0]):
            self.add_error("value", _("There are both a number and a tick. Delete one of them."))
        elif picked == [Answer.NONE] and self._is_share:
            pass
        elif picked and self.meaning(picked[0]) is None:
            self.add_error("value", self._why_not(picked[0]))
        elif number is None and not picked and self._has_settled_row():
            self.add_error("value", _("To take the number away, open its history and undo it."))
        elif number is None and not picked and self.row is None and data.get("note"):
            self.add_error("value", _("There is an explanation, but no number. Enter the number too."))
        data["answer"] = picked[0] if picked else Answer.NUMBER
        return data

    def _has_settled_row(self) -> bool:
        return self.row is not None and (self.row.value is not None or self.row.state == State.NOT_APPLICABLE)

    def _is_new_number(self, number: Decimal) -> bool:
        """Whether the number was typed anew while the tick stayed as it was."""
        found = self._found()
        ticked = [answer.value for answer in (Answer.NONE, Answer.SAME) if self.cleaned_data.get(answer.value)]
        stored = [answer.value for answer in (Answer.NONE, Answer.SAME) if found.get(answer.value)]
        return bool(ticked) and ticked == stored and number != found.get("value")

    def meaning(self, answer: Answer) -> Decimal | None:
        """The number that an answer stands for here; None where it is no answer."""
        if answer == Answer.NONE:
            return Decimal(0) if may_be_none(self.item) else None
        return self.before.last if may_be_same(self.item.element) else None

    def _why_not(self, answer: Answer) -> str:
        if answer == Answer.NONE:
            return _("“None this month” is no answer to a running total or a percentage. Enter the number.")
        if may_be_same(self.item.element):
            return _("There is no earlier number that could be unchanged. Enter the number.")
        return _("“No change” is no answer to what is counted anew each month. Enter the number.")

    def number(self) -> Decimal | None:
        """What is to stand there after saving. Only after `is_valid`."""
        data = self.cleaned_data
        if data["answer"] != Answer.NUMBER:
            return self.meaning(data["answer"])
        typed = data.get("value")
        return typed if isinstance(typed, Decimal) else None

    def entry(self) -> tuple[Entry, Answer] | None:
        """What is to be recorded; None where nothing was entered or changed. Only after `is_valid`."""
        data, number = self.cleaned_data, self.number()
        if self._is_share and data["answer"] == Answer.NONE:
            made = Entry(None, State.NOT_APPLICABLE, note=data["note"])
            return None if self.row is not None and Entry.of(self.row) == made else (made, Answer.NUMBER)
        if number is None and (self.row is None or data["note"] == self.row.note):
            return None
        if number is None and self.row is not None:  # a word beside what is still open
            found = Entry.of(self.row)
            return Entry(None, found.state, found.mark, found.as_of, found.as_of_text, data["note"]), Answer.NUMBER
        entry = Entry(number, State.FINAL, note=data["note"])
        if self.row is not None and number == self.row.value and data["answer"] == self.row.answer:
            now = Entry.of(self.row)
            entry = Entry(now.value, now.state, now.mark, now.as_of, now.as_of_text, data["note"])
            return None if entry == now else (entry, data["answer"])
        return entry, data["answer"]


@dataclass(frozen=True, slots=True)
class FillLine:
    """One line of the sheet. `heading`: the breakdown that begins here; `copied`: filled in, not saved yet."""

    item: AskedItem
    form: FillForm
    heading: str = ""
    copied: bool = False
    findings: list[SheetFinding] = field(default_factory=list)

    @property
    def unit(self) -> str:
        return self.item.element.unit or UNITS[Kind(self.item.element.kind)]

    @property
    def stands(self) -> Value | None:
        """What somebody recorded meanwhile, beside what was typed after a refusal."""
        form = self.form
        is_other = form.is_bound and form.is_valid() and form.row is not None and form.number() != form.row.value
        return form.row if is_other else None

    @property
    def wants_note(self) -> bool:
        return bool(self.findings or self.form["note"].value() or self.form["note"].errors)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known of a sheet: its questions, the rows that count, earlier sheets, what its rules find."""

    items: Sequence[AskedItem]
    rows: Mapping[int, Value]
    before: Mapping[int, Before]
    findings: Sequence[SheetFinding] = ()


def fill_lines(beside: Beside, data: QueryDict | None = None, copied: frozenset[int] = frozenset()) -> list[FillLine]:
    lines = []
    above = ""
    for item in beside.items:
        pk = item.element.pk
        form = FillForm(data, item=item, row=beside.rows.get(pk), before=beside.before.get(pk, Before()))
        heading = item.group if item.group != above else ""
        above = item.group
        lines.append(
            FillLine(item, form, heading, pk in copied, [one for one in beside.findings if one.element.pk == pk])
        )
    return lines


Entered = tuple[dict[int, tuple[Entry, int | None]], dict[int, Answer]]


def entered(lines: Sequence[FillLine]) -> tuple[Entered, list[str]]:
    """What is to be recorded, with the answers; and which wholes were added up. Only after all lines are valid."""
    entries: dict[int, tuple[Entry, int | None]] = {}
    answers: dict[int, Answer] = {}
    numbers: dict[int, Decimal] = {}
    for line in lines:
        pk, number = line.item.element.pk, line.form.number()
        if number is not None:
            numbers[pk] = number
        if (made := line.form.entry()) is not None:
            entries[pk], answers[pk] = (made[0], line.form.cleaned_data["seen"]), made[1]
    items = [line.item for line in lines]
    was = {
        line.item.element.pk: line.form.row.value for line in lines if line.form.row and line.form.row.value is not None
    }
    added = totals(items, numbers, was)
    labels = []
    for line in lines:
        pk = line.item.element.pk
        if pk in added:
            note = line.form.cleaned_data["note"]
            entries[pk], answers[pk] = (Entry(added[pk], note=note), line.form.cleaned_data["seen"]), Answer.NUMBER
            labels.append(line.item.label)
    return (entries, answers), labels


def _filling(item: AskedItem, known: Before, how: str) -> dict[str, str]:
    last = {} if known.last is None else {"value": format(known.last.normalize(), "f")}
    if how == "copy":
        return last
    if item.element.kind == Kind.PERCENT:
        return {"none": "on"}
    if may_be_none(item):
        return {"none": "on", "value": "0"}
    return last | {"same": "on"} if last else {}


def filled(data: QueryDict, beside: Beside, *, how: str) -> tuple[QueryDict, frozenset[int]]:
    """What was typed, with the blanks filled in: by those of last time (`how` "copy") or by "none this month"
    ("none": "not applicable" of percentages, "no change" of running totals); and which were. Nothing is saved by it.
    Wholes stay blank: saving adds them up from their parts.
    """
    found, touched = data.copy(), set()
    wholes = {item.element.pk for item in beside.items if groups_of(item.element, beside.items)}
    for item in beside.items:
        pk, known = item.element.pk, beside.before.get(item.element.pk, Before())
        name = f"e{pk}"
        is_blank = not any(data.get(f"{name}-{part}", "").strip() for part in ("value", "none", "same"))
        if pk in beside.rows or pk in wholes or not is_blank:
            continue
        if made := _filling(item, known, how):
            for part, value in made.items():
                found[f"{name}-{part}"] = value
            touched.add(pk)
    return found, frozenset(touched)
