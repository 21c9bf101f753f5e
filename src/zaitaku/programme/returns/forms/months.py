"""The month or fiscal year from which something counts, as officers write it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.pages.forms import typed_date
from zaitaku.core.pages.templatetags.pages import fiscal_year, wareki, wareki_month
from zaitaku.programme.returns.choices import Rhythm
from zaitaku.programme.returns.models import Form
from zaitaku.programme.returns.queries.spells import first_free, start_of

EARLIEST, LATEST = date(1950, 4, 1), date(2150, 3, 31)
_EXAMPLES = {
    Rhythm.MONTH: gettext_lazy("A month such as R8.12 or 2026-12."),
    Rhythm.YEAR: gettext_lazy("A fiscal year such as R8 or 2026."),
    Rhythm.ONCE: gettext_lazy("A day such as R8.12.1 or 2026-12-01."),
}


def shown_start(rhythm: str, start: date | None) -> str:
    """The beginning of a sheet as its month, year or day; "" for none."""
    if start is None:
        return ""
    if rhythm == Rhythm.MONTH:
        return wareki_month(start)
    return fiscal_year(FiscalYear.of(start)) if rhythm == Rhythm.YEAR else wareki(start)


class StartField(forms.Field):
    """A month (year, day) of a form's rhythm; gives its first day."""

    default_error_messages = {
        "no_month": gettext_lazy("Write the month too: R8.12 or 2026-12."),
        "no_day": gettext_lazy("Write the day too: R8.12.1 or 2026-12-01."),
        "far_away": gettext_lazy("This lies far outside our time. Check the year."),
    }

    def __init__(self, *, rhythm: str, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 12}))
        kwargs.setdefault("help_text", _EXAMPLES[Rhythm(rhythm)])
        super().__init__(**kwargs)
        self.rhythm = rhythm

    def prepare_value(self, value: Any) -> Any:
        return shown_start(self.rhythm, value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        found = typed_date(value)
        if found is None:
            return None
        wants = {Rhythm.MONTH: found.month or found.is_fiscal_year, Rhythm.ONCE: found.day}
        if not wants.get(Rhythm(self.rhythm), True) or (found.is_fiscal_year and self.rhythm != Rhythm.YEAR):
            code = "no_day" if self.rhythm == Rhythm.ONCE else "no_month"
            raise forms.ValidationError(self.error_messages[code], code=code)
        is_year_alone = self.rhythm == Rhythm.YEAR and found.month is None
        if not EARLIEST.year < found.year < LATEST.year:
            raise forms.ValidationError(self.error_messages["far_away"], code="far_away")
        return FiscalYear(found.year).start if is_year_alone else start_of(self.rhythm, found.first_day)


def since_field(form: Form, label: Any, *, required: bool = False) -> StartField:
    """From when a change counts; begins with the first month that is free, and is needed once there is one."""
    free = first_free(form)
    more = "" if required else _("Empty: for all.")
    if free is not None:
        months = {"start": shown_start(form.rhythm, free)}
        more = _("Earlier sheets have been answered; %(start)s is the first that may change.") % months
    text = f"{_EXAMPLES[Rhythm(form.rhythm)]} {more}".strip()
    return StartField(
        rhythm=form.rhythm, label=label, required=required or free is not None, initial=free, help_text=text
    )
