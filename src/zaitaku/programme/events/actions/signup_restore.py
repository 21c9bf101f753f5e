"""A sign-up that was cancelled by mistake comes back, behind everybody who came meanwhile."""

from datetime import datetime

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import signup_letters as letters
from zaitaku.programme.events.actions.signup import count_in, current_row, locked, status_for, step
from zaitaku.programme.events.actions.signup_entry import SignUpEntry
from zaitaku.programme.events.actions.signup_known import known, twin_words
from zaitaku.programme.events.actions.signup_refusals import AlreadySignedUp, gone
from zaitaku.programme.events.choices import StepKind
from zaitaku.programme.events.models import SignUp


@transaction.atomic
def restore_sign_up(*, sign_up: SignUp, by: Person, now: datetime) -> SignUp:
    """It keeps its number and link; its place went to others, so that it stands at the end of the line.

    A live entry is given back as it is. Raises NotLive (data removed), AlreadySignedUp, NotOpen, NoSeatLeft.
    """
    channel = locked(sign_up.channel)
    current = current_row(sign_up, channel)
    if current.is_live:
        return current
    if current.removed_at is not None:
        raise gone(current)
    _same, twin = known(channel, current.key, SignUpEntry.of(current), by)
    if twin is not None:
        raise AlreadySignedUp(twin_words(twin), twin)
    status = status_for(channel, current.seats, by, now)
    channel.last_number += 1
    current.rank, current.status, current.changed_at = channel.last_number, status, now
    count_in(channel, status, current.seats)
    current.save(update_fields=["rank", "status", "changed_at"])
    step(current, StepKind.SIGNED_UP, by, now, status=status, seats=current.seats)
    letters.tell(current, letters.ENTRY[status], now=now)
    details = {"status": status, "seats": current.seats}
    record(by=by, action="events.restore_sign_up", subject=current, details=details)
    return current
