"""Filters of the spread over the areas."""

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import WholeNumberField
from zaitaku.core.pages.templatetags.pages import fiscal_year
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.events.models import Series


class CoverageForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SeriesKind.choices, required=False)
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1900, max_value=2200, required=False)

    def __init__(self, *args: Any, years: Sequence[int], series: QuerySet[Series], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = dict(series.order_by("fiscal_year", "pk").values_list("code", "title"))  # the latest title of a code
        choices = [("", _("All")), *sorted(titles.items(), key=itemgetter(1))]
        self.fields["series"] = forms.ChoiceField(label=_("Series"), choices=choices, required=False)
        self.fields["year"].widget = forms.Select(choices=[(year, fiscal_year(year)) for year in years])
