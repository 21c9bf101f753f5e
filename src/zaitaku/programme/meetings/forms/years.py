"""Choosing a fiscal year."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.pages.forms import WholeNumberField
from zaitaku.core.pages.templatetags.pages import fiscal_year


def year_choices(years: Sequence[int], *, with_all: bool = True) -> forms.Select:
    words: list[tuple[Any, str]] = [(year, fiscal_year(year)) for year in years]
    return forms.Select(choices=[("", _("All")), *words] if with_all else words)


class YearFilter(forms.Form):
    """One year, the present one unless another is asked for."""

    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1950, max_value=2150, required=False)

    def __init__(self, asked: QueryDict, *, years: Sequence[int], present: int) -> None:
        data = asked.copy()
        data.setdefault("year", str(present))
        super().__init__(data)
        self.fields["year"].widget = year_choices(years, with_all=False)
        self.present = present

    def chosen(self) -> FiscalYear:
        found = self.cleaned_data.get("year") if self.is_valid() else None
        return FiscalYear(found or self.present)
