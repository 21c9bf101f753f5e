"""The letter before the day: once for each confirmed sign-up that left an e-mail address.

A reminder is due from MORNING of the day before. `SignUp.reminded_at` and the letter are written in one transaction by
a conditional UPDATE, so that of two workers one writes it. When the day is moved afterwards, `reminded_at` lies before
the new day's eve and the person is reminded again; for one day nobody is ever reminded twice.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import post, withdraw
from zaitaku.core.mail.queries import unsent
from zaitaku.programme.events.actions.signup_letters import REMINDER, about, private_link
from zaitaku.programme.events.choices import SessionStatus, SignUpStatus, StepKind
from zaitaku.programme.events.models import Channel, SignUp, SignUpStep
from zaitaku.programme.events.queries.words import day_words, when_words, where_words

MORNING = time(8)  # earlier a telephone would ring at night


def remind(handle: Handle) -> Any:
    """The task, several times a day: how many were reminded, and how many letters were withdrawn unsent."""
    return remind_by(now=timezone.now(), progress=handle.progress)


def remind_by(*, now: datetime, progress: Any = lambda done, of: None) -> dict[str, int]:
    """As of `now`. A reminder that waits for the mail server is withdrawn when its sign-up or session is called off."""
    withdrawn = _withdraw_needless(now)
    waiting = [one for channel, day in _channels(now) for one in _unreminded(channel, day, now)]
    reminded = 0
    for number, sign_up in enumerate(waiting):
        if number % 50 == 0:
            progress(number, len(waiting))
        reminded += _remind_one(sign_up, now)
    return {"reminded": reminded, "withdrawn": withdrawn}


def _channels(now: datetime) -> list[tuple[Channel, date]]:
    """Those of tomorrow, and those of today that lie ahead: the server may have stood still yesterday."""
    local = timezone.localtime(now)
    if local.time() < MORNING:
        return []
    days = [local.date(), local.date() + timedelta(days=1)]
    of_those_days = Q(held_on__in=days) | Q(held_on=None, session__held_on__in=days)
    found = Channel.objects.filter(of_those_days).select_related("session__series").order_by("pk")
    dated = [(channel, channel.day) for channel in found if _takes_place(channel)]
    return [(channel, day) for channel, day in dated if day and _start(channel, day) > now]


def _takes_place(channel: Channel) -> bool:
    return channel.own_status == SessionStatus.PLANNED and channel.session.status != SessionStatus.CANCELLED


def _start(channel: Channel, day: date) -> datetime:
    """The end of the day where no time is known."""
    return _local(day, channel.starts or channel.session.starts or time.max)


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
    day = sign_up.channel.day
    if day is None or not _due(day).filter(pk=sign_up.pk).update(reminded_at=now):
        return False  # cancelled meanwhile, or another worker was quicker
    SignUpStep.objects.create(sign_up=sign_up, at=now, kind=StepKind.REMINDED)
    with override(settings.LANGUAGE_CODE):
        title = sign_up.channel.session.series.title
        subject, body = _("Reminder, %(day)s: %(title)s") % {"day": day_words(day), "title": title}, _body(sign_up)
    post(to=sign_up.email, subject=subject, body=body, about=about(sign_up), kind=REMINDER, now=now)
    return True


def _withdraw_needless(now: datetime) -> int:
    pks = [int(found_about.partition(":")[2]) for found_about in unsent(kind=REMINDER).values_list("about", flat=True)]
    found = SignUp.objects.filter(pk__in=pks).select_related("channel__session__series")
    return sum(withdraw(about=about(one), kind=REMINDER) for one in found if not _still_wanted(one, now))


def _still_wanted(sign_up: SignUp, now: datetime) -> bool:
    channel = sign_up.channel
    holds = sign_up.status == SignUpStatus.CONFIRMED and _takes_place(channel)
    return holds and channel.day is not None and _start(channel, channel.day) > now


def _body(sign_up: SignUp) -> str:
    channel = sign_up.channel
    session = channel.session
    facts = [
        (pgettext("letter", "Event"), " ".join(filter(None, [session.series.title, session.label, session.title]))),
        (pgettext("letter", "Date and time"), when_words(channel)),
        (pgettext("letter", "Way of taking part"), channel.label),
        (pgettext("letter", "Place"), where_words(channel)),
        (pgettext("letter", "Address"), channel.address or ("" if channel.join_url else session.address)),
        (pgettext("letter", "Access"), "" if channel.join_url else session.access),
        (pgettext("letter", "Address to join"), channel.join_url),
        (pgettext("letter", "Reception number"), str(sign_up.number)),
        (pgettext("letter", "People"), str(sign_up.seats)),
    ]
    contact = session.series.contact
    parts = [
        _("Dear %(name)s,") % {"name": sign_up.name},
        _("the event you signed up for is near. We look forward to seeing you."),
        "\n".join(f"{label}：{value}" for label, value in facts if value),
        _("If you cannot come, please cancel on this page, so that somebody who waits can have the seat:")
        + "\n"
        + private_link(sign_up),
        _("Questions: %(contact)s") % {"contact": contact} if contact else "",
        _("This letter was sent automatically."),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _local(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
