"""Letters about orders, to who ordered: granted, sent, declined; and the private address for ordering."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.analysis.wareki import format_wareki
from zaitaku.core.mail.actions import AddressInvalid, post, withdraw
from zaitaku.programme.materials.choices import OrderWay
from zaitaku.programme.materials.models import Order, OrderLink


class News(StrEnum):
    GRANTED = "order_granted"
    SENT = "order_sent"
    DECLINED = "order_declined"


LINK = "order_link"


def about(order: Order) -> str:
    return f"materials.order:{order.pk}"


def about_link(link: OrderLink) -> str:
    return f"materials.order_link:{link.pk}"


def private_address(link: OrderLink) -> str:
    return settings.BASE_URL.rstrip("/") + reverse("materials:order_by_link", args=[link.key])


def withdraw_unsent(order: Order) -> None:
    """What is not true any more is not told."""
    withdraw(about=about(order))


def withdraw_link(link: OrderLink) -> None:
    withdraw(about=about_link(link))


def tell(order: Order, news: News, *, now: datetime, reason: str = "") -> bool:
    """Whether there was anybody to write to. In the house's language."""
    person = order.requested_by if order.way == OrderWay.ACCOUNT else None
    to = person.email if person is not None and person.is_active else order.goes_to.email
    if not to:
        return False
    withdraw(about=about(order), kind=news)
    with override(settings.LANGUAGE_CODE):
        subject, opening = _words(order, news)
        parts = [
            _("To %(name)s") % {"name": order.goes_to.name},
            opening,
            "\n".join(_facts(order, news, reason)),
            _page(order),
            _("Questions: %(contact)s") % {"contact": order.destination.owner.name},
            _("This letter was sent automatically."),
        ]
        return _posted(parts, to=to, subject=subject, about=about(order), kind=news.value, now=now)


def tell_link(link: OrderLink, *, now: datetime) -> bool:
    """The address by letter. Whether the destination has an e-mail address."""
    place = link.destination
    withdraw_link(link)
    with override(settings.LANGUAGE_CODE):
        parts = [
            _("To %(name)s") % {"name": place.name},
            _("On this page you can order guidebooks and see what became of your orders:")
            + f"\n{private_address(link)}",
            _("The address is yours alone. Please do not pass it on; earlier addresses do not work any more."),
            _("Questions: %(contact)s") % {"contact": place.owner.name},
        ]
        subject = _("Your page for ordering guidebooks")
        return _posted(parts, to=place.email, subject=subject, about=about_link(link), kind=LINK, now=now)


def _posted(parts: list[str], **fields: Any) -> bool:
    body = "\n\n".join(part for part in parts if part) + "\n"
    try:
        post(body=body, **fields)
    except AddressInvalid:
        return False
    return True


def _words(order: Order, news: News) -> tuple[str, str]:
    subject = {
        News.GRANTED: _("Your order No. %(number)s was granted"),
        News.SENT: _("Your order No. %(number)s is on its way"),
        News.DECLINED: _("Your order No. %(number)s was declined"),
    }[news]
    opening = {
        News.GRANTED: _("we have taken your order. We write to you again when it leaves."),
        News.SENT: _("we have sent the guidebooks. Please say on the page below when they have arrived."),
        News.DECLINED: _("we are sorry: this order cannot be fulfilled."),
    }[news]
    return subject % {"number": order.pk}, opening


def _facts(order: Order, news: News, reason: str) -> list[str]:
    facts = [
        f"{pgettext('letter', 'Reason')}：{reason}" if reason else "",
        f"{pgettext('letter', 'Sent on')}：{format_wareki(order.sent_on)}" if order.sent_on else "",
    ]
    for line in order.lines.select_related("title").order_by("title__name", "pk"):
        words = {"title": line.title.name, "asked": f"{line.asked:,}", "granted": f"{line.granted or 0:,}"}
        if news == News.DECLINED or line.granted == line.asked:
            facts.append(_("- %(title)s: %(asked)s copies") % words)
        else:
            facts.append(_("- %(title)s: %(granted)s of %(asked)s copies") % words + f"（{line.reason}）")
    return [fact for fact in facts if fact]


def _page(order: Order) -> str:
    """Where to look. A letter to a destination has its private address only if there is one by now."""
    if order.way == OrderWay.ACCOUNT:
        address = settings.BASE_URL.rstrip("/") + reverse("materials:my_order", args=[order.pk])
    else:
        link = OrderLink.objects.filter(destination=order.goes_to).first()
        address = private_address(link) if link else ""
    return _("The order: %(address)s") % {"address": address} if address else ""
