"""Writing the chain. Every action of the product calls `record` inside its own transaction."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models, transaction
from django.utils import timezone

from zaitaku.analysis.figure_json import canonical
from zaitaku.core.audit.models import AuditEntry, ChainHead, digest_of


class NobodyWrote(Exception):
    """A change without a known person behind it is refused."""


class NotInTransaction(Exception):
    """The entry must share the transaction of the change it tells of."""


def record(*, by: AbstractBaseUser, action: str, subject: models.Model, details: Mapping[str, Any]) -> AuditEntry:
    """Append one entry. `details` holds JSON values only, such as {"before": {...}, "after": {...}}."""
    if by is None or by.pk is None:
        raise NobodyWrote(action)
    if not connection.in_atomic_block:
        raise NotInTransaction(action)
    head = _locked_head()
    entry = AuditEntry(
        number=head.number + 1,
        at=timezone.now(),
        by_id=by.pk,
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_name=str(subject)[:300],
        # The digest must be the same when read back from any database, and PostgreSQL writes 1e16 its own way:
        # numbers with a point or an exponent are kept as text.
        details=json.loads(canonical(dict(details)), parse_float=str),
        previous_digest=head.digest,
    )
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    ChainHead.objects.filter(pk=1).update(number=entry.number, digest=entry.digest)
    return entry


@transaction.atomic
def _locked_head() -> ChainHead:
    ChainHead.objects.get_or_create(pk=1)
    return ChainHead.objects.select_for_update().get(pk=1)
