"""By what numbers are split."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField
from zaitaku.programme.returns.choices import Adding
from zaitaku.programme.returns.forms.months import since_field
from zaitaku.programme.returns.models import Form

MOST_OPTIONS = 60
LONGEST = 100


class BreakdownForm(forms.Form):
    label = StrictCharField(
        label=gettext_lazy("Split by"), max_length=100, help_text=gettext_lazy("Such as who asks, or about what.")
    )
    adding = forms.ChoiceField(
        label=gettext_lazy("Parts and whole"), choices=Adding.choices, initial=Adding.EXACT, widget=forms.RadioSelect
    )


class NewBreakdownForm(BreakdownForm):
    options = StrictCharField(
        label=gettext_lazy("Parts of the breakdown"),
        max_length=6000,
        multiline=True,
        help_text=gettext_lazy("One in each line, in their order; a column copied from Excel will do."),
    )

    def clean_options(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["options"].splitlines()]
        found = [line for line in lines if line]
        if len(found) > MOST_OPTIONS:
            raise forms.ValidationError(_("At most %(limit)s lines at once."), params={"limit": MOST_OPTIONS})
        if long := next((line for line in found if len(line) > LONGEST), None):
            raise forms.ValidationError(
                _("“%(text)s…” is longer than %(limit)s characters. Shorten it."),
                params={"text": long[:20], "limit": LONGEST},
            )
        return found


class OptionForm(forms.Form):
    label = StrictCharField(label=gettext_lazy("Part of the breakdown"), max_length=100)

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = since_field(form, _("From"))
