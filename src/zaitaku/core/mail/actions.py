"""Writing letters, and sending them. No page sends anything: the worker does, so that nobody waits for a mail server.

A letter is claimed by one conditional UPDATE that moves `not_before` beyond the time the talk with the server can take.
Two workers therefore never send the same letter, on either database and without a lock held while the server is
talked to. If the process dies after the server took the letter and before that is written down, the letter is sent
again when the claim has run out: an invitation that comes twice is better than one that never comes. It then carries
the same Message-ID, by which mail programs know it for the same letter.
"""

import logging
import smtplib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from zaitaku.analysis.discreet import without_addresses
from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.jobs.worker import Handle
from zaitaku.core.mail.models import Letter
from zaitaku.core.mail.queries import due

log = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)  # above what a talk takes: a handful of steps of at most EMAIL_TIMEOUT seconds
# Before the second try, the third, …; after the last one the letter has failed. Two days in all: a full mailbox or a
# greylisting server has recovered by then, and news about a meeting is old.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 480, 960, 1440))
KEPT = timedelta(days=30)  # a letter holds a name and an address: longer than any question about it, not longer
STALE = timedelta(days=7)  # a letter that could not leave for so long tells old news
PER_BATCH = 200


class AddressInvalid(Exception):
    """Not one plain e-mail address."""


class NotFailed(Exception):
    """Only a letter that failed can be tried again."""


def draft(
    *,
    to: str,
    subject: str,
    body: str,
    about: str = "",
    kind: str = "",
    now: datetime,
    not_before: datetime | None = None,
) -> Letter:
    """A letter that is not saved yet.

    Subject and text may hold what people typed: the subject becomes one line, control characters go, so that neither
    can add a header. Raises AddressInvalid.
    """
    try:
        validate_email(to)
    except ValidationError as error:
        raise AddressInvalid from error
    return Letter(
        to=to,
        subject=" ".join(_printable(subject, keep="").split())[:200],
        body=_printable(body.replace("\r\n", "\n"), keep="\n\t"),
        about=about,
        kind=kind,
        written_at=now,
        not_before=not_before or now,
    )


def post(**fields: Any) -> Letter:
    """A `draft` saved in the caller's transaction: it exists if and only if the change it tells of does."""
    letter = draft(**fields)
    letter.save(force_insert=True)
    return letter


def post_many(drafts: Iterable[Letter]) -> int:
    """The same for a hall full of people; how many."""
    return len(Letter.objects.bulk_create(drafts, batch_size=PER_BATCH))


def withdraw(*, about: str, kind: str = "") -> int:
    """Letters about it that were not sent yet are removed (only those of `kind`, when given); how many."""
    return withdraw_many(about=[about], kind=kind)


def withdraw_many(*, about: Sequence[str], kind: str = "") -> int:
    """The same for many things at once."""
    unsent = Letter.objects.filter(sent_at=None, **({"kind": kind} if kind else {}))
    parts = [about[start : start + PER_BATCH] for start in range(0, len(about), PER_BATCH)]
    return sum(unsent.filter(about__in=part).delete()[0] for part in parts)


def forget(*, about: Iterable[str]) -> int:
    """All letters about these things are removed, sent or not: with the personal data of what they tell of."""
    return Letter.objects.filter(about__in=list(about)).delete()[0]


@transaction.atomic
def try_again(*, by: Person, letter: Letter) -> None:
    """A failed letter waits anew, with all its tries. Raises NotFailed."""
    failed = Letter.objects.filter(pk=letter.pk).exclude(failed_at=None)
    if not failed.update(failed_at=None, tries=0, not_before=timezone.now()):
        raise NotFailed
    record(by=by, action="mail.try_again", subject=letter, details={"error": letter.error})


def send_letters(handle: Handle) -> Any:
    """The task: every letter that is due, over one connection for each batch.

    A server that cannot be reached or refuses to let us in costs no letter a try: the job fails and says why.
    """
    if not settings.MAIL_READY:
        return {}
    sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8")  # a wrong setting fails the job, not every letter
    sent = 0
    while batch := list(due(timezone.now())[:PER_BATCH]):
        server = get_connection()
        server.open()
        try:
            for number, letter in enumerate(batch):
                if number % 20 == 0:
                    handle.progress(number, len(batch))
                sent += _send(letter, server, now=timezone.now())
        finally:
            server.close()
    return {"sent": sent}


def remove_letters(handle: Handle) -> Any:
    """The task: what was sent or given up goes after KEPT; what could not leave for STALE is given up."""
    now = timezone.now()
    stale = Letter.objects.filter(sent_at=None, failed_at=None, not_before__lt=now - STALE)
    given_up = stale.update(failed_at=now, error=f"Not sent within {STALE.days} days.")
    old = Letter.objects.filter(sent_at__lt=now - KEPT) | Letter.objects.filter(failed_at__lt=now - KEPT)
    return {"given_up": given_up, "removed": old.delete()[0]}


def _send(letter: Letter, server: BaseEmailBackend, *, now: datetime) -> bool:
    """Whether this call sent it; another worker may have been quicker, or the letter was withdrawn."""
    unchanged = Letter.objects.filter(pk=letter.pk, sent_at=None, failed_at=None, tries=letter.tries)
    if not unchanged.filter(not_before=letter.not_before).update(tries=F("tries") + 1, not_before=now + CLAIM):
        return False
    own = Letter.objects.filter(pk=letter.pk, sent_at=None, failed_at=None, tries=letter.tries + 1)
    try:
        server.send_messages([_message(letter)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("Letter %s was not sent: %s", letter.pk, type(error).__name__)
        _after_failure(own, letter, error, now=timezone.now())
        server.close()  # the next letter of the batch starts with a sound connection
        server.open()
        return False
    return bool(own.update(sent_at=timezone.now(), error=""))


def _after_failure(own: Any, letter: Letter, error: Exception, *, now: datetime) -> None:
    told = told_of(error)
    if letter.tries >= len(PAUSES) or _is_final(error):
        own.update(failed_at=now, error=told)
    else:
        own.update(not_before=now + PAUSES[letter.tries], error=told)


def _is_final(error: Exception) -> bool:
    """The server says of this letter that another try is useless (5xx), or it cannot be written as a letter at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, ValueError) or (isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500)


def told_of(error: Exception) -> str:
    """What the list of letters may show: servers repeat addresses, which those who read the list may not see."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()))
        words = f"{code} {_text(text)}"
    elif isinstance(error, smtplib.SMTPResponseException):
        words = f"{error.smtp_code} {_text(error.smtp_error)}"
    elif isinstance(error, ValueError):
        words = f"{type(error).__name__}: no letter can be written to this address"
    else:
        words = f"{type(error).__name__}: {error}"
    return without_addresses(" ".join(_printable(words, keep="").split()))[:500]


def _message(letter: Letter) -> EmailMessage:
    sender = settings.DEFAULT_FROM_EMAIL
    domain = sender.rpartition("@")[2].strip("> ") or "localhost"
    # The same at every try, and Auto-Submitted keeps out-of-office programs from answering.
    number = f"<letter-{letter.pk}-{int(letter.written_at.timestamp())}@{domain}>"
    headers = {"Message-ID": number, "Auto-Submitted": "auto-generated"}
    return EmailMessage(letter.subject, letter.body, sender, [letter.to], headers=headers)


def _printable(text: str, *, keep: str) -> str:
    """Control characters and separators of lines become spaces, but for those to keep."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") and c not in keep else c for c in text)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
