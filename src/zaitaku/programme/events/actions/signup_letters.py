"""Letters to people who signed up. Each carries the private link; whoever gave no e-mail gets none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from zaitaku.core.mail.actions import draft, withdraw
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.choices import SignUpStatus
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries.signup import closing, place_in_line
from zaitaku.programme.events.queries.words import access_words, address_words, day_words, moment_words, when_words

AGAIN_AFTER = timedelta(minutes=10)  # nobody fills a stranger's mailbox by sending the form again and again
MOST_CHANGES = 5  # letters to one address within AGAIN_AFTER about changes, or with the link; its page says it all


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
    MOVED = "moved"
    CALLED_OFF = "called_off"
    TAKES_PLACE_AGAIN = "again"
    REMINDER = "reminder"
    ONCE_MORE = "once_more"


CHANGED, CANCELLED, PROMOTED, REMINDER = News.CHANGED, News.CANCELLED, News.PROMOTED, News.REMINDER
REPEATED = (News.CHANGED, News.ONCE_MORE)
ENTRY = {
    SignUpStatus.CONFIRMED: News.CONFIRMED,
    SignUpStatus.WAITING: News.WAITING,
    SignUpStatus.ENTERED: News.ENTERED,
}


_HEADINGS = {
    News.CONFIRMED: gettext_lazy("Your seat is confirmed"),
    News.WAITING: gettext_lazy("You are on the waiting list"),
    News.ENTERED: gettext_lazy("You have entered for the lottery"),
    News.CHANGED: gettext_lazy("Your sign-up was changed"),
    News.CANCELLED: gettext_lazy("Your sign-up was cancelled"),
    News.PROMOTED: gettext_lazy("A seat has become free for you"),
    News.DRAWN: gettext_lazy("You were drawn: your seat is confirmed"),
    News.DRAWN_TO_WAIT: gettext_lazy("Result of the lottery: you are on the waiting list"),
    News.NOT_DRAWN: gettext_lazy("Result of the lottery: you were not drawn"),
    News.MOVED: gettext_lazy("Day, time or place has changed"),
    News.CALLED_OFF: gettext_lazy("The event was called off"),
    News.TAKES_PLACE_AGAIN: gettext_lazy("The event takes place after all"),
    News.ONCE_MORE: gettext_lazy("The link to your sign-up"),
}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What people must know again when it changes, in the house's words. Only who has a seat knows `join_url`."""

    when: str
    where: str
    join_url: str

    @classmethod
    def of(cls, channel: Channel) -> "Arrangement":
        with translation.override(settings.LANGUAGE_CODE):
            return cls(when_words(channel), channel.where, channel.join_url)


def about(sign_up: SignUp) -> str:
    return f"events.sign_up:{sign_up.pk}"


def private_link(sign_up: SignUp) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("events:my_sign_up", args=[sign_up.key])


def once_more(sign_up: SignUp, *, now: datetime) -> bool:
    """The link again, unless a letter about this entry was written a moment ago; whether there is a letter now."""
    recent = Letter.objects.filter(about=about(sign_up), written_at__gt=now - AGAIN_AFTER)
    return not recent.exists() and tell(sign_up, News.ONCE_MORE, now=now)


def tell(sign_up: SignUp, news: News, *, now: datetime, place: int | None = None) -> bool:
    """Whether there was anything to write, and anybody to write to."""
    if news == News.CANCELLED:
        withdraw(about=about(sign_up), kind=REMINDER)
    letter = letter_to(sign_up, news, now=now, place=place)
    if letter is not None:
        letter.save(force_insert=True)
    return letter is not None


def letter_to(
    sign_up: SignUp, news: News, *, now: datetime, place: int | None = None, before: Arrangement | None = None
) -> Letter | None:
    """Not saved yet; None for somebody without e-mail or who was told enough. In the house's language.

    `sign_up` comes with its channel, session and series; `place` in the line is looked up unless given, `before` is
    what a moved event was.
    """
    if not sign_up.email or (news in REPEATED and _is_told_enough(sign_up, now)):
        return None
    with translation.override(settings.LANGUAGE_CODE):
        return draft(
            to=sign_up.email,
            subject=_subject(sign_up, news),
            body=_body(sign_up, news, place, before),
            about=about(sign_up),
            kind=news.value,
            now=now,
        )


def _is_told_enough(sign_up: SignUp, now: datetime) -> bool:
    """By address: whoever enters others' addresses does not fill their mailboxes by many entries either."""
    told = Letter.objects.filter(to=sign_up.email, kind__in=REPEATED, written_at__gt=now - AGAIN_AFTER)
    return told.count() >= MOST_CHANGES


def _subject(sign_up: SignUp, news: News) -> str:
    channel = sign_up.channel
    title = channel.session.series.title
    if news == News.REMINDER and channel.day is not None:
        return _("Reminder, %(day)s: %(title)s") % {"day": day_words(channel.day), "title": title}
    return f"{_HEADINGS[news]}: {title}"


def _body(sign_up: SignUp, news: News, place: int | None, before: Arrangement | None) -> str:
    contact = sign_up.channel.session.contact_words
    parts = [
        _("Dear %(name)s,") % {"name": sign_up.name},
        _opening(sign_up, news, place),
        "\n".join(_facts(sign_up, news, before)),
        _joining(sign_up, news, before),
        _next_step(sign_up, news),
        _("Questions: %(contact)s") % {"contact": contact} if contact else "",
        _("This letter was sent automatically.")
        if news == News.REMINDER
        else _("If you did not sign up yourself, please tell us or delete this letter."),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _opening(sign_up: SignUp, news: News, place: int | None) -> str:
    if news in (News.WAITING, News.DRAWN_TO_WAIT):
        place = place or place_in_line(sign_up) or 1
        return "\n".join(
            [
                _("%(heading)s: number %(place)s in the line.") % {"heading": _HEADINGS[news], "place": place},
                _("We write to you when seats become free. You need not do anything until then."),
            ]
        )
    if news == News.ENTERED:
        drawn_after = closing(sign_up.channel)
        when = moment_words(drawn_after) if drawn_after else ""
        return _("You have entered for the lottery. It is drawn after %(when)s; we write to you then.") % {"when": when}
    if news == News.REMINDER:
        return _("the event you signed up for is near. We look forward to seeing you.")
    opening = _("%(heading)s.") % {"heading": _HEADINGS[news]}
    if news in (News.MOVED, News.TAKES_PLACE_AGAIN):
        opening += "\n" + _("Your sign-up stays as it was (%(state)s).") % {"state": sign_up.get_status_display()}
    return opening


def _facts(sign_up: SignUp, news: News, before: Arrangement | None) -> list[str]:
    channel: Channel = sign_up.channel
    session, now = channel.session, Arrangement.of(channel)
    because = session.called_off_because if news == News.CALLED_OFF else ""
    rows = [
        (pgettext("letter", "Event"), " ".join(filter(None, [session.series.title, session.label, session.title]))),
        (pgettext("letter", "Reason"), because),
        (pgettext("letter", "Date and time"), _changed(now.when, before.when if before else now.when)),
        (pgettext("letter", "Way of taking part"), channel.label),
        (pgettext("letter", "Place"), _changed(now.where, before.where if before else now.where)),
        (pgettext("letter", "Address"), address_words(channel)),
        (pgettext("letter", "Access"), access_words(channel)),
        (pgettext("letter", "Reception number"), str(sign_up.number)),
        (pgettext("letter", "People"), str(sign_up.seats)),
    ]
    return [f"{label}：{value}" for label, value in rows if value]


def _changed(now: str, before: str) -> str:
    if now == before:
        return now
    unknown = pgettext("letter", "not fixed")
    return _("%(now)s (before: %(before)s)") % {"now": now or unknown, "before": before or unknown}


def _joining(sign_up: SignUp, news: News, before: Arrangement | None) -> str:
    url = sign_up.channel.join_url
    if not url or news == News.CALLED_OFF or sign_up.status != SignUpStatus.CONFIRMED:
        return ""
    lines = [_("To take part online, open this address on the day:"), url]
    if before is not None and before.join_url and before.join_url != url:
        lines += [_("It replaces the earlier address:"), before.join_url]
    return "\n".join(lines)


def _next_step(sign_up: SignUp, news: News) -> str:
    if news == News.CALLED_OFF:
        return _("We are sorry. You need not do anything.")
    if not sign_up.is_live:
        return ""
    words = _("To look at, change or cancel your sign-up, open:")
    if news in (News.REMINDER, News.MOVED, News.TAKES_PLACE_AGAIN):
        words = _("If you cannot come, please cancel on this page, so that somebody who waits can have the seat:")
    return f"{words}\n{private_link(sign_up)}"
