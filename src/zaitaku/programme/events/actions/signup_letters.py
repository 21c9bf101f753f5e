"""Letters to people who signed up. Each carries the private link; whoever gave no e-mail gets none."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zaitaku.core.mail.actions import post, withdraw
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.choices import LIVE, SignUpStatus
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries.signup import closing, place_in_line
from zaitaku.programme.events.queries.words import moment_words, when_words, where_words

REMINDER = "reminder"  # the kind of letter that actions.reminders writes
AGAIN_AFTER = timedelta(minutes=10)  # nobody fills a stranger's mailbox by sending the form again and again


MOST_CHANGES = 5  # letters within AGAIN_AFTER that say that the entry was changed; the private page always says it


class News(StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    ENTERED = "entered"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    PROMOTED = "promoted"
    DRAWN = "drawn"
    DRAWN_TO_WAIT = "drawn_to_wait"
    NOT_DRAWN = "not_drawn"
    CALLED_OFF = "called_off"
    ONCE_MORE = "once_more"


CHANGED, CANCELLED, PROMOTED = News.CHANGED, News.CANCELLED, News.PROMOTED
ENTRY = {
    SignUpStatus.CONFIRMED: News.CONFIRMED,
    SignUpStatus.WAITING: News.WAITING,
    SignUpStatus.ENTERED: News.ENTERED,
}


def about(sign_up: SignUp) -> str:
    return f"events.sign_up:{sign_up.pk}"


def private_link(sign_up: SignUp) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("events:my_sign_up", args=[sign_up.key])


def once_more(sign_up: SignUp, *, now: datetime) -> None:
    """The link again, unless a letter about this entry was written a moment ago."""
    if not Letter.objects.filter(about=about(sign_up), written_at__gt=now - AGAIN_AFTER).exists():
        tell(sign_up, News.ONCE_MORE, now=now)


def tell(sign_up: SignUp, news: News, *, now: datetime, place: int | None = None) -> None:
    """`sign_up` comes with its channel, session and series; `place` in the line is looked up unless given.

    Letters are in the house's language.
    """
    if not sign_up.email or (news == News.CHANGED and _is_told_enough(sign_up, now)):
        return
    if news in (News.CANCELLED, News.CALLED_OFF):
        withdraw(about=about(sign_up), kind=REMINDER)
    with translation.override(settings.LANGUAGE_CODE):
        series = sign_up.channel.session.series
        subject = f"{_headings()[news]}: {series.title}"
        body = _body(sign_up, news, place)
        post(to=sign_up.email, subject=subject, body=body, about=about(sign_up), kind=news.value, now=now)


def _is_told_enough(sign_up: SignUp, now: datetime) -> bool:
    told = Letter.objects.filter(about=about(sign_up), kind=News.CHANGED.value, written_at__gt=now - AGAIN_AFTER)
    return told.count() >= MOST_CHANGES


def tell_called_off(channels: Iterable[Channel], *, now: datetime) -> int:
    """Everybody who has a seat, waits or entered; how many letters. Channels come with session and series."""
    told = 0
    for channel in channels:
        for sign_up in SignUp.objects.filter(channel=channel, status__in=LIVE).exclude(email=""):
            sign_up.channel = channel
            tell(sign_up, News.CALLED_OFF, now=now)
            told += 1
    return told


def _headings() -> dict[News, str]:
    return {
        News.CONFIRMED: _("Your seat is confirmed"),
        News.WAITING: _("You are on the waiting list"),
        News.ENTERED: _("You have entered for the lottery"),
        News.CHANGED: _("Your sign-up was changed"),
        News.CANCELLED: _("Your sign-up was cancelled"),
        News.PROMOTED: _("A seat has become free for you"),
        News.DRAWN: _("You were drawn: your seat is confirmed"),
        News.DRAWN_TO_WAIT: _("Result of the lottery: you are on the waiting list"),
        News.NOT_DRAWN: _("Result of the lottery: you were not drawn"),
        News.CALLED_OFF: _("The event was called off"),
        News.ONCE_MORE: _("The link to your sign-up"),
    }


def _body(sign_up: SignUp, news: News, place: int | None) -> str:
    opening = _opening(sign_up, news, place)
    parts = [_("Dear %(name)s,") % {"name": sign_up.name}, opening, "\n".join(_facts(sign_up))]
    if news == News.CALLED_OFF:
        parts.append(_("We are sorry. You need not do anything."))
    elif sign_up.status == SignUpStatus.CONFIRMED and sign_up.channel.join_url:
        parts.append(_("To take part online, open this address on the day:") + "\n" + sign_up.channel.join_url)
    if sign_up.is_live and news != News.CALLED_OFF:
        parts.append(_("To look at, change or cancel your sign-up, open:") + "\n" + private_link(sign_up))
    if contact := sign_up.channel.session.series.contact:
        parts.append(_("Questions: %(contact)s") % {"contact": contact})
    parts.append(_("If you did not sign up yourself, please tell us or delete this letter."))
    return "\n\n".join(parts) + "\n"


def _opening(sign_up: SignUp, news: News, place: int | None) -> str:
    if news in (News.WAITING, News.DRAWN_TO_WAIT):
        place = place or place_in_line(sign_up) or 1
        return "\n".join(
            [
                _("%(heading)s: number %(place)s in the line.") % {"heading": _headings()[news], "place": place},
                _("We write to you when seats become free. You need not do anything until then."),
            ]
        )
    if news == News.ENTERED:
        drawn_after = closing(sign_up.channel)
        when = moment_words(drawn_after) if drawn_after else ""
        return _("You have entered for the lottery. It is drawn after %(when)s; we write to you then.") % {"when": when}
    return _("%(heading)s.") % {"heading": _headings()[news]}


def _facts(sign_up: SignUp) -> list[str]:
    channel: Channel = sign_up.channel
    session = channel.session
    title = " ".join(part for part in (session.series.title, session.label, session.title) if part)
    rows = [
        (pgettext("letter", "Event"), title),
        (pgettext("letter", "Date and time"), when_words(channel)),
        (pgettext("letter", "Way of taking part"), channel.label),
        (pgettext("letter", "Place"), where_words(channel)),
        (pgettext("letter", "Reception number"), str(sign_up.number)),
        (pgettext("letter", "People"), str(sign_up.seats)),
    ]
    return [f"{label}：{value}" for label, value in rows if value]
