"""What a cell says: a number, none, no change, nothing, or something that needs asking back.

Nothing is guessed: "－" may be none or not counted yet, 0.355 of a share may be 35.5 or 0.355 per cent.
"""

from __future__ import annotations

from decimal import Decimal

from zaitaku.analysis.intake import Problem
from zaitaku.analysis.numerals import NotFinite, NumberRefused, Reading, parse_number
from zaitaku.analysis.refusal import shown
from zaitaku.analysis.return_sheet import problems
from zaitaku.analysis.return_sheet.model import Asked, CellKind, Found, Meaning, Understood
from zaitaku.analysis.return_sheet.words import NONE, NUMBER, SAME
from zaitaku.analysis.wording.phrases import COUNTERS, PERCENT_SIGNS

MAX_WHOLE_DIGITS = 12
ANSWERS = {NUMBER: Meaning.NUMBER, NONE: Meaning.NONE, SAME: Meaning.SAME}
_NONE_WORDS = {"該当なし", "該当無し", "今月なし", "今月無し", "なし", "無し", "無", "ナシ", "ありません"}
_NONE_WORDS |= {"該当者なし", "該当件数なし"}
_SAME_WORDS = {"変更なし", "変更無し", "変わりなし", "前月同", "前月と同じ", "前月に同じ", "同じ", "同上", "同左", "〃"}


class _Unclear(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def understand(value: Found, answer: Found, asked: Asked) -> Understood:
    """The cell of the number and that of the answer together. Never raises: what is unclear carries its problem."""
    try:
        meaning, number, rule = _number(value, asked)
        chosen = _answer(answer, asked)
        return _together(value, asked, (meaning, number, rule), chosen)
    except _Unclear as unclear:
        return Understood(Meaning.UNCLEAR, None, "refused", unclear.problem)


def _together(
    cell: Found, asked: Asked, read: tuple[Meaning, Decimal | None, str], chosen: Meaning | None
) -> Understood:
    meaning, number, rule = read
    if chosen is None or chosen is meaning:
        chosen = meaning
    elif meaning is Meaning.BLANK:
        rule = "answer"
    elif meaning is Meaning.NUMBER:
        if number != (_none(asked) if chosen is Meaning.NONE else asked.last):
            raise _Unclear(problems.contradiction(cell, asked, chosen))
        rule = f"{rule}+answer"
    else:  # a word beside another answer
        raise _Unclear(problems.contradiction(cell, asked, chosen))
    if chosen is Meaning.NUMBER and number is None:
        raise _Unclear(problems.number_missing(cell, asked))
    return Understood(chosen, _meant(cell, asked, chosen, number), rule)


def _meant(cell: Found, asked: Asked, chosen: Meaning, number: Decimal | None) -> Decimal | None:
    """The number that an answer stands for, where the item can be answered so."""
    if chosen is Meaning.NONE:
        if not asked.may_be_none:
            raise _Unclear(problems.never_none(cell, asked))
        return _none(asked)
    if chosen is Meaning.SAME:
        if not asked.may_be_same:
            raise _Unclear(problems.never_same(cell, asked))
        if asked.last is None:
            raise _Unclear(problems.nothing_before(cell, asked))
        return asked.last
    return number


def _none(asked: Asked) -> Decimal | None:
    """Of nothing there is no percentage."""
    return None if asked.is_percent else Decimal(0)


def _answer(cell: Found, asked: Asked) -> Meaning | None:
    if cell.kind in (CellKind.BLANK, CellKind.UNSAVED):
        return None
    word = "".join(cell.raw.split())
    if word in ANSWERS:
        return ANSWERS[word]
    if (meaning := _word(word)) is not None:
        return meaning
    raise _Unclear(problems.no_answer(cell, asked))


def _word(word: str) -> Meaning | None:
    word = word.strip("（）()。")
    return Meaning.NONE if word in _NONE_WORDS else Meaning.SAME if word in _SAME_WORDS else None


def _number(cell: Found, asked: Asked) -> tuple[Meaning, Decimal | None, str]:
    if cell.kind is CellKind.BLANK:
        return Meaning.BLANK, None, "blank"
    if cell.kind in (CellKind.DATE, CellKind.TIME, CellKind.TRUTH, CellKind.UNSAVED):
        raise _Unclear(problems.of_kind(cell, asked))
    if cell.kind is CellKind.TEXT and (meaning := _word("".join(cell.raw.split()))) is not None:
        return meaning, None, "word"
    reading = _parsed(cell, asked)
    if reading.value is None:
        raise _Unclear(problems.only_a_mark(cell, asked))
    number = _checked(cell, asked, reading, reading.value)
    return Meaning.NUMBER, number, f"formula+{reading.rule}" if cell.is_formula else reading.rule


def _parsed(cell: Found, asked: Asked) -> Reading:
    try:
        if cell.kind is CellKind.NUMBER:
            return parse_number(Decimal(cell.raw))
        text = cell.raw.strip()
        own = asked.unit if text.endswith(asked.unit) else ""
        unit = own or next((word for word in COUNTERS if text.endswith(word)), "")
        reading = parse_number(text, unit="" if unit in PERCENT_SIGNS else unit)
    except NotFinite as refused:
        raise _Unclear(problems.an_error(cell, asked)) from refused
    except NumberRefused as refused:
        raise _Unclear(problems.refused(cell, asked, refused)) from refused
    if unit and not own and unit not in _ALIKE.get(asked.unit, ()):
        raise _Unclear(problems.other_unit(cell, asked, unit))
    return reading


_PLACES = ("か所", "ヶ所", "ヵ所", "カ所", "ケ所", "箇所")
_ALIKE = {"人": ("名", "名様"), "名": ("人",)} | dict.fromkeys(_PLACES, _PLACES)


def _checked(cell: Found, asked: Asked, reading: Reading, number: Decimal) -> Decimal:
    if number < 0:
        raise _Unclear(problems.negative(cell, asked))
    if number >= 10**MAX_WHOLE_DIGITS:
        raise _Unclear(problems.too_long(cell, asked, MAX_WHOLE_DIGITS))
    if asked.is_percent:
        if cell.kind is CellKind.NUMBER and 0 < number < 1:
            raise _Unclear(problems.share_or_part(cell, asked, number))
        if number > 100:
            raise _Unclear(problems.over_hundred(cell, asked))
    elif reading.percent:
        raise _Unclear(problems.a_percentage(cell, asked))
    if number != round(number, asked.decimals if asked.is_percent else 0):
        raise _Unclear(problems.decimals(cell, asked))
    return number


def as_found(text: str, cell: str = "") -> Found:
    """What a person typed on a page, read as a cell would be."""
    return Found(cell, shown(text, 200), CellKind.TEXT if text.strip() else CellKind.BLANK)
