"""Numbers in running text: value, printed digits, unit, label in front."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

MAX_DIGITS = 15
LABEL_REACH = 40

_NUMBER = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3}(?![0-9]))+|[0-9]+)(?:\.[0-9]+)?")
_UNITS = (
    r"人(?!目|暮|当|あた|世帯)|名(?![目簿称義])|件(?![名目])|部(?![会門屋長分署])|回(?![目/])"
    r"|[かカヵヶケ箇]所|団体|病院|施設|機関|事業所|センター|世帯|チーム|グループ|区画|ポイント|冊|枚|台(?!目)|床|組(?!織)"
    r"|票|通|点|校|園|社|店|戸|棟|班|本(?!会|人|部)|[千万億]円|百万円|円|時間|日間|[かカヵヶケ箇]月|%"
)
# Over a line end only where the unit stands alone there, not as the first letter of the next line's word
_UNIT = re.compile(rf"[ \t]?(?P<unit>{_UNITS})|[ \t]?\n[ \t]*(?P<below>{_UNITS})(?=[()、。・」\s中がはをのにでと]|\Z)")
_FAMILY = {"名": "人", "通": "件", "票": "件"} | {f"{sign}所": "か所" for sign in "カヵヶケ箇"}
_SEPARATORS = re.compile(r"[、,・;:/。\s\n|()「」『』【】\[\]〔〕{}~+=]+")


@dataclass(frozen=True, slots=True)
class Number:
    """`end` is where the digits end, `unit_end` where the unit ends. `digits` as printed, without separators."""

    start: int
    end: int
    unit_end: int
    digits: str
    unit: str

    @property
    def value(self) -> Decimal:
        return Decimal(self.digits)

    @property
    def exact(self) -> Fraction:
        return Fraction(self.digits)

    @property
    def decimals(self) -> int:
        return len(self.digits.partition(".")[2])

    @property
    def family(self) -> str:
        """Units that count the same thing share one: 名 and 人."""
        return _FAMILY.get(self.unit, self.unit)


def numbers_in(text: str) -> tuple[list[Number], list[tuple[int, int]]]:
    """All numbers that may count something, and the stretches of those too long to be one.

    第3回, telephone numbers and postcodes count nothing and are left out."""
    numbers, too_long = [], []
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        digits = found[0].replace(",", "")
        if len(digits) > MAX_DIGITS:
            too_long.append((start, end))
        elif not _is_code(text, start, end):
            unit = _UNIT.match(text, end)
            numbers.append(
                Number(start, end, unit.end() if unit else end, digits, unit["unit"] or unit["below"] if unit else "")
            )
    return numbers, too_long


def _is_code(text: str, start: int, end: int) -> bool:
    before, after = text[max(start - 1, 0) : start], text[end : end + 2]
    if before in ("第", "〒", "-", "."):
        return True
    return after[:1] in ("-", "丁", "番", "号", "条", "項") or (after[:1] == "." and after[1:].isdigit())


class Numbers:
    """The numbers of a text, to be asked by place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.all, self.too_long = numbers_in(text)
        self._starts = [number.start for number in self.all]
        self.by_start = {number.start: number for number in self.all}
        self._labels: dict[int, str] = {}

    def within(self, start: int, end: int) -> Sequence[Number]:
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def label(self, number: Number, floor: int = 0) -> str:
        """The words directly in front of the number, back to the last separator or number."""
        if floor == 0 and number.start in self._labels:
            return self._labels[number.start]
        label = self._label(number, floor)
        if floor == 0:
            self._labels[number.start] = label
        return label

    def _label(self, number: Number, floor: int) -> str:
        i = bisect_left(self._starts, number.start)
        floor = max(floor, number.start - LABEL_REACH, self.all[i - 1].unit_end if i else 0)
        words = [word for word in _SEPARATORS.split(self.text[floor : number.start]) if word]
        return words[-1] if words else ""


def same_count(first: Number, second: Number) -> bool:
    """Whether two units can stand for the same thing: equal, or persons and the cases they are."""
    return first.family == second.family or {first.family, second.family} == {"人", "件"}


def half_up(value: Fraction, decimals: int) -> Decimal:
    """Rounded half up, exactly: 0.05 -> 0.1 with one decimal. For values that are not negative."""
    scaled = math.floor(value * 10**decimals + Fraction(1, 2))
    return Decimal(scaled).scaleb(-decimals)


def slip_reaches(number: Number, low: Fraction, high: Fraction) -> bool:
    """Whether one wrong digit in `number` can change its value by something between low and high."""
    whole, _, fraction = number.digits.partition(".")
    for i, digit in enumerate(whole + fraction):
        place = Fraction(10) ** (len(whole) - 1 - i)
        for other in range(10):
            if other != int(digit) and low <= (other - int(digit)) * place <= high:
                return True
    return False


def one_slip(total: Number | None, parts: Sequence[Number], gap: Fraction, tolerance: Fraction = Fraction(0)) -> bool:
    """Whether one wrong digit explains that the parts make `gap` more than the total."""
    if total is not None and slip_reaches(total, gap - tolerance, gap + tolerance):
        return True
    return any(slip_reaches(part, -gap - tolerance, -gap + tolerance) for part in parts)
