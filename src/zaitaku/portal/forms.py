"""Filters of the public lists."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.pages import is_japanese
from zaitaku.core.pages.forms import StrictCharField
from zaitaku.programme.events.published import Asked, Choices
from zaitaku.programme.facilities import published as facilities


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


class GroupFilter(forms.Form):
    """Words, and what there is to choose from among the groups that are listed."""

    q = StrictCharField(label=pgettext_lazy("search", "Words"), max_length=100, required=False)

    def __init__(self, *args: Any, choices: facilities.Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        for name, label, offered in (
            ("kind", _("Kind"), choices.kinds),
            ("area", _("Area"), choices.areas),
            ("weekday", _("Day of the week"), choices.weekdays),
        ):
            if offered:
                self.fields[name] = forms.ChoiceField(label=label, required=False, choices=[every, *offered])

    def asked(self) -> facilities.Asked:
        """A choice that is not offered any more (an old link) narrows nothing."""
        self.is_valid()
        data = self.cleaned_data
        day = data.get("weekday")
        return facilities.Asked(
            words=data.get("q") or "",
            kind=data.get("kind") or "",
            area=data.get("area") or "",
            weekday=int(day) if day else None,
        )

    def words(self) -> str:
        """What the list was narrowed to, for its printed head."""
        self.is_valid()
        found = [self.cleaned_data.get("q") or ""]
        for name, field in self.fields.items():
            chosen = self.cleaned_data.get(name)
            if isinstance(field, forms.ChoiceField) and chosen:
                found.append(str(dict(field.choices)[chosen]))  # type: ignore[arg-type]  # pairs, as made above
        return "・".join(part for part in found if part)
