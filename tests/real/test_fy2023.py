"""The real result paper of FY2023, computed from the example's records: every number, every mark, every phrase."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.real.expected_fy2023 import EXPECTED, MARKS, NO_RESULTS, OTHER_WORDS, PHRASES, REPEATED, Expected
from zaitaku.analysis.check import Verdict, check, explain
from zaitaku.analysis.figure import Figure
from zaitaku.analysis.intake import Limits, read_lines
from zaitaku.programme.council.queries.formats import FORMATS
from zaitaku.programme.materials.queries.coordination import sheets_offered
from zaitaku.workspace.queries.drafting import desk_for, draft_for
from zaitaku.workspace.views.year import composed_year

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"
PAPER = SEEDS / "001_208ab0ae5784a923.txt"
needs_paper = pytest.mark.skipif(not PAPER.is_file(), reason="the real paper is not beside the repository")
COUNTED = re.compile(r"(?<![第\d,.])(\d[\d,]*(?:\.\d+)?)(?:/(\d[\d,]*))?(人|名|件|回|部|か所|団体|病院|%)")
MADE_AT = datetime(2024, 1, 20, 1, tzinfo=UTC)


def plain(text: str) -> str:
    """Full and half width alike, without spaces and line ends; the papers mix them freely."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def seed() -> str:
    return plain(PAPER.read_text(encoding="utf-8"))


def reached(figures: dict[str, Figure], one: Expected) -> Figure:
    return figures[one.code].part(*one.path)


@pytest.fixture
def figures(nerima):
    return nerima.figures()


@pytest.fixture
def rows(nerima):
    """Row key -> the composed words of its result cell."""
    composed = composed_year(desk_for(nerima.paper(), nerima.paper().as_of))
    assert not [row for row in composed.rows.values() if row.problems]
    return {key: "".join(piece.text for piece in row.pieces) for key, row in composed.rows.items()}


def test_every_figure_is_the_printed_one(figures):
    wrong = []
    for one in EXPECTED:
        found = reached(figures, one)
        unit = unicodedata.normalize("NFKC", found.unit_text)
        seen = (found.value, unit, found.state.value, found.as_of, found.as_of_text, found.numerator, found.denominator)
        hoped = (one.value, one.unit, one.state, one.as_of, one.as_of_text, one.numerator, one.denominator)
        if seen != hoped:
            wrong.append(f"{one}: {seen}, printed {hoped}")
    assert not wrong, "\n".join(wrong)


def test_the_table_names_every_figure_of_the_plan(figures):
    """Nothing is computed that nobody compared with the paper."""
    named = {str(one) for one in EXPECTED}
    stack, missing = [(code, figure) for code, figure in figures.items()], []
    while stack:
        where, figure = stack.pop()
        below = [(f"{where}/{part.label}", part) for part in figure.parts]
        gathers_only = figure.value is None and not figure.mark and below
        if where not in named and not gathers_only:
            missing.append(where)
        stack += below
    # numerators and denominators of rates and the parts of the dispatch stand in the table as fractions;
    # the planned sessions of D2 make its mark, compared below; the one session of D8 says what its whole says
    beside = ("G2.rate/", "G2.sent/", "D2.held/", "D8.satisfaction/", "D8.image/", "D8.understanding/")
    missing = [where for where in missing if not where.startswith(beside)]
    assert not missing


def test_parts_of_rates_are_the_printed_fractions(figures):
    for one in EXPECTED:
        if one.numerator is None or not one.path:
            continue
        label = one.path[-1]
        assert figures["G2.sent"].part(label).value == one.denominator, label
    assert sum(part.value for part in figures["G2.sent"].parts) == 1837


def test_the_total_of_the_lectures_is_the_sum_of_what_is_known(figures):
    lectures = figures["A1.attendance"]
    assert [part.value for part in lectures.parts] == [196, 185, 174]
    assert lectures.value == 196 + 185 + 174 == 555
    assert lectures.is_open
    assert [leaf.label for leaf in lectures.open_leaves()] == ["後日上映会"]


def test_planned_sessions_give_the_printed_mark(figures):
    assert (figures["D2.held"].value, figures["D2.held"].mark) == (0, "2,3月予定")


def test_counting_began_when_the_paper_says(figures):
    starts = {code: figures[code].period.start for code in ("A3.home.total", "A3.dementia.total", "D7.total")}
    assert [str(start) for start in starts.values()] == ["2015-10-01", "2016-03-01", "None"]


def test_the_sheet_of_d7_is_offered_to_fill_in(nerima):
    assert list(sheets_offered().values_list("code", flat=True)) == ["coordination-sheet"]


@needs_paper
@pytest.mark.parametrize("key", PHRASES)
def test_phrases_are_the_papers_and_ours(rows, key):
    printed, ours = seed(), plain(rows[key])
    for phrase in map(plain, PHRASES[key]):
        assert phrase in printed, f"not in the paper: {phrase}"
        assert phrase in ours, f"not in ours: {phrase}\nours: {ours}"


@needs_paper
def test_what_reads_otherwise_is_told_and_stands_there(rows):
    printed = seed()
    for told in OTHER_WORDS:
        key, _, words = told.partition(": ")
        assert plain(words) in plain(rows[key])
        assert plain(words) not in printed


def counted(text: str) -> Counter[tuple[str, str]]:
    """Numbers with their counter; 名 and 人 are one, and both numbers of a fraction bear its counter."""
    found: Counter[tuple[str, str]] = Counter()
    for first, second, unit in COUNTED.findall(text):
        for number in filter(None, (first, second)):
            found[(number.replace(",", ""), "人" if unit == "名" else unit)] += 1
    return found


def test_counting_knows_the_papers_forms():
    text = plain("第1回 59人、4名 27か所9,869件（8/18件）50.5%\n（98/194件）全4回")
    assert counted(text) == Counter(
        zip(
            ["59", "4", "27", "9869", "8", "18", "50.5", "98", "194", "4"],
            ["人", "人", "か所", "件", "件", "件", "%", "件", "件", "回"],
            strict=True,
        )
    )


@needs_paper
def test_no_printed_number_is_left_out():
    text = seed()
    for pattern in NO_RESULTS:
        assert re.search(pattern, text), f"{pattern} excludes nothing"
        text = re.sub(pattern, "", text)
    table: Counter[tuple[str, str]] = Counter(REPEATED.keys())
    for one in EXPECTED:
        if not one.is_printed:
            continue
        unit = "人" if one.unit == "名" else one.unit
        if one.value is not None:
            table[(str(one.value), unit)] += 1
        if one.numerator is not None:
            table[(str(one.numerator), "件")] += 1
        if one.denominator is not None and one.path:  # of the whole it is printed once, as the number sent
            table[(str(one.denominator), "件")] += 1
    printed = counted(text)
    assert not printed - table, f"printed but not compared: {printed - table}"
    assert not table - printed, f"compared but not printed: {table - printed}"


@needs_paper
def test_no_printed_mark_is_left_out():
    text = seed()
    assert {mark: text.count(mark) for mark in MARKS} == MARKS
    states = Counter(one.state for one in EXPECTED if one.is_printed)
    # 確定後追記 is printed on the third session, whose sum so far (174) the paper withholds; 555 bears it silently.
    assert (states["tallying"], states["asking"], states["after_event"], states["planned"]) == (3, 1, 3, 1)
    november = [one for one in EXPECTED if str(one.as_of) == "2023-11-30"]
    # B1 and B3 print number of centres and of consultations under one 11月末時点.
    assert len({one.code.split(".")[0] for one in november}) == MARKS["11月末時点"]
    assert [one.as_of_text for one in EXPECTED].count("10月時点") == MARKS["10月時点"]


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "pdf"])
def test_our_own_check_finds_nothing_wrong_in_our_own_paper(nerima, suffix):
    document = draft_for(nerima.paper(), created=MADE_AT).content.document
    read = read_lines(FORMATS[suffix].render(document), f"paper.{suffix}", limits=Limits())
    findings = check(read.lines).findings
    wrong = [explain(finding, "ja") for finding in findings if finding.verdict is Verdict.DIFFERS]
    assert not wrong, "\n".join(wrong)
    assert sum(finding.verdict is Verdict.AGREE for finding in findings) >= 10


def test_shares_that_do_not_add_up_to_100_say_so(rows, figures):
    wishes = [part.value for part in figures["G4.wish"].parts]
    assert sum(wishes, Decimal(0)) == Decimal("99.8")
    assert "99.8" in rows["G4"]
