"""What stands beside a number: the number's own words, and the marks that must travel with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from zaitaku.analysis.figure import HUNDRED, OPEN, Figure, Kind, Span, State, shares_gap
from zaitaku.analysis.period import fiscal_year_of
from zaitaku.analysis.wareki import PartialDate, format_wareki
from zaitaku.analysis.wording import phrases


class MarkKind(StrEnum):
    OPEN = "open"
    SUPPRESSED = "suppressed"
    PRELIMINARY = "preliminary"
    AS_OF = "as_of"
    SINCE = "since"
    NOTE = "note"


_STRENGTH = (MarkKind.OPEN, MarkKind.SUPPRESSED, MarkKind.PRELIMINARY, MarkKind.AS_OF)


@dataclass(frozen=True, slots=True)
class Mark:
    """`text` is without brackets: 11月末時点, 集計中, 平成27年10月～."""

    kind: MarkKind
    text: str


def number_text(value: Decimal, kind: Kind = Kind.CASES) -> str:
    """1,234 or 44.4: thousands separators; counts are whole, shares keep the decimals they have."""
    return format(value, ",f" if kind is Kind.PERCENT else ",.0f")


def value_text(figure: Figure, *, unit: str = "", bare: bool = False) -> str:
    """The value with its unit (`unit` replaces the figure's own); the state's word where there is no value."""
    if figure.value is None:
        return state_words(figure)
    return number_text(figure.value, figure.kind) + ("" if bare else unit or figure.unit_text)


def state_words(figure: Figure) -> str:
    """集計中, 確定後追記あり, 2,3月予定; empty for a final figure. A recorded mark comes before the usual word."""
    if figure.state is State.FINAL:
        return ""
    words = phrases.ALONE if figure.value is None else phrases.WITH_VALUE
    return figure.mark or words[figure.state]


def marks(figure: Figure, cover: date) -> tuple[Mark, ...]:
    """All that must be printed with the figure in a paper whose cover says `cover`, in printed order.

    A figure without a value has its state's word only, for there is no number whose date could mislead.
    """
    found: list[Mark] = []
    if figure.value is not None:
        if figure.span is Span.RUNNING_TOTAL:
            found.append(Mark(MarkKind.SINCE, since_words(figure)))
        if figure.as_of != cover:
            found.append(Mark(MarkKind.AS_OF, as_of_words(figure, cover)))
    if figure.state is not State.FINAL:
        found.append(Mark(_kind(figure.state), state_words(figure)))
    if note := shares_note(figure):
        found.append(Mark(MarkKind.NOTE, note))
    return tuple(found)


def strongest(found: Iterable[Mark]) -> str:
    """The one mark a page shows by form: open before suppressed before preliminary before as-of; "" for none."""
    kinds = {mark.kind for mark in found}
    return next((kind.value for kind in _STRENGTH if kind in kinds), "")


def bracket(found: Iterable[Mark]) -> str:
    """（平成27年10月～、11月末時点）, each text once; empty for no mark."""
    texts = list(dict.fromkeys(mark.text for mark in found))
    return f"{phrases.OPENING}{phrases.SEPARATOR.join(texts)}{phrases.CLOSING}" if texts else ""


def full_text(figure: Figure, cover: date) -> str:
    """9,869件（11月末時点）: value and every mark, as a table or a page shows it.

    A figure that has only parts shows them: 第1回 96％、第2回 96％.
    """
    if figure.value is not None:
        return value_text(figure) + bracket(marks(figure, cover))
    if figure.parts:
        return phrases.SEPARATOR.join(_part_text(part, cover) for part in figure.parts)
    return value_text(figure)


def _part_text(part: Figure, cover: date) -> str:
    words = full_text(part, cover)
    return f"{part.label}{phrases.OPENING}{words}{phrases.CLOSING}" if part.parts else f"{part.label} {words}"


def as_of_words(figure: Figure, cover: date) -> str:
    """11月末時点 within the cover's fiscal year, 令和4年3月末時点 outside; the recorded wording where there is one."""
    if figure.as_of_text:
        given = figure.as_of_text
        return given + phrases.AS_OF if given.endswith(phrases.DAY_ENDINGS) and phrases.SINCE not in given else given
    day = figure.as_of
    if fiscal_year_of(day) != fiscal_year_of(cover):
        return long_day(day) + phrases.AS_OF
    rest = phrases.MONTH_END if is_month_end(day) else f"{day.day}日"
    return f"{day.month}月{rest}{phrases.AS_OF}"


def long_day(day: date) -> str:
    """令和5年12月末, or 令和5年7月1日 within a month."""
    return format_wareki(PartialDate(day.year, day.month, end_of_month=True) if is_month_end(day) else day)


def is_month_end(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def since_words(figure: Figure) -> str:
    """平成27年10月～; 累計 where the beginning is not known."""
    start = figure.period.start
    if start is None:
        return phrases.RUNNING_TOTAL
    return format_wareki(PartialDate(start.year, start.month) if start.day == 1 else start) + phrases.SINCE


def shares_note(figure: Figure) -> str:
    """Said where a figure adds up shares of one whole that do not make 100: 四捨五入のため… within what rounding
    of each part can leave over, else plainly. Empty for anything else.

    Shares kept without a total are taken for those of one whole when three or more miss 100 by rounding at most;
    rates of several groups (ICTの活用 by type of office) do not come that close.
    """
    parts = figure.parts
    if figure.kind is not Kind.PERCENT or len(parts) < 2 or any(part.kind is not Kind.PERCENT for part in parts):
        return ""
    gap = shares_gap(parts)
    if not gap:
        return ""
    decimals = max(-int(part.value.as_tuple().exponent) for part in parts if part.value is not None)
    is_rounding = abs(gap) <= Decimal("0.5").scaleb(-decimals) * len(parts)
    if figure.value not in (HUNDRED, HUNDRED - gap) and not (figure.value is None and is_rounding and len(parts) > 2):
        return ""
    words = phrases.ROUNDED_SHARES if is_rounding else phrases.SHARES
    return words.format(total=number_text(HUNDRED - gap, Kind.PERCENT))


def _kind(state: State) -> MarkKind:
    if state in OPEN:
        return MarkKind.OPEN
    return MarkKind.PRELIMINARY if state is State.PRELIMINARY else MarkKind.SUPPRESSED
