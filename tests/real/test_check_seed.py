"""The check on the real FY2023 result paper and the plan: what it finds, and what one wrong digit does to it.

The expected verdicts come from a reference of its own: the slots of the statements and plain fractions below."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from zaitaku.analysis.check import Checked, Finding, Kind, SourceLine, Verdict, check, explain, lines_of

SEEDS = Path(__file__).parents[2] / ".." / "shared" / "seeds"
PAPER = next(iter(SEEDS.glob("001_*.txt")), None)
PLAN = next(iter(SEEDS.glob("000_*.txt")), None)
pytestmark = pytest.mark.skipif(
    PAPER is None or PLAN is None, reason="the seed documents are not beside the repository"
)


@dataclass(frozen=True)
class Slot:
    """A printed number: 1-based line, the text in front of it, its digits."""

    line: int
    before: str
    digits: str

    def place(self, lines: list[str]) -> int:
        text = lines[self.line - 1]
        assert text.count(self.before + self.digits) == 1, self
        return text.index(self.before + self.digits) + len(self.before)


FACILITIES = [
    (407, "病院（地域連携室）", "44.4", "8", "18"),
    (407, "、診療所", "30.9", "167", "541"),
    (407, "歯科診療所", "35.8", "169", "472"),
    (407, "薬局", "34.6", "116", "335"),
    (407, "訪問看護ステーション", "49.5", "47", "95"),
    (407, "居宅介護支援事業所", "50.5", "98", "194"),
    (408, "高齢者向け住まい等", "26.4", "48", "182"),
]


def _slots() -> dict[str, Slot]:
    slots = {
        "total": Slot(14, "延べ人数", "555"),
        "first": Slot(16, "参加者:", "196"),
        "second": Slot(18, "参加者:", "185"),
        "asked": Slot(112, "【申込】", "38"),
        "outcome": Slot(114, "】", "5"),
        "base": Slot(115, "は", "38"),
        "answered": Slot(115, "件中", "12"),
        "sent": Slot(405, "送付件数", "1,837"),
        "rate": Slot(406, "：", "35.5"),
        "back": Slot(406, "（", "653"),
    }
    for lecture, line, values in ((1, 16, (59, 12, 60, 65)), (2, 18, (59, 36, 41, 49)), (3, 20, (105, 32, 37))):
        for name, value in zip(("本会場", "同時上映", "Zoom", "後日上映会"), values, strict=False):
            slots[f"lecture{lecture}.{name}"] = Slot(line, name, str(value))
    for i, (before, value) in enumerate(
        (("異常なし：", 3), ("あり:", 13), ("C 異常あり:", 17), ("未実施：", 4), ("保留:", 1))
    ):
        slots[f"chewing.{i}"] = Slot(112, before, str(value))
    for i, (line, before, rate, above, below) in enumerate(FACILITIES):
        sign = "％（" if i == 6 else "%（"
        slots[f"rate.{i}"] = Slot(line, before, rate)
        wrapped = i == 5
        slots[f"above.{i}"] = Slot(408 if wrapped else line, "（" if wrapped else rate + sign, above)
        slots[f"below.{i}"] = Slot(408 if wrapped else line, above + "/", below)
    for i, (before, value) in enumerate(
        (("病院", 60), ("診療所", 1), ("自宅", 19), ("老人ホーム", 18), ("介護老人保健施設", 2))
    ):
        slots[f"death.{i}"] = Slot(411, before, str(value))
    for i, value in enumerate(("0.5", "10.9", "37.3")):
        slots[f"wish.{i}"] = Slot(414, "（", value)
    for i, value in enumerate(("15.3", "30.7", "5.1"), start=3):
        slots[f"wish.{i}"] = Slot(415, "（", value)
    return slots


SLOTS = _slots()
LECTURES = {n: [s for s in SLOTS if s.startswith(f"lecture{n}.")] for n in (1, 2, 3)}
CHEWING = [s for s in SLOTS if s.startswith("chewing.")]
STATEMENTS: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "lecture 1": (Kind.PARTS_SUM, ("first", *LECTURES[1])),
    "lecture 2": (Kind.PARTS_SUM, ("second", *LECTURES[2])),
    "lecture 3": (Kind.OPEN_TOTAL, tuple(LECTURES[3])),
    "lectures": (Kind.TOTAL_OVER_SESSIONS, ("total", "first", "second", *LECTURES[3])),
    "chewing": (Kind.PARTS_SUM, ("asked", *CHEWING)),
    "follow-up": (Kind.FOLLOW_UP_BASE, ("asked", "outcome", "base", "answered")),
    "overall rate": (Kind.RATE_FRACTION, ("rate", "back", "sent")),
    "numerators": (Kind.NUMERATORS_SUM, ("back", *(f"above.{i}" for i in range(7)))),
    "denominators": (Kind.DENOMINATORS_SUM, ("sent", *(f"below.{i}" for i in range(7)))),
    "deaths": (Kind.SHARES_100, tuple(f"death.{i}" for i in range(5))),
    "wishes": (Kind.SHARES_100, tuple(f"wish.{i}" for i in range(6))),
} | {f"rate {i}": (Kind.RATE_FRACTION, (f"rate.{i}", f"above.{i}", f"below.{i}")) for i in range(7)}


def _is_rate(percent: Fraction, above: Fraction, below: Fraction) -> bool:
    """Half up to one decimal, in whole numbers: floor(2000·a/b + 1) // 2 tenths of a per cent."""
    return below > 0 and above <= below and (2000 * above + below) // (2 * below) == percent * 10


def _of_100(shares: list[Fraction], step: Fraction) -> str:
    gap = sum(shares) - 100
    if gap == 0:
        return "agree"
    return "rounding" if -len(shares) * step / 2 < gap <= len(shares) * step / 2 else "differs"


def reference(digits: dict[str, str]) -> dict[str, str]:
    """The verdict every statement must get when the slots show these digits."""
    v = {name: Fraction(text.replace(",", "")) for name, text in digits.items()}

    def equal(total: Fraction, parts: list[str]) -> str:
        return "agree" if total == sum(v[name] for name in parts) else "differs"

    sound = v["base"] == v["asked"] and v["outcome"] <= v["answered"] <= v["base"]
    verdicts = {
        "lecture 1": equal(v["first"], LECTURES[1]),
        "lecture 2": equal(v["second"], LECTURES[2]),
        "lecture 3": "cannot_tell",
        "lectures": equal(v["total"], ["first", "second", *LECTURES[3]]),
        "chewing": equal(v["asked"], CHEWING),
        "follow-up": "agree" if sound else "differs",
        "overall rate": "agree" if _is_rate(v["rate"], v["back"], v["sent"]) else "differs",
        "numerators": equal(v["back"], [f"above.{i}" for i in range(7)]),
        "denominators": equal(v["sent"], [f"below.{i}" for i in range(7)]),
        "deaths": _of_100([v[f"death.{i}"] for i in range(5)], Fraction(1)),
        "wishes": _of_100([v[f"wish.{i}"] for i in range(6)], Fraction(1, 10)),
    }
    for i in range(7):
        holds = _is_rate(v[f"rate.{i}"], v[f"above.{i}"], v[f"below.{i}"])
        verdicts[f"rate {i}"] = "agree" if holds else "differs"
    return verdicts


def _lines() -> list[str]:
    assert PAPER is not None
    return PAPER.read_text(encoding="utf-8").splitlines()


def _check(lines: list[str]) -> Checked:
    return check(tuple(SourceLine(f"{n}行目", text) for n, text in enumerate(lines, start=1)))


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.kind, tuple((span.line, span.start, span.end) for span in finding.spans)


def _statement_keys(lines: list[str], checked: Checked) -> dict[str, tuple[object, ...]]:
    """The one finding of the right kind that covers all slots of a statement."""
    keys = {}
    for name, (kind, slots) in STATEMENTS.items():
        places = [(SLOTS[slot].line, SLOTS[slot].place(lines)) for slot in slots]
        covering = [
            finding
            for finding in checked.findings
            if finding.kind == kind
            and all(any(s.line == n and s.start <= at < s.end for s in finding.spans) for n, at in places)
        ]
        assert len(covering) == 1, (name, covering)
        keys[name] = _key(covering[0])
    assert len(set(keys.values())) == len(keys)
    return keys


def test_every_statement_of_the_programme_is_found_and_nothing_differs() -> None:
    lines = _lines()
    checked = _check(lines)
    verdicts = {_key(finding): str(finding.verdict) for finding in checked.findings}
    keys = _statement_keys(lines, checked)
    expected = reference({name: slot.digits for name, slot in SLOTS.items()})
    assert {name: verdicts[key] for name, key in keys.items()} == expected
    assert "differs" not in verdicts.values()
    assert Counter(expected.values()) == {"agree": 16, "rounding": 1, "cannot_tell": 1}
    assert Counter(str(f.kind) for f in checked.findings) == {
        "parts_sum": 3,
        "open_total": 1,
        "total_over_sessions": 1,
        "rate_fraction": 8,
        "numerators_sum": 1,
        "denominators_sum": 1,
        "shares_100": 2,
        "follow_up_base": 1,
        "equal_titles": 1,
        "as_of_before_cover": 6,
        "planned_zero": 1,
    }
    assert checked.unread == ()


def test_the_numbers_behind_the_statements() -> None:
    found = {finding.kind: finding for finding in _check(_lines()).findings}
    assert found[Kind.OPEN_TOTAL].computed == 174
    assert [part.value for part in found[Kind.OPEN_TOTAL].parts] == [105, 32, 37, None]
    over = found[Kind.TOTAL_OVER_SESSIONS]
    assert (over.stated, [part.value for part in over.parts]) == (555, [196, 185, 174])
    assert "第3回" in explain(over)
    assert found[Kind.NUMERATORS_SUM].computed == 653
    assert found[Kind.DENOMINATORS_SUM].computed == 1837
    assert str(found[Kind.SHARES_100].computed) == "99.8"
    assert "2・3月" in explain(found[Kind.PLANNED_ZERO])
    assert "第1回、第3回" in explain(found[Kind.EQUAL_TITLES])


def test_as_of_dates_older_than_the_cover_are_pointed_out() -> None:
    found = [finding for finding in _check(_lines()).findings if finding.kind == Kind.AS_OF_BEFORE_COVER]
    assert [(finding.spans[0].line, dict(finding.params)["day"]) for finding in found] == [
        (78, "2023-11"),
        (85, "2023-11"),
        (90, "2023-11"),
        (317, "2023-10"),
        (330, "2023-11"),
        (400, "2023-07-01"),
    ]
    assert all(dict(finding.params)["cover_day"] == "2023-12" for finding in found)


@pytest.mark.parametrize("name", SLOTS)
def test_one_wrong_digit_turns_exactly_the_statements_it_takes_part_in(name: str) -> None:
    lines = _lines()
    whole = _check(lines)
    before = {_key(finding): str(finding.verdict) for finding in whole.findings}
    keys = _statement_keys(lines, whole)
    slot = SLOTS[name]
    at = slot.place(lines)
    turned = 0
    for i, digit in enumerate(slot.digits):
        for other in set("0123456789") - {digit} if digit.isdigit() else ():
            wrong = slot.digits[:i] + other + slot.digits[i + 1 :]
            text = lines[slot.line - 1]
            copy = [*lines]
            copy[slot.line - 1] = text[:at] + wrong + text[at + len(slot.digits) :]
            expected = dict(before)
            for statement, verdict in reference({n: s.digits for n, s in SLOTS.items()} | {name: wrong}).items():
                expected[keys[statement]] = verdict
            assert {_key(f): str(f.verdict) for f in _check(copy).findings} == expected, (name, wrong)
            members = {keys[s] for s, (_, slots) in STATEMENTS.items() if name in slots}
            assert {key for key in before if before[key] != expected[key]} <= members
            turned += before != expected
    assert turned or name in ("outcome", *LECTURES[3])


def test_a_change_too_small_for_the_printed_decimal_leaves_the_rate_standing() -> None:
    """48 of 182 and 48 of 183 ... the reference itself must not call every change visible."""
    base = {n: s.digits for n, s in SLOTS.items()}
    changed = reference(base | {"back": "652"})
    assert changed["overall rate"] == "agree"
    assert changed["numerators"] == "differs"


def test_full_width_digits_and_signs_change_nothing() -> None:
    wide = {i: i + 0xFEE0 for i in range(0x21, 0x7F)}
    lines = _lines()
    whole, widened = _check(lines), _check([line.translate(wide) for line in lines])
    assert [(_key(f), f.verdict, f.stated, f.computed) for f in widened.findings] == [
        (_key(f), f.verdict, f.stated, f.computed) for f in whole.findings
    ]


@pytest.mark.parametrize(
    "line", [14, 15, 16, 18, 19, 20, 78, 112, 114, 115, 223, 330, 406, 407, 408, 411, 414, 415, 400]
)
def test_a_line_broken_anywhere_says_the_same(line: int) -> None:
    lines = _lines()
    text = lines[line - 1]
    expected = _said(_check(lines))
    for cut in range(1, len(text)):
        if text[cut - 1 : cut + 1].isascii() and not text[cut - 1 : cut + 1].isspace():
            continue  # 19|6, Zo|om: lines are not broken inside a number or a word
        broken = [*lines[: line - 1], text[:cut], text[cut:], *lines[line:]]
        assert _said(_check(broken)) == expected, text[:cut][-12:] + "|" + text[cut:][:12]


def _said(checked: Checked) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.kind, f.verdict, f.stated, f.computed, tuple(part.value for part in f.parts)) for f in checked.findings
    )


def test_spans_show_the_original_text() -> None:
    lines = _lines()
    for finding in _check(lines).findings:
        for span in finding.spans:
            assert span.text
            assert lines[span.line - 1][span.start : span.end] == span.text
            assert span.location == f"{span.line}行目"


def test_the_plan_states_nothing_that_differs() -> None:
    assert PLAN is not None
    checked = check(lines_of(PLAN.read_text(encoding="utf-8")))
    assert [f for f in checked.findings if f.verdict in (Verdict.DIFFERS, Verdict.ROUNDING)] == []
