"""Which letters are due, and what the list of letters shows."""

from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from zaitaku.core.jobs.queries import failing_beats
from zaitaku.core.mail.choices import LetterState
from zaitaku.core.mail.models import Letter


def due(now: datetime) -> QuerySet[Letter]:
    """The longest waiting first."""
    return Letter.objects.filter(sent_at=None, failed_at=None, not_before__lte=now).order_by("not_before", "pk")


def in_state(state: str) -> QuerySet[Letter]:
    """Every letter for ""; the text of a letter is not read."""
    every = Letter.objects.defer("body", "subject")
    match state:
        case LetterState.WAITING:
            return every.filter(sent_at=None, failed_at=None)
        case LetterState.SENT:
            return every.exclude(sent_at=None)
        case LetterState.FAILED:
            return every.exclude(failed_at=None)
        case _:
            return every


def server_trouble() -> str:
    """Why the mail server could not be reached when that was last tried; "" when it could or no server is set."""
    if not settings.MAIL_READY:
        return ""
    return next((beat.job.error for beat in failing_beats() if beat.name == "send_letters" and beat.job), "")


def unsent(*, kind: str) -> QuerySet[Letter]:
    """Letters of that kind that still wait."""
    return Letter.objects.filter(kind=kind, sent_at=None, failed_at=None)
