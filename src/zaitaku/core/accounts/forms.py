"""Forms of people, organisations and the audit; choices are limited to what the administrator reaches."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from zaitaku.core.accounts.choices import Role
from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Area, Organisation

EARLIEST = date(1900, 1, 1)


class Day(forms.DateField):
    """A day between 1900 and 2999, so that a slip of the keyboard is noticed."""

    widget = forms.DateInput(attrs={"type": "date", "min": "1900-01-01", "max": "2999-12-31"}, format="%Y-%m-%d")

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day is not None and not (EARLIEST <= day <= date(2999, 12, 31)):
            raise ValidationError(_("Enter a day between 1900 and 2999."))
        return day


if TYPE_CHECKING:
    Organisations = forms.ModelChoiceField[Organisation]
    Areas = forms.ModelChoiceField[Area]
else:
    Organisations = Areas = forms.ModelChoiceField


class OrganisationChoice(Organisations):
    def label_from_instance(self, obj: Organisation) -> str:
        return f"{obj.name}（{obj.area.name}・{obj.code}）"


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is not typed
    """Without placeholders that only repeat the labels."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class MembershipForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    organisation = OrganisationChoice(label=_("Organisation"), queryset=Organisation.objects.none())
    valid_from = Day(label=_("First day"))
    valid_to = Day(label=_("Last day"), required=False, help_text=_("Leave empty while no end is known."))

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("OrganisationChoice", self.fields["organisation"])
        field.queryset = organisations.filter(valid_to=None).select_related("area")

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        begins, ends = data.get("valid_from"), data.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", _("The last day lies before the first day."))
        return data


class InviteForm(MembershipForm):
    name = forms.CharField(label=_("Full name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, help_text=_("The person signs in with this address.")
    )
    field_order = ["name", "email", "role", "organisation", "valid_from", "valid_to"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class LastDayForm(forms.Form):
    valid_to = Day(label=_("Last day"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("For example: lost telephone, identity checked at the counter."),
    )


class NewPasswordForm(forms.Form):
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A sentence that only you know is good."),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.person)
        return password

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class OrganisationForm(forms.Form):
    """`area`, `code` and the first day stay as they are once the organisation exists."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    parent = OrganisationChoice(
        label=_("Belongs to"), queryset=Organisation.objects.none(), required=False, empty_label=_("(none)")
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("OrganisationChoice", self.fields["parent"])
        field.queryset = organisations.filter(valid_to=None).select_related("area")

    def clean_kind(self) -> OrganisationKind:
        return OrganisationKind(self.cleaned_data["kind"])


class NewOrganisationForm(OrganisationForm):
    area = Areas(label=_("Area"), queryset=Area.objects.none())
    code = forms.RegexField(
        label=_("Code"),
        regex=r"^[0-9A-Za-z_-]{1,40}$",
        help_text=_("Half-width letters, digits, - and _; files of returns name the organisation by it."),
        error_messages={"invalid": _("Use half-width letters, digits, - and _ only, 40 at most.")},
    )
    valid_from = Day(label=_("First day"))
    field_order = ["area", "code", "name", "kind", "parent", "valid_from"]

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("Areas", self.fields["area"])
        field.queryset = areas.order_by("code")


class AuditFilter(forms.Form):
    """Every field may stay empty; what cannot be read does not narrow the list but says so."""

    who = forms.CharField(label=_("By whom"), max_length=100, required=False)
    action = forms.ChoiceField(label=_("Action"), required=False)
    subject = forms.CharField(label=_("Subject"), max_length=100, required=False)
    since = Day(label=_("From"), required=False)
    until = Day(label=_("Until"), required=False)

    def __init__(self, *args: Any, actions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["action"])
        field.choices = [("", _("All"))] + [(action, pgettext("audit action", action)) for action in actions]
