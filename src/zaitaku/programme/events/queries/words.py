"""When and where a channel takes place, in the words of notices and letters."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.pages import is_japanese
from zaitaku.core.pages.templatetags.pages import wareki_month
from zaitaku.programme.events.models import Channel


def day_words(day: date) -> str:
    """令和6年1月20日(土); in English 2024-01-20 (Sat)."""
    weekday = WEEKDAYS_ABBR[day.weekday()]
    return f"{format_wareki(day)}({weekday})" if is_japanese() else f"{day.isoformat()} ({weekday})"


def moment_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{day_words(local.date())} {local:%H:%M}"


def when_words(channel: Channel) -> str:
    """Its own day and hours, or the session's; the month while the day is not fixed; empty when nothing is known."""
    session, day = channel.session, channel.day
    if day is None:
        month = session.planned_month
        return _("%(month)s (day not fixed)") % {"month": wareki_month(month)} if month else ""
    starts, ends = channel.starts or session.starts, channel.ends or session.ends
    return f"{day_words(day)} {_hours(starts, ends)}".strip()


def _hours(starts: time | None, ends: time | None) -> str:
    if starts is None:
        return ""
    return f"{starts:%H:%M}～{ends:%H:%M}" if ends else f"{starts:%H:%M}～"


def address_words(channel: Channel) -> str:
    return channel.address or ("" if channel.is_elsewhere else channel.session.address)


def access_words(channel: Channel) -> str:
    return "" if channel.is_elsewhere or channel.address else channel.session.access
