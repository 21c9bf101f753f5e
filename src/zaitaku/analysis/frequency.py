"""How often: 3回/年, 1回／3年, （4回/年）, 年2回, 毎月."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frequency:
    """`times` within `per_years` years."""

    times: int
    per_years: int


_PER = re.compile(r"(\d{1,4})\s*回\s*/\s*(\d{1,2})?\s*(か月|ヶ月|カ月|月|年|週)")
_EVERY = re.compile(r"(?:毎|各)?年(?:に|間)?\s*(\d{1,4})\s*回")
_YEARS = re.compile(r"(\d{1,2})\s*年(?:に|ごとに|毎に)\s*(\d{1,4})\s*回")
_WORDS = {"毎年": 1, "毎月": 12, "毎週": 52, "隔月": 6}


def read_frequency(words: str) -> Frequency | None:
    """The first frequency in the words; None when there is none that can be read without guessing."""
    plain = unicodedata.normalize("NFKC", words)
    if found := _YEARS.search(plain):
        return _checked(int(found[2]), int(found[1]))
    if found := _PER.search(plain):
        return _per(int(found[1]), int(found[2] or 1), found[3])
    if found := _EVERY.search(plain):
        return _checked(int(found[1]), 1)
    return next((Frequency(times, 1) for word, times in _WORDS.items() if word in plain), None)


def _per(times: int, every: int, unit: str) -> Frequency | None:
    if unit == "年":
        return _checked(times, every)
    in_a_year = 52 if unit == "週" else 12
    return _checked(times * in_a_year // every, 1) if every and in_a_year % every == 0 else None


def _checked(times: int, years: int) -> Frequency | None:
    return Frequency(times, years) if times > 0 and years > 0 else None
