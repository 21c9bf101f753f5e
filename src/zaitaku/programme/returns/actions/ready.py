"""Forms ready made, to begin with and then to change. The words are general; no figures come with them."""

from dataclasses import dataclass
from decimal import Decimal

from zaitaku.analysis.figure import Kind
from zaitaku.programme.returns.choices import Adding


@dataclass(frozen=True, slots=True)
class ReadyBreakdown:
    label: str
    adding: Adding
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """`by` names breakdowns; `is_part`: of the item before it that is none."""

    label: str
    kind: Kind
    by: tuple[str, ...] = ()
    help_text: str = ""
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Ready:
    """`not_above`: pairs of items, the first never above the second. `spreads`: how far from the sender's own median
    a number may lie before a word of explanation is asked for (see `analysis.return_rules`)."""

    title: str
    code: str
    instructions: str
    breakdowns: tuple[ReadyBreakdown, ...]
    items: tuple[ReadyItem, ...]
    not_above: tuple[tuple[str, str], ...] = ()
    spreads: Decimal = Decimal(4)


_ASKING = ReadyBreakdown(
    "相談者",
    Adding.EXACT,
    ("本人", "家族・親族", "民生委員・近隣", "医療機関", "介護サービス事業者", "行政機関", "その他"),
)
_WAY = ReadyBreakdown("相談方法", Adding.EXACT, ("電話", "来所", "訪問", "その他"))
_ABOUT = ReadyBreakdown(
    "相談内容",
    Adding.SEVERAL,
    (
        "介護保険・福祉サービス",
        "医療・入退院",
        "認知症",
        "権利擁護・虐待",
        "介護する家族の負担",
        "住まい",
        "経済的な困りごと",
        "その他",
    ),
)

SUPPORT_CENTRE = Ready(
    title="地域包括支援センター月次報告",
    code="centre-monthly",
    instructions=(
        "前月1日から末日までの実績を入力してください。1件の相談が複数の内容にわたるときは、相談内容の欄ではそれぞれに数え、"
        "相談件数には1件と数えます。実績がなかった項目は空欄にせず「該当なし」を選んでください。"
    ),
    breakdowns=(_ASKING, _WAY, _ABOUT),
    items=(
        ReadyItem(
            "相談件数",
            Kind.CASES,
            ("相談者", "相談方法", "相談内容"),
            "受けた相談の総数。同じ方の再度の相談も数えます。",
        ),
        ReadyItem("新規に相談を受けた人数", Kind.PERSONS, (), "この月に初めて相談を受けた方の実人数。"),
        ReadyItem("認知症に関する相談件数", Kind.CASES, ("相談者",), "相談件数のうち、主な内容が認知症であるもの。"),
        ReadyItem("専門の医療機関につないだ件数", Kind.CASES, (), "認知症の診断や治療のために紹介・同行したもの。"),
        ReadyItem(
            "在宅療養に関する相談件数", Kind.CASES, ("相談者",), "相談件数のうち、主な内容が在宅での療養であるもの。"
        ),
        ReadyItem("医療機関と連絡調整した件数", Kind.CASES, (), "退院の調整、受診の相談など。"),
        ReadyItem("訪問した回数", Kind.TIMES, (), "相談や見守りのために訪問した回数。"),
        ReadyItem("地域ケア会議の開催回数", Kind.TIMES),
        ReadyItem("地域ケア会議の参加者数", Kind.PERSON_TIMES, (), "延べ人数。職員を含みます。"),
        ReadyItem("講座・出張相談の実施回数", Kind.TIMES),
        ReadyItem("講座・出張相談の参加者数", Kind.PERSON_TIMES, (), "延べ人数。職員は含みません。"),
    ),
    not_above=(("認知症に関する相談件数", "相談件数"), ("在宅療養に関する相談件数", "相談件数")),
)
