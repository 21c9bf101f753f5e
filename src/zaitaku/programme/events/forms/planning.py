"""What people may type about series, sessions and channels."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.core.areas.models import Area, Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.pages.forms.clock import ClockField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.events.choices import Audience, SeriesKind
from zaitaku.programme.events.models.series import KEPT_DAYS

_EMPTY: dict[str, Any] = {"required": False}


class Grouped(forms.Form):
    """Fields under headings; a field that no group names is left out of the page."""

    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = ()

    def sections(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for heading, names in self.groups:
            yield heading, [self[name] for name in names if name in self.fields]


class SeriesForm(Grouped):
    title = StrictCharField(label=gettext_lazy("Name"), max_length=200)
    title_kana = StrictCharField(
        label=gettext_lazy("Reading of the name"),
        max_length=200,
        help_text=gettext_lazy("In katakana; the open data standard asks for it."),
        **_EMPTY,
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=SeriesKind.choices)
    planned_sessions = WholeNumberField(
        label=gettext_lazy("Sessions planned by the plan"), min_value=1, max_value=400, **_EMPTY
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Whom it invites"), choices=Audience.choices, initial=Audience.RESIDENTS
    )
    audience_text = StrictCharField(
        label=gettext_lazy("Whom it invites, in words"),
        max_length=200,
        help_text=gettext_lazy("Such as: people who live, work or study in the city."),
        **_EMPTY,
    )
    description = StrictCharField(label=gettext_lazy("What it is about"), max_length=2000, multiline=True, **_EMPTY)
    fee_yen = WholeNumberField(
        label=gettext_lazy("Fee in yen"),
        max_value=1_000_000,
        unit="円",
        help_text=gettext_lazy("0 is shown as free of charge; empty is not shown."),
        **_EMPTY,
    )
    contact = StrictCharField(
        label=gettext_lazy("Contact"),
        max_length=200,
        help_text=gettext_lazy("Section and telephone number, as the notice prints them."),
        **_EMPTY,
    )
    is_public = forms.BooleanField(label=gettext_lazy("Show it to the public"), **_EMPTY)
    asks_area = forms.BooleanField(label=gettext_lazy("Sign-up asks for the area of residence"), **_EMPTY)
    asks_age_group = forms.BooleanField(label=gettext_lazy("Sign-up asks for the age group"), **_EMPTY)
    asks_needs = forms.BooleanField(
        label=gettext_lazy("Sign-up asks what support somebody needs"), initial=True, **_EMPTY
    )
    keeps_days = WholeNumberField(
        label=gettext_lazy("Days after the last session until personal data is removed"),
        min_value=1,
        max_value=1830,
        initial=KEPT_DAYS,
    )
    groups = (
        (
            gettext_lazy("The series"),
            ("owner", "title", "title_kana", "code", "kind", "fiscal_year", "planned_sessions"),
        ),
        (
            gettext_lazy("The notice"),
            ("audience", "audience_text", "description", "fee_yen", "contact", "is_public"),
        ),
        (gettext_lazy("Sign-up and personal data"), ("asks_area", "asks_age_group", "asks_needs", "keeps_days")),
    )


class NewSeriesForm(SeriesForm):
    code = StrictCharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Short and lasting, such as home-care-lecture."),
    )
    fiscal_year = WholeNumberField(
        label=gettext_lazy("Fiscal year"),
        min_value=1950,
        max_value=2150,
        help_text=gettext_lazy("The year in which April lies, such as 2023."),
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = ChoiceInReach(organisations, label=_("Owner"))


class CopyForm(forms.Form):
    fiscal_year = WholeNumberField(label=gettext_lazy("To fiscal year"), min_value=1950, max_value=2150)
    questionnaires = forms.BooleanField(label=gettext_lazy("With its questionnaires"), initial=True, **_EMPTY)


class SessionForm(Grouped):
    number = WholeNumberField(
        label=gettext_lazy("Session number"),
        min_value=1,
        max_value=400,
        help_text=gettext_lazy("第1回 is 1. Empty leaves it as it is; a new session gets the next."),
        **_EMPTY,
    )
    title = StrictCharField(label=gettext_lazy("Topic"), max_length=200, **_EMPTY)
    theme = StrictCharField(
        label=gettext_lazy("Subtitle"),
        max_length=300,
        help_text=gettext_lazy("A second line below the topic, such as what will be talked about."),
        **_EMPTY,
    )
    has_acp_content = forms.BooleanField(label=gettext_lazy("Its content is about ACP (人生会議)"), **_EMPTY)
    held_on = JapaneseDateField(label=gettext_lazy("Day"), **_EMPTY)
    planned_month = JapaneseDateField(
        label=gettext_lazy("Planned month"),
        help_text=gettext_lazy("Any day of the month, while the day itself is not fixed."),
        **_EMPTY,
    )
    starts = ClockField(label=gettext_lazy("Begins at"), **_EMPTY)
    ends = ClockField(label=gettext_lazy("Ends at"), **_EMPTY)
    venue = StrictCharField(
        label=gettext_lazy("Venue"),
        max_length=200,
        help_text=gettext_lazy("Hall or room in words; with a place, only what is added to its name."),
        **_EMPTY,
    )
    address = StrictCharField(label=gettext_lazy("Address"), max_length=200, **_EMPTY)
    access = StrictCharField(
        label=gettext_lazy("How to get there"),
        max_length=300,
        help_text=gettext_lazy("Station and minutes on foot, bus stop, lift, parking."),
        **_EMPTY,
    )
    audience_text = StrictCharField(label=gettext_lazy("Whom it invites, in words"), max_length=200, **_EMPTY)
    fee_yen = WholeNumberField(label=gettext_lazy("Fee in yen"), max_value=1_000_000, unit="円", **_EMPTY)
    contact = StrictCharField(label=gettext_lazy("Contact"), max_length=200, **_EMPTY)
    groups = (
        (gettext_lazy("What"), ("number", "title", "theme", "has_acp_content")),
        (gettext_lazy("When"), ("held_on", "planned_month", "starts", "ends")),
        (gettext_lazy("Where"), ("place", "venue", "address", "access", "area")),
        (
            gettext_lazy("Where the notice differs from that of the series (empty: as the series)"),
            ("audience_text", "fee_yen", "contact"),
        ),
    )

    def __init__(self, *args: Any, places: QuerySet[Organisation], areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = ChoiceInReach(
            places, label=_("Place of the directory"), required=False, empty_label=_("None of the directory")
        )
        self.fields["area"] = ChoiceInReach(
            areas, label=_("Daily living area"), required=False, empty_label=_("As the place says, or none")
        )


class HeldForm(forms.Form):
    held_on = JapaneseDateField(
        label=gettext_lazy("Day"), required=False, help_text=gettext_lazy("May stay empty if nobody knows it any more.")
    )


class ReasonForm(forms.Form):
    reason = StrictCharField(label=gettext_lazy("Reason"), max_length=300)


class CancelForm(ReasonForm):
    """The reason is kept with the session and told to people outside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("Shown to staff, and to everybody who signed up.")


class SpeakerForm(forms.Form):
    name = StrictCharField(label=gettext_lazy("Name of the speaker"), max_length=100, **_EMPTY)
    affiliation = StrictCharField(label=gettext_lazy("Affiliation and title"), max_length=200, **_EMPTY)

    def __init__(self, *args: Any, places: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = ChoiceInReach(
            places, label=_("Organisation of the directory"), required=False, empty_label=_("None")
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name") and (data.get("affiliation") or data.get("organisation")):
            self.add_error("name", _("Write the speaker's name, or empty the whole line."))
        return data


class MinutesForm(forms.Form):
    minutes = StrictCharField(
        label=gettext_lazy("Minutes"),
        max_length=20_000,
        multiline=True,
        required=False,
        widget=forms.Textarea(attrs={"rows": 20}),
    )
