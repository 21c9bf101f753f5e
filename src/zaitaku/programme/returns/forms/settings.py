"""What may be set of a form besides its questions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.returns.actions.asking import FormSettings
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.forms.months import StartField
from zaitaku.programme.returns.models import Form

_CODE_HELP = gettext_lazy("Short and lasting, such as support-hub.")


class SettingsForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    instructions = StrictCharField(
        label=gettext_lazy("Instructions for senders"), max_length=2000, multiline=True, required=False
    )
    rhythm = forms.ChoiceField(label=gettext_lazy("Rhythm"), choices=Rhythm.choices)
    is_collected = forms.BooleanField(
        label=gettext_lazy("Sent in by each organisation, then accepted"),
        required=False,
        help_text=gettext_lazy("Without this the numbers are recorded directly by whoever holds them."),
    )
    due_day = WholeNumberField(
        label=gettext_lazy("Due on day"),
        min_value=1,
        max_value=28,
        help_text=gettext_lazy("Of the month after the one that is reported. Rounds that are open keep their due day."),
    )
    opens_itself = forms.BooleanField(
        label=gettext_lazy("Each round opens by itself on the first day after its month or year"), required=False
    )
    remind_before = WholeNumberField(
        label=gettext_lazy("Reminder before the due day"), max_value=28, help_text=gettext_lazy("Days; 0 sends none.")
    )
    remind_every = WholeNumberField(
        label=gettext_lazy("Reminders after the due day"),
        max_value=90,
        help_text=gettext_lazy("Every so many days until the sheet is sent; 0 sends none."),
    )
    version = WholeNumberField(widget=forms.HiddenInput())

    def settings(self) -> FormSettings:
        """Only after `is_valid`."""
        data = {name: self.cleaned_data[name] for name in FormSettings.__slots__}
        return FormSettings(**data | {"rhythm": Rhythm(data["rhythm"])})


class CloseForm(forms.Form):
    on = JapaneseDateField(
        label=gettext_lazy("Closed on"),
        required=False,
        help_text=gettext_lazy("No round begins after this day; what was sent stays. Empty: the form goes on."),
    )


class CopyForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    code = StrictCharField(label=gettext_lazy("Code"), max_length=40, help_text=_CODE_HELP)
    with_senders = forms.BooleanField(
        label=gettext_lazy("The same organisations send it"), required=False, initial=True
    )

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["start"] = StartField(rhythm=form.rhythm, label=_("As it is asked in"))
        self.order_fields(["title", "code", "start", "with_senders"])


class ReadyForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    code = StrictCharField(label=gettext_lazy("Code"), max_length=40, help_text=_CODE_HELP)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))


class PreviewForm(forms.Form):
    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"] = StartField(rhythm=form.rhythm, label=_("As asked in"), required=False)
