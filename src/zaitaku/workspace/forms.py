"""What people type or drop on the pages of the workspace."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.pages.forms import MEGABYTE, StrictCharField, UploadField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.indicators.figures import FigureFunction
from zaitaku.workspace.queries.indicators import choices_of

MOST_CHECKED = 20 * MEGABYTE
# Codes stand in templates between braces, in addresses and on the command line.
CODE = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z", _("Use letters, digits, full stops and hyphens, such as A1.attendance.")
)
# What a parameter of a figure function is called where people fill it in.
PARAMS = {
    "series": _("Series"),
    "question": _("Question"),
    "title": _("Material"),
    "edition": _("Edition"),
    "form": _("Form of returns"),
    "element": _("Item of the form"),
    "numerator": _("Numerator"),
    "denominator": _("Denominator"),
    "owner": _("Organisation that records"),
    "owners": _("Whose series"),
    "organisations": _("Organisations that report"),
    "expected": _("How many are expected to report"),
    "decimals": _("Decimals"),
    "counts": _("Which answers count"),
    "base": _("Base of the share"),
    "measure": _("What is reported"),
    "of": _("What is counted"),
    "channels": _("Ways of taking part"),
    "status": _("State"),
    "level": _("Level"),
    "share": _("As a share"),
    "hospitals": _("Which hospitals"),
    "kind": _("Kind"),
    "scene": _("Scene"),
    "span": _("Time"),
    "window": _("Time"),
    "destination": _("Destination"),
    "by": _("Broken down"),
    "breakdown": _("By which breakdown"),
}
# What a value means that is not of a list with words of its own.
VALUES = {
    "all": _("All"),
    "answered": _("Those who answered the question"),
    "area": _("By area"),
    "areas": _("Daily living areas"),
    "ended": _("Those that ended in the year"),
    "enrolled": _("Of those enrolled"),
    "complete": _("The latest month that everybody sent"),
    "kind": _("By kind"),
    "latest": _("The newest value"),
    "organisation": _("By organisation"),
    "organisers": _("Organisers"),
    "places": _("Places"),
    "raised": _("Those that began in the year"),
    "running": _("Since counting began"),
    "taking_part": _("Taking part"),
    "visited": _("Visited"),
    "year": _("Within the fiscal year"),
}


class CheckForm(forms.Form):
    """A paper to be checked: as a file, or pasted."""

    file = forms.FileField(
        required=False, label=_("File"), help_text=_("Text, Excel (.xlsx), Word (.docx) or PDF, up to 20 MB.")
    )
    text = forms.CharField(
        required=False,
        max_length=200_000,
        label=_("Or paste the text"),
        widget=forms.Textarea(attrs={"rows": 8}),
        strip=False,
    )

    def clean_file(self) -> Any:
        """Measured before it is read into memory."""
        file = self.cleaned_data["file"]
        if file and file.size > MOST_CHECKED:
            params = {"size": f"{file.size / MEGABYTE:.1f}", "limit": MOST_CHECKED // MEGABYTE}
            raise forms.ValidationError(UploadField.default_error_messages["too_big"], code="too_big", params=params)
        return file

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not cleaned.get("file") and not str(cleaned.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste a text."))
        return cleaned


class ConfirmForm(forms.Form):
    """`digest` says which figure the person saw; another one is refused."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(required=False, max_length=500, label=_("Comment"))


class WithdrawForm(forms.Form):
    reason = forms.CharField(max_length=500, label=_("Reason"))


class RowTextForm(forms.Form):
    """The words of a row; `seen` says which saved words the person looked at."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    result = StrictCharField(
        required=False,
        multiline=True,
        max_length=6_000,
        label=_("Result"),
        help_text=_("Figures stand in braces and cannot be typed. Choose them from the list."),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    issues = StrictCharField(
        required=False,
        multiline=True,
        max_length=4_000,
        label=_("Issues to address"),
    )


class FreezeForm(forms.Form):
    """A reason is asked for only while printed figures are not confirmed."""

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_reason:
            self.fields["reason"] = StrictCharField(
                max_length=500,
                label=_("Reason to freeze with unconfirmed figures"),
                help_text=_("It is kept with the paper and stands in the audit trail."),
            )
        self.fields["sure"] = forms.BooleanField(label=_("I have read the paper and freeze it as it stands."))


class IndicatorFilter(forms.Form):
    q = StrictCharField(label=_("Code or name"), max_length=100, required=False)
    owner = ChoiceInReach(None, label=_("Responsible"), required=False, empty_label=_("All"))

    def __init__(self, *args: Any, owners: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]


class IndicatorForm(forms.Form):
    """What a figure function needs to know, each parameter as a field of its own (`param_…`)."""

    code = StrictCharField(
        label=_("Code"),
        max_length=60,
        validators=[CODE],
        help_text=_("Papers name the figure by it; it cannot be changed later. Example: A1.attendance"),
    )
    label = StrictCharField(label=_("Name"), max_length=300)
    owner = ChoiceInReach(None, label=_("Responsible"), help_text=_("Whoever confirms the figure."))
    unit = StrictCharField(
        label=_("Unit"), max_length=10, required=False, help_text=_("Only where it differs from the usual one.")
    )

    def __init__(
        self, *args: Any, function: FigureFunction, area: Area, owners: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]
        self.names = (*function.params, *function.optional)
        for name in self.names:
            field = _param_field(name, function, area, required=name in function.params)
            field.label = PARAMS.get(name, name)
            self.fields[f"param_{name}"] = field

    def params(self) -> dict[str, Any]:
        """Without those left empty."""
        given = {name: self.cleaned_data[f"param_{name}"] for name in self.names}
        return {name: value for name, value in given.items() if value not in (None, "", [])}


def _param_field(name: str, function: FigureFunction, area: Area, *, required: bool) -> forms.Field:
    if name in ("expected", "decimals"):
        return WholeNumberField(required=required, max_value=4 if name == "decimals" else 100_000)
    if name == "counts":
        return LinesField(required=required, max_length=1000, help_text=_("One answer a line, as the scale words it."))
    one_of = [(str(one), getattr(one, "label", None) or VALUES[one]) for one in function.choices.get(name, ())]
    choices = one_of or choices_of(name, area) or []
    if name in ("organisations", "channels"):
        return forms.MultipleChoiceField(choices=choices, required=required, widget=forms.CheckboxSelectMultiple)
    empty = _("Choose one") if required else _("As usual")
    return forms.ChoiceField(choices=[("", empty), *choices], required=required)


class LinesField(StrictCharField):
    """Several lines as a list, without the empty ones."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(multiline=True, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in super().to_python(value).splitlines() if line.strip()]
