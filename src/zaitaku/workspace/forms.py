"""What people type or drop on the pages of the workspace."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zaitaku.core.pages.forms import MEGABYTE, StrictCharField, UploadField

MOST_CHECKED = 20 * MEGABYTE


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
