"""Whether a title is offered as a form, and whom its readers may ask."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zaitaku.core.pages.forms import StrictCharField


class OfferForm(forms.Form):
    is_offered = forms.BooleanField(
        label=_("Anybody may download this title as the 医療・介護連携シート to fill in"), required=False
    )
    contact = StrictCharField(
        label=_("Contact printed on it"),
        max_length=200,
        required=False,
        help_text=_("Section and telephone. It is public; do not write a person's name."),
    )
