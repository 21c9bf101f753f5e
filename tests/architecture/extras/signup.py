"""A hall that takes sign-ups, and somebody who signed up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.factories import events
from zaitaku.programme.events.actions.admission import announce_lottery, draw_lottery
from zaitaku.programme.events.actions.signup import sign_up
from zaitaku.programme.events.actions.signup_entry import SignUpEntry, new_key
from zaitaku.programme.events.choices import Admission, SessionStatus, SignUpWay
from zaitaku.programme.events.models import Session

if TYPE_CHECKING:
    from tests.architecture.places import World


def values(world: World) -> dict[str, Any]:
    today = timezone.localdate()
    owner = world.nerima.organisation("高齢者支援課")
    year = (today - timedelta(days=90)).year
    series = events.series(owner=owner, title="在宅療養講演会（申込み）", fiscal_year=year, is_public=True)
    session = events.session(series=series, status=SessionStatus.PLANNED, held_on=today + timedelta(days=30))
    fields: dict[str, Any] = {"session": session, "label": "申込み会場", "admission": Admission.FIRST_COME}
    hall = events.channel(**fields, capacity=3)
    entry = SignUpEntry(name="練馬 太郎", email="taro@example.jp")
    way = SignUpWay.WEB
    made = sign_up(channel=hall, key=new_key(), entry=entry, way=way, by=None, now=timezone.now())
    return {"sign-up:pk": hall.pk, "my:key": made.key, "sign-ups:pk": made.pk, "lots:pk": _drawn(session, world)}


def _drawn(session: Session, world: World) -> int:
    now = timezone.now()
    hall = events.channel(session=session, label="抽選会場", admission=Admission.LOTTERY, capacity=1)
    hall.closes_at = now + timedelta(hours=1)
    hall.save()
    announce_lottery(channel=hall, now=now)
    for name in ("練馬 次郎", "練馬 三郎"):
        sign_up(channel=hall, key=new_key(), entry=SignUpEntry(name=name), way=SignUpWay.WEB, by=None, now=now)
    draw_lottery(channel=hall, by=world.officer, now=now + timedelta(hours=2))
    return int(hall.pk)
