"""What a group writes about itself, with a word for each contact on whether it may be published."""

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from zaitaku.analysis.contacts import holds_number
from zaitaku.core.areas.models import Area
from zaitaku.core.pages.forms import EmailField, NameField, PhoneField, StrictCharField, WholeNumberField
from zaitaku.core.pages.forms.clock import ClockField
from zaitaku.core.records.forms import ChoiceInReach
from zaitaku.programme.facilities.actions.entry import NUMBER_IN_NAME, GroupContact, GroupEntry
from zaitaku.programme.facilities.choices import CONTACTS, GroupKind, Week, Weekday
from zaitaku.programme.facilities.queries.words import LABELS, phone_words

_EMPTY: dict[str, Any] = {"required": False}
_PUBLIC = pgettext_lazy("contact", "May be published")


class NameInLettersField(NameField):
    """No number to call, either, is sent to somebody's mailbox in it."""

    def to_python(self, value: Any) -> str:
        found = super().to_python(value)
        if holds_number(found):
            raise forms.ValidationError(NUMBER_IN_NAME, code="invalid")
        return found


class WebField(StrictCharField):
    """An address of a web page; https:// may be left out."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "url", "inputmode": "url"})
        super().__init__(max_length=300, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).strip()
        if not typed:
            return ""
        found = typed if "://" in typed else f"https://{typed}"
        try:
            parts = urlsplit(found)
            is_good = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
        except ValueError:
            is_good = False
        if not is_good or not found.isascii() or any(sign in found for sign in " <>\"'\\"):
            raise forms.ValidationError(
                _("This is not the address of a web page. Write it like https://www.example.jp/."), code="invalid"
            )
        return found


class Numbers(forms.TypedMultipleChoiceField):
    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, coerce=int, widget=forms.CheckboxSelectMultiple, **kwargs)


class EntryForm(forms.Form):
    """The fields of GroupEntry; `seen` is the version of the group the page was made from."""

    name = NameInLettersField(label=LABELS["name"], max_length=100)
    kana = NameInLettersField(
        label=LABELS["kana"],
        max_length=100,
        help_text=gettext_lazy("In hiragana; the list is sorted by it."),
        **_EMPTY,
    )
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("What kind of group it is"),
        choices=GroupKind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Several may be chosen."),
    )
    what = StrictCharField(
        label=LABELS["what"],
        max_length=1000,
        multiline=True,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    for_whom = StrictCharField(label=LABELS["for_whom"], max_length=300, **_EMPTY)
    weekdays = Numbers(label=gettext_lazy("Day of the week"), choices=Weekday.choices, **_EMPTY)
    weeks = Numbers(
        label=gettext_lazy("Week of the month"),
        choices=Week.choices,
        help_text=gettext_lazy("Choose none if it is every week."),
        **_EMPTY,
    )
    starts = ClockField(label=gettext_lazy("Begins at"), **_EMPTY)
    ends = ClockField(label=gettext_lazy("Ends at"), **_EMPTY)
    when_text = StrictCharField(
        label=gettext_lazy("More about the days"),
        max_length=200,
        help_text=gettext_lazy("Such as: closed on holidays; dates are told each month."),
        **_EMPTY,
    )
    venue = StrictCharField(label=LABELS["venue"], max_length=200, **_EMPTY)
    address = StrictCharField(label=LABELS["address"], max_length=200, **_EMPTY)
    fee = StrictCharField(
        label=LABELS["fee"], max_length=200, help_text=gettext_lazy("Such as: free of charge; 100 yen."), **_EMPTY
    )
    how_to_join = StrictCharField(label=LABELS["how_to_join"], max_length=300, **_EMPTY)
    desk = StrictCharField(
        label=LABELS["desk"],
        max_length=100,
        help_text=gettext_lazy("Name of the desk or of a person."),
        **_EMPTY,
    )
    desk_public = forms.BooleanField(label=_PUBLIC, **_EMPTY)
    phone = PhoneField(label=LABELS["phone"], **_EMPTY)
    phone_public = forms.BooleanField(label=_PUBLIC, **_EMPTY)
    email = EmailField(label=LABELS["email"], **_EMPTY)
    email_public = forms.BooleanField(label=_PUBLIC, **_EMPTY)
    web = WebField(label=LABELS["web"], **_EMPTY)
    web_public = forms.BooleanField(label=_PUBLIC, **_EMPTY)
    contact_name = NameInLettersField(label=gettext_lazy("Name of the contact person"), max_length=100, **_EMPTY)
    contact_phone = PhoneField(label=gettext_lazy("Telephone of the contact person"), **_EMPTY)
    contact_email = EmailField(
        label=gettext_lazy("E-mail of the contact person"),
        help_text=gettext_lazy("The link to the entry and the yearly question go there."),
        **_EMPTY,
    )
    contact_note = StrictCharField(
        label=gettext_lazy("Note for the section"),
        max_length=300,
        help_text=gettext_lazy("Such as: telephone in the evening; fax number."),
        **_EMPTY,
    )
    seen = WholeNumberField(widget=forms.HiddenInput(), max_value=None, **_EMPTY)

    groups: ClassVar[tuple[tuple[Any, tuple[str, ...]], ...]] = (
        (gettext_lazy("The group"), ("name", "kana", "kinds", "what", "for_whom")),
        (gettext_lazy("When it meets"), ("weekdays", "weeks", "starts", "ends", "when_text")),
        (gettext_lazy("Where, and how to come"), ("venue", "address", "area", "fee", "how_to_join")),
        (
            gettext_lazy("Contacts for those who want to come"),
            tuple(name for one in CONTACTS for name in (one, f"{one}_public")),
        ),
        (
            gettext_lazy("Contact for the section only (never published)"),
            ("contact_name", "contact_phone", "contact_email", "contact_note"),
        ),
        (
            gettext_lazy("Record"),
            ("way", "on", "has_consent", "consent_on", "confirms", "approves"),
        ),
        (gettext_lazy("Agreement to the publication"), ("agrees",)),
    )

    def __init__(self, *args: Any, areas: QuerySet[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = ChoiceInReach(
            areas, label=_("Area where it meets"), required=False, empty_label=_("Not chosen")
        )

    def sections(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for heading, names in self.groups:
            if fields := [self[name] for name in names if name in self.fields]:
                yield heading, fields

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("starts"), data.get("ends")
        if starts and ends and starts >= ends:
            self.add_error("ends", _("The end lies before the beginning. Exchange the two times."))
        if ends and not starts and "starts" not in self.errors:
            self.add_error("starts", _("Write when it begins too."))
        for name in CONTACTS:
            if data.get(f"{name}_public") and not data.get(name) and name not in self.errors:
                self.add_error(name, _("Write what may be published, or take the tick away."))
        return data

    def entry(self) -> GroupEntry:
        data = self.cleaned_data
        names = GroupEntry.__slots__
        lists = {name: tuple(data[name]) for name in ("kinds", "weekdays", "weeks")}
        return GroupEntry(**({name: data[name] for name in names} | lists))

    def contact(self) -> GroupContact:
        data = self.cleaned_data
        return GroupContact(*(data[f"contact_{name}"] for name in GroupContact.__slots__))


def initial_of(entry: GroupEntry, contact: GroupContact, seen: int) -> dict[str, Any]:
    """What the form shows of an entry that there is."""
    shown = {name: getattr(entry, name) for name in GroupEntry.__slots__}
    shown |= {"phone": phone_words(entry.phone)}
    shown |= {f"contact_{name}": getattr(contact, name) for name in GroupContact.__slots__}
    shown |= {"contact_phone": phone_words(contact.phone)}
    return shown | {"area": entry.area.pk if entry.area else None, "seen": seen}
