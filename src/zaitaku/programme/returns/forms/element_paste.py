"""Questions pasted from Excel: the item, what is counted, unit, breakdowns, help; one item a line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.figure import UNITS, Kind
from zaitaku.core.pages.forms import StrictCharField
from zaitaku.core.records.choices import KIND_CHOICES
from zaitaku.core.records.forms import BlockForm, ReadLine, cells_of, in_column, read_lines
from zaitaku.programme.returns.actions.adding import NewElement
from zaitaku.programme.returns.forms.months import since_field
from zaitaku.programme.returns.models import Breakdown, Form

COLUMNS = 5
HEADS: Collection[str] = ("項目", "項目名", "質問", "item", "label")
PART = ("うち", "└", "・")
# What officers write for a kind, besides its name on the pages.
_WORDS = {
    "件数": Kind.CASES,
    "件": Kind.CASES,
    "人数": Kind.PERSONS,
    "実人数": Kind.PERSONS,
    "人": Kind.PERSONS,
    "延人数": Kind.PERSON_TIMES,
    "延べ人数": Kind.PERSON_TIMES,
    "回数": Kind.TIMES,
    "回": Kind.TIMES,
    "部数": Kind.COPIES,
    "部": Kind.COPIES,
    "か所": Kind.PLACES,
    "箇所": Kind.PLACES,
    "団体": Kind.GROUPS,
    "割合": Kind.PERCENT,
    "%": Kind.PERCENT,
    "％": Kind.PERCENT,
}


class ElementsForm(BlockForm):
    most = 200

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"] = since_field(form, _("Asked from"))


def columns() -> list[str]:
    return [_("Item asked"), _("What is counted"), _("Unit"), _("Split by"), _("Help beside it")]


def read_elements(block: Sequence[Sequence[str]], breakdowns: Iterable[Breakdown]) -> list[ReadLine[NewElement]]:
    """A label that begins with うち is a part of the item above that does not. The same label twice is a doubt."""
    by_label = {folded(one.label): one for one in breakdowns}
    seen: dict[tuple[str, str], int] = {}
    whole = ""

    def doubt(found: NewElement, line: int) -> str:
        nonlocal whole
        if found.is_part and not whole:
            return _("There is no item above that this could be a part of.")
        if not found.is_part:
            whole = found.label
        key = (whole if found.is_part else "", found.label)
        if key in seen:
            return _("This item stands in line %(line)s already.") % {"line": seen[key]}
        seen[key] = line
        return ""

    return read_lines(block, lambda cells: _read(cells, by_label), show=_shown, doubt=doubt, heads=HEADS)


def _read(cells: Sequence[str], breakdowns: Mapping[str, Breakdown]) -> NewElement:
    label, kind_text, unit, by, help_text = cells_of(cells, COLUMNS)
    mark = next((mark for mark in PART if label.startswith(mark)), "")
    kind = _kind(kind_text)
    names = [name for name in by.replace("、", ",").replace("，", ",").split(",") if name.strip()]
    if unknown := [name for name in names if folded(name) not in breakdowns]:
        raise ValidationError(
            _("The form has no breakdown “%(text)s”. Add it first, or correct the name."),
            params={"text": unknown[0].strip()[:40]},
        )
    if kind is Kind.PERCENT and names:
        raise ValidationError(_("A percentage is not split by a breakdown. Add its parts one by one."))
    unit = in_column(_("Unit"), StrictCharField(max_length=10, required=False), unit)
    return NewElement(
        label=in_column(_("Item asked"), StrictCharField(max_length=200), label.removeprefix(mark).strip()),
        kind=kind,
        unit="" if unit == UNITS[kind] else unit,
        help_text=in_column(_("Help beside it"), StrictCharField(max_length=300, required=False), help_text),
        is_part=bool(mark),
        breakdowns=tuple(breakdowns[folded(name)] for name in dict.fromkeys(names)),
    )


def _kind(text: str) -> Kind:
    """Cases where nothing stands. Raises ValidationError naming the words that are known."""
    word = text.strip()
    if not word:
        return Kind.CASES
    named = {str(label): Kind(value) for value, label in KIND_CHOICES} | _WORDS
    if word not in named:
        raise ValidationError(
            _("“%(text)s” is none of: %(words)s."),
            params={"text": word[:20], "words": "、".join(str(label) for _value, label in KIND_CHOICES)},
        )
    return named[word]


def _shown(found: NewElement) -> tuple[str, ...]:
    kinds = dict(KIND_CHOICES)
    return (
        f"└ {found.label}" if found.is_part else found.label,
        str(kinds[found.kind.value]),
        found.unit or UNITS[found.kind],
        "、".join(one.label for one in found.breakdowns),
        found.help_text,
    )
