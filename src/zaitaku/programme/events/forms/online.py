"""An online report: the file, and the decisions about its names."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.online_report import Report, Unit, name_key, suggested
from zaitaku.core.pages.forms import MEGABYTE, StrictCharField, UploadField, WholeNumberField
from zaitaku.programme.events.models import SignUp

SAME, DIFFERENT, NOBODY, EACH = "same", "different", "nobody", "each"
CHOICES = [
    (SAME, gettext_lazy("One and the same person")),
    (DIFFERENT, gettext_lazy("Different people")),
    (NOBODY, gettext_lazy("No participants")),
    (EACH, gettext_lazy("Say for each line")),
]
LIST_ID = "sign-ups"  # the page's one list of sign-ups, which every field offers


class ReportFileForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("Participants' report (CSV)"),
        extensions=(".csv", ".tsv", ".txt", ".xlsx"),
        max_bytes=5 * MEGABYTE,
        help_text=gettext_lazy("From Zoom: Reports, the meeting or webinar, its participants, export."),
    )


class SignUpField(StrictCharField):
    """A reception number, with or without the name behind it, or a name that only one sign-up bears. Empty: a walk-in.

    One list for all fields instead of a select each: five hundred people and sign-ups make a page that opens.
    """

    default_error_messages = {
        "unknown": gettext_lazy("No sign-up has this number or name. Choose one of the list, or leave it empty.")
    }

    def __init__(self, sign_ups: Mapping[str, SignUp], label: str) -> None:
        attrs = {"list": LIST_ID, "autocomplete": "off", "aria-label": label, "class": "sign-up-of"}
        super().__init__(max_length=200, required=False, label=label, widget=forms.TextInput(attrs=attrs))
        self.sign_ups = sign_ups

    def clean(self, value: Any) -> SignUp | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.sign_ups.get(folded(text.split()[0])) or self.sign_ups.get(name_key(text))
        if found is None:
            raise forms.ValidationError(self.error_messages["unknown"], code="unknown")
        return found


class DecideForm(forms.Form):
    """A choice for each group of equal names and a box for everybody else, nothing chosen beforehand; for each line
    the sign-up that `suggested` offers."""

    least_minutes = WholeNumberField(
        label=gettext_lazy("Count from how many minutes on"),
        max_value=1440,
        unit="分",
        initial=1,
        help_text=gettext_lazy("Who was there for less is not counted."),
    )

    def __init__(
        self, data: Any, *, report: Report, sign_ups: Sequence[SignUp], chosen: Mapping[int, int] | None = None
    ) -> None:
        chosen = chosen or {}
        same = {f"g{group}": SAME for group, units in report.groups.items() if units[0].number in chosen}
        offered = {f"s{unit}": label_of(one) for unit, one in suggested(report, chosen, sign_ups).items()}
        super().__init__(data, initial=same | offered)
        self.report = report
        names = Counter(name_key(one.name) for one in sign_ups)
        found = {name_key(one.name): one for one in sign_ups if names[name_key(one.name)] == 1}
        found |= {str(one.number): one for one in sign_ups}
        for group, units in report.groups.items():
            self._ask_about(group, units)
        for unit in report.units:
            label = _("Sign-up: %(who)s") % {"who": _named(unit)}
            self.fields[f"s{unit.number}"] = SignUpField(found, label)
            if unit.group is None:
                label = _("%(name)s is no participant") % {"name": unit.names[0]}
                self.fields[f"n{unit.number}"] = forms.BooleanField(
                    required=False, widget=forms.CheckboxInput(attrs={"aria-label": label})
                )

    def _ask_about(self, group: int, units: Sequence[Unit]) -> None:
        self.fields[f"g{group}"] = forms.ChoiceField(
            label=units[0].names[0],
            choices=CHOICES,
            widget=forms.RadioSelect,
            error_messages={"required": _("Decide whether these are one person.")},
        )
        numbers = [(str(one), _("Person %(number)s") % {"number": one}) for one in range(1, len(units) + 1)]
        for unit in units:
            self.fields[f"u{unit.number}"] = forms.ChoiceField(
                choices=[("", "―"), *numbers, ("0", _("No participant"))],
                required=False,
                widget=forms.Select(attrs={"class": "unit-select", "aria-label": _named(unit)}),
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

    def sign_ups(self) -> dict[int, SignUp]:
        """Unit → the sign-up given for it. Only after `is_valid`."""
        found = {unit.number: self.cleaned_data[f"s{unit.number}"] for unit in self.report.units}
        return {unit: one for unit, one in found.items() if one is not None}


def label_of(sign_up: SignUp) -> str:
    return f"{sign_up.number} {sign_up.name}".strip()


def _named(unit: Unit) -> str:
    first = unit.joins[0]
    moment = f"{first.start:%H:%M}" if first.start else ""
    return " ".join(text for text in (unit.names[0], unit.email, moment) if text)
