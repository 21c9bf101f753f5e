"""What may be ordered, the private addresses for ordering, and organisations that ask to become a destination."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.programme.materials.actions import order_letters as letters
from zaitaku.programme.materials.actions.order_refusals import OrderRefused
from zaitaku.programme.materials.choices import DestinationKind
from zaitaku.programme.materials.models import Destination, DestinationWish, Offer, OrderLink, Title


@transaction.atomic
def offer_title(*, title: Title, purpose: str, bundle: int, largest: int, is_open: bool, by: Person) -> Offer:
    """How a title may be ordered from now on; lines of earlier orders stay as they were."""
    values = {"purpose": purpose, "bundle": bundle, "largest": largest, "is_open": is_open}
    offer, _made = Offer.objects.update_or_create(title=title, defaults=values)
    record(by=by, action="materials.offer_title", subject=title, details=values)
    return offer


@transaction.atomic
def link_of(*, destination: Destination, by: Person, now: datetime) -> OrderLink:
    """The destination's private address, made when it is wanted for the first time."""
    link, is_new = OrderLink.objects.get_or_create(
        destination=destination, defaults={"key": _new_key(), "made_at": now}
    )
    if is_new:
        record(by=by, action="materials.make_order_link", subject=destination, details={})
    return link


@transaction.atomic
def renew_link(*, destination: Destination, by: Person, now: datetime) -> OrderLink:
    """A new address; the one before leads nowhere, nor do those of doubles that were merged into the destination, nor
    the letters that still would bring them."""
    for old in OrderLink.objects.select_for_update().filter(destination__merged_into=destination):
        letters.withdraw_link(old)
        old.delete()
    link = OrderLink.objects.select_for_update().filter(destination=destination).first()
    if link is None:
        return link_of(destination=destination, by=by, now=now)
    letters.withdraw_link(link)
    link.key, link.made_at, link.told_at = _new_key(), now, None
    link.save()
    record(by=by, action="materials.renew_order_link", subject=destination, details={})
    return link


@transaction.atomic
def send_link(*, destination: Destination, by: Person, now: datetime) -> OrderLink:
    """The letter with the address. Raises OrderRefused for a destination without e-mail."""
    if not destination.email:
        raise OrderRefused(_("“%(name)s” has no e-mail address. Print the address instead.") % {"name": destination})
    link = link_of(destination=destination, by=by, now=now)
    link.destination = destination
    if not letters.tell_link(link, now=now):
        raise OrderRefused(_("The e-mail address of “%(name)s” is not valid. Correct it.") % {"name": destination})
    OrderLink.objects.filter(pk=link.pk).update(told_at=now)
    record(by=by, action="materials.send_order_link", subject=destination, details={})
    return link


def _new_key() -> str:
    return secrets.token_urlsafe(24)  # 192 random bits, 32 characters


@transaction.atomic
def ask_for_destination(
    *, organisation: Organisation, owner: Organisation, postal_code: str, address: str, by: Person, now: datetime
) -> DestinationWish:
    """Asking again while the owner has not answered changes the address."""
    wish, _made = DestinationWish.objects.update_or_create(
        organisation=organisation,
        owner=owner,
        settled_at=None,
        defaults={"postal_code": postal_code, "address": address, "asked_at": now, "asked_by": by},
    )
    details = {"postal_code": postal_code, "address": address, "owner": owner.code}
    record(by=by, action="materials.ask_for_destination", subject=wish, details=details)
    return wish


@transaction.atomic
def grant_wish(*, wish: DestinationWish, kind: DestinationKind, by: Person, now: datetime) -> Destination:
    """The organisation becomes a destination, or one of the same name and address becomes the organisation's.

    Raises OrderRefused when the wish was settled meanwhile or the place belongs to another organisation.
    """
    current = _held_wish(wish)
    same = {"owner": current.owner, "name": current.organisation.name, "address": current.address}
    made = Destination.objects.filter(**same, merged_into=None).first()
    if made is None:
        made = Destination(**same, kind=kind, postal_code=current.postal_code, valid_from=timezone.localdate(now))
    elif made.organisation_id not in (None, current.organisation_id):
        raise OrderRefused(_("“%(name)s” at this address belongs to another organisation.") % {"name": made})
    made.organisation = current.organisation
    made.save()
    DestinationWish.objects.filter(pk=current.pk).update(settled_at=now)
    record(by=by, action="materials.grant_destination_wish", subject=made, details={"kind": kind})
    return made


@transaction.atomic
def refuse_wish(*, wish: DestinationWish, reason: str, by: Person, now: datetime) -> None:
    """Raises OrderRefused when the wish was settled meanwhile."""
    current = _held_wish(wish)
    DestinationWish.objects.filter(pk=current.pk).update(settled_at=now, refused_because=reason)
    record(by=by, action="materials.refuse_destination_wish", subject=current, details={"reason": reason})


def _held_wish(wish: DestinationWish) -> DestinationWish:
    rows = DestinationWish.objects.select_for_update(of=("self",)).select_related("owner", "organisation")
    current = rows.get(pk=wish.pk)
    if current.settled_at is not None:
        raise OrderRefused(_("Somebody else has answered this meanwhile."))
    return current
