"""What the 医療・介護連携シート asks, and where on the paper: one layout for the PDF and for Excel.

Each side is a grid of 24 columns and rows of equal height. The front goes from the care manager to the doctor, the back
is the answer. The words are those of the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

COLUMNS = 24
Kind = Literal["title", "heading", "label", "text", "area", "check", "small"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something at a place of the grid (row and column from 0). Of a check the first column is the box; `name` is the
    field's own, `hint` what it asks, for those who hear the form."""

    kind: Kind
    columns: int
    text: str = ""
    name: str = ""
    hint: str = ""
    rows: int = 1
    row: int = 0
    column: int = 0

    @property
    def is_field(self) -> bool:
        return self.kind in ("text", "area", "check")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who gives the sheet out, as printed: 練馬区, 高齢者支援課, 令和5年度版, whom to ask."""

    municipality: str
    title: str
    organisation: str
    edition: str
    contact: str


@dataclass(frozen=True, slots=True)
class Side:
    name: str
    pieces: tuple[Piece, ...]
    rows: int


def label(text: str, columns: int = 4, rows: int = 1) -> Piece:
    return Piece("label", columns, text, rows=rows)


def text(name: str, hint: str, columns: int) -> Piece:
    return Piece("text", columns, name=name, hint=hint)


def area(name: str, hint: str, columns: int, rows: int) -> Piece:
    return Piece("area", columns, name=name, hint=hint, rows=rows)


def check(name: str, said: str, columns: int) -> Piece:
    return Piece("check", columns, said, name, said)


def heading(said: str) -> Piece:
    return Piece("heading", COLUMNS, said)


def asked(said: str, name: str, columns: int = 12, of: str = "") -> tuple[Piece, Piece]:
    """A label of four columns and its field."""
    return label(said), text(name, f"{of}{said}", columns - 4)


def checks(prefix: str, choices: Sequence[tuple[str, str]], columns: int) -> list[Piece]:
    return [check(f"{prefix}_{name}", said, columns) for name, said in choices]


def front(issuer: Issuer) -> Side:
    lines: list[Sequence[Piece]] = [
        [Piece("title", 18, issuer.title, rows=2), label("記入日", 2), text("written_on", "記入日", 4)],
        [Piece("small", 6, "表：ケアマネジャー等から医師へ")],
        [heading("宛先・発信者")],
        [*asked("医療機関", "to_clinic", of="宛先の"), *asked("事業所", "from_office", of="発信者の")],
        [*asked("医師（先生）", "to_doctor", of="宛先の"), *asked("職種・氏名", "from_name", of="発信者の")],
        [*asked("電話／FAX", "to_phone", of="宛先の"), *asked("電話／FAX", "from_phone", of="発信者の")],
        [heading("ご本人")],
        [*asked("ふりがな", "person_kana", of="本人の"), *asked("生年月日", "person_born", of="本人の")],
        [*asked("氏名", "person_name", of="本人の"), *asked("電話", "person_phone", of="本人の")],
        [*asked("住所", "person_address", 24, of="本人の")],
        [*asked("保険者", "insurer"), *asked("被保険者番号", "insured_number")],
        [label("要介護度", rows=2), *checks("care", CARE_LEVELS[:3], 4)],
        [*checks("care", CARE_LEVELS[3:], 4)],
        [*asked("認定の有効期間", "care_until"), *asked("家族・連絡先", "family", of="")],
        [heading("ご連絡の理由（当てはまるものすべて）")],
        *_in_lines("why", REASONS, 8),
        [*asked("その他の理由", "why_text", 24)],
        [heading("今の様子・お伝えしたいこと")],
        [area("state", "今の様子・お伝えしたいこと", COLUMNS, 7)],
        [heading("教えていただきたいこと（当てはまるものすべて）")],
        *_in_lines("ask", QUESTIONS, 8),
        [area("question", "教えていただきたいことの内容", COLUMNS, 4)],
        [label("返信の方法"), *checks("by", WAYS, 4), label("返信の希望日"), text("reply_by", "返信の希望日", 4)],
        [heading("同意")],
        [check("consent_person", "このシートでの情報のやり取りに、ご本人の同意を得ています", 16), *_day_of_consent()],
        [
            check("consent_family", "ご本人に代わり、ご家族等の同意を得ています（氏名・続柄）", 16),
            text("consent_by", "同意したご家族等の氏名・続柄", 8),
        ],
    ]
    return _side("表（ケアマネ→医師）", lines, issuer)


def back(issuer: Issuer) -> Side:
    lines: list[Sequence[Piece]] = [
        [Piece("title", 18, f"{issuer.title}　返信", rows=2), label("返信日", 2), text("answered_on", "返信日", 4)],
        [Piece("small", 6, "裏：医師からケアマネジャー等へ")],
        [heading("宛先・返信者")],
        [*asked("事業所・氏名", "reply_to", of="宛先の"), *asked("医療機関", "reply_clinic", of="返信者の")],
        [*asked("ご本人の氏名", "reply_person"), *asked("医師の氏名", "reply_doctor")],
        [heading("お話の方法")],
        [label("直接話す場合"), *checks("talk", TALKS, 4), label("日時"), text("talk_when", "話す日時", 4)],
        [
            label("担当者会議"),
            *checks("meeting", MEETING, 4),
            label("日時・場所"),
            text("meeting_when", "会議の日時・場所", 4),
        ],
        [heading("病状と治療")],
        [label("病名・病状", 4, 4), area("illness", "病名・病状", 20, 4)],
        [label("治療方針・服薬", 4, 4), area("treatment", "治療方針・服薬", 20, 4)],
        [heading("生活や介護で気を付けること（当てはまるものすべて）")],
        *_in_lines("care_for", CARE_FOR, 6),
        [area("care_for_text", "生活や介護で気を付けることの内容", COLUMNS, 4)],
        [heading("利用を勧めるサービス（当てはまるものすべて）")],
        *_in_lines("service", SERVICES, 8),
        [area("service_text", "サービスの内容・頻度など", COLUMNS, 3)],
        [heading("急に悪くなったとき")],
        [area("emergency", "急変時の対応と連絡先", COLUMNS, 3)],
        [heading("その他の連絡")],
        [area("more", "その他の連絡", COLUMNS, 4)],
    ]
    return _side("裏（医師→ケアマネ）", lines, issuer)


CARE_LEVELS = (
    ("applying", "申請中"),
    ("support1", "要支援1"),
    ("support2", "要支援2"),
    *((f"level{number}", f"要介護{number}") for number in range(1, 6)),
)
REASONS = (
    ("plan", "ケアプランの作成・見直し"),
    ("meeting", "サービス担当者会議の開催"),
    ("change", "心身の状態の変化"),
    ("hospital", "入院・退院の連絡"),
    ("service", "医療系サービスの利用の相談"),
    ("equipment", "福祉用具・住宅改修の相談"),
    ("medicine", "薬に関する相談"),
    ("mouth", "口腔・栄養に関する相談"),
    ("other", "その他"),
)
QUESTIONS = (
    ("illness", "病状・今後の見通し"),
    ("care", "生活・介護の注意点"),
    ("service", "医療系サービスの要否"),
    ("medicine", "服薬の管理"),
    ("emergency", "急変時の対応"),
    ("wish", "ご本人の意向・人生会議"),
)
WAYS = (("meeting", "面談"), ("phone", "電話"), ("paper", "書面・FAX"))
TALKS = (("meeting", "面談"), ("phone", "電話"), ("paper", "書面のみ"))
MEETING = (("comes", "出席できる"), ("absent", "欠席する"), ("paper", "書面で意見"))
CARE_FOR = (
    ("move", "運動・移動"),
    ("bath", "入浴"),
    ("food", "食事・水分"),
    ("swallow", "のみ込み"),
    ("medicine", "服薬"),
    ("mouth", "口腔"),
    ("skin", "床ずれ・皮膚"),
    ("infection", "感染の予防"),
)
SERVICES = (
    ("visit", "訪問診療・往診"),
    ("nurse", "訪問看護"),
    ("rehabilitation", "訪問リハビリテーション"),
    ("dentist", "訪問歯科"),
    ("pharmacist", "薬剤師の訪問"),
    ("dietitian", "栄養士の訪問"),
    ("day", "通所リハビリテーション"),
    ("short", "短期入所"),
    ("equipment", "福祉用具"),
)


def _day_of_consent() -> list[Piece]:
    return [label("同意の日"), text("consent_on", "同意の日", 4)]


def _in_lines(prefix: str, choices: Sequence[tuple[str, str]], columns: int) -> Iterator[Sequence[Piece]]:
    each = COLUMNS // columns
    for start in range(0, len(choices), each):
        yield checks(prefix, choices[start : start + each], columns)


def _side(name: str, lines: Sequence[Sequence[Piece]], issuer: Issuer) -> Side:
    """Pieces at their places: a line is as high as its lowest piece; a higher first one stands beside the next line."""
    placed: list[Piece] = []
    row, indent = 0, 0
    for line in lines:
        column = indent
        indent = 0
        for piece in line:
            placed.append(replace(piece, row=row, column=column))
            column += piece.columns
        high = min(piece.rows for piece in line)
        indent = line[0].columns if line[0].rows > high else 0
        row += high
    given = "　".join(part for part in (issuer.municipality, issuer.organisation, issuer.edition) if part)
    contact = f"　問合せ先：{issuer.contact}" if issuer.contact else ""
    placed.append(Piece("small", COLUMNS, f"発行：{given}{contact}", row=row))
    placed.append(Piece("small", COLUMNS, NOTICE, row=row + 1))
    return Side(name, tuple(placed), row + 2)


NOTICE = (
    "個人情報を含みます。宛先を確かめて渡し、FAX の誤送信に注意してください。記入した内容は、発行元へは送られません。"
)


def sides(issuer: Issuer) -> tuple[Side, Side]:
    return front(issuer), back(issuer)
