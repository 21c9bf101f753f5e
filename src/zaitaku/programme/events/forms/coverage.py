"""Filters of the spread over the areas."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.pages.templatetags.pages import fiscal_year
from zaitaku.programme.events.choices import SeriesKind


class CoverageForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SeriesKind.choices, required=False)
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1900, max_value=2200, required=False)
    series = StrictCharField(label=gettext_lazy("Code of a series"), max_length=40, required=False)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget = forms.Select(choices=[(year, fiscal_year(year)) for year in years])
