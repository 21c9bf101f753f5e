"""The sign-in sheet keyed in after the session."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.numerals import clean_text
from zaitaku.core.areas.models import Area
from zaitaku.core.pages.forms import KeyField, StrictCharField, WholeNumberField, new_key
from zaitaku.programme.events.actions.checkin import Arrival
from zaitaku.programme.events.choices import AgeGroup, Dimension, Profession
from zaitaku.programme.events.forms.checkin import asked
from zaitaku.programme.events.models import Series, SignUp
from zaitaku.programme.events.models.signup import LARGEST_GROUP

LONGEST = {"name": 100, "office": 200}
MOST_WALK_INS = 500


def columns_of(series: Series) -> dict[str, str]:
    """Attribute → head, as the sheet has them for those who did not sign up; the name is the first."""
    return {"name": pgettext("person", "Name")} | {name: str(Dimension(name).label) for name in asked(series)}


class SheetForm(forms.Form):
    """Who stands on the empty lines. `key` makes sending the page twice the same as once."""

    key = KeyField()
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

    def __init__(self, *args: Any, series: Series, areas: Iterable[Area], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns_of(series)
        self.choices: dict[str, dict[str, Any]] = {
            "profession": dict(_known(Profession.choices)),
            "age_group": dict(_known(AgeGroup.choices)),
            "area": {folded(one.name): (one, one.name) for one in areas},
        }
        if len(self.columns) > 1:
            columns = _(" [tab] ").join(self.columns.values())
            self.fields["names"].help_text = _(
                "One person on each line: %(columns)s. Lines copied from Excel fit; what is not known stays empty."
            ) % {"columns": columns}

    def clean_names(self) -> list[dict[str, Any]]:
        lines = [line for line in self.cleaned_data["names"].split("\n") if line.strip()]
        if len(lines) > MOST_WALK_INS:
            raise forms.ValidationError(_("At most %(limit)s names at once."), params={"limit": MOST_WALK_INS})
        problems: list[forms.ValidationError] = []
        found = []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(self._person(number, line.split("\t")))
            except forms.ValidationError as error:
                problems.append(error)
        if problems:
            raise forms.ValidationError(problems)
        return found

    def _person(self, number: int, cells: Sequence[str]) -> dict[str, Any]:
        if len(cells) > len(self.columns):
            words = {"line": number, "count": len(cells), "columns": "、".join(self.columns.values())}
            raise forms.ValidationError(
                _("Line %(line)s has %(count)s columns. Keep to these: %(columns)s."), params=words
            )
        named = zip(self.columns, cells, strict=False)
        return {name: self._value(number, name, clean_text(cell)) for name, cell in named if cell.strip()}

    def _value(self, number: int, name: str, text: str) -> Any:
        words = {"line": number, "column": self.columns[name], "text": text[:40], "limit": LONGEST.get(name)}
        choices = self.choices.get(name)
        if choices is None:
            if len(text) > LONGEST[name]:
                raise forms.ValidationError(
                    _("Line %(line)s, %(column)s: at most %(limit)s characters. Shorten it."), params=words
                )
            return text
        if folded(text) not in choices:
            words["known"] = "、".join(dict.fromkeys(label for _value, label in choices.values()))
            raise forms.ValidationError(
                _("Line %(line)s, %(column)s: “%(text)s” is not known. Write one of these, or nothing: %(known)s."),
                params=words,
            )
        return choices[folded(text)][0]

    def walk_ins(self) -> list[Arrival]:
        """Large numbers in parties of the size that one check-in may have."""
        key = UUID(self.cleaned_data["key"])
        found = [
            Arrival(key=str(uuid5(key, f"name {number}")), **person)
            for number, person in enumerate(self.cleaned_data["names"])
        ]
        left = self.cleaned_data["unnamed"] or 0
        while left > 0:
            found.append(Arrival(key=str(uuid5(key, f"unnamed {left}")), people=min(left, LARGEST_GROUP)))
            left -= LARGEST_GROUP
        return found


def _known(choices: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, tuple[str, str]]]:
    """A choice may be written as its label or its code."""
    for code, label in choices:
        yield folded(code), (code, str(label))
        yield folded(str(label)), (code, str(label))


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


def new_sheet(data: Any, *, series: Series, areas: Iterable[Area]) -> SheetForm:
    return SheetForm(data, series=series, areas=areas, initial={"key": new_key()})


def line_forms(data: Any, sign_ups: Sequence[SignUp]) -> list[LineForm]:
    return [LineForm(data, sign_up=one) for one in sign_ups]


def ticked(sheet: SheetForm, lines: Sequence[LineForm]) -> list[Arrival]:
    """What a valid page says, in the order of the sheet."""
    key = UUID(sheet.cleaned_data["key"])
    return [
        Arrival(
            key=str(uuid5(key, f"sign-up {one.sign_up.pk}")), sign_up=one.sign_up, people=one.cleaned_data["people"]
        )
        for one in lines
        if one.cleaned_data["came"]
    ] + sheet.walk_ins()
