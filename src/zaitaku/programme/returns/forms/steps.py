"""What people may type about the steps of a sheet and its queries."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.returns.actions.rounds import MOST_COVERED
from zaitaku.programme.returns.models import Element, Return
from zaitaku.programme.returns.queries.asked import asked_in


class SeenForm(forms.Form):
    """The version of the sheet that the person looked at."""

    seen = WholeNumberField(widget=forms.HiddenInput())


class ReasonForm(SeenForm):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=500, multiline=True)


class HandBackForm(SeenForm):
    """With an open query the reason may stay empty; the action looks."""

    reason = StrictCharField(
        label=gettext_lazy("What is to be mended"),
        max_length=500,
        multiline=True,
        required=False,
        help_text=gettext_lazy("May stay empty while a query is open: the sender sees the query."),
    )


class CoversForm(forms.Form):
    covers = WholeNumberField(
        label=gettext_lazy("Organisations added up in the sheet"),
        min_value=1,
        max_value=MOST_COVERED,
        required=False,
        help_text=gettext_lazy("Empty: the sender alone. The next months begin with the same number."),
    )


class CallForm(forms.Form):
    """What was said on the telephone stays with the sheet; no names of people are needed."""

    text = StrictCharField(
        label=gettext_lazy("What was said"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Such as: will be sent on Friday. Names of people are not needed."),
    )


class AskForm(forms.Form):
    """A question about one of the items that the sheet asks, or about the whole sheet."""

    text = StrictCharField(label=gettext_lazy("What you ask"), max_length=1000, multiline=True)

    def __init__(self, *args: Any, sheet: Return, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = asked_in(sheet.form, sheet.start)
        asked = Element.objects.filter(pk__in=[item.element.pk for item in items])
        self.fields["element"] = ChoiceInReach(asked, required=False, label=_("Item"), empty_label=_("The whole sheet"))
        self.order_fields(["element", "text"])


class AnswerForm(forms.Form):
    text = StrictCharField(label=gettext_lazy("Answer"), max_length=1000, multiline=True)
