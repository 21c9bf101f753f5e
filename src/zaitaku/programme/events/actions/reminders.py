"""The letter before the day: once for each confirmed sign-up that left an e-mail address.

A reminder is due from MORNING of the day before. `SignUp.reminded_at` and the letter are written in one transaction by
a conditional UPDATE, so that of two workers one writes it. When the event is moved afterwards, `reminded_at` is emptied
(see session_news) or lies before the new day's eve, and the person is reminded again.
"""

import logging
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import withdraw_many
from zaitaku.core.mail.queries import unsent
from zaitaku.programme.events.actions.signup import locked
from zaitaku.programme.events.actions.signup_letters import REMINDER, News, about, tell
from zaitaku.programme.events.choices import SessionStatus, SignUpStatus, StepKind
from zaitaku.programme.events.models import Channel, SignUp, SignUpStep
from zaitaku.programme.events.queries.signup import beginning

log = logging.getLogger(__name__)
MORNING = time(8)  # earlier a telephone would ring at night


class NotAllReminded(Exception):
    """The others were; the next run tries again."""


def remind(handle: Handle) -> Any:
    """The task, several times a day: how many were reminded, and how many letters were withdrawn unsent."""
    return remind_by(now=timezone.now(), progress=handle.progress)


def remind_by(*, now: datetime, progress: Any = lambda done, of: None) -> dict[str, int]:
    """As of `now`. A reminder that waits for the mail server is withdrawn when its sign-up or session is called off."""
    withdrawn = _withdraw_needless(now)
    waiting = [one for channel, day in _channels(now) for one in _unreminded(channel, day, now)]
    reminded = failed = 0
    for number, sign_up in enumerate(waiting):
        if number % 50 == 0:
            progress(number, len(waiting))
        try:
            reminded += _remind_one(sign_up, now)
        except Exception:  # one that cannot be written keeps nobody else from being reminded
            log.exception("Sign-up %s was not reminded", sign_up.pk)
            failed += 1
    if failed:
        raise NotAllReminded(f"{failed} of {len(waiting)}")
    return {"reminded": reminded, "withdrawn": withdrawn}


def _channels(now: datetime) -> list[tuple[Channel, date]]:
    """Those of tomorrow, and those of today that lie ahead: the server may have stood still yesterday."""
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return []
    days = [local.date(), local.date() + timedelta(days=1)]
    of_those_days = Q(held_on__in=days) | Q(held_on=None, session__held_on__in=days)
    found = Channel.objects.filter(of_those_days).select_related("session__series").order_by("pk")
    return [(channel, channel.day) for channel in found if channel.day and _is_ahead(channel, now)]


def _is_ahead(channel: Channel, now: datetime) -> bool:
    begins = beginning(channel)
    is_planned = channel.own_status == SessionStatus.PLANNED and not channel.is_cancelled
    return is_planned and begins is not None and begins > now


def _unreminded(channel: Channel, day: date, now: datetime) -> QuerySet[SignUp]:
    """On the day itself without those who signed up today: they have just had their confirmation."""
    due = _due(day).filter(channel=channel).exclude(email="")
    today = timezone.localtime(now).date()
    if day == today:
        due = due.filter(created_at__lt=_local(today, time.min))
    return due.select_related("channel__session__series", "channel__session__place", "channel__place").order_by("rank")


def _due(day: date) -> QuerySet[SignUp]:
    before = Q(reminded_at=None) | Q(reminded_at__lt=_local(day - timedelta(days=1), time.min))
    return SignUp.objects.filter(before, status=SignUpStatus.CONFIRMED, removed_at=None)


@transaction.atomic
def _remind_one(sign_up: SignUp, now: datetime) -> bool:
    """The channel is held, so that nobody is told a day that is being moved at this moment."""
    day = sign_up.channel.day
    sign_up.channel = channel = locked(sign_up.channel)
    if day is None or channel.day != day or not _is_ahead(channel, now):
        return False  # moved or called off meanwhile
    if not _due(day).filter(pk=sign_up.pk).update(reminded_at=now):
        return False  # cancelled meanwhile, or another worker was quicker
    SignUpStep.objects.create(sign_up=sign_up, at=now, kind=StepKind.REMINDED)
    tell(sign_up, News.REMINDER, now=now)
    return True


def _withdraw_needless(now: datetime) -> int:
    pks = [int(found_about.partition(":")[2]) for found_about in unsent(kind=REMINDER).values_list("about", flat=True)]
    found = SignUp.objects.filter(pk__in=pks).select_related("channel__session__series")
    needless = [one for one in found if one.status != SignUpStatus.CONFIRMED or not _is_ahead(one.channel, now)]
    return withdraw_many(about=[about(one) for one in needless], kind=REMINDER)


def _local(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
