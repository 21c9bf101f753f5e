"""What staff do for people whom no letter reaches, and with the list of names."""

from datetime import datetime

from django.db import transaction

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.programme.events.actions import signup_letters as letters
from zaitaku.programme.events.actions.signup import locked, step
from zaitaku.programme.events.choices import StepKind
from zaitaku.programme.events.models import Channel, SignUp
from zaitaku.programme.events.queries.signup import to_be_telephoned


@transaction.atomic
def told_by_telephone(*, sign_up: SignUp, by: Person, now: datetime) -> None:
    """The person knows the last news, and leaves the list of those to be called. Again changes nothing."""
    channel = locked(sign_up.channel)
    if to_be_telephoned(channel).filter(pk=sign_up.pk).exists():
        step(sign_up, StepKind.TOLD, by, now)
        record(by=by, action="events.tell_sign_up", subject=sign_up, details={"number": sign_up.number})


@transaction.atomic
def send_link(*, sign_up: SignUp, by: Person, now: datetime) -> bool:
    """The letter with the private link once more; False where nobody is to get it or a letter was just written."""
    is_sent = sign_up.is_live and letters.once_more(sign_up, now=now)
    if is_sent:
        record(by=by, action="events.send_sign_up_link", subject=sign_up, details={"number": sign_up.number})
    return is_sent


@transaction.atomic
def list_taken(*, channel: Channel, form: str, rows: int, by: Person) -> None:
    """The names leave the product, as a file or on paper: by whom and how many. `form` is "xlsx" or "print"."""
    record(by=by, action="events.take_sign_ups", subject=channel, details={"form": form, "rows": rows})
