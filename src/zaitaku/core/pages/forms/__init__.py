"""Form fields that read what Japanese officers type, strictly, and say in their language what is wrong."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files import File
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from zaitaku.analysis.contacts import digits_of, is_address
from zaitaku.analysis.numerals import NumberRefused, TextRefused, clean_text, parse_number
from zaitaku.analysis.period import EARLIEST
from zaitaku.analysis.refusal import Refusal
from zaitaku.analysis.wareki import DateRefused, PartialDate, format_wareki, parse_date
from zaitaku.core.pages import is_japanese, worded

LARGEST = 2_147_483_647  # what an integer column of PostgreSQL holds; SQLite would take more and so part company
MEGABYTE = 1024 * 1024
_UUID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class StrictCharField(forms.CharField):
    """One line of text, or several with `multiline`; cleaned by `analysis.numerals.clean_text`.

    Refuses NUL and other control characters, lone surrogates, direction marks and over-length before any database
    sees them, for SQLite and PostgreSQL disagree about them.
    """

    def __init__(self, *, max_length: int, multiline: bool = False, **kwargs: Any) -> None:
        if multiline:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.multiline = multiline
        # Lengths are checked after cleaning, and without echoing a NUL into a message: both by clean_text.
        self.validators = list(kwargs.get("validators", ()))

    def to_python(self, value: Any) -> str:
        if value in self.empty_values:
            return str(self.empty_value)
        try:
            return clean_text(str(value), multiline=self.multiline, max_length=self.max_length)
        except TextRefused as refused:
            raise invalid(refused) from refused


class EmailField(StrictCharField):
    """An address as people type it: full-width letters and stray spaces are mended, the rest is checked."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"})
        super().__init__(max_length=254, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        found = "".join(unicodedata.normalize("NFKC", super().to_python(value)).split()).lower()
        if not found:
            return ""
        try:
            validate_email(found)
        except forms.ValidationError as error:
            raise forms.ValidationError(
                _("This does not look like an e-mail address. Write it like name@example.jp."), code="invalid"
            ) from error
        if len(found) > 254 or not found.isascii():
            raise forms.ValidationError(
                _("Write the e-mail address in letters, digits and signs only."), code="invalid"
            )
        return found


class NameField(StrictCharField):
    """A name, which letters greet by: no address can be sent to somebody's mailbox in it."""

    default_error_messages = {
        "address": _(
            "Write a name only: no address of a web page and no e-mail address. There is a field for e-mail below."
        )
    }

    def to_python(self, value: Any) -> str:
        found = super().to_python(value)
        if is_address(found):
            raise forms.ValidationError(self.error_messages["address"], code="invalid")
        return found


class PhoneField(StrictCharField):
    """A Japanese telephone number with or without hyphens, of any width; gives its digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value).strip()
        if not typed:
            return ""
        plain = unicodedata.normalize("NFKC", typed).replace("ー", "-").replace("−", "-").replace("‐", "-")
        digits = digits_of(plain)
        if set(plain) - set("0123456789-+() ") or not (digits.startswith("0") and len(digits) in (10, 11)):
            raise forms.ValidationError(
                _("Write the telephone number with its area code, such as 03-1234-5678."), code="invalid"
            )
        return digits


class JapaneseDateField(forms.Field):
    """A whole date as 2023-12-31, 2023/12/31, R5.12.31 or 令和5年12月31日; gives `datetime.date`."""

    default_error_messages = {
        "not_whole": _("Write the day too: year, month and day."),
        "too_early": _("The date must be %(limit)s or later."),
        "too_late": _("The date must be %(limit)s or earlier."),
    }

    def __init__(self, *, earliest: date | None = None, latest: date | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "size": 16}))
        super().__init__(**kwargs)
        self.earliest = earliest or date(EARLIEST, 1, 25)
        self.latest = latest or date(2099, 12, 31)  # R81; three-digit years are no one's intention

    def prepare_value(self, value: Any) -> Any:
        """A stored date is shown in the way of the reader's language; what was typed is shown as typed."""
        if not isinstance(value, date):
            return value
        return format_wareki(value, short=True) if is_japanese() else value.isoformat()

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        found = typed_date(value)
        if found is None:
            return None
        if found.day is None:
            raise forms.ValidationError(self.error_messages["not_whole"], code="not_whole")
        return found.first_day

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for code, wrong, limit in (
            ("too_early", value < self.earliest, self.earliest),
            ("too_late", value > self.latest, self.latest),
        ):
            if wrong:
                raise forms.ValidationError(self.error_messages[code], code=code, params={"limit": shown_date(limit)})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


class WholeNumberField(forms.Field):
    """A whole number as 1234, 1,234, １２３４, △5 or with its unit behind it; gives `int`. Never rounds."""

    default_error_messages = {
        "not_whole": _("Write a whole number, without a decimal fraction or percent sign."),
        "no_number": _("Write a number; leave the field empty if there is none."),
        "too_small": _("The number must be %(limit)s or more."),
        "too_large": _("The number must be %(limit)s or less."),
    }

    def __init__(
        self, *, min_value: int | None = 0, max_value: int | None = LARGEST, unit: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)
        self.min_value = -LARGEST if min_value is None else min_value
        self.max_value = LARGEST if max_value is None else min(max_value, LARGEST)
        self.unit = unit

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        if not str(value).strip():
            return None
        try:
            reading = parse_number(str(value), unit=self.unit)
        except NumberRefused as refused:
            raise invalid(refused) from refused
        if reading.value is None:
            raise forms.ValidationError(self.error_messages["no_number"], code="no_number")
        if reading.percent or reading.value != reading.value.to_integral_value():
            raise forms.ValidationError(self.error_messages["not_whole"], code="not_whole")
        return int(reading.value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        for code, wrong, limit in (
            ("too_small", value < self.min_value, self.min_value),
            ("too_large", value > self.max_value, self.max_value),
        ):
            if wrong:
                raise forms.ValidationError(self.error_messages[code], code=code, params={"limit": f"{limit:,}"})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


def new_key() -> str:
    """For a page without scripts; with them the device may make its own."""
    return str(uuid4())


class KeyField(forms.CharField):
    """What makes sending a page twice the same as sending it once: a UUID, made with the page or by the device, with or
    without its hyphens."""

    default_error_messages = {"invalid": _("The page is out of date. Open it again.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.HiddenInput(), **kwargs)

    def to_python(self, value: Any) -> str:
        key = str(value or "").lower()
        if not _UUID.fullmatch(key):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return key


class UploadField(forms.FileField):
    """A file whose name ends in one of `extensions` (with the dot) and that has at most `max_bytes` bytes.

    The name says only what the file claims to be; its reader looks at the content itself.
    """

    default_error_messages = {
        "wrong_kind": _("“%(name)s” is no file of the kinds %(kinds)s. Save it as one of these and choose it again."),
        "too_big": _("The file has %(size)s MB; at most %(limit)s MB are accepted. Split it or leave out pictures."),
    }

    def __init__(self, *, extensions: Sequence[str], max_bytes: int = 20 * MEGABYTE, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(extensions)}))
        super().__init__(max_length=200, **kwargs)
        self.extensions = tuple(extensions)
        self.max_bytes = max_bytes

    def to_python(self, data: Any) -> Any:
        found: File[Any] | None = super().to_python(data)
        if found is None:
            return None
        name, size = found.name or "", found.size or 0
        if PurePath(name).suffix.lower() not in self.extensions:
            params = {"name": name, "kinds": ", ".join(self.extensions)}
            raise forms.ValidationError(self.error_messages["wrong_kind"], code="wrong_kind", params=params)
        if size > self.max_bytes:
            params = {"size": f"{size / MEGABYTE:.1f}", "limit": f"{self.max_bytes / MEGABYTE:g}"}
            raise forms.ValidationError(self.error_messages["too_big"], code="too_big", params=params)
        return found


def key_of(text: str) -> int | None:
    """The id that was sent by hand, as with a button or a row of boxes; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def typed_date(value: Any) -> PartialDate | None:
    """What was typed as a date, which may lack its day and month; None for nothing. Raises ValidationError."""
    try:
        return parse_date(str(value)) if str(value).strip() else None
    except DateRefused as refused:
        raise invalid(refused) from refused


def shown_date(day: date) -> str:
    return format_wareki(day) if is_japanese() else day.isoformat()


def invalid(refused: Refusal) -> forms.ValidationError:
    """The refusal in the reader's language. It goes in as a parameter, for it may hold a percent sign."""
    return forms.ValidationError("%(text)s", code=refused.code, params={"text": worded(refused)})
