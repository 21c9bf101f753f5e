from django import forms
from django.utils.translation import gettext_lazy as _

from zaitaku.core.mail.choices import LetterState


class LetterFilter(forms.Form):
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *LetterState.choices])
