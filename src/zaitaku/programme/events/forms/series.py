"""What people may type about events."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import folded
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import StrictCharField, WholeNumberField
from zaitaku.core.pages.templatetags.pages import fiscal_year
from zaitaku.core.records.actions import Entry
from zaitaku.core.records.forms import STATE_WORDS, ChoiceInReach, EntryForm, Pasted, first_error, read_cell
from zaitaku.programme.events.actions.recording import Fraction
from zaitaku.programme.events.choices import SeriesKind
from zaitaku.programme.events.models import AnswerShare, Channel, Session


class FilterForm(forms.Form):
    """Filters of the list; all may stay empty."""

    q = StrictCharField(label=gettext_lazy("Title or code"), max_length=100, required=False)
    year = WholeNumberField(label=gettext_lazy("Fiscal year"), min_value=1900, max_value=2200, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, choices=[("", gettext_lazy("All")), *SeriesKind.choices]
    )

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [("", _("All")), *((year, fiscal_year(year)) for year in years)]
        self.fields["year"].widget = forms.Select(choices=words)
        owner = ChoiceInReach(organisations, required=False, label=_("Owner"), empty_label=_("All"))
        self.fields["owner"] = owner


class ShareForm(EntryForm):
    """A percentage with its fraction where it is known; the fraction alone gives the percentage."""

    numerator = WholeNumberField(label=gettext_lazy("Answers that count"), required=False, max_value=10**9)
    denominator = WholeNumberField(label=gettext_lazy("All answers"), required=False, max_value=10**9)

    def __init__(self, *args: Any, row: AnswerShare | None = None, about: str = "", **kwargs: Any) -> None:
        if row is not None:
            kwargs["initial"] = {"numerator": row.numerator, "denominator": row.denominator}
        super().__init__(*args, row=row, about=about, **kwargs)
        self.share = row
        for name in ("numerator", "denominator"):
            attrs = self.fields[name].widget.attrs
            attrs.update({"aria-label": f"{about} {self.fields[name].label}", "size": 6})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("numerator") is None) != (data.get("denominator") is None):
            self.add_error("numerator", _("Enter both numbers of the fraction or neither."))
        return data

    def fraction(self) -> Fraction | None:
        data = self.cleaned_data
        if data["numerator"] is None:
            return None
        return Fraction(data["numerator"], data["denominator"])

    def entry(self) -> Entry | None:
        """As for any value; another fraction beside the same percentage is a change too."""
        found = super().entry()
        if found is None and self.share is not None and self.cleaned_data["value"] is not None:
            before = (self.share.numerator, self.share.denominator)
            if before != (self.cleaned_data["numerator"], self.cleaned_data["denominator"]):
                return Entry.of(self.share)
        return found


def understand(lines: Sequence[Sequence[str]], sessions: Sequence[Session], as_of: Any = None) -> list[Pasted]:
    """Pasted 回 / 会場 / 人数, line by line. `sessions` come with their channels in `ways`.

    A first line without a number is taken for headings. The same channel twice is a problem of the second line.
    """
    found: list[Pasted] = []
    taken: set[int] = set()
    for line, cells in enumerate(lines, start=1):
        if not cells or (not found and _is_heading(cells)):
            continue
        one = _understood(line, cells, sessions, as_of)
        if one.key is not None and one.key in taken and not one.problem:
            one = Pasted(line, cells, one.what, problem=_("This channel stands in an earlier line already."))
        elif one.key is not None:
            taken.add(one.key)
        found.append(one)
    return found


def _is_heading(cells: Sequence[str]) -> bool:
    is_state = len(cells) >= 3 and cells[2] in STATE_WORDS
    return len(cells) >= 3 and not is_state and not any(sign.isdecimal() for sign in cells[0] + cells[2])


def _understood(line: int, cells: Sequence[str], sessions: Sequence[Session], as_of: Any) -> Pasted:
    if len(cells) < 3:
        return Pasted(line, cells, problem=_("Three cells are needed: session, channel, number of people."))
    digits = "".join(str(int(character)) for character in cells[0] if character.isdecimal())
    session = next((one for one in sessions if digits and str(one.number) == digits.lstrip("0")), None)
    if session is None:
        return Pasted(line, cells, problem=_("There is no session “%(text)s”.") % {"text": cells[0][:40]})
    channel = next((way for way in session.ways if folded(way.label) == folded(cells[1])), None)  # type: ignore[attr-defined]
    if channel is None:
        reason = _("%(session)s has no channel “%(text)s”.") % {"session": session.label, "text": cells[1][:40]}
        return Pasted(line, cells, session.label, problem=reason)
    return _with_value(line, cells, session, channel, as_of)


def _with_value(line: int, cells: Sequence[str], session: Session, channel: Channel, as_of: Any) -> Pasted:
    what = f"{session.label} {channel.label}"
    before = next(iter(channel.current), None)  # type: ignore[attr-defined]
    try:
        entry = read_cell(cells[2])
    except ValidationError as error:
        return Pasted(line, cells, what, channel.pk, before=before, problem=first_error(error))
    if entry.value is not None and entry.value != entry.value.to_integral_value():
        problem = _("%(value)s is not a whole number.") % {"value": entry.value}
        return Pasted(line, cells, what, channel.pk, before=before, problem=problem)
    if entry.value is not None and not Decimal(0) <= entry.value < 10**12:
        problem = _("%(value)s is no number of people.") % {"value": entry.value}
        return Pasted(line, cells, what, channel.pk, before=before, problem=problem)
    dated = Entry(entry.value, entry.state, entry.mark, as_of)
    return Pasted(line, cells, what, channel.pk, dated, before)
