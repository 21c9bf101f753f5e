"""A letter, once, when a stock has fallen to its re-order point and no print run is on the way."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.analysis.stock import Standing
from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.accounts.access import recorders_of
from zaitaku.core.accounts.models import Person
from zaitaku.core.mail.actions import AddressInvalid, post, withdraw
from zaitaku.programme.materials.models import Title
from zaitaku.programme.materials.queries.stock import StockOf, stocks

KIND = "low_stock"


def watch(title: Title, *, now: datetime) -> int:
    """After every change of a stock, with the title's row held; how many letters."""
    today = timezone.localdate(now)
    found = stocks([title], on=today).get(title.pk)
    is_low = found is not None and found.standing in (Standing.LOW, Standing.OUT) and found.point is not None
    if not is_low:
        if title.low_told_on is not None:
            withdraw(about=about(title), kind=KIND)
            _note(title, None)
        return 0
    if title.low_told_on is not None:
        return 0
    _note(title, today)
    people = recorders_of([title.owner_id], on=today)[title.owner_id]
    with override(settings.LANGUAGE_CODE):
        return sum(_write(title, found, person, now) for person in people if found is not None)


def about(title: Title) -> str:
    return f"{title._meta.label_lower}:{title.pk}"


def _note(title: Title, day: object) -> None:
    Title.objects.filter(pk=title.pk).update(low_told_on=day)
    title.refresh_from_db(fields=["low_told_on"])


def _write(title: Title, found: StockOf, person: Person, now: datetime) -> bool:
    expected = found.forecast.expected
    facts = [
        (pgettext("letter", "Guidebook"), title.name),
        (pgettext("letter", "Stock"), _("%(count)s copies") % {"count": f"{found.stock:,}"}),
        (pgettext("letter", "Re-order point"), _("%(count)s copies") % {"count": f"{found.point:,}"}),
        (pgettext("letter", "Expected to run out"), format_wareki(expected) if expected else _("unknown")),
    ]
    parts = [
        _("Dear %(name)s,") % {"name": person.name},
        _("this stock has fallen to the point at which it is to be ordered anew:"),
        "\n".join(f"{label}：{value}" for label, value in facts),
        _("When copies are ordered, please enter the print run on this page:") + "\n" + _link(title),
        _("This letter was sent automatically."),
    ]
    subject = _("Stock is low: %(name)s") % {"name": title.name[:60]}
    body = "\n\n".join(parts) + "\n"
    try:
        post(to=person.email, subject=subject, body=body, about=about(title), kind=KIND, now=now)
    except AddressInvalid:
        return False
    return True


def _link(title: Title) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("materials:title", args=[title.pk])
