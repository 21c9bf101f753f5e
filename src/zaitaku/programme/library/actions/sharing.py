"""Acts of sharing: to whom a version went, who opened it, and who is reminded.

One act is one version on one day. Whatever is sent to more people on the same day joins it: 情報共有の回数 counts acts,
not letters, and the number must not depend on how somebody happened to cut the list of addressees.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.accounts.queries import own_organisations
from zaitaku.core.areas.models import Organisation
from zaitaku.core.audit.actions import record
from zaitaku.core.mail.actions import forget
from zaitaku.programme.events.actions.signup_entry import new_key
from zaitaku.programme.library.actions import document_letters as letters
from zaitaku.programme.library.actions.documents import IsWithdrawn
from zaitaku.programme.library.actions.refused import LibraryRefused
from zaitaku.programme.library.choices import VersionState
from zaitaku.programme.library.models import Addressee, Opening, Sending, Sharing, Version
from zaitaku.programme.library.queries.documents import state_of, to_remind

MOST_EMAILS = 200
PAUSE = timedelta(hours=20)  # nobody is reminded twice on a day


class NobodyNew(LibraryRefused):
    """All of them are addressees of this act already, or nobody was named."""


class NotToday(LibraryRefused):
    """Letters go out with an act of today; what was shared before is written down without."""


class IsUndone(LibraryRefused):
    """The act was taken back."""


def share(
    *,
    version: Version,
    on: date,
    organisations: Iterable[Organisation] = (),
    emails: Iterable[str] = (),
    words: str = "",
    by_letter: bool = True,
    by: Person,
    now: datetime,
) -> Sharing:
    """The act of that version and day, begun or joined; `told` is how many letters were written.

    Raises IsWithdrawn, NotToday, NobodyNew, LibraryRefused (superseded, too many addresses).
    """
    with transaction.atomic():
        list(Version.objects.select_for_update().filter(pk=version.pk).values_list("pk"))
        _check(version, on, by_letter, now)
        addresses = sorted({email.strip().lower() for email in emails} - {""})
        if len(addresses) > MOST_EMAILS:
            raise LibraryRefused(_("At most %(limit)s e-mail addresses at once.") % {"limit": MOST_EMAILS})
        sharing = Sharing.objects.filter(version=version, shared_on=on, undone_at=None).first()
        new_ones, new_addresses = _new(sharing, {one.pk: one for one in organisations}, addresses)
        if not new_ones and not new_addresses:
            raise NobodyNew(
                _("Everybody chosen has had this version on this day, or nobody was chosen. Choose somebody else.")
            )
        sharing = sharing or Sharing.objects.create(version=version, shared_on=on)
        sharing.version = version
        sending = Sending.objects.create(sharing=sharing, words=words, by_letter=by_letter, sent_at=now, sent_by=by)
        made = [Addressee(sharing=sharing, sending=sending, organisation=one) for one in new_ones]
        made += [Addressee(sharing=sharing, sending=sending, email=one, key=new_key()) for one in new_addresses]
        for one in made:
            one.save(force_insert=True)
        details: dict[str, object] = {"on": on.isoformat(), "organisations": [one.pk for one in new_ones]}
        details |= {"addresses": len(new_addresses), "by_letter": by_letter}  # how many; never which
        record(by=by, action="library.share_version", subject=sharing, details=details)
        sharing.told = letters.tell_shared(sending, made, now=now) if by_letter else 0
    return sharing


def _check(version: Version, on: date, by_letter: bool, now: datetime) -> None:
    state, today = state_of(version), timezone.localdate(now)
    if state == VersionState.WITHDRAWN:
        raise IsWithdrawn(_("This version was withdrawn. Share another one."))
    if on > today or (by_letter and on != today):
        raise NotToday(
            _("Letters go out with a sharing of today. Enter today, or for an earlier day leave the letters out.")
        )
    if by_letter and state == VersionState.SUPERSEDED:
        raise LibraryRefused(_("There is a newer version. Share that one."))


def _new(
    sharing: Sharing | None, organisations: dict[int, Organisation], addresses: list[str]
) -> tuple[list[Organisation], list[str]]:
    if sharing is None:
        return list(organisations.values()), addresses
    had = set(sharing.addressees.values_list("organisation", flat=True))
    known = {email.lower() for email in sharing.addressees.values_list("email", flat=True)}
    return (
        [one for pk, one in organisations.items() if pk not in had],
        [one for one in addresses if one not in known],
    )


@transaction.atomic
def undo_sharing(*, sharing: Sharing, because: str, by: Person, now: datetime) -> Sharing:
    """It does not count any more, its letters are not sent, its private links lead nowhere. Raises IsUndone."""
    sharing = Sharing.objects.select_for_update(of=("self",)).select_related("version__document").get(pk=sharing.pk)
    if sharing.undone_at is not None:
        raise IsUndone(_("This sharing was taken back already."))
    sharing.undone_at, sharing.undone_because = now, because
    sharing.save(update_fields=["undone_at", "undone_because"])
    record(by=by, action="library.undo_sharing", subject=sharing, details={"because": because})
    letters.drop_all(sharing)
    return sharing


def open_version(*, version: Version, person: Person, now: datetime) -> None:
    """The first time is kept, and for each organisation of the person that it was shared with too. Its own history:
    the audit chain keeps what people change, not what they read."""
    _opened(version, now, person=person)
    own = own_organisations(person, on=timezone.localdate(now)).values("pk")
    Addressee.objects.filter(
        sharing__in=version.sharings.filter(undone_at=None), organisation__in=own, opened_at=None
    ).update(opened_at=now, opened_by=person)


def open_by_link(*, addressee: Addressee, version: Version, now: datetime) -> None:
    """`version` is the one that was shared, or the one that superseded it."""
    _opened(version, now, addressee=addressee)
    shared = Addressee.objects.filter(pk=addressee.pk, sharing__version=version, opened_at=None)
    shared.update(opened_at=now)


def _opened(version: Version, now: datetime, **who: Person | Addressee) -> None:
    if Opening.objects.filter(version=version, **who).exists():
        return
    try:
        with transaction.atomic():
            Opening.objects.create(version=version, opened_at=now, **who)
    except IntegrityError:
        return  # the same person in two windows


@transaction.atomic
def remind(*, sharing: Sharing, by: Person, now: datetime) -> int:
    """Letters to those who have not opened it; how many. Raises IsUndone, LibraryRefused, NobodyNew."""
    sharing = (
        Sharing.objects.select_for_update(of=("self",)).select_related("version__document__owner").get(pk=sharing.pk)
    )
    if sharing.undone_at is not None:
        raise IsUndone(_("This sharing was taken back already."))
    if state_of(sharing.version) != VersionState.CURRENT:
        raise LibraryRefused(_("This version is not the current one any more. Share the new version instead."))
    rows = list(to_remind(sharing, before=now - PAUSE).select_related("organisation"))
    if not rows:
        raise NobodyNew(_("Everybody has opened it, or was reminded within a day."))
    Addressee.objects.filter(pk__in=[one.pk for one in rows]).update(reminded_at=now)
    written = letters.tell_unread(sharing, rows, now=now)
    record(by=by, action="library.remind", subject=sharing, details={"addressees": len(rows), "letters": written})
    return written


@transaction.atomic
def forget_address(*, addressee: Addressee, by: Person, now: datetime) -> None:
    """The address, its private link and its letters go; that there was somebody, and whether it was opened, stays.
    Raises LibraryRefused."""
    changed = Addressee.objects.filter(pk=addressee.pk, removed_at=None).exclude(email="")
    if not changed.update(email="", key=None, removed_at=now):
        raise LibraryRefused(_("There is no address to remove."))
    forget(about=[letters.about_addressee(addressee.pk)])
    details = {"sharing": addressee.sharing_id}
    record(by=by, action="library.forget_address", subject=addressee, details=details)
