"""What people may type about rounds and senders."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.programme.returns.choices import SheetStatus

EARLIEST = date(1989, 1, 1)
ONLY = [
    ("", gettext_lazy("All")),
    ("late", gettext_lazy("Overdue")),
    ("unsent", gettext_lazy("Not sent in")),
    ("queries", gettext_lazy("With open queries")),
    *[(one.value, one.label) for one in SheetStatus if one is not SheetStatus.RECORDED],
]
ORDERS = [
    ("", gettext_lazy("By code")),
    ("overdue", gettext_lazy("Longest overdue first")),
    ("completeness", gettext_lazy("Lowest completeness first")),
]


class BoardForm(forms.Form):
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1950, max_value=2150, required=False)
    q = StrictCharField(label=gettext_lazy("Organisation"), max_length=100, required=False)
    only = forms.ChoiceField(label=gettext_lazy("State"), required=False, choices=ONLY)
    order = forms.ChoiceField(label=gettext_lazy("Order of the list"), required=False, choices=ORDERS)


class RoundForm(forms.Form):
    """Which month is opened; the due day only where it is not the usual one."""

    start = JapaneseDateField(
        label=gettext_lazy("A day of the month or year"),
        earliest=EARLIEST,
        help_text=gettext_lazy("Such as 2023-04-01."),
    )
    due_on = JapaneseDateField(
        label=gettext_lazy("Due day"),
        required=False,
        earliest=EARLIEST,
        help_text=gettext_lazy("Empty: the form's day of the month after, or the next working day."),
    )


class DueDayForm(forms.Form):
    due_on = JapaneseDateField(label=gettext_lazy("New due day"), earliest=EARLIEST)
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)


class SendersForm(forms.Form):
    """Several at once: one by one, or all of a kind, such as every support centre of the area."""

    valid_from = JapaneseDateField(label=gettext_lazy("Sends from"), earliest=EARLIEST)
    kinds = forms.MultipleChoiceField(choices=OrganisationKind.choices, required=False)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_reach = organisations
        self.fields["organisations"] = forms.ModelMultipleChoiceField(
            organisations, label=_("Organisations"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.order_fields(["organisations", "kinds", "valid_from"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = list(data.get("organisations", ()))
        chosen += [one for one in self.in_reach.filter(kind__in=data.get("kinds", ())) if one not in chosen]
        if not chosen and not self.errors:
            self.add_error("organisations", _("Choose at least one organisation."))
        return data | {"organisations": chosen}


class EndForm(forms.Form):
    last_day = JapaneseDateField(label=gettext_lazy("Last day"), earliest=EARLIEST)
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)
