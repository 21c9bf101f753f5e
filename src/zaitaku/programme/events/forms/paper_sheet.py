"""The sign-in sheet keyed in after the session."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.numerals import clean_text
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.programme.events.actions.checkin import Arrival
from zaitaku.programme.events.forms.checkin import new_key
from zaitaku.programme.events.models import SignUp
from zaitaku.programme.events.models.signup import LARGEST_GROUP

LONGEST_NAME = 100
MOST_WALK_INS = 500


class SheetForm(forms.Form):
    """Who stands on the empty lines. `key` makes sending the page twice the same as once."""

    key = forms.UUIDField(widget=forms.HiddenInput())
    names = StrictCharField(
        label=gettext_lazy("Names on the empty lines"),
        max_length=20_000,
        multiline=True,
        required=False,
        help_text=gettext_lazy("One person on each line."),
    )
    unnamed = WholeNumberField(
        label=gettext_lazy("People who came without writing their name"),
        max_value=MOST_WALK_INS,
        required=False,
        unit="人",
    )

    def clean_names(self) -> list[str]:
        names = [clean_text(line) for line in self.cleaned_data["names"].split("\n") if line.strip()]
        if len(names) > MOST_WALK_INS:
            raise forms.ValidationError(_("At most %(limit)s names at once."), params={"limit": MOST_WALK_INS})
        for number, name in enumerate(names, start=1):
            if len(name) > LONGEST_NAME:
                words = {"line": number, "limit": LONGEST_NAME}
                raise forms.ValidationError(_("Line %(line)s: a name has at most %(limit)s characters."), params=words)
        return names

    def walk_ins(self) -> list[Arrival]:
        """Large numbers in parties of the size that one check-in may have."""
        key: UUID = self.cleaned_data["key"]
        found = [
            Arrival(key=str(uuid5(key, f"name {number}")), name=name)
            for number, name in enumerate(self.cleaned_data["names"])
        ]
        left = self.cleaned_data["unnamed"] or 0
        while left > 0:
            found.append(Arrival(key=str(uuid5(key, f"unnamed {left}")), people=min(left, LARGEST_GROUP)))
            left -= LARGEST_GROUP
        return found


class LineForm(forms.Form):
    came = forms.BooleanField(required=False)
    people = WholeNumberField(label=gettext_lazy("Number of people"), min_value=1, max_value=LARGEST_GROUP, unit="人")

    def __init__(self, data: Any, *, sign_up: SignUp) -> None:
        super().__init__(data, prefix=f"s{sign_up.pk}", initial={"people": sign_up.seats})
        self.sign_up = sign_up
        who = f"{sign_up.number} {sign_up.name}"
        self.fields["came"].widget.attrs["aria-label"] = _("%(who)s came") % {"who": who}
        self.fields["people"].widget.attrs.update(
            {"aria-label": _("Number of people: %(who)s") % {"who": who}, "size": 3}
        )


def new_sheet(data: Any) -> SheetForm:
    return SheetForm(data, initial={"key": new_key()})


def line_forms(data: Any, sign_ups: Sequence[SignUp]) -> list[LineForm]:
    return [LineForm(data, sign_up=one) for one in sign_ups]


def ticked(sheet: SheetForm, lines: Sequence[LineForm]) -> list[Arrival]:
    """What a valid page says, in the order of the sheet."""
    key: UUID = sheet.cleaned_data["key"]
    return [
        Arrival(
            key=str(uuid5(key, f"sign-up {one.sign_up.pk}")), sign_up=one.sign_up, people=one.cleaned_data["people"]
        )
        for one in lines
        if one.cleaned_data["came"]
    ] + sheet.walk_ins()
