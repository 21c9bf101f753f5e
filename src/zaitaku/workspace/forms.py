"""What people type or drop on the pages of the workspace."""

from django import forms
from django.utils.translation import gettext_lazy as _


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

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if not cleaned.get("file") and not str(cleaned.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste a text."))
        return cleaned


class ConfirmForm(forms.Form):
    """`digest` says which figure the person saw; another one is refused."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(required=False, max_length=500, label=_("Comment"))


class WithdrawForm(forms.Form):
    reason = forms.CharField(max_length=500, label=_("Reason"))
