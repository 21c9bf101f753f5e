"""Japanese words of the paper itself. They are part of the document, which is Japanese whoever takes it out."""

import unicodedata
from datetime import date

from zaitaku.analysis.figure import Figure, Kind, Span, State
from zaitaku.analysis.wareki import fiscal_year_label
from zaitaku.analysis.wording import long_day
from zaitaku.analysis.wording.phrases import STATES
from zaitaku.programme.council.choices import Reason

KINDS = {
    Kind.PERSONS: "実人数",
    Kind.PERSON_TIMES: "延人数",
    Kind.CASES: "件数",
    Kind.TIMES: "回数",
    Kind.COPIES: "部数",
    Kind.PLACES: "か所数",
    Kind.GROUPS: "団体数",
    Kind.PERCENT: "割合",
}
SPANS = {Span.PERIOD: "期間中", Span.RUNNING_TOTAL: "累計", Span.POINT: "時点"}

REASONS = {
    Reason.SETTLED: "数値の確定",
    Reason.CORRECTED: "数値の訂正",
    Reason.AS_OF_MOVED: "時点の更新",
    Reason.STATE: "状態の変更",
    Reason.PARTS: "内訳の変更",
    Reason.FIGURES_PRINTED: "掲載数値の変更",
    Reason.PLAN_CHANGED: "計画の変更",
    Reason.WORDING: "表記の変更",
}

STATE, OBJECTIVE, INITIATIVE = "目指すべき状態", "目的", "取組"
RESULT, INDICATORS, ISSUES, OWNERS = "実施結果", "成果指標", "今後の課題", "担当・所管"
GOAL = "【目標】"
BULLET = "・"
JOINT = "・"
SOURCE_COLUMNS = ("指標", "値", "状態", "時点", "種別", "単位", "記録数", "確認", "算出方法")
UNCONFIRMED = "未確認"
BROKEN = "【この欄は作成できません】"
LABEL = "資料１"


def habit_digits(text: str) -> str:
    """令和５年12月末: a digit standing alone is full width, longer numbers are half width, as ward papers write."""
    out = []
    for at, character in enumerate(text):
        alone = not text[at - 1 : at].isdecimal() and not text[at + 1 : at + 2].isdecimal()
        out.append(chr(ord(character) + 0xFEE0) if character in "0123456789" and alone else character)
    return "".join(out)


def as_of_line(as_of: date) -> str:
    """令和５年12月末現在."""
    return habit_digits(long_day(as_of)) + "現在"


def paper_title(*, area: str, plan: str, fiscal_year: int, as_of: date) -> str:
    """令和５年度　練馬区在宅療養推進事業実施結果（令和５年12月末現在）; the area is not said twice."""
    name = plan if plan.startswith(area) else area + plan
    return f"{habit_digits(fiscal_year_label(fiscal_year))}　{name}実施結果（{as_of_line(as_of)}）"


def state_of(figure: Figure) -> str:
    """The state word, with the recorded mark where it says more."""
    return _state_words(figure.state, figure.mark)


def overall_state_of(figure: Figure) -> str:
    """As `state_of`; of a figure that only gathers parts, how settled its parts are."""
    return _state_words(figure.overall_state, figure.mark)


def _state_words(state: State, mark: str) -> str:
    return f"{STATES[state]}（{mark}）" if mark else STATES[state]


def as_of_of(figure: Figure) -> str:
    return figure.as_of_text or long_day(figure.as_of)


def line(text: str) -> str:
    """Text from records as one printable line: tabs, breaks and control characters become spaces."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp", "Cn", "Co") else c for c in text)
