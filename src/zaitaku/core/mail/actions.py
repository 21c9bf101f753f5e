"""Writing letters. Nothing is sent here: the worker does that, so that no page waits for a mail server."""

from datetime import datetime

from zaitaku.core.mail.models import Letter


def post(
    *, to: str, subject: str, body: str, about: str = "", now: datetime, not_before: datetime | None = None
) -> Letter:
    """A letter in the caller's transaction: it exists if and only if the change it tells of does."""
    return Letter.objects.create(
        to=to, subject=subject[:200], body=body, about=about, written_at=now, not_before=not_before or now
    )


def withdraw(*, about: str) -> int:
    """Letters about it that were not sent yet are removed; how many."""
    return Letter.objects.filter(about=about, sent_at=None).delete()[0]
