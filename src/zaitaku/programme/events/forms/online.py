"""An online report: the file, and the decisions about its names."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.online_report import Report, Unit, overlaps
from zaitaku.core.pages.forms import MEGABYTE, UploadField, WholeNumberField

SAME, DIFFERENT, NOBODY, EACH = "same", "different", "nobody", "each"
CHOICES = [
    (SAME, gettext_lazy("One and the same person")),
    (DIFFERENT, gettext_lazy("Different people")),
    (NOBODY, gettext_lazy("No participants")),
    (EACH, gettext_lazy("Say for each line")),
]


class ReportFileForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Participants' report (CSV)"),
        extensions=(".csv", ".tsv", ".txt", ".xlsx"),
        max_bytes=5 * MEGABYTE,
        help_text=gettext_lazy("From Zoom: Reports, the meeting, its participants, export."),
    )


class DecideForm(forms.Form):
    """A choice for each group of equal names, a box for everybody else; nothing is chosen beforehand."""

    least_minutes = WholeNumberField(
        label=gettext_lazy("Count from how many minutes on"),
        max_value=1440,
        unit="分",
        initial=1,
        help_text=gettext_lazy("Who was there for less is not counted."),
    )

    def __init__(self, data: Any, *, report: Report, chosen: Mapping[int, str] | None = None) -> None:
        super().__init__(data, initial={f"g{group}": choice for group, choice in (chosen or {}).items()})
        self.report = report
        for group, units in report.groups.items():
            self.fields[f"g{group}"] = forms.ChoiceField(
                label=units[0].names[0],
                choices=CHOICES,
                widget=forms.RadioSelect,
                error_messages={"required": _("Decide whether these are one person.")},
            )
            numbers = [(str(one), _("Person %(number)s") % {"number": one}) for one in range(1, len(units) + 1)]
            for unit in units:
                field = forms.ChoiceField(
                    choices=[("", "―"), *numbers, ("0", _("No participant"))],
                    required=False,
                    widget=forms.Select(attrs={"class": "unit-select", "aria-label": _named(unit)}),
                )
                self.fields[f"u{unit.number}"] = field
        for unit in report.units:
            if unit.group is None:
                label = _("%(name)s is no participant") % {"name": unit.names[0]}
                self.fields[f"n{unit.number}"] = forms.BooleanField(
                    required=False, widget=forms.CheckboxInput(attrs={"aria-label": label})
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for group, units in self.report.groups.items():
            if data.get(f"g{group}") == EACH and any(not data.get(f"u{unit.number}") for unit in units):
                self.add_error(f"g{group}", _("Say for each of the lines which person it is."))
        return data

    def decisions(self) -> dict[int, int]:
        """Unit → person of its group, or 0. Only after `is_valid`."""
        data = self.cleaned_data
        found: dict[int, int] = {}
        for unit in self.report.units:
            if unit.group is None:
                found[unit.number] = 0 if data[f"n{unit.number}"] else 1
        for group, units in self.report.groups.items():
            for place, unit in enumerate(units, start=1):
                choices = {SAME: 1, DIFFERENT: place, NOBODY: 0}
                choice = data[f"g{group}"]
                found[unit.number] = int(data[f"u{unit.number}"]) if choice == EACH else choices[choice]
        return found


def rejoined(report: Report) -> dict[int, str]:
    """Groups of which nobody was there twice at a time, filled in as one person each: offered, never applied."""
    return {group: SAME for group, units in report.groups.items() if not overlaps(units)}


def _named(unit: Unit) -> str:
    first = unit.joins[0]
    moment = f"{first.start:%H:%M}" if first.start else ""
    return " ".join(text for text in (unit.names[0], unit.email, moment) if text)
