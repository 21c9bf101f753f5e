"""Dates as Japanese municipal documents write them, read strictly and written back. The eras are in `eras`."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from zaitaku.analysis.eras import ERAS, Era, era_of, era_year, fiscal_year_label
from zaitaku.analysis.period import EARLIEST, LATEST, FiscalYear, calendar_year
from zaitaku.analysis.refusal import Refusal, shown

__all__ = [
    "ERAS",
    "DateRefused",
    "Era",
    "EraMissing",
    "ImpossibleDate",
    "NotADate",
    "PartialDate",
    "era_of",
    "fiscal_year_label",
    "format_wareki",
    "parse_date",
]

MAX_LENGTH = 60


class DateRefused(Refusal):
    """The text is not taken as a date."""


class NotADate(DateRefused):
    code = "not_a_date"


class ImpossibleDate(DateRefused):
    """Right shape, but there is no such day: R5.2.30, H31.5.1, a weekday that does not fit."""

    code = "impossible_date"


class EraMissing(DateRefused):
    """A short year (27年10月, 元年) without an era in the text or from the context."""

    code = "era_missing"


_BY_NAME = {key: era for era in ERAS for key in (era.name, era.letter, era.letter.lower())}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day, as precise as the text was. `year` is the Gregorian calendar year, or the
    fiscal year when `is_fiscal_year`. `end_of_month` keeps the 末 of 12月末: a month, meant as its last day."""

    year: int
    month: int | None = None
    day: int | None = None
    is_fiscal_year: bool = False
    end_of_month: bool = False

    @property
    def first_day(self) -> date:
        """The first day meant: that day itself for a full date and for 月末."""
        if self.is_fiscal_year:
            return FiscalYear(self.year).start
        if self.end_of_month:
            return self.last_day
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The last day meant: 31 March for a fiscal year, the month's last day for 12月 and 12月末."""
        if self.is_fiscal_year:
            return FiscalYear(self.year).end
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


def parse_date(text: str, *, era: str | None = None, fiscal_year: int | None = None) -> PartialDate:
    """The date the text states, no more precise than it states it.

    `era` (令和, R, …) completes a short year such as 27年10月; `fiscal_year` completes a date without a year
    such as 11月末時点. Raises NotADate, ImpossibleDate or EraMissing (all DateRefused)."""
    if len(text) > MAX_LENGTH:
        raise _not_a_date(text)
    plain = text.translate(_WIDTHS).strip()
    for ligature, name in _LIGATURES.items():
        plain = plain.replace(ligature, name)
    for pattern in (_WITH_UNITS, _WITH_SEPARATORS, _WITHOUT_YEAR):
        if found := pattern.fullmatch(plain):
            return _resolve(text, {k: v for k, v in found.groupdict().items() if v}, era, fiscal_year)
    raise _not_a_date(text)


def format_wareki(day: date | PartialDate, *, short: bool = False) -> str:
    """令和5年12月1日, or R5.12.1 when short. Days before 1868-01-25 are written by the Gregorian year."""
    if isinstance(day, PartialDate):
        return _format_partial(day, short)
    era = era_of(day)
    if era is None:
        return day.isoformat() if short else f"{day.year}年{day.month}月{day.day}日"
    year = day.year - era.first.year + 1
    if short:
        return f"{era.letter}{year}.{day.month}.{day.day}"
    return f"{era.name}{era_year(year)}年{day.month}月{day.day}日"


_WIDTHS = str.maketrans("０１２３４５６７８９．／－−‐（）　ＲＨＳＴＭｒｈｓｔｍ", "0123456789./---() RHSTMrhstm")
_LIGATURES = {"㋿": "令和", "㍻": "平成", "㍼": "昭和", "㍽": "大正", "㍾": "明治"}
_YEAR = r"(?:(?P<era>明治|大正|昭和|平成|令和|[MTSHRmtshr]) *(?P<eraly>元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_NUMBER = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_TAIL = r"(?: *\((?P<weekday>[月火水木金土日])(?:曜日?)?\))? *(?:時点|現在)?"
_WITH_UNITS = re.compile(
    _YEAR + r"|(?P<western>[0-9]{4})|(?P<short>元|[0-9]{1,2}))"
    r"(?: *\((?P<gloss>[0-9]{4})年?\))?"
    r"(?: *年 *(?P<fy>度)?(?P<fyend>末)?|(?<=[0-9元)])(?! *[0-9一二三四五六七八九十]))"
    r"(?: *\((?P<gloss2>[0-9]{4})年?度?\))?"
    rf"(?: *(?P<month>{_NUMBER}) *月 *(?:(?P<end>末)日?|(?P<day>{_NUMBER}) *日)?)?" + _TAIL
)
_WITH_SEPARATORS = re.compile(
    _YEAR + r"|(?P<western>[0-9]{4})|(?P<short>[0-9]{1,2}))"
    r" *(?P<sep>[-./]) *(?P<month>[0-9]{1,2})(?: *(?P=sep) *(?P<day>[0-9]{1,2}))?(?:[T ]00:00:00)?" + _TAIL
)
_WITHOUT_YEAR = re.compile(rf"(?P<month>{_NUMBER}) *月 *(?:(?P<end>末)日?|(?P<day>{_NUMBER}) *日)?" + _TAIL)


def _resolve(text: str, part: dict[str, str], era_name: str | None, fiscal_year: int | None) -> PartialDate:
    month = _small(part["month"]) if "month" in part else None
    if month is not None and not 1 <= month <= 12:
        raise _impossible(text, "月は1から12までです", "months run from 1 to 12")
    if part.keys().isdisjoint({"era", "western", "short"}):
        if fiscal_year is None or month is None:
            raise _era_missing(text)
        return _precise(text, part, calendar_year(fiscal_year, month), month, None)
    era = _named_era(text, part, era_name)
    year = int(part["western"]) if era is None else era.first.year + _era_number(text, part) - 1
    if not EARLIEST <= year <= LATEST or any(int(part[g]) != year for g in ("gloss", "gloss2") if g in part):
        raise _impossible(text, "年が合いません", "the year does not fit")
    if "fyend" in part and "fy" not in part:
        raise _not_a_date(text)
    if "fy" in part:
        return _in_fiscal_year(text, part, year, month, era)
    return _precise(text, part, year, month, era)


def _in_fiscal_year(text: str, part: dict[str, str], year: int, month: int | None, era: Era | None) -> PartialDate:
    whole = FiscalYear(year)
    if era and (whole.end < era.first or whole.start > era.last):
        raise _outside_era(text, era)
    if "fyend" in part:
        if month is not None:
            raise _not_a_date(text)
        return PartialDate(year + 1, 3, end_of_month=True)
    if month is None:
        return PartialDate(year, is_fiscal_year=True)
    return _precise(text, part, calendar_year(year, month), month, None)


def _precise(text: str, part: dict[str, str], year: int, month: int | None, era: Era | None) -> PartialDate:
    day = _small(part["day"]) if "day" in part else None
    if day is not None and month is not None and not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise _impossible(text, f"{year}年{month}月にその日はありません", f"{year}-{month:02d} has no such day")
    found = PartialDate(year, month, day, end_of_month="end" in part)
    if era and (found.last_day < era.first or found.first_day > era.last):
        raise _outside_era(text, era)
    if "weekday" in part and (day is None or "月火水木金土日"[found.first_day.weekday()] != part["weekday"]):
        raise _impossible(text, "曜日が日付と合いません", "the weekday does not fit the date")
    return found


def _named_era(text: str, part: dict[str, str], context: str | None) -> Era | None:
    if "western" in part:
        return None
    name = part.get("era", context)
    if name is None:
        raise _era_missing(text)
    if name not in _BY_NAME:
        raise ValueError(f"unknown era in the context: {name}")
    return _BY_NAME[name]


def _era_number(text: str, part: dict[str, str]) -> int:
    written = part.get("eraly") or part["short"]
    number = 1 if written == "元" else _small(written)
    if number == 0:
        raise _impossible(text, "0年はありません", "there is no year 0")
    return number


def _small(text: str) -> int:
    """1 to 99 in digits or kanji; 0 when the kanji are in no order that makes a number."""
    if text.isdecimal():
        return int(text)
    found = re.fullmatch(r"([二三四五六七八九]?)(十?)([一二三四五六七八九]?)", text)
    if not found or (found[1] and not found[2] and found[3]):
        return 0
    digits = "一二三四五六七八九"
    if not found[2]:
        return digits.index(found[1] or found[3]) + 1
    tens = digits.index(found[1]) + 1 if found[1] else 1
    return tens * 10 + (digits.index(found[3]) + 1 if found[3] else 0)


def _format_partial(part: PartialDate, short: bool) -> str:
    if part.is_fiscal_year:
        return fiscal_year_label(part.year)
    if part.day is not None:
        return format_wareki(part.first_day, short=short)
    era = era_of(part.last_day)
    if era is None:
        year = f"{part.year}年"
    elif short:
        year = f"{era.letter}{part.year - era.first.year + 1}"
    else:
        year = f"{era.name}{era_year(part.year - era.first.year + 1)}年"
    if part.month is None:
        return year
    if short and era is not None and not part.end_of_month:
        return f"{year}.{part.month}"
    return f"{year}{'年' if short and era is not None else ''}{part.month}月{'末' if part.end_of_month else ''}"


def _not_a_date(text: str) -> NotADate:
    return NotADate(
        f"「{shown(text)}」は日付として読めません。R5.12.1、令和5年12月1日、2023-12-31 のように書いてください。",
        f'"{shown(text)}" cannot be read as a date. Write it like R5.12.1, 令和5年12月1日 or 2023-12-31.',
    )


def _impossible(text: str, why_ja: str, why_en: str) -> ImpossibleDate:
    return ImpossibleDate(
        f"「{shown(text)}」という日付はありません（{why_ja}）。日付を確かめてください。",
        f'There is no date "{shown(text)}" ({why_en}). Check the date.',
    )


def _outside_era(text: str, era: Era) -> ImpossibleDate:
    until = "" if era is ERAS[-1] else str(era.last)
    why_ja = f"{era.name}は{era.first}から" + (f"{until}まで" if until else "") + "です"
    why_en = f"{era.name} runs from {era.first}" + (f" to {until}" if until else "")
    return _impossible(text, why_ja, why_en)


def _era_missing(text: str) -> EraMissing:
    return EraMissing(
        f"「{shown(text)}」は元号（または西暦4桁）がないため、いつの日付か分かりません。令和5年のように書いてください。",
        f'"{shown(text)}" names no era or four-digit year. Write it like 令和5年 or 2023年.',
    )
