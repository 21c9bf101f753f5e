"""Numbers and text from other people's files, read strictly: the raw text, the value, and the rule that read it.

Marks follow 統計表の表章記号 as ministries print them: "-" no such case (該当数値なし), "X" kept secret (秘匿),
"…" not available (不詳・資料なし), "・" cannot occur. None of them is a zero and none has a value.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from zaitaku.analysis.refusal import Refusal, shown

MAX_DIGITS = 18  # a signed 64-bit integer holds them; SQLite and PostgreSQL then agree
MAX_LENGTH = 60
EXCEL_DIGITS = 15  # IEEE doubles as Excel keeps and shows them


class NumberRefused(Refusal):
    """The text is not taken as a number."""


class NotANumber(NumberRefused):
    code = "not_a_number"


class NotFinite(NumberRefused):
    """NaN or infinity."""

    code = "not_finite"


class ExponentRefused(NumberRefused):
    """1.2E+05: what Excel makes of a long code or a wide number; the digits behind it are lost."""

    code = "excel_exponent"


class TooManyDigits(NumberRefused):
    code = "too_many_digits"


class TextRefused(Refusal):
    """Characters that no name or sentence needs and that databases, files or readers stumble over."""

    code = "bad_character"


class Mark(StrEnum):
    EMPTY = "empty"
    NONE = "none"
    WITHHELD = "withheld"
    NOT_AVAILABLE = "not_available"
    NOT_APPLICABLE = "not_applicable"


class Rule(StrEnum):
    """How the text was read; several are joined by "+" in the order below."""

    CELL = "cell"
    FULL_WIDTH = "full_width"
    UNIT = "unit"
    PERCENT = "percent"
    MINUS = "minus"
    TRIANGLE = "triangle"
    SEPARATORS = "separators"
    LEADING_ZERO = "leading_zero"
    PLAIN = "plain"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Reading:
    """`raw` as it stood there, `value` None for a mark, `rule` the names of the rules joined by "+".
    A percentage keeps its printed size: 35.5% is 35.5 with `percent` set."""

    raw: str
    value: Decimal | None
    rule: str
    mark: Mark | None = None
    percent: bool = False


_WIDTHS = str.maketrans("０１２３４５６７８９．，％＋－−‐‑–—―ー△▲Ｘ　", "0123456789.,%+--------▲▲X ")
_MARKS = {
    "": Mark.EMPTY,
    "-": Mark.NONE,
    "--": Mark.NONE,
    "X": Mark.WITHHELD,
    "x": Mark.WITHHELD,
    "χ": Mark.WITHHELD,
    "秘匿": Mark.WITHHELD,
    "…": Mark.NOT_AVAILABLE,
    "...": Mark.NOT_AVAILABLE,
    "・・・": Mark.NOT_AVAILABLE,
    "不詳": Mark.NOT_AVAILABLE,
    "・": Mark.NOT_APPLICABLE,
}
_SHAPE = re.compile(r"(?P<sign>[+\-▲]?) ?(?P<whole>[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?P<fraction>\.[0-9]+)?")
_EXPONENT = re.compile(r"[+\-]?[0-9]+(?:\.[0-9]+)?[EeＥｅ][+\-]?[0-9]+")
_NOT_FINITE = re.compile(r"[+\-]?(?:nan|inf|infinity|∞)|#(?:N/A|NUM!|DIV/0!|VALUE!|REF!|NAME\?|NULL!)", re.I)


def parse_number(text: str | int | float | Decimal | None, *, unit: str = "") -> Reading:
    """The number a cell or a typed text states. `unit` (件, 人 …) may follow it.

    Raises NotANumber, NotFinite, ExponentRefused or TooManyDigits (all NumberRefused)."""
    if text is None:
        return Reading("", None, Rule.MARK, Mark.EMPTY)
    if not isinstance(text, str):
        return _from_cell(text)
    if len(text) > MAX_LENGTH:
        raise _too_many(text)
    plain = text.translate(_WIDTHS).strip()
    if plain in _MARKS:
        return Reading(text, None, Rule.MARK, _MARKS[plain])
    _refuse_mangled(text, plain)
    rules = {Rule.FULL_WIDTH} if text.strip().translate(_ONLY_FULL_WIDTH) != text.strip() else set()
    if unit and plain.endswith(unit):
        plain = plain.removesuffix(unit).rstrip()
        rules.add(Rule.UNIT)
    if plain.endswith("%"):
        plain = plain[:-1].rstrip()
        rules.add(Rule.PERCENT)
    found = _SHAPE.fullmatch(plain)
    if not found:
        raise _not_a_number(text)
    return _reading(text, found, rules)


_ONLY_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，％＋－", "0123456789.,%+-")


def _reading(raw: str, found: re.Match[str], rules: set[Rule]) -> Reading:
    whole, fraction = found["whole"], found["fraction"] or ""
    if "," in whole:
        rules.add(Rule.SEPARATORS)
    digits = whole.replace(",", "")
    if len(digits) + len(fraction.lstrip(".")) > MAX_DIGITS:
        raise _too_many(raw)
    if len(digits) > 1 and digits[0] == "0":
        rules.add(Rule.LEADING_ZERO)
    if found["sign"] == "▲":
        rules.add(Rule.TRIANGLE)
    elif found["sign"] == "-":
        rules.add(Rule.MINUS)
    value = Decimal(digits + fraction)
    if found["sign"] in ("-", "▲"):
        value = -value if value else value
    return Reading(raw, value, _joined(rules), percent=Rule.PERCENT in rules)


def _from_cell(number: float | Decimal) -> Reading:
    """Numbers that a spreadsheet reader hands over. A double is taken at the 15 digits Excel keeps."""
    if isinstance(number, bool):
        raise _not_a_number(str(number))
    if not (number.is_finite() if isinstance(number, Decimal) else math.isfinite(number)):
        raise _not_finite(str(number))
    if abs(number) >= 10**MAX_DIGITS:
        raise _too_many(str(number))
    exact = Decimal(number)
    if isinstance(number, float):
        shape = "g" if abs(number) >= 0.001 else "f"  # g would keep digits far behind what a paper can mean
        exact = Decimal(format(number, f".{EXCEL_DIGITS}{shape}"))
    value = exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact
    if len(value.as_tuple().digits) > MAX_DIGITS or -int(value.as_tuple().exponent) > MAX_DIGITS:
        raise _too_many(str(number))
    return Reading(str(number), value or Decimal(0), Rule.CELL)


def clean_text(text: str, *, multiline: bool = True, max_length: int | None = None) -> str:
    """The text with line ends made \\n, a byte order mark and outer white space taken off and kana put together
    with their (han)dakuten; nothing else is changed: 髙 stays 髙, 﨑 stays 﨑, full width stays full width.

    Raises TextRefused for NUL and other control characters, lone surrogates, non-characters and signs that turn
    the direction of writing, and for text over `max_length`."""
    joined = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    refuse_bad_characters(joined, multiline=multiline)
    cleaned = _KANA_MARK.sub(lambda found: unicodedata.normalize("NFC", found[0]), joined).strip()
    if max_length is not None and len(cleaned) > max_length:
        raise TextRefused(
            f"{len(cleaned)}文字あります。{max_length}文字以内にしてください。",
            f"{len(cleaned)} characters; write at most {max_length}.",
            code="text_too_long",
        )
    return cleaned


def refuse_bad_characters(text: str, *, multiline: bool = True) -> None:
    """Raises TextRefused when `text` holds a character that is never wanted; see `clean_text`."""
    found = (_BAD if multiline else _BAD_IN_LINE).search(text)
    if found is None:
        return
    code = f"U+{ord(found[0]):04X}"
    raise TextRefused(
        f"{found.start() + 1}文字目に使えない文字（{code}）があります。その文字を消してください。",
        f"Character {found.start() + 1} ({code}) cannot be used. Delete it.",
    )


_KANA_MARK = re.compile("[\u3040-\u30ff][\u3099\u309a]")
_ALWAYS_BAD = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069"
_BAD = re.compile(f"[{_ALWAYS_BAD}]")
_BAD_IN_LINE = re.compile(f"[{_ALWAYS_BAD}\t\n\u2028\u2029]")


def _joined(rules: set[Rule]) -> str:
    return "+".join(rule for rule in Rule if rule in rules) or Rule.PLAIN


def _refuse_mangled(text: str, plain: str) -> None:
    if _EXPONENT.fullmatch(plain):
        raise ExponentRefused(
            f"「{shown(text)}」は Excel が指数表示に変えた値です。元の桁が失われています。"
            "セルの表示形式を文字列にして入れ直してください。",
            f'"{shown(text)}" was turned into exponent form by Excel and its digits are lost. '
            "Format the cell as text and enter it again.",
        )
    if _NOT_FINITE.fullmatch(plain):
        raise _not_finite(text)


def _not_finite(text: str) -> NotFinite:
    return NotFinite(
        f"「{shown(text)}」は計算できない値です。元のファイルの式を直すか、数字を入れてください。",
        f'"{shown(text)}" is no finite number. Correct the formula in the file or enter a number.',
    )


def _not_a_number(text: str) -> NotANumber:
    return NotANumber(
        f"「{shown(text)}」は数字として読めません。1,234 や △5、35.5% のように書いてください。",
        f'"{shown(text)}" cannot be read as a number. Write it like 1,234, △5 or 35.5%.',
    )


def _too_many(text: str) -> TooManyDigits:
    return TooManyDigits(
        f"「{shown(text)}」は桁が多すぎます（{MAX_DIGITS}桁まで）。数字を確かめてください。",
        f'"{shown(text)}" has too many digits (at most {MAX_DIGITS}). Check the number.',
    )
