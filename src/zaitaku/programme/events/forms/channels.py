"""What people may type about the ways to take part in a session."""

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.pages.forms.clock import ClockField, MomentField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.choices import Admission, ChannelKind, SessionStatus
from zaitaku.programme.events.forms.planning import Grouped
from zaitaku.programme.events.models.signup import LARGEST_GROUP

_EMPTY: dict[str, Any] = {"required": False}


class ChannelForm(Grouped):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ChannelKind.choices)
    label = StrictCharField(
        label=gettext_lazy("Name"), max_length=60, help_text=gettext_lazy("As papers print it: 本会場, Zoom.")
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Held or not"),
        choices=[("", gettext_lazy("As the session")), *SessionStatus.choices],
        help_text=gettext_lazy("A later screening may still lie ahead when the session was held."),
        **_EMPTY,
    )
    held_on = JapaneseDateField(label=gettext_lazy("Its own day"), **_EMPTY)
    starts = ClockField(label=gettext_lazy("Begins at"), **_EMPTY)
    ends = ClockField(label=gettext_lazy("Ends at"), **_EMPTY)
    venue = StrictCharField(label=gettext_lazy("Its own venue"), max_length=200, **_EMPTY)
    address = StrictCharField(label=gettext_lazy("Address"), max_length=200, **_EMPTY)
    join_url = StrictCharField(
        label=gettext_lazy("Address to join online"),
        max_length=500,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=gettext_lazy("Only people with a seat are told it."),
        **_EMPTY,
    )
    admission = forms.ChoiceField(label=gettext_lazy("Sign-up"), choices=Admission.choices, initial=Admission.OPEN)
    capacity = WholeNumberField(
        label=gettext_lazy("Number of seats"),
        max_value=100_000,
        unit="人",
        help_text=gettext_lazy("Empty means no limit."),
        **_EMPTY,
    )
    has_waiting_list = forms.BooleanField(
        label=gettext_lazy("Keeps a waiting list when it is full"), initial=True, **_EMPTY
    )
    largest_group = WholeNumberField(
        label=gettext_lazy("Most people in one sign-up"), min_value=1, max_value=LARGEST_GROUP, initial=4
    )
    opens_at = MomentField(label=gettext_lazy("Sign-up opens"), **_EMPTY)
    closes_at = MomentField(
        label=gettext_lazy("Sign-up closes"), help_text=gettext_lazy("Empty means at the beginning."), **_EMPTY
    )
    position = WholeNumberField(
        label=gettext_lazy("Place in the list"),
        min_value=1,
        max_value=99,
        help_text=gettext_lazy("1 is the first. Empty leaves it where it is; a new one is the last."),
        **_EMPTY,
    )
    groups = (
        (gettext_lazy("The way to take part"), ("kind", "label", "status", "position")),
        (
            gettext_lazy("Where it differs from the session"),
            ("held_on", "starts", "ends", "place", "venue", "address", "join_url"),
        ),
        (
            pgettext_lazy("heading", "Sign-up"),
            ("admission", "capacity", "has_waiting_list", "largest_group", "opens_at", "closes_at"),
        ),
    )

    def __init__(self, *args: Any, places: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = ChoiceInReach(
            places, label=_("Its own place"), required=False, empty_label=_("As the session")
        )
