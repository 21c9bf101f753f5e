"""Whom a form is for: the same entry sent twice, the same person entered before, somebody else, or somebody new."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from zaitaku.analysis.contacts import folded
from zaitaku.core.accounts.models import Person
from zaitaku.core.mail.models import Letter
from zaitaku.programme.events.actions.signup_entry import SignUpEntry
from zaitaku.programme.events.actions.signup_refusals import KeyRefused, too_many_of_one
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.models.signup import MOST_OF_ONE


def known(channel: Channel, key: str, entry: SignUpEntry, by: Person | None) -> tuple[SignUp | None, SignUp | None]:
    """The entry made with this key, and another live entry of the same person. One query.

    Raises KeyRefused and, for the public, TooManyOfOne.
    """
    mine = Q(key=key)
    for name in ("email", "phone"):
        if value := getattr(entry, name):
            mine |= Q(channel=channel, **{name: value})
    found = list(SignUp.objects.filter(mine))
    for row in found:
        if row.key == key and row.channel_id != channel.pk:
            raise key_refused()
        if row.key == key and is_somebody_else(row, entry):
            raise KeyRefused(
                _("Somebody else was signed up with this form. If you want to sign up too, please send it once more.")
            )
        row.channel = channel
    same = next((row for row in found if row.key == key), None)
    wanted = folded(entry.name)
    twin = next((row for row in found if row.key != key and row.is_live and folded(row.name) == wanted), None)
    if by is None and same is None and twin is None and len(found) >= MOST_OF_ONE:
        raise too_many_of_one()
    return same, twin


def check_new_contact(current: SignUp, entry: SignUpEntry, now: datetime) -> None:
    """An entry is led neither to a contact that stands in as many others as the public can make, nor to or from an
    address to which as many letters went within a day: else one entry would be led from mailbox to mailbox.
    Raises TooManyOfOne."""
    new = Q()
    for name in ("email", "phone"):
        value = getattr(entry, name)
        if value and value != getattr(current, name):
            new |= Q(**{name: value})
    others = SignUp.objects.filter(new, channel=current.channel_id).exclude(pk=current.pk)
    if new and others.count() >= MOST_OF_ONE:
        raise too_many_of_one()
    for address in {current.email, entry.email} - {""} if current.email != entry.email else ():
        if Letter.objects.filter(to=address, written_at__gt=now - timedelta(days=1)).count() >= MOST_OF_ONE:
            raise too_many_of_one()


def is_somebody_else(row: SignUp, entry: SignUpEntry) -> bool:
    """Another name and no contact in common: the next one at a library's terminal, who went back to the form of the
    one before and must neither be taken for them nor see what they wrote."""
    contacts = {row.email, row.phone} & {entry.email, entry.phone} - {""}
    return row.removed_at is None and not contacts and folded(row.name) != folded(entry.name)


def key_refused() -> KeyRefused:
    return KeyRefused(_("This form is out of date. Open the page again and fill it in once more; nothing was entered."))


def twin_words(twin: SignUp) -> str:
    """For staff; the person is told no number."""
    return _("No. %(number)s has the same name and contact already. Change that entry.") % {"number": twin.number}


def already_words(twin: SignUp, by: Person | None) -> str:
    if by is not None:
        return twin_words(twin)
    if twin.email:
        return _("You have signed up already. We have sent the link to your entry to your e-mail address once more.")
    return _("You have signed up already. To change or cancel it, please telephone.")
