"""Sessions pasted from Excel: day, hours, venue and topic, one session a line."""

from collections.abc import Iterable, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.contacts import folded
from zaitaku.analysis.period import FiscalYear
from zaitaku.core.areas.models import Organisation
from zaitaku.core.pages.forms import JapaneseDateField, StrictCharField
from zaitaku.core.pages.forms.clock import ClockField
from zaitaku.core.pages.templatetags.pages import wareki
from zaitaku.core.records.forms import BlockForm, ReadLine, cells_of, in_column, read_lines
from zaitaku.programme.events.actions.running import SessionFields
from zaitaku.programme.events.choices import ChannelKind
from zaitaku.programme.events.models import Series, Session

COLUMNS = 5
DAY_HEADS = ("日付", "開催日", "月日", "日", "day", "date")
Key = tuple[object, object, str]


class SessionsForm(BlockForm):
    most = 200

    kind = forms.ChoiceField(
        label=gettext_lazy("Each with a channel"),
        required=False,
        choices=[("", gettext_lazy("Without a channel")), *ChannelKind.choices],
        initial=ChannelKind.MAIN_HALL,
        help_text=gettext_lazy("What people come through; needed to enter how many came."),
    )


def columns() -> list[str]:
    return [_("Day"), _("Begins at"), _("Ends at"), _("Venue"), _("Topic")]


def read_sessions(
    block: Sequence[Sequence[str]], series: Series, known: Iterable[Session], places: Iterable[Organisation]
) -> list[ReadLine[SessionFields]]:
    """A venue that is the name of one of `places` becomes that place. `known` are the sessions there already: the same
    day, hour and venue again is a doubt, so that what was sent twice is not added twice."""
    by_name = {folded(place.name): place for place in places}
    taken = {(one.held_on, one.starts, one.place_key) for one in known}
    year = FiscalYear(series.fiscal_year)

    def doubt(found: SessionFields, _line: int) -> str:
        day, starts, ends = found["held_on"], found["starts"], found["ends"]
        if day is None or not year.start <= day <= year.end:
            return _("The day lies outside fiscal year %(year)s.") % {"year": year.year}
        if starts is not None and ends is not None and ends <= starts:
            return _("The end must be later than the start. Correct one of the times.")
        key = (day, starts, Session(place=found["place"], venue=found["venue"]).place_key)
        if key in taken:
            return _("There is such a session already: the same day, hour and venue.")
        taken.add(key)
        return ""

    return read_lines(block, lambda cells: _read(cells, by_name), show=_shown, doubt=doubt, heads=DAY_HEADS)


def _read(cells: Sequence[str], by_name: dict[str, Organisation]) -> SessionFields:
    fields: list[forms.Field] = [
        JapaneseDateField(),
        ClockField(required=False),
        ClockField(required=False),
        StrictCharField(required=False, max_length=200),
        StrictCharField(required=False, max_length=200),
    ]
    day, starts, ends, venue, title = (
        in_column(*one) for one in zip(columns(), fields, cells_of(cells, COLUMNS), strict=True)
    )
    place = by_name.get(folded(venue)) if venue else None
    return SessionFields(held_on=day, starts=starts, ends=ends, place=place, venue="" if place else venue, title=title)


def _shown(found: SessionFields) -> tuple[str, ...]:
    starts, ends, place = found["starts"], found["ends"], found["place"]
    return (
        wareki(found["held_on"]),
        f"{starts:%H:%M}" if starts else "",
        f"{ends:%H:%M}" if ends else "",
        place.name if place else found["venue"],
        found["title"],
    )
