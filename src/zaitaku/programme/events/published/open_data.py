"""A public session as a row of the data set 「イベント一覧」."""

import re
import unicodedata

from django.utils import timezone

from zaitaku.programme.events.choices import Admission
from zaitaku.programme.events.published.shapes import PublishedSession
from zaitaku.reports.event_list import EventRow

# The data set is Japanese whatever language somebody reads the pages in.
ONLINE = "オンライン"
_HOW = {
    Admission.OPEN: "申込不要",
    Admission.FIRST_COME: "ウェブフォームまたは電話（先着順）",
    Admission.LOTTERY: "ウェブフォームまたは電話（抽選）",
}
_PHONE = re.compile(r"(?<!\d)0\d{1,4}[-(]\d{1,4}[-)]\d{3,4}(?!\d)")
_EXTENSION = re.compile(r"内線\s*:?\s*(\d{2,6})")


def open_data_row(one: PublishedSession, *, url: str) -> EventRow:
    """`url` is the public page of the session."""
    name, phone, extension = _contact(one.contact)
    where = one.place or next((way.place for way in one.channels if way.place), "")
    is_online = not where and any(way.is_online for way in one.channels)
    closings = [timezone.localtime(way.closes_at) for way in one.channels if way.closes_at is not None]
    until = max(closings, default=None)
    return EventRow(
        code=one.body_code,
        key=f"E{one.key:07}",
        body=one.body,
        name=" ".join(part for part in (one.title, one.label, one.topic) if part),
        name_kana=one.title_kana,
        name_english="",
        first_day=one.day,
        last_day=one.day,
        starts=one.starts,
        ends=one.ends,
        when_notes=_other_times(one),
        description=one.description or one.theme or one.topic,
        fee_yen=one.fee_yen,
        fee_words="無料" if one.fee_yen == 0 else "",
        contact_name=name,
        contact_phone=phone,
        contact_extension=extension,
        organiser=one.organiser,
        place=where or (ONLINE if is_online else ""),
        address=one.address or (ONLINE if is_online else ""),
        building="",
        latitude="",
        longitude="",
        access=one.access,
        parking="",
        capacity=_capacity(one),
        sign_up_until=until.date() if until else None,
        sign_up_until_time=until.time() if until else None,
        sign_up_how="、".join(dict.fromkeys(_HOW[Admission(way.admission)] for way in one.channels)),
        url=url,
        notes=f"対象：{one.audience_words}" if one.audience_words else "",
    )


def _capacity(one: PublishedSession) -> int | None:
    """Seats of all channels together; None while one has no limit."""
    seats = [way.capacity for way in one.channels if way.capacity is not None]
    return sum(seats) if seats and len(seats) == len(one.channels) else None


def _contact(text: str) -> tuple[str, str, str]:
    """(name, telephone number, extension) of "高齢者支援課 03-1234-5678（内線12）"."""
    plain = unicodedata.normalize("NFKC", text)
    phone, extension = _PHONE.search(plain), _EXTENSION.search(plain)
    name = plain
    for match in (phone, extension):
        name = name.replace(match.group(), " ") if match else name
    name = re.sub(r"\(\s*\)|電話\s*:?|TEL\s*:?", " ", name, flags=re.IGNORECASE)
    return " ".join(name.split()), phone.group() if phone else "", extension.group(1) if extension else ""


def _other_times(one: PublishedSession) -> str:
    """Channels that have a time of their own, such as later screenings."""
    others = [way for way in one.channels if way.has_own_time and not way.is_cancelled and way.day is not None]
    return "、".join(
        " ".join(part for part in (way.label, f"{way.day}", f"{way.starts:%H:%M}" if way.starts else "") if part)
        for way in others
    )
