"""iCalendar as its standard wants it, read by another program; the data set's columns; check digits."""

import csv
import io
from datetime import UTC, date, datetime, time

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zaitaku.reports import event_list, ical
from zaitaku.reports.ical import CalendarEvent, folded

CHANGED = datetime(2026, 11, 22, 1, 2, 3, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


def event(**kw):
    return CalendarEvent(
        **({"uid": "session-1@x", "summary": "講演会", "day": date(2026, 12, 5), "changed_at": CHANGED} | kw)
    )


def unfolded(content):
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_a_calendar_in_full():
    one = event(
        starts=time(14),
        ends=time(16),
        location="練馬区, ホール",
        description="一行目\n二行目;",
        url="https://x/1/",
        sequence=4,
    )
    lines = unfolded(ical.render("催し", [one, event(uid="session-2@x", is_cancelled=True)]))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "VERSION:2.0", "METHOD:PUBLISH", "TZID:Asia/Tokyo", "TZOFFSETTO:+0900", "UID:session-1@x", "SEQUENCE:4",
        "DTSTAMP:20261122T010203Z", "DTSTART;TZID=Asia/Tokyo:20261205T140000", "DTEND;TZID=Asia/Tokyo:20261205T160000",
        r"LOCATION:練馬区\, ホール", r"DESCRIPTION:一行目\n二行目\;", "STATUS:CONFIRMED", "STATUS:CANCELLED",
        "DTSTART;VALUE=DATE:20261205", "DTEND;VALUE=DATE:20261206",
    ):  # fmt: skip
        assert line in lines, line
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2


def test_an_end_that_is_not_known_is_not_invented():
    assert not [line for line in unfolded(ical.render("x", [event(starts=time(14))])) if line.startswith("DTEND")]


@given(TEXTS)
def test_no_line_is_longer_than_75_octets_and_folding_loses_nothing(text):
    lines = folded("SUMMARY:" + text).split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    for line in lines:
        line.decode()  # no character is cut in two
    assert b"".join([lines[0], *(line[1:] for line in lines[1:])]).decode() == "SUMMARY:" + text


@given(
    summary=TEXTS,
    description=st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=300),
)
def test_another_program_reads_what_was_written(summary, description):
    made = ical.render("催し", [event(summary=summary, description=description, starts=time(9), sequence=2)])
    read = icalendar.Calendar.from_ical(made)
    (found,) = read.walk("VEVENT")
    assert str(found["SUMMARY"]) == summary
    assert str(found.get("DESCRIPTION", "")) == description
    assert found["SEQUENCE"] == 2
    assert found["DTSTART"].dt.isoformat() == "2026-12-05T09:00:00+09:00"


def row(**kw):
    blank = dict.fromkeys(event_list.COLUMNS, "")
    return event_list.EventRow(**(blank | kw))  # type: ignore[arg-type]


def test_columns_stand_in_the_order_of_the_standard():
    content = event_list.render([row(name="講演会", first_day=date(2026, 12, 5), starts=time(9, 5), fee_yen=0)])
    assert content.startswith(b"\xef\xbb\xbf")
    head, line = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head[:4] == ["全国地方公共団体コード", "ID", "地方公共団体名", "イベント名"]
    assert head[-2:] == ["URL", "備考"]
    assert dict(zip(head, line, strict=True))["開始日"] == "2026-12-05"
    assert dict(zip(head, line, strict=True))["開始時間"] == "09:05"
    assert dict(zip(head, line, strict=True))["料金(基本)"] == "0"


def test_a_cell_never_breaks_its_line():
    content = event_list.render([row(description="一行目\r\n二行目", name='"引用", 終')]).decode("utf-8-sig")
    assert content.count("\r\n") == 2
    assert next(csv.DictReader(io.StringIO(content)))["説明"] == "一行目 二行目"


def test_every_required_column_that_is_empty_is_a_gap():
    required = [column for column, is_required in event_list.COLUMNS.values() if is_required]
    assert event_list.gaps(row()) == required
    assert "イベント名" not in event_list.gaps(row(name="x"))


@pytest.mark.parametrize(
    ("code", "found"),
    [("13120", "131202"), ("13101", "131016"), ("01100", "011002"), ("47201", "472018"), ("27100", "271004"),
     ("131202", "131202"), ("N", "N")],
)  # fmt: skip
def test_codes_of_local_governments_have_their_check_digit(code, found):
    assert event_list.body_code(code) == found
