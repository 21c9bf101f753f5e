"""Times of day and moments as Japanese officers type them."""

import re
import unicodedata
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zaitaku.core.pages.forms import JapaneseDateField

_CLOCK = re.compile(r"(午前|午後)?([0-9]{1,2})(?::([0-9]{2})|時(?:([0-9]{1,2})分?|(半))?)")
_LONGEST = 40


def parse_clock(text: str) -> time | None:
    """14:00, 14時, 14時30分, 午後2時半, １４：００; None where it is no time of day."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "")
    match = _CLOCK.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None:
        return None
    half, hours, after_colon, after_kanji, half_past = match.groups()
    hour, minute = int(hours), 30 if half_past else int(after_colon or after_kanji or 0)
    if half and hour > 12:
        return None
    if half == "午後" and hour < 12:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


class ClockField(forms.Field):
    """Gives `datetime.time` to the minute."""

    default_error_messages = {"no_time": _("Write a time such as 14:00 or 午後2時.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 8}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value is None or isinstance(value, time) or not str(value).strip():
            return value if isinstance(value, time) else None
        if (found := parse_clock(str(value))) is None:
            raise forms.ValidationError(self.error_messages["no_time"], code="no_time")
        return found


class MomentField(forms.Field):
    """A day and a time with a space between, such as R8.12.1 9:00; gives an aware `datetime` in local time."""

    default_error_messages = {"no_moment": _("Write day and time with a space between, such as 2026-12-01 9:00.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 20}))
        super().__init__(**kwargs)
        self._day = JapaneseDateField(earliest=date(2000, 1, 1))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value)
        return f"{self._day.prepare_value(local.date())} {local:%H:%M}"

    def to_python(self, value: Any) -> datetime | None:
        if value is None or isinstance(value, datetime) or not str(value).strip():
            return value if isinstance(value, datetime) else None
        before, _space, clock = unicodedata.normalize("NFKC", str(value)).strip().rpartition(" ")
        at = parse_clock(clock)
        if not before or at is None:
            raise forms.ValidationError(self.error_messages["no_moment"], code="no_moment")
        day: date = self._day.clean(before)
        return timezone.make_aware(datetime.combine(day, at))
