"""What the FY2023 result paper prints, number by number, typed from the paper and not from the example's files.

One line of TABLE per figure or part of a figure: code/part/part | value | unit | state | as of | numerator/denominator.
Empty value: none is printed. Empty state: final. Empty as of: the cover's 2023-12-31; otherwise the day, and after it
the paper's own words where it gives some. A line that begins with "-" is in the records but not printed as a number.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

COVER = date(2023, 12, 31)

TABLE = """
A1.attendance | 555 | 人 | to_follow
A1.attendance/第1回 | 196 | 人
A1.attendance/第1回/本会場 | 59 | 人
A1.attendance/第1回/同時上映 | 12 | 人
A1.attendance/第1回/Zoom | 60 | 人
A1.attendance/第1回/後日上映会 | 65 | 人
A1.attendance/第2回 | 185 | 人
A1.attendance/第2回/本会場 | 59 | 人
A1.attendance/第2回/同時上映 | 36 | 人
A1.attendance/第2回/Zoom | 41 | 人
A1.attendance/第2回/後日上映会 | 49 | 人
-A1.attendance/第3回 | 174 | 人 | to_follow
A1.attendance/第3回/本会場 | 105 | 人
A1.attendance/第3回/同時上映 | 32 | 人
A1.attendance/第3回/Zoom | 37 | 人
A1.attendance/第3回/後日上映会 | | 人 | after_event
A1.talk/第1回 | 96 | %
A1.talk/第2回 | 96 | %
A2.sessions | 1 | 回
A2.attendance | 37 | 人
A3.home.total | 105500 | 部
A3.home.year | 11000 | 部
A3.dementia.total | 93000 | 部
A3.dementia.year | 5000 | 部
A3.screening | 16000 | 部
B1.centers | 27 | か所 | | 2023-11-30
B1.consultations | 9869 | 件 | | 2023-11-30
B2.screened | 323 | 件 | | 2023-11-30
B3.centers | 27 | か所 | | 2023-11-30
B3.consultations | 5885 | 件 | | 2023-11-30
B3.outreach | 4 | 回
B4.persons | 38 | 人
B5.applied | 38 | 件
B5.applied/A 異常なし | 3 | 人
B5.applied/B 軽度の異常あり | 13 | 人
B5.applied/C 異常あり | 17 | 人
B5.applied/未実施 | 4 | 名
B5.applied/保留 | 1 | 名
B5.doctors | 8 | 件
B5.advisers | 5 | 件
B5.managers | 4 | 件
B5.linked | 5 | 人
B5.answered | 12 | 件
C1.places | 27 | か所
C2.days | 39 | 回
C2.calls | 70 | 件
C3.sessions | 34 | 回
C3.attendance | 329 | 人
C4.sessions | 7 | 回
C4.attendance | 107 | 人
C5.groups | 27 | 団体
D1.attendance | 262 | 人
D1.understanding/第1回/会場参加者 | 85 | %
D1.understanding/第1回/ZOOM参加者 | 89 | %
D1.understanding/第2回/ZOOM参加者 | 82 | %
D1.understanding/第3回/ZOOM参加者 | 100 | %
D1.understanding/第4回 | | % | after_event
D1.contact/第1回/会場参加者 | 86 | %
D1.contact/第1回/ZOOM参加者 | 46 | %
D1.contact/第2回/ZOOM参加者 | 28 | %
D1.contact/第3回/ZOOM参加者 | 24 | %
D1.contact/第4回 | | % | after_event
D2.held | 0 | 回 | planned
D3.supported | 36 | 件
D4.meetings | 27 | 回
D5.ride.parts | 4 | 回
D5.ride.sessions | 3 | 回
D5.ride.attendance | 74 | 人
D5.conference.sessions | 8 | 回
D5.conference.attendance | 279 | 人
D6.ict/地域連携室 | 25.0 | %
D6.ict/診療所 | 3.0 | %
D6.ict/歯科診療所 | 1.2 | %
D6.ict/薬局 | 17.2 | %
D6.ict/訪問看護 | 66.0 | %
D6.ict/居宅 | 59.2 | %
D7.year | 8000 | 部
D7.total | 75000 | 部
D8.hospitals | 8 | 病院
D8.participants | 59 | 名
D8.satisfaction | | % | tallying
D8.image | | % | tallying
D8.understanding | | % | tallying
D8.review | | 病院 | asking
E1.uses | 87 | 件 | | 2023-10-31 10月時点
E2.council | 6 | 回 | | 2023-11-30
E2.subcommittee | 4 | 回
E2.clinics | 7 | 件
E2.hospitals | 42 | 件
E2.residents | 49 | 件
E3.meetings | 3 | 回
G1.hcs_hospital | 4 | か所 | | 2023-07-01
G1.hcs_clinic | 75 | か所 | | 2023-07-01
G1.hcs_dental | 28 | か所 | | 2023-07-01
G1.pharmacy | 295 | か所 | | 2023-07-01
G1.narcotic | 279 | か所 | | 2023-07-01
G1.aseptic | 21 | か所 | | 2023-07-01
G1.nursing | 125 | か所 | | 2023-07-01
G1.nursing_24h | 77 | か所 | | 2023-07-01
G2.sent | 1837 | 件 | | 2023-03-31 令和4年度調査
G2.rate | 35.5 | % | | 2023-03-31 令和4年度調査 | 653/1837
G2.rate/病院（地域連携室） | 44.4 | % | | 2023-03-31 令和4年度調査 | 8/18
G2.rate/診療所 | 30.9 | % | | 2023-03-31 令和4年度調査 | 167/541
G2.rate/歯科診療所 | 35.8 | % | | 2023-03-31 令和4年度調査 | 169/472
G2.rate/薬局 | 34.6 | % | | 2023-03-31 令和4年度調査 | 116/335
G2.rate/訪問看護ステーション | 49.5 | % | | 2023-03-31 令和4年度調査 | 47/95
G2.rate/居宅介護支援事業所 | 50.5 | % | | 2023-03-31 令和4年度調査 | 98/194
G2.rate/高齢者向け住まい等 | 26.4 | % | | 2023-03-31 令和4年度調査 | 48/182
G3.attended | 6259 | 人 | | 2022-12-31 令和4年中
G3.place/病院 | 60 | % | | 2022-12-31 令和4年中
G3.place/診療所 | 1 | % | | 2022-12-31 令和4年中
G3.place/自宅 | 19 | % | | 2022-12-31 令和4年中
G3.place/老人ホーム | 18 | % | | 2022-12-31 令和4年中
G3.place/介護老人保健施設 | 2 | % | | 2022-12-31 令和4年中
G4.wish/現在、在宅医療や介護を受けている | 0.5 | %
G4.wish/在宅医療や介護を希望する(実現可能だと思う) | 10.9 | %
G4.wish/在宅医療や介護を希望するが、実現は難しいと思う | 37.3 | %
G4.wish/在宅医療や介護を希望しない | 15.3 | %
G4.wish/わからない | 30.7 | %
G4.wish/無回答 | 5.1 | %
"""


@dataclass(frozen=True)
class Expected:
    code: str
    path: tuple[str, ...]
    value: Decimal | None
    unit: str
    state: str
    as_of: date
    as_of_text: str
    numerator: Decimal | None
    denominator: Decimal | None
    is_printed: bool

    def __str__(self) -> str:
        return "/".join((self.code, *self.path))


def _expected(line: str) -> Expected:
    cells = [cell.strip() for cell in line.split("|")]
    where, value, unit, state, as_of, fraction = cells + [""] * (6 - len(cells))
    code, *path = where.removeprefix("-").split("/")
    day, _, words = as_of.partition(" ")
    above, _, below = fraction.partition("/")
    return Expected(
        code=code,
        path=tuple(path),
        value=Decimal(value) if value else None,
        unit=unit,
        state=state or "final",
        as_of=date.fromisoformat(day) if day else COVER,
        as_of_text=words,
        numerator=Decimal(above) if above else None,
        denominator=Decimal(below) if below else None,
        is_printed=not where.startswith("-"),
    )


EXPECTED = [_expected(line) for line in TABLE.strip().splitlines()]

# Printed a second time by the paper, within a sentence.
REPEATED = {
    ("38", "件"): "the base of the follow-up questionnaire, 38 of whom 12 answered",
    # 回収率35.5%（653件）: the denominator 1,837 is printed once, in the heading above it
}
# Numbers with a counter that are no results.
NO_RESULTS = {
    r"\d回/(?:\d)?年": "how often the plan wants it",
}
# Words of state, and how many printed results bear them.
MARKS = {"集計中": 3, "意向確認中": 1, "確定後追記": 1, "実施後追記": 3, "予定": 1, "11月末時点": 4, "10月時点": 1}

# By row of the table: what the paper prints, piece by piece.
PHRASES = {
    "A1": [
        "総参加者数：延べ人数555名",
        "参加者:196名（本会場59人、同時上映12人、Zoom60人、後日上映会65人）",
        "（本会場59人、同時上映36人、Zoom41人、後日上映会49人）",
        "参加者:確定後追記（本会場105人、同時上映32人、Zoom37人、後日上映会（実施後追記））",
        "と回答した割合：(第1回)96％ (第2回)96％",
        "（とても思った、思った合算）",
    ],
    "A2": ["【実施回数】1回　【参加者数】37人"],
    "A3": ["【発行部数】　105,500部", "11,000部", "【発行部数】　93,000部", "5,000部、もの忘れ検診発行数", "16,000部"],
    "B1": ["【医療・在宅介護相談件数】27か所9,869件（11月末時点）"],
    "B2": ["【もの忘れ検診受診件数】323件（11月末時点）"],
    "B3": ["【地域包括支援センターへの認知症相談件数】27か所5,885件（11月末時点）", "【アウトリーチ件数】4回"],
    "B4": ["【初期集中支援チーム対象者数】38人"],
    "B5": [
        "【申込】38件（A 異常なし：3人",
        "B 軽度の異常あり:13人",
        "C 異常あり:17人",
        "未実施：4名",
        "保留:1名）",
        "【紹介者】医師（8件）、生活相談員（5件）",
        "ケアマネジャー（4件）、等",
        "【支援につながった利用者（追跡アンケート※より）】5人（医師、歯科医師、練馬つつじ歯科診療所等）",
        "※追跡アンケートは38件中12件が回答。",
    ],
    "C1": ["【本人ミーティング開催数】　27か所"],
    "C2": ["【相談件数】　39回　70件"],
    "C3": ["【参加人数】　34回　329人"],
    "C4": ["【実施回数】　7回　107人"],
    "C5": ["（令和2年3月～）", "【掲載団体数】27団体"],
    "D1": [
        "参加者数：延べ262人",
        "(第2回、第3回はZoom参加者のみ）",
        "(第1回)会場参加者：85%、ZOOM参加者：89% (第2回)ZOOM参加者：82%"
        " (第3回)ZOOM参加者：100％（第4回）（実施後追記）",
        "(第1回)会場参加者：86%、ZOOM参加者：46% (第2回)ZOOM参加者：28% (第3回)ZOOM参加者：24％（第4回）（実施後追記）",
        "認知症事例検討会0回(2,3月予定)",
    ],
    "D3": ["【実施回数】　36件　医療機関・介護事業所・地域団体等"],
    "D4": ["地域ケア予防会議【実施回数】27回"],
    "D5": [
        "地域同行型研修（アドバイザー養成研修）全4回【実施回数】3回　延74人",
        "地域カンファレンス・全体報告会【実施回数】8回　延279人",
    ],
    "D6": [
        "【ICTを活用する医療・介護事業所の割合（現在活用している）】"
        "地域連携室：25.0％、診療所：3.0％、歯科診療所：1.2％、薬局：17.2％、訪問看護：66.0％、居宅：59.2％"
    ],
    "D7": ["【発行数】8,000部　累計　75,000部"],
    "D8": [
        "【実施病院、団体】8病院",
        "【参加者数】59名",
        "【満足度】集計中（非常に満足または満足と回答した割合）",
        "【在宅診療で観る患者のイメージ像が具体的になった】集計中",
        "【在宅医療従事者の求める入退院支援についての理解が深まった】集計中",
        "【実施病院・団体】意向確認中",
    ],
    "E1": ["【利用者数】延87件（10月時点）"],
    "E2": [
        "医師会在宅療養推進協議会：6回(11月末時点)",
        "在宅医療推進強化事業小委員会：4回",
        "：7件(",
        "：42件(",
        "：49件",
    ],
    "E3": ["医療・介護・消防連携小委員会:3回"],
    "G1": [
        "・在支病：4か所　・在支診：75か所　・在歯診：28か所",
        "・訪問薬局（訪問薬剤管理指導を実施）：295か所、麻薬調剤取り扱い薬局：279か所、無菌調剤取り扱い薬局：21か所",
        "・訪看：125か所（うち24時間　77か所",
    ],
    "G2": [
        "1,837件",
        "全体の回収率：35.5%（653",
        "病院（地域連携室）44.4%（8/18件）、診療所30.9%（167/541件）、歯科診療所35.8%（169/472件）、"
        "薬局34.6%（116/335件）、訪問看護ステーション49.5%（47/95件）、居宅介護支援事業所50.5%（98/194件）、"
        "高齢者向け住まい等26.4％（48/182件）",
    ],
    "G3": [
        "全看取り死　6,259人",
        "病院60％、診療所1％、自宅19％、老人ホーム18％、介護老人保健施設2％",
    ],
    "G4": [
        "「現在、在宅医療や介護を受けている（0.5％）」「在宅医療や介護を希望する(実現可能だと思う)（10.9％）」"
        "「在宅医療や介護を希望するが、実現は難しいと思う（37.3％）」「在宅医療や介護を希望しない（15.3％）」"
        "「わからない（30.7％）」「無回答（5.1％）」",
    ],
}
# What we print in other words than the paper, on purpose: ours -> why.
OTHER_WORDS = {
    "A1: 参加者:185名": "the paper says 名 for the first session and 人 for the second; one token, one unit",
    "A3: （平成27年10月～）": "the paper leaves the era out (27年10月～); ours can be read in any year",
    "G3: （令和4年中）": "the paper says it once, in a heading; ours keeps the year beside the figures",
    "G1: （7月1日時点）": "the paper says it once, in a heading; ours keeps the day beside the figures",
}
