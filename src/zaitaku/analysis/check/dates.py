"""As-of dates against the date of the whole paper, and zeros that still have months to go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zaitaku.analysis.check.model import Finding, Kind, Verdict
from zaitaku.analysis.check.paper import Paper
from zaitaku.analysis.period import fiscal_year_of
from zaitaku.analysis.wareki import DateRefused, PartialDate, parse_date

# A date with 現在 or 時点; the year may be missing
_YEAR = r"(?:(?:明治|大正|昭和|平成|令和|[㍻㋿㍼㍽㍾]|[MTSHR])\s?(?:[0-9]{1,2}|元)|[0-9]{4})\s?年度?\s?"
_AS_OF = re.compile(
    rf"(?P<date>(?:{_YEAR})?(?<![0-9])[0-9]{{1,2}}\s?月(?:\s?末日?|\s?[0-9]{{1,2}}\s?日)?)\s?(?P<word>現\s?在|時\s?点)"
)
_TITLE_WORD = re.compile(r"年度|結果|報告|資料|一覧|計画|状況について")
_ZERO = re.compile(r"(?<![0-9.,第/])0\s?(?P<unit>回|件|人|名|か所|部|団体)\s?\(")
_TO_COME = re.compile(r"予定|見込|今後|未実施|これから")
_MONTHS = re.compile(r"(?P<list>[0-9]{1,2}(?:[、,・~-][0-9]{1,2}){0,11})月")


@dataclass(frozen=True, slots=True)
class AsOf:
    found: PartialDate
    start: int
    end: int
    has_year: bool
    in_title: bool
    word: str


def cover(paper: Paper) -> AsOf | None:
    """The date the whole paper speaks of: the first full date with 現在 on a line that reads like a title, else the
    first full date with 現在. None where there is none."""
    dated = [as_of for as_of in _dated(paper, None) if as_of.word == "現在"]
    titled = [as_of for as_of in dated if as_of.in_title]
    first = titled or dated
    return first[0] if first else None


def as_of_dates(paper: Paper) -> Iterator[Finding]:
    of_paper = cover(paper)
    if of_paper is None:
        return
    last = of_paper.found.last_day
    for as_of in _dated(paper, fiscal_year_of(last)):
        if as_of.start == of_paper.start or (as_of.found.year, as_of.found.month) == (last.year, last.month):
            continue
        params = (
            ("stated", _words(paper, as_of)),
            ("day", _shown(as_of.found)),
            ("cover", _words(paper, of_paper)),
            ("cover_day", _shown(of_paper.found)),
        )
        spans = paper.flow.spans((as_of.start, as_of.end))
        kind = Kind.AS_OF_BEFORE_COVER if as_of.found.last_day < last else Kind.AS_OF_AFTER_COVER
        message = kind.value if as_of.has_year or kind is Kind.AS_OF_BEFORE_COVER else "as_of_year_unclear"
        yield Finding(kind, Verdict.NOTICE, spans, message, params=params)


def planned_zeros(paper: Paper) -> Iterator[Finding]:
    """0回（5月予定）: not nothing, but nothing yet."""
    of_paper = cover(paper)
    for found in _ZERO.finditer(paper.text):
        pair = paper.flow.pair_at(found.end() - 1)
        if pair is None:
            continue
        inside = paper.text[pair.start + 1 : pair.end]
        if not _TO_COME.search(inside):
            continue
        months = _months(inside)
        passed = bool(of_paper and months) and all(_is_over(month, of_paper) for month in months)
        params = (
            ("unit", found["unit"]),
            ("note", inside.strip()),
            ("months", "・".join(str(month) for month in months)),
            ("count", str(len(months))),
        )
        message = "planned_zero_passed" if passed else "planned_zero" if months else "planned_zero_undated"
        spans = paper.flow.spans((found.start(), pair.end + 1))
        zero = paper.numbers.by_start[found.start()].value
        yield Finding(Kind.PLANNED_ZERO, Verdict.NOTICE, spans, message, zero, None, found["unit"], (), params)


def _dated(paper: Paper, fiscal_year: int | None) -> Iterator[AsOf]:
    """Dates with 現在 or 時点; those without a year only where the fiscal year is known."""
    for found in _AS_OF.finditer(paper.text):
        has_year = "年" in found["date"]
        if not has_year and fiscal_year is None:
            continue
        try:
            read = parse_date(re.sub(r"\s", "", found["date"]), fiscal_year=fiscal_year)
        except DateRefused:
            continue
        line_start = paper.text.rfind("\n", 0, found.start()) + 1
        line = paper.text[max(line_start, found.start() - 60) : found.end()]
        yield AsOf(
            read, found.start(), found.end(), has_year, bool(_TITLE_WORD.search(line)), re.sub(r"\s", "", found["word"])
        )


def undated(paper: Paper) -> Iterator[tuple[int, int]]:
    """As-of dates that are no date: 13月末時点, 令和5年2月30日現在."""
    for found in _AS_OF.finditer(paper.text):
        try:
            parse_date(re.sub(r"\s", "", found["date"]), fiscal_year=2000)
        except DateRefused:
            yield found.span()


def _months(text: str) -> list[int]:
    months: list[int] = []
    for found in _MONTHS.finditer(text):
        first_to_last = re.fullmatch(r"([0-9]+)[~-]([0-9]+)", found["list"])
        if first_to_last:
            first, last = int(first_to_last[1]), int(first_to_last[2])
            if 1 <= first <= 12 and 1 <= last <= 12:
                months += [(first - 1 + i) % 12 + 1 for i in range((last - first) % 12 + 1)]
        else:
            months += [int(month) for month in re.findall(r"[0-9]+", found["list"])]
    return [month for month in months if 1 <= month <= 12]


def _is_over(month: int, of_paper: AsOf | None) -> bool:
    """Whether the month of the paper's fiscal year had ended on the date of the paper."""
    if of_paper is None:
        return False
    last = of_paper.found.last_day
    year = fiscal_year_of(last) + (1 if month < 4 else 0)
    return date(year + month // 12, month % 12 + 1, 1) <= last


def _words(paper: Paper, as_of: AsOf) -> str:
    return re.sub(r"\s", "", paper.text[as_of.start : as_of.end])


def _shown(found: PartialDate) -> str:
    if found.day:
        return f"{found.year}-{found.month:02d}-{found.day:02d}"
    return f"{found.year}-{found.month:02d}"
