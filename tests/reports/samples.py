"""Synthetic papers: the shape of 資料１, invented words and numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from zaitaku.reports.document import (
    Cell,
    Column,
    Document,
    FigureRow,
    Paragraph,
    Run,
    Section,
    Table,
    plain,
)

CREATED = datetime(2024, 1, 15, 9, 30, tzinfo=UTC)
BASE = "https://zaitaku.example.jp"
COLUMNS = (
    Column("目指すべき状態", 1.1),
    Column("目的", 1.0),
    Column("取組", 1.3),
    Column("実施結果", 3.2),
    Column("成果指標", 1.2),
    Column("今後の課題", 1.5),
    Column("担当・所管", 0.8),
)
STATE = "住民が在宅療養を知り、自分に合った医療と介護を選ぶことができる。（見本）"
AIM = "在宅療養について学ぶ機会をつくる（見本）"


def figure(code: str, words: str, mark: str = "") -> Run:
    return Run(words, href=f"/figures/{code}/", mark=mark, figure=code)  # type: ignore[arg-type]


def results(number: int) -> Cell:
    """A 実施結果 cell: several lines, several figures, an open part."""
    first, second = 40 + number * 7 % 90, 12 + number * 5 % 60
    return Cell(
        (
            Paragraph((Run("総参加者数：延べ"), figure(f"X{number}.all", f"{first + second}名"))),
            Paragraph((Run("第1回「見本の講演会～暮らしと療養～」"),)),
            Paragraph(
                (
                    Run("参加者："),
                    figure(f"X{number}.1", f"{first}名"),
                    Run("（本会場"),
                    figure(f"X{number}.1a", f"{first - 10}人"),
                    Run("、オンライン"),
                    figure(f"X{number}.1b", "10人"),
                    Run("）"),
                )
            ),
            Paragraph((Run("第2回 参加者："), figure(f"X{number}.2", "確定後追記", "open"))),
            Paragraph((Run("【相談件数】27か所"), figure(f"X{number}.3", f"9,{number:03d}件（11月末時点）", "as_of"))),
        )
    )


def row(number: int, state: Cell | None, aim: Cell | None, owner: Cell | None) -> tuple[Cell | None, ...]:
    issues = "参加を希望する人が増えているため、開催の方法を広げることを検討する。" * (1 + number % 2)
    return (
        state,
        aim,
        plain(f"見本の取組その{number}\n年{1 + number % 4}回の開催"),
        results(number) if number % 3 else plain(f"【実施回数】{number}回　【参加者数】{number * 13}人"),
        plain("参加人数\nアンケートで「話し合いたい」と答えた割合"),
        plain(f"【見本{number}】\n{issues}"),
        owner,
    )


def table(rows: int, *, state_span: int = 10, aim_span: int = 5, start: int = 0) -> Table:
    body = []
    for at in range(rows):
        number = start + at
        state = plain(STATE, rowspan=min(state_span, rows - at), header=True) if at % state_span == 0 else None
        aim = plain(f"{AIM}{number}", rowspan=min(aim_span, rows - at)) if at % aim_span == 0 else None
        owner = plain(f"見本課{number}", rowspan=min(2, rows - at)) if at % 2 == 0 else None
        body.append(row(number, state, aim, owner))
    return Table("", COLUMNS, tuple(body))


def sources(rows: int = 3) -> Table:
    titles = ("数値", "値", "状態", "時点", "種別", "単位", "出典", "記録数")
    body = tuple(
        (
            Cell((Paragraph((figure(f"X{n}.all", f"見本の指標{n}"),)),), header=True),
            *(plain(words) for words in (f"{n * 11}", "確定", "R5.11.30", "延人数", "人", "見本課の記録", f"{n}件")),
        )
        for n in range(rows)
    )
    return Table("数値の出典（見本）", tuple(Column(title) for title in titles), body)


FIGURES = (
    FigureRow(
        "X1.all", "見本の取組その1", "講演会参加人数", (), Decimal(555), "人", "延人数", "年度内", "集計中",
        date(2023, 12, 31), confirmed=date(2024, 1, 10), source="見本の参加記録",
    ),
    FigureRow(
        "X1.all", "見本の取組その1", "講演会参加人数", ("第3回", "後日上映会"), None, "人", "延人数", "年度内",
        "実施後追記", None,
    ),
    FigureRow(
        "X2.rate", "見本の取組その2", "話し合いたい割合", (), Decimal("44.4"), "%", "割合", "年度内", "確定",
        date(2023, 11, 30), Decimal(8), Decimal(18), date(2024, 1, 9), "=見本",
    ),
)  # fmt: skip


def document(
    *tables: Table,
    status: str = "frozen",
    preamble: tuple[Paragraph, ...] = (),
    closing: Table | None = None,
    figures: tuple[FigureRow, ...] = FIGURES,
    base_url: str = BASE,
) -> Document:
    """One section per table."""
    names = (
        "区民への啓発",
        "相談体制の充実",
        "地域での支え合い",
        "多職種連携",
        "療養の支援",
        "情報の共有",
        "資源の把握",
    )
    sections = tuple(
        Section(f"（{number}）{names[(number - 1) % 7]}", 1, (Paragraph((Run("見本の前文です。"),)),), (content,))
        for number, content in enumerate(tables, start=1)
    )
    return Document(
        label="資料１",
        title="令和５年度 在宅療養推進事業の実施結果（見本）",
        status=status,  # type: ignore[arg-type]
        as_of_text="令和５年12月末時点",
        preamble=preamble,
        sections=sections,
        sources=closing or sources(),
        figures=figures,
        created=CREATED,
        digest="0123456789abcdef",
        base_url=base_url,
    )


def council_paper(status: str = "frozen") -> Document:
    """About 35 rows × 7 columns in seven sections, as 資料１."""
    shape = (3, 5, 5, 9, 4, 3, 6)
    parts = [table(rows, state_span=rows, aim_span=3, start=sum(shape[:at])) for at, rows in enumerate(shape)]
    return document(*parts, status=status, preamble=(Paragraph((Run("この資料は見本です。"),)),), closing=sources(20))
