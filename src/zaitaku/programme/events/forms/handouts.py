"""What people may type about files given out at a session."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField, UploadField
from zaitaku.programme.events.actions.handouts import ENDINGS, LARGEST_HANDOUT

_EMPTY: dict[str, Any] = {"required": False}


class HandoutForm(forms.Form):
    file = UploadField(
        label=gettext_lazy("File"),
        extensions=ENDINGS,
        max_bytes=LARGEST_HANDOUT,
        help_text=gettext_lazy("PDF, Word, Excel, PowerPoint, PNG or JPEG, at most 20 MB."),
    )
    title = StrictCharField(
        label=gettext_lazy("Title"), max_length=200, help_text=gettext_lazy("Empty means the file's name."), **_EMPTY
    )
    is_public = forms.BooleanField(label=gettext_lazy("Anybody may download it"), **_EMPTY)


class HandoutChangeForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Title"), max_length=200)
    is_public = forms.BooleanField(label=gettext_lazy("Anybody may download it"), **_EMPTY)
