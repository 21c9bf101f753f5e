"""Filters of the public list."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages import is_japanese
from zaitaku.programme.events.published import Asked, Choices


class EventFilter(forms.Form):
    """All may stay empty; what is offered are months, kinds and places of what is to come."""

    online = forms.BooleanField(label=gettext_lazy("Only what one can follow online"), required=False)
    past = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        months = [(f"{month:%Y-%m}", _month_words(month)) for month in choices.months]
        self.fields["month"] = forms.ChoiceField(label=_("Month"), required=False, choices=[every, *months])
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), required=False, choices=[every, *choices.kinds])
        places = [(place, place) for place in choices.places]
        self.fields["place"] = forms.ChoiceField(label=_("Venue"), required=False, choices=[every, *places])

    def asked(self) -> Asked:
        """A choice that is not offered any more (an old link) narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        month = data.get("month")
        return Asked(
            month=date.fromisoformat(f"{month}-01") if month else None,
            kind=data.get("kind", ""),
            place=data.get("place", ""),
            is_online=data.get("online", False),
            is_past=data.get("past", False),
        )


def _month_words(month: date) -> str:
    return f"{month.year}年{month.month}月" if is_japanese() else date_format(month, "F Y")
