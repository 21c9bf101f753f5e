"""The break-down of a head count: a number beside each category, or lines pasted from a spreadsheet."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import NumberRefused, clean_text, parse_number
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField, invalid, key_of
from zaitaku.programme.events.choices import AgeGroup, Dimension, Profession
from zaitaku.programme.events.models import AttendancePart

MOST_PEOPLE = 100_000
LONGEST_CATEGORY = 200


class PartsForm(forms.Form):
    """`lines` holds categories without a field of their own: offices, and whatever was entered before. As long as
    nothing was, the check-ins fill it in, for what is saved here stands in their place."""

    seen = StrictCharField(max_length=20_000, required=False, widget=forms.HiddenInput())
    lines = StrictCharField(
        label=gettext_lazy("Further lines"),
        max_length=50_000,
        multiline=True,
        required=False,
        help_text=gettext_lazy("Copy two columns from Excel: name and number of people."),
    )

    def __init__(
        self,
        data: Any,
        *,
        dimension: Dimension,
        areas: Iterable[str],
        current: Sequence[AttendancePart],
        checked_in: Mapping[str, int],
    ) -> None:
        values = {row.category: int(row.value or 0) for row in current} or checked_in
        self.categories = categories_of(dimension, areas)
        fixed = {code for code, _label in self.categories}
        own = "\n".join(f"{name}\t{value}" for name, value in values.items() if name not in fixed)
        seen = ",".join(str(row.pk) for row in current)
        initial = {f"c{place}": values.get(code) for place, (code, _label) in enumerate(self.categories)}
        super().__init__(data, initial=initial | {"lines": own, "seen": seen})
        for place, (_code, label) in enumerate(self.categories):
            self.fields[f"c{place}"] = WholeNumberField(label=label, required=False, max_value=MOST_PEOPLE, unit="人")

    def clean_seen(self) -> frozenset[int]:
        """Nonsense reads as nothing seen."""
        parts = self.cleaned_data["seen"].split(",")
        return frozenset(key for one in parts if (key := key_of(one)) is not None)

    def clean_lines(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(self.cleaned_data["lines"].split("\n"), start=1):
            if not line.strip():
                continue
            name, tab, count = (clean_text(part) for part in line.rpartition("\t"))
            name, count = (name, count) if tab or name else (count, "")
            if not name or not count:
                raise forms.ValidationError(
                    _("Line %(line)s: write a name, a tab and a number."), params={"line": number}
                )
            if name in found or len(name) > LONGEST_CATEGORY:
                words = {"line": number, "name": name[:40]}
                raise forms.ValidationError(_("Line %(line)s: “%(name)s” is too long or stands twice."), params=words)
            found[name] = _people(number, count)
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        own = {label for _code, label in self.categories} | {code for code, _label in self.categories}
        if twice := [name for name in data.get("lines", {}) if name in own]:
            self.add_error("lines", _("“%(name)s” has a field of its own above.") % {"name": twice[0]})
        return data

    def counts(self) -> dict[str, int]:
        """Category → people; what was left empty is left out. Only after `is_valid`."""
        fields = {code: self.cleaned_data[f"c{place}"] for place, (code, _label) in enumerate(self.categories)}
        lines: dict[str, int] = self.cleaned_data["lines"]
        return {code: count for code, count in fields.items() if count is not None} | lines


def categories_of(dimension: Dimension, areas: Iterable[str]) -> list[tuple[str, str]]:
    """Codes with labels; offices have none."""
    if dimension is Dimension.PROFESSION:
        return [(str(code), str(label)) for code, label in Profession.choices]
    if dimension is Dimension.AGE_GROUP:
        return [(str(code), str(label)) for code, label in AgeGroup.choices]
    return [(name, name) for name in areas] if dimension is Dimension.AREA else []


def _people(line: int, text: str) -> int:
    try:
        value = parse_number(text, unit="人").value
    except NumberRefused as refused:
        raise invalid(refused) from refused
    if value is None or value != value.to_integral_value() or not 0 <= value <= MOST_PEOPLE:
        raise forms.ValidationError(_("Line %(line)s: this is no number of people."), params={"line": line})
    return int(value)
