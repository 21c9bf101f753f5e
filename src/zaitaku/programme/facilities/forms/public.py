"""What a group types without an account: by the public form, and behind its private link."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField
from zaitaku.programme.facilities.forms.entry import EntryForm


class AskForm(EntryForm):
    """A new group; the letter with the link goes to the contact person."""

    agrees = forms.BooleanField(
        label=gettext_lazy("We agree that the entry is published. The contacts are shown only where we ticked them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["seen"]
        for name in ("contact_name", "contact_email"):
            self.fields[name].required = True


class OwnForm(EntryForm):
    """Changes by the group."""


class SureForm(forms.Form):
    """A step that takes the group off the list asks once more."""

    note = StrictCharField(
        label=gettext_lazy("Reason, if you like to tell us"),
        help_text=gettext_lazy("Please do not write people's names."),
        max_length=300,
        required=False,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
