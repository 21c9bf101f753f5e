"""Totals of a run, as an organiser reports them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import JapaneseDateField
from zaitaku.core.records.forms import EntryForm
from zaitaku.programme.events.actions.summaries import Stretch
from zaitaku.programme.events.choices import Measure


class SummaryForm(EntryForm):
    """A new total, or another value for one that is there (`row`)."""

    measure = forms.ChoiceField(label=gettext_lazy("What is counted"), choices=Measure.choices)
    start = JapaneseDateField(label=gettext_lazy("First day"))
    end = JapaneseDateField(label=gettext_lazy("Last day"))
    field_order = ("measure", "start", "end", "value", "state", "mark", "as_of", "seen")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        if data["start"] > data["end"]:
            self.add_error("end", _("The last day lies before the first. Correct one of them."))
        elif data["value"] is None and not data["state"]:
            self.add_error("value", _("Enter the number, or choose a state such as “being tallied”."))
        return data

    def stretch(self) -> Stretch:
        return Stretch(self.cleaned_data["start"], self.cleaned_data["end"])
