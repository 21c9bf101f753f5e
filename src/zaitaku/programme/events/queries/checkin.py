"""Who is expected at a channel and who has come, as the door, the paper sheet and the helpers' screens need it."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone

from zaitaku.analysis.contacts import searchable
from zaitaku.programme.events.choices import SignUpStatus
from zaitaku.programme.events.models import Attendance, Channel, CheckIn, SignUp


@dataclass(frozen=True, slots=True)
class Line:
    """A sign-up and how it came; `is_expected` is a confirmed seat of this very channel. A walk-in has no sign-up."""

    sign_up: SignUp | None
    check_in: CheckIn | None
    is_expected: bool = False

    @property
    def words(self) -> str:
        """What a search looks in."""
        if self.sign_up is not None:
            return searchable(f"{self.sign_up.number} {self.sign_up.name} {self.sign_up.kana} {self.sign_up.office}")
        return searchable(f"{self.check_in.name} {self.check_in.office}") if self.check_in else ""


@dataclass(frozen=True, slots=True)
class Door:
    """`others` are on the waiting list, not drawn, cancelled, or signed up for another channel of the session."""

    expected: tuple[Line, ...]
    others: tuple[Line, ...]
    walk_ins: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return self.expected + self.others + self.walk_ins


def is_found(words: str, asked: str) -> bool:
    """Every asked word is somewhere in the words, which may be written without spaces."""
    joined = words.replace(" ", "")
    return all(word in words or word in joined for word in searchable(asked).split())


def door(channel: Channel) -> Door:
    """By number; `channel` comes with its session. Two queries."""
    check_ins = CheckIn.objects.filter(undone_at=None).filter(
        Q(channel=channel) | Q(sign_up__channel__session=channel.session_id)
    )
    came: dict[int, CheckIn] = {}
    walk_ins: list[Line] = []
    for row in check_ins.select_related("by", "channel", "area").order_by("at", "pk"):
        if row.sign_up_id is not None:
            came[row.sign_up_id] = row
        elif row.channel_id == channel.pk:
            walk_ins.append(Line(None, row))
    expected: list[Line] = []
    others: list[Line] = []
    sign_ups = SignUp.objects.filter(channel__session=channel.session_id).select_related("channel")
    for one in sign_ups.order_by("channel__position", "channel", "number"):
        is_expected = one.channel_id == channel.pk and one.status == SignUpStatus.CONFIRMED
        line = Line(one, came.get(one.pk), is_expected)
        (expected if is_expected else others).append(line)
    return Door(tuple(expected), tuple(others), tuple(walk_ins))


def seats_expected(channel: Channel) -> int:
    rows = SignUp.objects.filter(channel=channel, status=SignUpStatus.CONFIRMED)
    return rows.aggregate(seats=Sum("seats"))["seats"] or 0


def version(channel: Channel) -> str:
    """Changes with the session's sign-ups (before the dot), its arrivals, or the channel's count (behind it)."""
    sign_ups = SignUp.objects.filter(channel__session=channel.session_id)
    rows = CheckIn.objects.filter(channel__session=channel.session_id).order_by("pk")
    arrivals = list(rows.values_list("pk", "people", "undone_at", "name", "office"))
    counted = Attendance.objects.filter(channel=channel, superseded_at=None).values_list("pk")
    signed = sign_ups.aggregate(last=Max("changed_at"), count=Count("pk"))
    return f"{_digest(signed)}.{_digest((arrivals, list(counted)))}"


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


def state(channel: Channel) -> dict[str, Any]:
    """What the other helpers have done, for the screen of one of them. Key → arrival."""
    found = door(channel)
    rows = [_row(channel, line.check_in) for line in found.lines if line.check_in is not None]
    here = [row["people"] for row in rows if not row["elsewhere"]]
    return {
        "version": version(channel),
        "came": sum(here),
        "expected": seats_expected(channel),
        "is_closed": is_closed(channel),
        "rows": {row["key"]: row for row in rows},
    }


def _row(channel: Channel, row: CheckIn) -> dict[str, Any]:
    return {
        "key": row.key,
        "sign_up": row.sign_up_id,
        "people": row.people,
        "name": row.name,
        "at": f"{timezone.localtime(row.at):%H:%M}",
        "by": row.by.name,
        "elsewhere": "" if row.channel_id == channel.pk else row.channel.label,
    }


def recorded(channel: Channel) -> Attendance | None:
    """The count that is recorded now."""
    return Attendance.objects.filter(channel=channel, superseded_at=None).select_related("recorded_by").first()


def is_closed(channel: Channel) -> bool:
    row = recorded(channel)
    return row is not None and not row.is_open
