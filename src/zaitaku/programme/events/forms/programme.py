"""Choosing what of a year's programme is copied."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import WholeNumberField
from zaitaku.programme.events.models import Series
from zaitaku.programme.events.queries.programme import Line


class YearsForm(forms.Form):
    source = WholeNumberField(label=gettext_lazy("From fiscal year"), min_value=1950, max_value=2150)
    target = WholeNumberField(label=gettext_lazy("To fiscal year"), min_value=1950, max_value=2150)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("source") is not None and data.get("source") == data.get("target"):
            self.add_error("target", _("Choose another year than the one that is copied."))
        return data


class ProgrammeForm(forms.Form):
    """`series` gives the chosen series; one that the target year has already cannot be chosen."""

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(line.series.pk): line.series for line in lines if not line.is_there}
        self.fields["series"] = forms.MultipleChoiceField(
            choices=[(key, one.title) for key, one in self.by_key.items()],
            error_messages={"required": _("Choose at least one series.")},
            label=_("Series"),
        )
        self.fields["questionnaires"] = forms.BooleanField(
            label=_("With their questionnaires"), initial=True, required=False
        )

    def clean_series(self) -> list[Series]:
        return [self.by_key[key] for key in dict.fromkeys(self.cleaned_data["series"])]
