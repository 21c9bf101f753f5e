"""What is entered at the door and from the sign-in sheet."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.areas.models import Area
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.actions.checkin import Arrival
from zaitaku.programme.events.choices import AgeGroup, Audience, Profession
from zaitaku.programme.events.models import Series
from zaitaku.programme.events.models.signup import LARGEST_GROUP

_KEY: dict[str, Any] = {"max_length": 36, "widget": forms.HiddenInput()}


def new_key() -> str:
    """For pages without scripts; with them the device makes its own."""
    return str(uuid4())


class KeyForm(forms.Form):
    key = StrictCharField(**_KEY)


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

    field_order = ("key", "name", "people", "profession", "office", "area", "age_group")

    def __init__(self, *args: Any, series: Series, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if series.audience != Audience.PROFESSIONALS:
            del self.fields["profession"], self.fields["office"]
        if not series.asks_age_group:
            del self.fields["age_group"]
        if series.asks_area:
            self.fields["area"] = ChoiceInReach(
                areas, required=False, label=_("Area of residence"), empty_label=_("Not known")
            )
        self.order_fields(self.field_order)

    def arrival(self) -> Arrival:
        return Arrival(**self.cleaned_data)
