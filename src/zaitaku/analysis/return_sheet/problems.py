"""What is wrong with a cell: where, which item, what stands there, why, and what to do; in both languages."""

from __future__ import annotations

from decimal import Decimal

from zaitaku.analysis.intake import Problem
from zaitaku.analysis.numerals import NumberRefused
from zaitaku.analysis.refusal import shown
from zaitaku.analysis.return_sheet.model import Asked, CellKind, Found, Meaning
from zaitaku.analysis.return_sheet.words import NONE, NUMBER, SAME

_NUMBER = (
    "数字だけを入れてください。1件もなければ「該当なし」を選びます。",
    "Enter digits; choose “none” if there was none.",
)
_WORDS = {Meaning.NUMBER: (NUMBER, "number"), Meaning.NONE: (NONE, "none"), Meaning.SAME: (SAME, "no change")}


def _problem(cell: Found, asked: Asked, ja: str, en: str, remedy: tuple[str, str] = _NUMBER) -> Problem:
    return Problem(cell.cell, asked.label, shown(cell.raw), ja, en, *remedy)


def contradiction(cell: Found, asked: Asked, chosen: Meaning) -> Problem:
    ja, en = _WORDS[chosen]
    last = "" if asked.last is None or chosen is not Meaning.SAME else f"（前回は{asked.last:,f}）"
    return _problem(
        cell,
        asked,
        f"数値の欄は「{shown(cell.raw)}」、回答の欄は「{ja}」{last}で、食い違っています。",
        f"The number says “{shown(cell.raw)}”, the answer “{en}”: they contradict each other.",
        ("どちらが正しいかを選び、もう一方を直してください。", "Decide which of them is right and correct the other."),
    )


def number_missing(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell, asked, f"回答が「{NUMBER}」ですが、数値の欄が空です。", "The answer is “number”, but there is none."
    )


def nothing_before(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        f"「{SAME}」ですが、前回の数値が登録されていません。",
        "“No change”, but there is no number from the period before.",
        ("今回の数値を入れてください。", "Enter the number."),
    )


def never_none(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        f"累計の項目に「{NONE}」は使えません。",
        "“None” is no answer to a running total.",
        ("今回の時点の数字を入れてください。", "Enter the number as it stands now."),
    )


def never_same(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        f"毎回数え直す項目に「{SAME}」は使えません。",
        "“No change” is no answer to what is counted anew each time.",
        (
            f"今回の数字を入れてください。1件もなければ「{NONE}」を選びます。",
            "Enter the number; choose “none” if there was none.",
        ),
    )


def no_answer(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        f"回答の欄の「{shown(cell.raw)}」は選べる言葉ではありません。",
        f"“{shown(cell.raw)}” is none of the answers.",
        (f"「{NUMBER}」「{NONE}」「{SAME}」のどれかを選んでください。", "Choose number, none or no change."),
    )


_KINDS = {
    CellKind.DATE: (
        "日付になっています。Excel が「10-12」や「10/12」を日付に変えることがあります。",
        "The cell holds a date; Excel turns entries such as 10-12 into dates.",
    ),
    CellKind.TIME: ("時刻になっています。", "The cell holds a time of day."),
    CellKind.TRUTH: ("TRUE／FALSE になっています。", "The cell holds TRUE or FALSE."),
    CellKind.UNSAVED: ("計算式の結果が保存されていないか、空です。", "The formula has no saved result."),
}


def of_kind(cell: Found, asked: Asked) -> Problem:
    return _problem(cell, asked, *_KINDS[cell.kind])


def only_a_mark(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        "記号だけでは、0件なのか、まだ集計していないのかが分かりません。",
        "A mark alone does not say whether there was none or nobody has counted yet.",
    )


def an_error(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        f"計算のエラー（{shown(cell.raw)}）になっています。",
        f"The cell holds an error ({shown(cell.raw)}).",
        ("計算式を直すか、数字を直接入れてください。", "Correct the formula or enter the number itself."),
    )


def refused(cell: Found, asked: Asked, why: NumberRefused) -> Problem:
    if why.code == "not_a_number":
        return _problem(cell, asked, "数字として読めません。", "This cannot be read as a number.")
    return _problem(cell, asked, why.message_ja, why.message_en)


def other_unit(cell: Found, asked: Asked, unit: str) -> Problem:
    return _problem(
        cell,
        asked,
        f"この項目の単位は「{asked.unit}」ですが、「{unit}」と書かれています。",
        f"This item is counted in {asked.unit}, but {unit} is written.",
        ("数えるものが合っているか確かめ、数字だけを入れてください。", "Check what is counted and enter digits only."),
    )


def negative(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell,
        asked,
        "マイナスの数は報告できません。",
        "Negative numbers are not reported.",
        (
            "前の月の訂正は、その月の報告を再開して行ってください。今回は0以上の数を入れます。",
            "Correct an earlier month in its own sheet. Enter 0 or more here.",
        ),
    )


def too_long(cell: Found, asked: Asked, digits: int) -> Problem:
    return _problem(cell, asked, f"{digits}桁を超えています。", f"It has more than {digits} digits.")


def share_or_part(cell: Found, asked: Asked, number: Decimal) -> Problem:
    whole = f"{(number * 100).normalize():f}"
    return _problem(
        cell,
        asked,
        f"{whole}％ なのか {number:f}％ なのかが分かりません。",
        f"It is not clear whether {whole} or {number:f} per cent is meant.",
        ("「35.5％」のように、％を付けて文字で入れてください。", "Enter it as a text with its sign, such as 35.5%."),
    )


def over_hundred(cell: Found, asked: Asked) -> Problem:
    return _problem(cell, asked, "100％を超えています。", "It is more than 100 per cent.", _CHECK)


def a_percentage(cell: Found, asked: Asked) -> Problem:
    return _problem(
        cell, asked, f"割合（％）ではなく、数（{asked.unit}）を聞いています。", "A count is asked, not a percentage."
    )


def decimals(cell: Found, asked: Asked) -> Problem:
    if asked.is_percent and asked.decimals:
        ja = f"小数第{asked.decimals}位までです。"
        return _problem(cell, asked, ja, f"At most {asked.decimals} decimals.", _CHECK)
    return _problem(cell, asked, "整数ではありません。", "This is not a whole number.", _CHECK)


_CHECK = ("数字を確かめて入れ直してください。", "Check the number and enter it again.")


def repeated(cell: Found, code: str, label: str, first: str) -> Problem:
    return Problem(
        cell.cell,
        label,
        shown(cell.raw),
        f"コード「{shown(code)}」の行が2つあります（{first}とここ）。",
        f"The code “{shown(code)}” stands in two rows ({first} and here).",
        "使わない行の数値を消してください。",
        "Clear the row that does not count.",
    )
