"""What the section types: entries told by telephone, days of steps, filters, its directory."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.facilities.actions.directories import DirectoryFields
from zaitaku.programme.facilities.actions.steps import EARLIEST
from zaitaku.programme.facilities.choices import GroupKind, Listing, Way
from zaitaku.programme.facilities.forms.entry import EntryForm
from zaitaku.programme.facilities.models import Directory

_TOLD = [(way.value, way.label) for way in (Way.PHONE, Way.VISIT, Way.PAPER)]
_EMPTY: dict[str, Any] = {"required": False}


class AddForm(EntryForm):
    """A new group, as it was told."""

    way = forms.ChoiceField(label=gettext_lazy("How it was told"), choices=_TOLD)
    has_consent = forms.BooleanField(label=gettext_lazy("The group agrees to the publication"), **_EMPTY)
    consent_on = JapaneseDateField(
        label=gettext_lazy("Day of the agreement"),
        earliest=EARLIEST,
        help_text=gettext_lazy("Empty: today."),
        **_EMPTY,
    )
    approves = forms.BooleanField(label=gettext_lazy("Approve it at once"), initial=True, **_EMPTY)

    def consent_day(self, today: date) -> date | None:
        data = self.cleaned_data
        return (data["consent_on"] or today) if data["has_consent"] else None


class ChangeForm(EntryForm):
    way = forms.ChoiceField(label=gettext_lazy("How it was told"), choices=_TOLD)
    confirms = forms.BooleanField(label=gettext_lazy("The group says that everything is right now"), **_EMPTY)
    approves = forms.BooleanField(label=gettext_lazy("Approve it at once"), initial=True, **_EMPTY)


class DayForm(forms.Form):
    """A word of the group by telephone, in person, or on paper."""

    on = JapaneseDateField(label=pgettext_lazy("group", "Day"), earliest=EARLIEST)
    way = forms.ChoiceField(label=gettext_lazy("How it was told"), choices=_TOLD)


class EndForm(DayForm):
    note = StrictCharField(label=gettext_lazy("Reason"), max_length=300, **_EMPTY)


class ReasonForm(forms.Form):
    reason = StrictCharField(
        label=gettext_lazy("What is to be mended"),
        max_length=500,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("It stands in the letter to the group."),
    )
    seen = WholeNumberField(widget=forms.HiddenInput(), max_value=None)


class FilterForm(forms.Form):
    q = StrictCharField(label=gettext_lazy("Words"), max_length=100, **_EMPTY)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("All")), *Listing.choices, ("due", gettext_lazy("Due for confirmation"))],
        **_EMPTY,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("", gettext_lazy("All")), *GroupKind.choices], **_EMPTY
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if areas.exists():
            self.fields["area"] = ChoiceInReach(areas, label=_("Area"), required=False, empty_label=_("All"))


class DirectoryForm(forms.Form):
    kept_since = JapaneseDateField(
        label=gettext_lazy("Kept here since"),
        earliest=EARLIEST,
        help_text=gettext_lazy("From this day on the groups entered here are counted, before it the numbers recorded."),
    )
    months = WholeNumberField(
        label=gettext_lazy("Months that a confirmation holds"), min_value=1, max_value=60, initial=12
    )
    grace_days = WholeNumberField(
        label=gettext_lazy("Days of grace until it lapses"), min_value=0, max_value=730, initial=60
    )
    notice_days = WholeNumberField(
        label=gettext_lazy("Days before the end when the first letter goes out"), min_value=0, max_value=180, initial=30
    )
    contact = StrictCharField(
        label=gettext_lazy("Contact"),
        max_length=200,
        help_text=gettext_lazy("Section and telephone number; stands on the public pages and in letters."),
        **_EMPTY,
    )
    takes_requests = forms.BooleanField(
        label=gettext_lazy("Groups may ask to be listed by the public form"), initial=True, **_EMPTY
    )

    def __init__(self, *args: Any, owners: QuerySet[Organisation] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if owners is not None:
            self.fields["owner"] = ChoiceInReach(owners, label=_("Section that keeps it"))
            self.order_fields(["owner"])

    def values(self) -> DirectoryFields:
        return DirectoryFields(**{name: self.cleaned_data[name] for name in DirectoryFields.__slots__})

    @staticmethod
    def initial_of(directory: Directory) -> dict[str, Any]:
        return {name: getattr(directory, name) for name in DirectoryFields.__slots__}


class CountForm(forms.Form):
    as_of = JapaneseDateField(label=pgettext_lazy("figure", "As of"), earliest=EARLIEST)
    groups = WholeNumberField(label=gettext_lazy("Groups on the former list"), max_value=100_000, unit="団体")
    note = StrictCharField(
        label=gettext_lazy("Note"),
        max_length=300,
        help_text=gettext_lazy("Such as: from which list the number comes."),
        **_EMPTY,
    )
