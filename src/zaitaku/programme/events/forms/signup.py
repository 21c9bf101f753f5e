"""The sign-up form: what it asks for follows from the series; staff may leave more of it empty."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.pages.forms import EmailField, NameField, PhoneField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, is_key, new_key
from zaitaku.programme.events.choices import AgeGroup, Audience, Need, Profession, SignUpStatus, SignUpWay
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.models.signup import LARGEST_GROUP
from zaitaku.programme.events.queries.signup import residence_areas

_STAFF_LABELS = {
    "name": gettext_lazy("Full name"),
    "seats": pgettext_lazy("letter", "People"),
    "area": gettext_lazy("Area of residence"),
    "needs_text": gettext_lazy("About the needs"),
}
_WAYS = [(value, label) for value, label in SignUpWay.choices if value != SignUpWay.WEB]


class SignUpForm(forms.Form):
    """`key` makes sending twice the same as sending once; a wrong one is replaced, so that nothing typed is lost."""

    name = NameField(
        label=gettext_lazy("Your name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    kana = NameField(
        label=gettext_lazy("Reading of your name"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("In hiragana or katakana. It helps us at the reception."),
    )
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"), choices=[("", pgettext_lazy("choice", "Please choose")), *Profession.choices]
    )
    office = StrictCharField(
        label=gettext_lazy("Office or workplace"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    email = EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("We send the confirmation and a reminder there."),
    )
    phone = PhoneField(
        label=gettext_lazy("Telephone number"),
        required=False,
        help_text=gettext_lazy("At least one of e-mail address and telephone number is needed."),
    )
    seats = WholeNumberField(
        label=gettext_lazy("Number of people, you included"), min_value=1, max_value=LARGEST_GROUP, initial=1
    )
    area = ChoiceInReach(
        None, label=gettext_lazy("Where you live"), required=False, empty_label=gettext_lazy("Other, or no answer")
    )
    age_group = forms.ChoiceField(
        label=gettext_lazy("Age"),
        required=False,
        choices=[("", gettext_lazy("No answer")), *AgeGroup.choices],
    )
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What we should prepare for you"),
        required=False,
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    needs_text = StrictCharField(
        label=gettext_lazy("More about it"),
        max_length=300,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    key = forms.Field(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, channel: Channel, today: date, is_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_staff = is_staff
        series = channel.session.series
        # What an empty form depends on, so that its fields, the same for everybody, are rendered once.
        self.asks = (
            series.audience,
            series.asks_needs,
            series.asks_age_group,
            series.asks_area and (series.owner.area_id, today),
            min(channel.largest_group, channel.capacity or LARGEST_GROUP),
        )
        if series.audience == Audience.RESIDENTS:
            self._drop("profession", "office")
        if not series.asks_needs:
            self._drop("needs", "needs_text")
        if not series.asks_age_group:
            self._drop("age_group")
        if series.asks_area:
            self.fields["area"].queryset = residence_areas(series, today)  # type: ignore[attr-defined]
        else:
            self._drop("area")
        self._limit_seats(channel)
        if is_staff:
            self._speak_to_staff()

    def _speak_to_staff(self) -> None:
        for name, label in _STAFF_LABELS.items():
            if name in self.fields:
                self.fields[name].label = label
        for name in ("profession", "office"):
            if name in self.fields:
                self.fields[name].required = False
        for field in self.fields.values():
            field.help_text = ""  # it speaks to the person, not to staff

    def _drop(self, *names: str) -> None:
        for name in names:
            del self.fields[name]

    def _limit_seats(self, channel: Channel) -> None:
        """A list to choose from for the public; a mistyped number is worth more than a long list to staff."""
        most = max(1, min(channel.largest_group, LARGEST_GROUP, channel.capacity or LARGEST_GROUP))
        if self.is_staff:
            return
        if most == 1:
            self._drop("seats")
        elif most <= 12:
            self.fields["seats"].widget = forms.Select(
                choices=[(number, _("%(number)s people") % {"number": number}) for number in range(1, most + 1)]
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (data.get("email") or data.get("phone") or self.is_staff or {"email", "phone"} & set(self.errors)):
            self.add_error(
                "email", _("Write an e-mail address or a telephone number, so that we can reach you about changes.")
            )
        return data

    def key_or_new(self) -> str:
        sent = str(self.data.get("key", "")) if self.is_bound else ""
        return sent if is_key(sent) else new_key()

    def entry(self) -> SignUpEntry:
        data = self.cleaned_data
        names = set(SignUpEntry.__slots__) & set(data)
        entry = {name: data[name] for name in names if data[name] is not None}
        return SignUpEntry(**(entry | {"needs": tuple(data.get("needs", ()))}))


class ChangeForm(SignUpForm):
    """The same fields with what was entered; what the form does not ask for stays as it is."""

    def __init__(self, *args: Any, sign_up: SignUp, **kwargs: Any) -> None:
        self.sign_up = sign_up
        initial = {name: getattr(sign_up, name) for name in SignUpEntry.__slots__} | {"area": sign_up.area_id}
        super().__init__(*args, channel=sign_up.channel, initial=initial, **kwargs)
        self._drop("key")
        if "seats" in self.fields and isinstance(self.fields["seats"].widget, forms.Select):
            choices = dict(self.fields["seats"].widget.choices)
            choices.setdefault(sign_up.seats, _("%(number)s people") % {"number": sign_up.seats})
            self.fields["seats"].widget.choices = sorted(choices.items())

    def entry(self) -> SignUpEntry:
        before = SignUpEntry.of(self.sign_up)
        kept = {name: getattr(before, name) for name in SignUpEntry.__slots__ if name not in self.fields}
        typed = {name: getattr(super(ChangeForm, self).entry(), name) for name in self._asked()}
        return SignUpEntry(**(kept | typed))

    def _asked(self) -> list[str]:
        return [name for name in SignUpEntry.__slots__ if name in self.fields]


class StaffSignUpForm(SignUpForm):
    """By telephone, at the counter, by fax: no contact is demanded, for somebody at the counter has none to give."""

    way = forms.ChoiceField(label=gettext_lazy("Received by"), choices=_WAYS, initial=SignUpWay.PHONE)
    field_order = ("way", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, is_staff=True, **kwargs)


class ListForm(forms.Form):
    """Filters of the participants' list."""

    q = StrictCharField(label=gettext_lazy("Name, number or telephone"), max_length=100, required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *SignUpStatus.choices]
    )
    contact = forms.ChoiceField(
        label=pgettext_lazy("person", "Contact"),
        required=False,
        choices=[("", gettext_lazy("All")), ("no_email", gettext_lazy("Without e-mail"))],
    )
