"""Support centres with wishes and supporters, for tests."""

from datetime import date
from itertools import count
from typing import Any

from tests.factories import core, events
from zaitaku.core.areas.choices import OrganisationKind
from zaitaku.core.areas.models import Organisation
from zaitaku.programme.events.choices import SeriesKind, SessionStatus
from zaitaku.programme.events.models import Session
from zaitaku.programme.meetings.models import Match, Supporter, Wish

_next = count(1).__next__


def centre(**kw: Any) -> Organisation:
    defaults = {"kind": OrganisationKind.SUPPORT_CENTER, "name": f"第{_next()}地域包括支援センター"}
    return core.organisation(**(defaults | kw))


def wish(**kw: Any) -> Wish:
    if "center" not in kw:
        kw["center"] = centre()
    return Wish.objects.create(**({"voiced_on": date(2023, 6, 1), "text": f"将棋を指したい{_next()}"} | kw))


def supporter(**kw: Any) -> Supporter:
    if "center" not in kw:
        kw["center"] = centre()
    return Supporter.objects.create(**({"label": f"支援者{_next()}", "offers": "将棋、囲碁"} | kw))


def match(**kw: Any) -> Match:
    if "wish" not in kw:
        kw["wish"] = wish()
    if "supporter" not in kw:
        kw["supporter"] = supporter(center=kw["wish"].center)
    return Match.objects.create(**({"matched_on": date(2023, 7, 1)} | kw))


def peer_meeting(**kw: Any) -> Session:
    """Held on 1 June 2023; `owner` is the series'."""
    run = {name: kw.pop(name) for name in ("owner", "fiscal_year") if name in kw}
    series = events.series(kind=SeriesKind.PEER_MEETING, title="本人ミーティング", **run)
    return events.session(series=series, **({"status": SessionStatus.HELD, "held_on": date(2023, 6, 1)} | kw))
