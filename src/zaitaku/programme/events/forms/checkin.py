"""What is entered at the door and from the sign-in sheet."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.areas.models import Area
from zaitaku.core.pages.forms import KeyField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.choices import AgeGroup, Audience, Profession
from zaitaku.programme.events.models import CheckIn, Series
from zaitaku.programme.events.models.signup import LARGEST_GROUP


def asked(series: Series) -> tuple[str, ...]:
    """What a walk-in is asked beside the name, in the order of the page, of the paper sheet and of its lines."""
    is_for_professionals = series.audience == Audience.PROFESSIONALS
    wanted = {
        "profession": is_for_professionals,
        "office": is_for_professionals,
        "area": series.asks_area,
        "age_group": series.asks_age_group,
    }
    return tuple(name for name, is_asked in wanted.items() if is_asked)


class KeyForm(forms.Form):
    key = KeyField()


class PeopleForm(KeyForm):
    people = WholeNumberField(
        label=gettext_lazy("Number of people"), min_value=1, max_value=LARGEST_GROUP, unit="人", initial=1
    )


class ArriveForm(PeopleForm):
    sign_up = WholeNumberField(max_value=None, widget=forms.HiddenInput())
    let_in = forms.BooleanField(required=False, widget=forms.HiddenInput())


class WalkInForm(PeopleForm):
    """Somebody who did not sign up; what is asked follows from the series, and all of it may stay empty."""

    name = StrictCharField(
        label=pgettext_lazy("person", "Name"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"),
        required=False,
        choices=[("", pgettext_lazy("choice", "Not asked")), *Profession.choices],
    )
    office = StrictCharField(label=gettext_lazy("Office or workplace"), max_length=200, required=False)
    age_group = forms.ChoiceField(
        label=gettext_lazy("Age group"),
        required=False,
        choices=[("", pgettext_lazy("choice", "Not asked")), *AgeGroup.choices],
    )

    def __init__(self, *args: Any, series: Series, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = ChoiceInReach(
            areas, required=False, label=_("Area of residence"), empty_label=_("Not known")
        )
        kept = ("key", "name", "people", *asked(series))
        self.fields = {name: self.fields[name] for name in kept}


class CorrectForm(WalkInForm):
    """Who the walk-in was; how many came has a field of its own at the door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="correct_%s", **kwargs)
        del self.fields["people"]

    def said(self) -> dict[str, Any]:
        """Only after `is_valid`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}

    @staticmethod
    def of(row: CheckIn, *, series: Series, areas: QuerySet[Area]) -> "CorrectForm":
        initial = {name: getattr(row, name) for name in ("key", "name", *asked(series))}
        return CorrectForm(series=series, areas=areas, initial=initial)
