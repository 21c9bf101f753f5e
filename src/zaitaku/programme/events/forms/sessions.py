"""Filters of the list of sessions and of the month."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.choices import Audience, SeriesKind, SessionStatus

_ALL = ("", gettext_lazy("All"))
WAITING = "waiting"  # over, and nobody has said whether it was held


class SessionFilter(forms.Form):
    """All may stay empty."""

    q = StrictCharField(label=gettext_lazy("Series, topic or theme"), max_length=100, required=False)
    since = JapaneseDateField(label=gettext_lazy("From day"), required=False)
    until = JapaneseDateField(label=gettext_lazy("To day"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[_ALL, *SeriesKind.choices])
    audience = forms.ChoiceField(
        label=gettext_lazy("Whom it invites"), required=False, choices=[_ALL, *Audience.choices]
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Held or not"),
        required=False,
        choices=[_ALL, *SessionStatus.choices, (WAITING, gettext_lazy("Waiting for the report"))],
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Sorted"),
        required=False,
        choices=[
            ("latest", gettext_lazy("Latest day first")),
            ("earliest", gettext_lazy("Earliest day first")),
            ("title", gettext_lazy("By name")),
            ("owner", gettext_lazy("By owner")),
        ],
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, required=False, label=_("Owner"), empty_label=_("All"))


class MonthForm(forms.Form):
    """`month` as 2026-12, what the browser's month field sends."""

    month = forms.RegexField(r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$", label=gettext_lazy("Month"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[_ALL, *SeriesKind.choices])

    def first_day(self, today: date) -> date:
        """Of the month that was asked for; of this month where none was, or it made no sense."""
        asked = self.cleaned_data.get("month") if self.is_valid() else ""
        return date.fromisoformat(f"{asked}-01") if asked and asked.isascii() else today.replace(day=1)
