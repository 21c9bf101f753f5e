"""Statements made up at random, judged against arithmetic written down here once more, and hostile texts."""

from __future__ import annotations

import time
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.analysis.check import Kind, Verdict, check, explain, lines_of
from zaitaku.analysis.check.numbers import half_up, one_slip, slip_reaches
from zaitaku.analysis.check.numbers import numbers_in as read
from zaitaku.analysis.check.wording import FINDINGS, UNREAD, VERDICTS

NAMES = ["会場", "図書館", "Zoom", "後日上映", "区民", "医師", "薬剤師", "看護師"]
WIDE = str.maketrans("0123456789,%()/", "０１２３４５６７８９，％（）／")
counts = st.integers(0, 99_999)


def shown(value: int, grouped: bool, wide: bool) -> str:
    text = f"{value:,}" if grouped else str(value)
    return text.translate(WIDE) if wide else text


@given(
    st.lists(counts, min_size=2, max_size=8),
    st.sampled_from(["人", "名", "件", "部", "か所"]),
    st.sampled_from(["、", "・", " ", "　", "，", "\n"]),
    st.sampled_from(["", "：", " "]),
    st.integers(-3, 3),
    st.booleans(),
    st.booleans(),
)
def test_sums_in_brackets(
    values: list[int], unit: str, comma: str, colon: str, off: int, grouped: bool, wide: bool
) -> None:
    stated = max(sum(values) + off, 0)
    parts = comma.join(f"{name}{colon}{shown(v, grouped, wide)}{unit}" for name, v in zip(NAMES, values, strict=False))
    (finding,) = check(lines_of(f"実績：{shown(stated, grouped, wide)}{unit}（{parts}）")).findings
    assert finding.kind == Kind.PARTS_SUM
    assert finding.verdict == (Verdict.AGREE if stated == sum(values) else Verdict.DIFFERS)
    assert (finding.stated, finding.computed) == (stated, sum(values))
    assert [part.value for part in finding.parts] == values


@given(counts, counts, st.integers(0, 2), st.integers(-2, 2), st.booleans())
def test_rates(above: int, below: int, decimals: int, off: int, wide: bool) -> None:
    above, below = sorted((above, below + 1))
    tenths = (2 * 100 * above * 10**decimals + below) // (2 * below) + off
    if tenths < 0:
        return
    percent = str(Decimal(tenths).scaleb(-decimals))
    text = f"回収{percent}%({above}/{below}件)"
    (finding,) = check(lines_of(text.translate(WIDE) if wide else text)).findings
    assert finding.verdict == (Verdict.AGREE if off == 0 else Verdict.DIFFERS)


@given(st.lists(st.integers(0, 5000), min_size=3, max_size=8).filter(any), st.integers(0, 1))
def test_rounded_shares_of_a_real_whole_never_differ(values: list[int], decimals: int) -> None:
    shares = [
        (2 * 100 * v * 10**decimals + sum(values)) // (2 * sum(values)) for v in values
    ]  # half up, in last digits
    listed = "、".join(f"{name}{Decimal(s).scaleb(-decimals)}％" for name, s in zip(NAMES, shares, strict=False))
    (finding,) = check(lines_of(f"全{sum(values)}人　{listed}")).findings
    exact = sum(shares) == 100 * 10**decimals
    assert finding.verdict == (Verdict.AGREE if exact else Verdict.ROUNDING)


@given(st.lists(st.integers(1, 60), min_size=3, max_size=6))
def test_shares_beyond_rounding_never_pass(shares: list[int]) -> None:
    listed = "、".join(f"{name}{s}％" for name, s in zip(NAMES, shares, strict=False))
    (finding,) = check(lines_of(f"全500人　{listed}")).findings
    gap = sum(shares) - 100
    passed = -len(shares) < 2 * gap <= len(shares)
    assert (finding.verdict in (Verdict.AGREE, Verdict.ROUNDING)) == passed


@given(st.lists(st.tuples(counts, counts), min_size=2, max_size=7), st.integers(0, 1), st.integers(0, 1))
def test_fractions_add_up_to_the_overall_one(pairs: list[tuple[int, int]], more: int, less: int) -> None:
    fractions = [(min(p), max(p) + 1) for p in pairs]
    above, below = sum(a for a, _ in fractions) + more, sum(b for _, b in fractions) + less

    def written(a: int, b: int) -> str:
        return f"{Decimal((2000 * a + b) // (2 * b)).scaleb(-1)}%（{a}/{b}件）"

    listed = "、".join(f"{name}{written(a, b)}" for name, (a, b) in zip(NAMES, fractions, strict=False))
    found = check(lines_of(f"全体の回収率：{written(above, below)}\n{listed}")).findings
    verdicts = {f.kind: f.verdict for f in found}
    if above <= below:
        assert verdicts[Kind.RATE_FRACTION] == Verdict.AGREE
    assert (verdicts[Kind.NUMERATORS_SUM] == Verdict.AGREE) == (more == 0)
    assert (verdicts[Kind.DENOMINATORS_SUM] == Verdict.AGREE) == (less == 0)


@given(st.fractions(min_value=0, max_value=10**6), st.integers(0, 3))
def test_half_up(value: Fraction, decimals: int) -> None:
    rounded = Fraction(half_up(value, decimals))
    assert -Fraction(1, 2) < (rounded - value) * 10**decimals <= Fraction(1, 2)


@given(st.integers(0, 9999), st.integers(-9999, 9999))
def test_one_slip_is_what_trying_every_digit_finds(value: int, change: int) -> None:
    (number,), _ = read(f"{value}人")
    digits = str(value)
    tried = {
        int(digits[:i] + other + digits[i + 1 :]) - value
        for i in range(len(digits))
        for other in "0123456789"
        if other != digits[i]
    }
    assert slip_reaches(number, Fraction(change), Fraction(change)) == (change in tried)
    assert one_slip(number, [], Fraction(change)) == (change in tried)


ALPHABET = (
    "0123456789０１,.%％人名件回第/（(）)「」【】、。：\n 　～年月末時点現在予定追記中総計合うち等率令和R平成全体はの"
)


@given(st.text(ALPHABET, max_size=300))
def test_any_text_is_answered_with_true_places_and_words(text: str) -> None:
    lines = lines_of(text)
    checked = check(lines)
    for entry in (*checked.findings, *checked.unread):
        assert explain(entry, "ja")
        assert explain(entry, "en")
        for span in entry.spans:
            assert lines[span.line - 1].text[span.start : span.end] == span.text != ""
    assert check(lines) == checked


@pytest.mark.parametrize(
    "piece",
    [
        "(",
        ")",
        "「",
        "9",
        "1,",
        "1,000",
        "1.",
        " ",
        "\n",
        " \n",
        "　",
        "%",
        "1%",
        "1%、あ",
        "1人",
        "第1回",
        "第1回3人第2回4人計7人",
        "延べ3人\n第1回1人\n第2回追記\n",
        "5人（1人、4人）",
        "追記（1人、2人）",
        "予定",
        "8/9件",
        "1件中1件",
        "申込1件 調査は2件中1件",
        "率1%（1件）",
        "全体50%（1/2件）、",
        "50%（1/2件）全体50%（1件）",
        "令和5年3月1日現在",
        "1月時点令和5年3月1日現在",
        "0回（2,3月予定）",
        "一",
        "()[]「」",
        "((1人",
        "【(",
    ],
)
def test_hostile_text_takes_time_in_proportion(piece: str) -> None:
    """100,000 characters in a few seconds, however they are put together."""
    text = piece * (100_000 // len(piece))
    start = time.process_time()
    check(lines_of(text))
    check(lines_of(text.replace("\n", "")))
    assert time.process_time() - start < 8


def test_every_message_has_both_languages_and_every_name_is_known() -> None:
    assert set(VERDICTS) == set(Verdict)
    for table in (FINDINGS, UNREAD, VERDICTS):
        for ja, en in table.values():
            assert ja.strip()
            assert en.strip()
            assert ja != en
