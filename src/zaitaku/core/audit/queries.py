"""Reading the chain, and proving that nobody changed it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zaitaku.core.audit.models import AuditEntry, ChainHead, digest_of

START = "0" * 64


@dataclass(frozen=True)
class Verdict:
    """`broken_at` is the first number that is wrong, None when the chain is whole; `digest` is then that of its end."""

    entries: int
    broken_at: int | None = None
    reason: str = ""
    digest: str = ""

    @property
    def is_whole(self) -> bool:
        return self.broken_at is None


def verify() -> Verdict:
    """Walk the whole chain, one entry at a time in constant memory.

    Each number must follow the one before, each entry must carry the digest of the one before and its own, and the
    last must be the one that ChainHead tells; so changed, missing, moved and cut-off entries are all found.
    """
    number, digest = 0, START
    for entry in AuditEntry.objects.order_by("number").iterator(chunk_size=1000):
        if entry.number != number + 1:
            return Verdict(number, number + 1, _("The entry is missing."))
        if entry.previous_digest != digest:
            return Verdict(number, entry.number, _("The entry does not follow the one before it."))
        if digest_of(entry) != entry.digest:
            return Verdict(number, entry.number, _("The entry was changed."))
        number, digest = entry.number, entry.digest
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest=START)
    if head.number > number:
        return Verdict(number, number + 1, _("Entries at the end are missing."))
    if (head.number, head.digest) != (number, digest):
        return Verdict(number, number, _("The end of the chain is not the one that was noted."))
    return Verdict(number, digest=digest)


def narrowed(
    entries: QuerySet[AuditEntry],
    *,
    who: str = "",
    action: str = "",
    subject: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[AuditEntry]:
    """`who` and `subject` by part of a name, days inclusive, in the installation's time zone."""
    if who:
        entries = entries.filter(Q(by__name__icontains=who) | Q(by__email__icontains=who))
    if action:
        entries = entries.filter(action=action)
    if subject:
        entries = entries.filter(Q(subject_name__icontains=subject) | Q(subject_type__icontains=subject))
    if since:
        entries = entries.filter(at__gte=_midnight(since))
    if until:
        entries = entries.filter(at__lt=_midnight(until + timedelta(days=1)))
    return entries


def actions(entries: QuerySet[AuditEntry]) -> list[str]:
    return sorted(set(entries.order_by().values_list("action", flat=True).distinct()))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
