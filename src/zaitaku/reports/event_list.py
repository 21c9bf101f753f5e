"""自治体標準オープンデータセット「イベント一覧」 as CSV: UTF-8 with a byte order mark, one header row, ISO dates.

Columns and what is required are those of the 推奨データセット definition (required are the names, days,
times, 説明, 場所名称 and 住所), under the names that the current data set of the Digital Agency uses: 全国地方公共団体
コード, ID and 地方公共団体名 for the first four, 所在地_連結表記 for 住所, 建物名等(方書) for 方書.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from zaitaku.reports import csv_list

CONTENT_TYPE = csv_list.CONTENT_TYPE


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. Fields stand in the order of the columns; an empty text or None leaves the cell empty."""

    code: str
    key: str
    body: str
    name: str
    name_kana: str
    name_english: str
    first_day: date | None
    last_day: date | None
    starts: time | None
    ends: time | None
    when_notes: str
    description: str
    fee_yen: int | None
    fee_words: str
    contact_name: str
    contact_phone: str
    contact_extension: str
    organiser: str
    place: str
    address: str
    building: str
    latitude: str
    longitude: str
    access: str
    parking: str
    capacity: int | None
    sign_up_until: date | None
    sign_up_until_time: time | None
    sign_up_how: str
    url: str
    notes: str


# Field of EventRow -> (column, whether the standard requires it).
COLUMNS: dict[str, tuple[str, bool]] = {
    "code": ("全国地方公共団体コード", True),
    "key": ("ID", True),
    "body": ("地方公共団体名", True),
    "name": ("イベント名", True),
    "name_kana": ("イベント名_カナ", True),
    "name_english": ("イベント名_英語", False),
    "first_day": ("開始日", True),
    "last_day": ("終了日", True),
    "starts": ("開始時間", True),
    "ends": ("終了時間", True),
    "when_notes": ("開始日時特記事項", False),
    "description": ("説明", True),
    "fee_yen": ("料金(基本)", False),
    "fee_words": ("料金(詳細)", False),
    "contact_name": ("連絡先名称", False),
    "contact_phone": ("連絡先電話番号", False),
    "contact_extension": ("連絡先内線番号", False),
    "organiser": ("主催者", False),
    "place": ("場所名称", True),
    "address": ("所在地_連結表記", True),
    "building": ("建物名等(方書)", False),
    "latitude": ("緯度", False),
    "longitude": ("経度", False),
    "access": ("アクセス方法", False),
    "parking": ("駐車場情報", False),
    "capacity": ("定員", False),
    "sign_up_until": ("参加申込終了日", False),
    "sign_up_until_time": ("参加申込終了時間", False),
    "sign_up_how": ("参加申込方法", False),
    "url": ("URL", False),
    "notes": ("備考", False),
}


def gaps(row: EventRow) -> list[str]:
    """Columns that the standard requires and that are empty."""
    return [
        column
        for name, (column, is_required) in COLUMNS.items()
        if is_required and not csv_list.cell(getattr(row, name))
    ]


def render(rows: Sequence[EventRow]) -> bytes:
    heads = [column for column, _required in COLUMNS.values()]
    return csv_list.render([heads, *([getattr(row, name) for name in COLUMNS] for row in rows)])


def body_code(code: str) -> str:
    """全国地方公共団体コード with its check digit: 131202 for 13120. Other codes stay as they are.

    The check digit is 11 minus the weighted sum (6, 5, 4, 3, 2) modulo 11, its last digit (総務省).
    """
    if len(code) != 5 or not code.isascii() or not code.isdigit():
        return code
    weighted = sum(int(digit) * weight for digit, weight in zip(code, range(6, 1, -1), strict=True))
    return code + str((11 - weighted % 11) % 10)
