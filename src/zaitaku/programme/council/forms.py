"""What people choose on the pages of papers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.wareki import fiscal_year_label
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField
from zaitaku.programme.council.choices import MarkFilter, PaperStatus
from zaitaku.programme.council.models import Paper


def year_choices(years: list[int]) -> list[tuple[str, str]]:
    return [(str(year), fiscal_year_label(year)) for year in years]


class PaperFilter(forms.Form):
    year = forms.ChoiceField(required=False, label=_("Fiscal year"))
    status = forms.ChoiceField(
        required=False, label=_("Status"), choices=[("", _("Draft and frozen")), *PaperStatus.choices]
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"] = forms.ChoiceField(
            required=False, label=_("Fiscal year"), choices=[("", _("Every year")), *year_choices(years)]
        )


class NewPaper(forms.Form):
    """A paper for a year of a plan; which version prints it follows from the day."""

    fiscal_year = forms.TypedChoiceField(label=_("Fiscal year"), coerce=int)
    as_of = JapaneseDateField(
        label=_("As of"), help_text=_("The day on the cover. Figures counted up to another day say so.")
    )
    label = StrictCharField(
        label=_("Label"), required=False, max_length=20, help_text=_("The box at the top right, such as 資料１.")
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fiscal_year"] = forms.TypedChoiceField(
            label=_("Fiscal year"), coerce=int, choices=year_choices(years)
        )


class MarkQueue(forms.Form):
    show = forms.ChoiceField(required=False, label=_("Show"), choices=[*MarkFilter.choices, ("all", _("Every mark"))])
    whose = forms.ChoiceField(required=False, label=_("Whose"), choices=[("", _("Everybody's")), ("mine", _("Mine"))])


class TwoPapers(forms.Form):
    """Frozen papers to be compared, the older first."""

    before = forms.ModelChoiceField(Paper.objects.none(), label=_("Earlier paper"))
    after = forms.ModelChoiceField(Paper.objects.none(), label=_("Later paper"))

    def __init__(self, *args: Any, papers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before"] = forms.ModelChoiceField(papers, label=_("Earlier paper"))
        self.fields["after"] = forms.ModelChoiceField(papers, label=_("Later paper"))
