"""Questions about a sheet: asked by those who ask for it, answered by its sender, closed by those who asked.

What is written stays in the thread. The audit chain, which is kept for good, has only that it happened, and the code
of the item; letters have the item and a link.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zaitaku.core.accounts.models import Person
from zaitaku.core.audit.actions import record
from zaitaku.core.records.actions import ChangedMeanwhile
from zaitaku.programme.returns.actions.sending import SheetRefused
from zaitaku.programme.returns.actions.sheet_letters import tell_of_query
from zaitaku.programme.returns.choices import SheetStatus
from zaitaku.programme.returns.models import Element, Message, Query, Return

ASKABLE = (SheetStatus.SUBMITTED, SheetStatus.RETURNED)
MOST_OPEN = 100


class QueryRefused(SheetRefused):
    """A question or an answer that is not possible now."""


@transaction.atomic
def ask(*, sheet: Return, element: Element | None, text: str, by: Person, now: datetime) -> Query:
    """About one item or (None) the whole sheet. Raises QueryRefused: not sent, or accepted already; no text."""
    held = Return.objects.select_for_update().get(pk=sheet.pk)
    if held.status not in ASKABLE:
        raise QueryRefused(
            _("The sheet is “%(status)s”. Queries are asked of sheets that were sent and not accepted yet.")
            % {"status": held.get_status_display()}
        )
    if element is not None and element.form_id != held.form_id:
        raise QueryRefused(_("“%(item)s” is not asked by this form.") % {"item": element})
    if held.queries.filter(closed_at=None).count() >= MOST_OPEN:
        raise QueryRefused(_("There are %(count)s open queries. Hand the sheet back instead.") % {"count": MOST_OPEN})
    query = Query.objects.create(sheet=held, element=element, opened_at=now)
    _say(query, text, by, now)
    tell_of_query(query, to_sender=True, now=now)
    record(by=by, action="returns.ask", subject=query, details=_code(query))
    return query


@transaction.atomic
def answer(*, query: Query, text: str, by: Person, now: datetime, from_owner: bool = False) -> Message:
    """A further entry of the thread: the sender's answer, or with `from_owner` what is asked further.

    Raises QueryRefused for a closed query or no text.
    """
    held = _held(query)
    message = _say(held, text, by, now)
    held.answered_at = None if from_owner else now
    held.save(update_fields=["answered_at"])
    tell_of_query(held, to_sender=from_owner, now=now)
    record(by=by, action="returns.answer_query", subject=held, details=_code(held) | {"from_owner": from_owner})
    return message


@transaction.atomic
def close_query(*, query: Query, seen: int | None, by: Person, now: datetime) -> Query:
    """`seen` is the last message that the person read. Raises QueryRefused where it is closed already, and
    ChangedMeanwhile where more was written."""
    held = _held(query)
    if held.messages.order_by("at", "pk").values_list("pk", flat=True).last() != seen:
        raise ChangedMeanwhile(_("Somebody wrote in the query meanwhile. Read it, then decide."))
    held.closed_at = max(now, held.opened_at)
    held.save(update_fields=["closed_at"])
    record(by=by, action="returns.close_query", subject=held, details=_code(held))
    return held


def _held(query: Query) -> Query:
    held = Query.objects.select_for_update().get(pk=query.pk)
    if not held.is_open:
        raise QueryRefused(_("The query is closed. Ask a new one."))
    return held


def _say(query: Query, text: str, by: Person, now: datetime) -> Message:
    if not text.strip():
        raise QueryRefused(_("Write a text."))
    return Message.objects.create(query=query, at=now, by=by, text=text.strip()[:1000])


def _code(query: Query) -> dict[str, object]:
    return {"element": query.element.code if query.element else None}
