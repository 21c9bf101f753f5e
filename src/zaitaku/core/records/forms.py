"""Entering values: one line of a grid, and blocks pasted from a spreadsheet."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.figure import State
from zaitaku.analysis.numerals import NumberRefused, clean_text, parse_number, refuse_bad_characters
from zaitaku.analysis.refusal import Refusal
from zaitaku.analysis.wording.phrases import COUNTERS, STATES
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField, invalid, key_of
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.choices import STATE_CHOICES
from zaitaku.core.records.models import Recorded

Read = TypeVar("Read")

MAX_PASTED = 100_000  # characters
MAX_LINES = 2000
# The words of the papers, as they stand in the cells that officers copy; independent of the reader's language.
STATE_WORDS = {word: state for state, word in STATES.items()}


class NumberField(forms.Field):
    """A number as Japanese officers type it, with decimals; gives Decimal. What it may be is the action's to say."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 9}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or not str(value).strip():
            return None
        return number(str(value))


def number(text: str) -> Decimal:
    """A unit behind it is left away: 38人. Raises ValidationError in the reader's language."""
    unit = next((word for word in COUNTERS if text.strip().endswith(word)), "")
    try:
        found = parse_number(text, unit=unit)
    except NumberRefused as refused:
        raise invalid(refused) from refused
    if found.value is None:
        raise forms.ValidationError(_("Write a number, or leave it empty and choose a state."))
    return found.value


_CHOOSE = gettext_lazy("Choose one")


class ChoiceInReach(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes no argument at run time
    """One of the rows that the person may choose."""

    def __init__(self, queryset: Any, *, empty_label: Any = _CHOOSE, **kwargs: Any) -> None:
        super().__init__(queryset, empty_label=empty_label, **kwargs)

    def to_python(self, value: Any) -> Any:
        if value not in self.empty_values and not str(value).isascii():
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class EntryForm(forms.Form):
    """One value with state, mark and as-of date. Left as it was found, it enters nothing."""

    value = NumberField(label=gettext_lazy("Value"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("(as entered)")), *STATE_CHOICES], required=False
    )
    mark = StrictCharField(label=gettext_lazy("Wording"), max_length=60, required=False)
    as_of = JapaneseDateField(label=gettext_lazy("As of"), required=False)
    seen = WholeNumberField(required=False, max_value=None, widget=forms.HiddenInput())

    def __init__(self, *args: Any, row: Recorded | None = None, about: str = "", **kwargs: Any) -> None:
        self.row = row
        if row is not None:
            kwargs["initial"] = {
                "value": row.value,
                "state": row.state,
                "mark": row.mark,
                "as_of": row.as_of,
                "seen": row.pk,
            } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["mark"].widget.attrs["size"] = 12
        self.fields["as_of"].widget.attrs["size"] = 11
        for name in ("value", "state", "mark", "as_of"):
            self.fields[name].widget.attrs["aria-label"] = f"{about} {self.fields[name].label}".strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("value") is None and not data.get("state"):
            if data.get("mark") or data.get("as_of"):
                self.add_error("value", _("There is a wording or a date, but neither number nor state."))
            elif self.row is not None:
                self.add_error("value", _("To take the value away, undo it or choose a state."))
        return data

    def entry(self) -> Entry | None:
        """What is to be recorded; None where nothing was entered or changed. Only after `is_valid`."""
        data = self.cleaned_data
        if data["value"] is None and not data["state"]:
            return None
        found = Entry(data["value"], State(data["state"] or State.FINAL), data["mark"], data["as_of"])
        if self.row is None or self.row.pk != data["seen"]:
            return found
        before = Entry.of(self.row)
        text = before.as_of_text if found.as_of == before.as_of else ""
        found = Entry(found.value, found.state, found.mark, found.as_of, text, before.note)
        return None if found == before else found


class BlockForm(forms.Form):
    """A block of cells copied from Excel. `step` tells looking from saving."""

    most = MAX_LINES

    block = forms.CharField(
        label=gettext_lazy("Cells to paste"),
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        max_length=MAX_PASTED,
        strip=False,
    )

    def clean_block(self) -> list[list[str]]:
        text: str = self.cleaned_data["block"].replace("\r\n", "\n").replace("\r", "\n")
        try:
            refuse_bad_characters(text)
        except Refusal as refused:
            raise invalid(refused) from refused
        lines = [[clean_text(cell) for cell in line.split("\t")] for line in text.split("\n")]
        if len(lines) > self.most:
            raise forms.ValidationError(_("At most %(limit)s lines at once."), params={"limit": self.most})
        return [line if any(line) else [] for line in lines]


class PasteForm(BlockForm):
    """Values: with the day they stand for, and the rows that the preview showed."""

    as_of = JapaneseDateField(label=gettext_lazy("As of"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput(), max_length=MAX_PASTED)

    def seen_rows(self) -> dict[int, int | None]:
        """What the preview showed: id of the thing → id of its current row. Nonsense reads as nothing seen."""
        found: dict[int, int | None] = {}
        for pair in self.cleaned_data["seen"].split(","):
            text, _colon, row = pair.partition(":")
            if (key := key_of(text)) is not None:
                found[key] = key_of(row)
        return found


@dataclass(frozen=True, slots=True)
class Pasted:
    """One pasted line as it was understood; `problem` says why not. `key` names the channel or element."""

    line: int
    cells: Sequence[str]
    what: str = ""
    key: int | None = None
    entry: Entry | None = None
    before: Recorded | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ReadLine(Generic[Read]):
    """One pasted line as it was understood, cell by cell in `shown`; `problem` says why it will not do."""

    line: int
    cells: Sequence[str]
    found: Read | None = None
    shown: Sequence[str] = ()
    problem: str = ""


def read_lines(
    block: Sequence[Sequence[str]],
    read: Callable[[Sequence[str]], Read],
    *,
    show: Callable[[Read], Sequence[str]],
    doubt: Callable[[Read, int], str],
    heads: Collection[str],
) -> list[ReadLine[Read]]:
    """Without empty lines and a header row above.

    `read` raises ValidationError or Refusal; `doubt` of what was read and its line gives what speaks against it, or
    ""; `heads`: how the first cell of a header may read.
    """
    lines: list[ReadLine[Read]] = []
    for number, cells in enumerate(block, 1):
        if not any(cells) or (number == 1 and cells[0].strip().casefold() in heads):
            continue
        try:
            found = read(cells)
        except (forms.ValidationError, Refusal) as wrong:
            reason = first_error(invalid(wrong) if isinstance(wrong, Refusal) else wrong)
            lines.append(ReadLine(number, cells, problem=reason))
        else:
            lines.append(ReadLine(number, cells, found, show(found), doubt(found, number)))
    return lines


def read_cell(text: str) -> Entry:
    """A number or one of the papers' state words. Raises ValidationError."""
    word = text.strip().strip("（）()")
    if word in STATE_WORDS and STATE_WORDS[word] not in (State.FINAL, State.PRELIMINARY):
        return Entry(None, STATE_WORDS[word])
    if word.endswith("予定"):
        return Entry(None, State.PLANNED, mark=word[:60])
    if not word:
        raise forms.ValidationError(_("The cell is empty. Enter a number or a state such as 集計中."))
    return Entry(number(word))


def cells_of(cells: Sequence[str], count: int) -> list[str]:
    """A pasted line with its missing cells at the end. Raises ValidationError where there are more than `count`."""
    if any(cells[count:]):
        raise forms.ValidationError(_("There are more than %(count)s columns."), params={"count": count})
    return [*cells, *[""] * count][:count]


def in_column(column: str, field: forms.Field, text: str) -> Any:
    """What the field makes of a pasted cell. Raises ValidationError that names the column."""
    try:
        return field.clean(text)
    except forms.ValidationError as wrong:
        params = {"what": column, "reason": first_error(wrong)}
        raise forms.ValidationError("%(what)s: %(reason)s", params=params) from wrong


def first_error(error: forms.ValidationError) -> str:
    return str(error.messages[0])
