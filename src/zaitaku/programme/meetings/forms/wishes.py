"""What people may type about wishes and supporters."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.forms.nameless import NO_NAMES, NamelessForm
from zaitaku.programme.meetings.forms.years import year_choices
from zaitaku.programme.meetings.models import Supporter


class WishFilter(forms.Form):
    """All may stay empty."""

    q = StrictCharField(label=gettext_lazy("Words"), max_length=100, required=False)
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1950, max_value=2150, required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *WishStatus.choices]
    )

    def __init__(self, *args: Any, centers: QuerySet[Organisation], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].widget = year_choices(years)
        self.fields["center"] = ChoiceInReach(centers, required=False, label=_("Centre"), empty_label=_("All"))
        self.order_fields(["q", "year", "center", "status"])


class SupporterFilter(forms.Form):
    q = StrictCharField(label=gettext_lazy("Nickname or offer"), max_length=100, required=False)
    with_former = forms.BooleanField(label=gettext_lazy("With those who have stopped"), required=False)

    def __init__(self, *args: Any, centers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"] = ChoiceInReach(centers, required=False, label=_("Centre"), empty_label=_("All"))
        self.order_fields(["q", "center", "with_former"])


class WishForm(NamelessForm):
    nameless = ("text",)

    text = StrictCharField(
        label=gettext_lazy("Wish"),
        max_length=500,
        multiline=True,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        centers: QuerySet[Organisation] | None,
        sessions: QuerySet[Session],
        today: date,
        **kwargs: Any,
    ) -> None:
        """`centers` None: the wish is there already and stays where it is."""
        super().__init__(*args, **kwargs)
        if centers is not None:
            self.fields["center"] = ChoiceInReach(centers, label=_("Centre"), empty_label=_("Choose one"))
        self.fields["voiced_on"] = JapaneseDateField(label=_("Day it was voiced"), latest=today)
        self.fields["session"] = SessionChoice(
            sessions, required=False, label=_("Peer meeting"), empty_label=_("Outside a meeting")
        )
        self.fields["seen"] = WholeNumberField(required=False, widget=forms.HiddenInput())
        self.order_fields(["center", "text", "voiced_on", "session", "seen", "looked_at"])


class SessionChoice(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        day = f" {obj.held_on:%Y-%m-%d}" if obj.held_on else ""
        return f"{obj}{day}"


class MatchForm(forms.Form):
    def __init__(self, *args: Any, supporters: QuerySet[Supporter], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supporter"] = ChoiceInReach(supporters, label=_("Supporter"), empty_label=_("Choose one"))
        self.fields["matched_on"] = JapaneseDateField(
            label=_("Day they were found"), latest=today, required=False, help_text=_("Empty: today.")
        )


class EndForm(NamelessForm):
    """What came of a wish."""

    nameless = ("outcome",)

    status = forms.ChoiceField(
        label=gettext_lazy("How it ended"),
        choices=[choice for choice in WishStatus.choices if choice[0] in (WishStatus.DONE, WishStatus.CLOSED)],
        widget=forms.RadioSelect(),
    )
    outcome = StrictCharField(
        label=gettext_lazy("What came of it"),
        max_length=500,
        multiline=True,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"] = JapaneseDateField(label=_("Date"), latest=today)
        self.order_fields(["status", "done_on", "outcome", "looked_at"])


class SupporterForm(NamelessForm):
    nameless = ("label", "offers")

    label = StrictCharField(
        label=gettext_lazy("Nickname or number"),
        max_length=40,
        help_text=gettext_lazy("A number or a nickname that only the centre can resolve; no name, no contact."),
    )
    offers = StrictCharField(
        label=gettext_lazy("Can help with"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Words such as walks, singing, computers; wishes are matched by them."),
    )
    is_active = forms.BooleanField(label=gettext_lazy("Helps at present"), required=False, initial=True)

    def __init__(self, *args: Any, centers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"] = ChoiceInReach(centers, label=_("Centre"), empty_label=_("Choose one"))
        self.order_fields(["center", "label", "offers", "is_active", "looked_at"])
