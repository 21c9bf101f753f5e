"""What people may type about accompanied visits."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import clean_text
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField, WholeNumberField
from zaitaku.core.pages.templatetags.pages import wareki
from zaitaku.core.records.forms import ChoiceInReach, ReadLine, cells_of, in_column, read_lines
from zaitaku.programme.events.choices import Profession
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.actions.trainees import MOST_WISHES, TraineeEntry
from zaitaku.programme.meetings.actions.visits import SlotOffer
from zaitaku.programme.meetings.choices import HalfDay, ReviewStatus, VisitStatus
from zaitaku.programme.meetings.models import Hospital, Slot

LARGEST_SLOT = 50
COLUMNS = 6
DAY_HEADS = ("日", "日付", "実施日", "day", "date")
_HALVES = {
    "": HalfDay.DAY,
    "終日": HalfDay.DAY,
    "1日": HalfDay.DAY,
    "一日": HalfDay.DAY,
    "午前": HalfDay.MORNING,
    "am": HalfDay.MORNING,
    "午後": HalfDay.AFTERNOON,
    "pm": HalfDay.AFTERNOON,
}


class RoundForm(forms.Form):
    title = StrictCharField(label=gettext_lazy("Name of the round"), max_length=100)
    closes_on = JapaneseDateField(
        label=gettext_lazy("Wishes until"),
        required=False,
        help_text=gettext_lazy("Hospitals can enter their people's wishes up to this day."),
    )


class SlotForm(forms.Form):
    team = StrictCharField(label=gettext_lazy("Home-care team"), max_length=200)
    day = JapaneseDateField(label=gettext_lazy("Day of the visit"))
    half = forms.ChoiceField(label=gettext_lazy("Time of day"), choices=HalfDay.choices, initial=HalfDay.DAY)
    capacity = WholeNumberField(
        label=gettext_lazy("Takes along"), min_value=1, max_value=LARGEST_SLOT, unit="人", initial=1
    )
    note = StrictCharField(label=gettext_lazy("Meeting point or note"), max_length=200, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the team"),
        required=False,
        help_text=gettext_lazy("The team learns there who comes along, and what changes."),
    )

    def offer(self) -> SlotOffer:
        """Only after `is_valid`."""
        return SlotOffer(**(self.cleaned_data | {"half": HalfDay(self.cleaned_data["half"])}))


class HospitalForm(forms.Form):
    name = StrictCharField(label=gettext_lazy("Hospital or body"), max_length=200)

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = ChoiceInReach(
            organisations,
            required=False,
            label=_("Its organisation"),
            help_text=_("Accounts of this organisation can then enter their own people and wishes."),
        )


class ReviewForm(HospitalForm):
    review_status = forms.ChoiceField(label=gettext_lazy("Review training"), choices=ReviewStatus.choices)

    def __init__(self, *args: Any, sessions: QuerySet[Session], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_session"] = SessionChoice(sessions, required=False, label=_("Held as session"))
        self.fields["reviewed_on"] = JapaneseDateField(
            label=_("Held on"), required=False, help_text=_("Where it was no session of the series.")
        )
        self.order_fields(["name", "organisation", "review_status", "review_session", "reviewed_on"])


class OwnReviewForm(forms.Form):
    """A hospital says itself whether it wants the review training."""

    review_status = forms.ChoiceField(
        label=gettext_lazy("Review training"),
        choices=[choice for choice in ReviewStatus.choices if choice[0] != ReviewStatus.DONE],
    )


class SessionChoice(ChoiceInReach):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.label} {obj.title}".strip()


class TraineeForm(forms.Form):
    """`wish_1` … are slots, the dearest first; gaps close."""

    name = StrictCharField(label=gettext_lazy("Full name"), max_length=100)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    profession = forms.ChoiceField(
        label=gettext_lazy("Profession"), choices=[("", "―"), *Profession.choices], required=False
    )

    def __init__(
        self, *args: Any, slots: Sequence[tuple[Slot, str]], hospitals: QuerySet[Hospital] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if hospitals is not None:
            self.fields = {"hospital": ChoiceInReach(hospitals, label=_("Hospital or body"))} | self.fields
        choices = [("", "―"), *((str(slot.pk), words) for slot, words in slots)]
        for rank in range(1, MOST_WISHES + 1):
            label = _("Wish %(rank)s") % {"rank": rank}
            self.fields[f"wish_{rank}"] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: set[str] = set()
        for rank in range(1, MOST_WISHES + 1):
            wish = data.get(f"wish_{rank}")
            if wish and wish in seen:
                self.add_error(f"wish_{rank}", _("The same slot is wished for twice. Choose another."))
            seen.add(wish or "")
        return data

    def entry(self) -> TraineeEntry:
        """Only after `is_valid`."""
        data = self.cleaned_data
        wishes = tuple(int(data[f"wish_{rank}"]) for rank in range(1, MOST_WISHES + 1) if data[f"wish_{rank}"])
        return TraineeEntry(data["name"], data["email"], data["profession"], wishes)


class PlaceForm(forms.Form):
    slot = forms.ChoiceField(label=gettext_lazy("Where they go"), required=False)
    is_pinned = forms.BooleanField(
        label=gettext_lazy("Keep this place in further matchings"), required=False, initial=True
    )

    def __init__(self, *args: Any, slots: Sequence[tuple[Slot, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("No place")), *((str(slot.pk), words) for slot, words in slots)]
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells mypy which field it is
        field.choices = choices


class SettleForm(forms.Form):
    with_letters = forms.BooleanField(
        label=gettext_lazy("Write to everybody who gave an e-mail address"), required=False, initial=True
    )


def read_slots(block: Sequence[Sequence[str]], known: Iterable[Slot]) -> list[ReadLine[SlotOffer]]:
    """Day, time of day, team, capacity, note, e-mail. `known`: what is offered already."""
    taken = {(slot.team, slot.day, str(slot.half)) for slot in known}

    def twice(offer: SlotOffer, _line: int) -> str:
        key = (offer.team, offer.day, offer.half.value)
        if key in taken:
            return _("The team offers this time already, or twice here.")
        taken.add(key)
        return ""

    return read_lines(block, _read_slot, show=_shown, doubt=twice, heads=DAY_HEADS)


def _shown(offer: SlotOffer) -> tuple[str, ...]:
    return wareki(offer.day), str(offer.half.label), offer.team, str(offer.capacity), offer.note, offer.email


def _read_slot(cells: Sequence[str]) -> SlotOffer:
    day, half, team, capacity, note, email = cells_of(cells, COLUMNS)
    if not team:
        raise ValidationError(_("The team is missing."))
    word = unicodedata.normalize("NFKC", half).strip().casefold()
    words = _HALVES | {str(choice.label).casefold(): choice for choice in HalfDay}
    if word not in words:
        raise ValidationError(_("“%(text)s” is no time of day. Write 午前, 午後 or 終日."), params={"text": half})
    found = in_column(_("Day of the visit"), JapaneseDateField(), day)
    number = WholeNumberField(min_value=1, max_value=LARGEST_SLOT, unit="人")
    places = in_column(_("Takes along"), number, capacity or "1")
    return SlotOffer(
        team=clean_text(team, multiline=False, max_length=200),
        day=found,
        half=words[word],
        capacity=places,
        note=clean_text(note, multiline=False, max_length=200),
        email=in_column(_("E-mail address of the team"), forms.EmailField(required=False), email),
    )


class MarksRefused(Exception):
    """What was sent are no marks of this round."""


def read_marks(data: Mapping[str, str], visits: Iterable[int]) -> dict[int, tuple[VisitStatus, VisitStatus]]:
    """`v12` is what visit 12 becomes, `s12` what the page showed. Raises MarksRefused."""
    marks = {}
    for pk in visits:
        if f"v{pk}" in data:
            try:
                marks[pk] = (VisitStatus(data.get(f"s{pk}", "")), VisitStatus(data[f"v{pk}"]))
            except ValueError as wrong:
                raise MarksRefused(_("What was sent does not belong to this round. Open the page again.")) from wrong
    return marks
