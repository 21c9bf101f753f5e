"""Personal data leaves when a series no longer needs it: names, contacts, needs, links, letters. Counts stay."""

import logging
import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from zaitaku.core.accounts.actions import system_person
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.actions import forget
from zaitaku.programme.events.actions.attendance_removal import keep_known_persons
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.choices import StepKind
from zaitaku.programme.events.models import CheckIn, Invitation, Removal, Series, SignUp, SignUpStep
from zaitaku.programme.events.queries.removal import (
    check_ins_of,
    due_series,
    last_day,
    named_links_of,
    reports_of,
    sign_ups_of,
)

log = logging.getLogger(__name__)
BATCH = 500  # SQLite takes a limited number of parameters
EMPTY_ENTRY: dict[str, Any] = {
    "name": "",
    "kana": "",
    "email": "",
    "phone": "",
    "needs": [],
    "needs_text": "",
    "office": "",
}


class NotAllRemoved(Exception):
    """The data of some series is still there; that of the others is removed."""


class TooEarly(EventRefused):
    """A session still lies ahead; people have to be reached until then."""


def remove_personal_data(handle: Handle) -> Any:
    """The task, once a night: every series whose time is over, each in a transaction of its own."""
    now = timezone.now()
    series_due = due_series(timezone.localdate(now))
    removed, failed = 0, []
    for number, series in enumerate(series_due):
        if number % 50 == 0:
            handle.progress(number, len(series_due))
        try:
            removed += sum(remove_from(series=series, by=system_person(), now=now).values())
        except Exception:  # one that cannot be removed keeps nobody else's data
            log.exception("The personal data of series %s was not removed", series.pk)
            failed.append(series.pk)
    if failed:
        raise NotAllRemoved(f"{len(failed)} / {len(series_due)} (series {', '.join(map(str, failed[:20]))})")
    return {"rows": removed}


def remove_now(*, series: Series, by: Person, now: datetime) -> dict[str, int]:
    """Earlier than its day, but not before the last session. Raises TooEarly."""
    last = last_day(series)
    if timezone.localdate(now) <= last:
        raise TooEarly(
            _("The last session is on %(day)s. People must be reached until then; remove their data afterwards.")
            % {"day": last.isoformat()}
        )
    return remove_from(series=series, by=by, now=now)


@transaction.atomic
def remove_from(*, series: Series, by: Person, now: datetime) -> dict[str, int]:
    """What every part of the product holds about the people of a series; rows by kind, without zeroes."""
    removed: dict[str, int] = {}
    for path in settings.PERSONAL_DATA:
        for what, rows in import_string(path)(series=series, now=now).items():
            if rows:
                removed[what] = removed.get(what, 0) + rows
    Removal.objects.bulk_create(Removal(series=series, at=now, what=what, rows=rows) for what, rows in removed.items())
    if removed:
        record(by=by, action="events.remove_personal_data", subject=series, details={"rows": removed})
    return removed


@transaction.atomic
def remove(*, series: Series, now: datetime) -> dict[str, int]:
    """The events' own part: sign-ups, letters about them, check-ins, personal links, participants' reports."""
    keep_known_persons(series=series, now=now)
    entries = list(sign_ups_of(series).values_list("pk", flat=True))
    letters = 0
    for batch in _batches(entries):
        letters += forget(about=[f"events.sign_up:{pk}" for pk in batch])
        SignUp.objects.filter(pk__in=batch).update(**EMPTY_ENTRY, removed_at=now)
        SignUpStep.objects.bulk_create(SignUpStep(sign_up_id=pk, at=now, kind=StepKind.REMOVED) for pk in batch)
    arrivals = list(check_ins_of(series).values_list("pk", flat=True))
    links = 0
    for batch in _batches(arrivals):
        found = list(Invitation.objects.filter(check_in__in=batch))
        letters += forget(about=[f"events.invitation:{one.pk}" for one in found])
        for one in found:
            one.key = secrets.token_hex(16)  # nobody knows it: the link that was sent leads nowhere any more
        Invitation.objects.bulk_update(found, ["key"])
        links += len(found)
        CheckIn.objects.filter(pk__in=batch).update(name="", email="", office="", removed_at=now)
    links_named, letters_named = _remove_named_links(series)
    reports = reports_of(series).update(rows=[], file_name="", removed_at=now)  # named after somebody
    return {
        "sign_ups": len(entries),
        "letters": letters + letters_named,
        "check_ins": len(arrivals),
        "invitations": links + links_named,
        "online_reports": reports,
    }


def _remove_named_links(series: Series) -> tuple[int, int]:
    """Links of people whom another part of the product named, and the letters with them; how many of both."""
    found = list(named_links_of(series))
    letters = forget(about=[f"events.invitation:{one.pk}" for one in found])
    for one in found:
        one.name, one.email, one.key = "", "", secrets.token_hex(16)
    Invitation.objects.bulk_update(found, ["name", "email", "key"], batch_size=BATCH)
    return len(found), letters


def _batches(keys: list[int]) -> list[list[int]]:
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
