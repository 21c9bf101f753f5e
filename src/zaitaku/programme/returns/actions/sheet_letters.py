"""Letters about a sheet: to everybody who records for the organisation on the other side.

They name the form, the period, the item and the page. What people wrote to each other is read on the page only.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from zaitaku.core.accounts.access import recorders_of
from zaitaku.core.areas.models import Organisation
from zaitaku.core.mail.actions import AddressInvalid, post
from zaitaku.programme.returns.choices import StepKind
from zaitaku.programme.returns.models import Query, Return
from zaitaku.programme.returns.queries.workbooks import period_name

KIND_QUERY = "sheet_query"
KIND_RETURNED = "sheet_returned"


def about(sheet: Return) -> str:
    return f"returns.sheet:{sheet.pk}"


@dataclass(frozen=True, slots=True)
class News:
    """`title` has a place for the sheet (`what`); `item` may be empty; `page` is the way to it."""

    title: str
    say: str
    page: str
    kind: str
    item: str = ""


def tell_sender(sheet: Return, kind: StepKind, *, now: datetime) -> int:
    """That the sheet came back, or is open again; how many letters."""
    page = reverse("returns:sheet", args=[sheet.pk])
    with override(settings.LANGUAGE_CODE):
        if kind == StepKind.RETURNED:
            say = _("This return was handed back. Please mend it and send it in again:")
            return _write(sheet, sheet.organisation, News(_("Handed back: %(what)s"), say, page, KIND_RETURNED), now)
        say = _("This return is open again. Please look at it, mend it and send it in:")
        return _write(sheet, sheet.organisation, News(_("Open again: %(what)s"), say, page, KIND_RETURNED), now)


def tell_of_query(query: Query, *, to_sender: bool, now: datetime) -> int:
    """That there is a question, or an answer; how many letters."""
    sheet, page = query.sheet, reverse("returns:query", args=[query.pk])
    with override(settings.LANGUAGE_CODE):
        item = query.element.label if query.element else _("The whole sheet")
        if to_sender:
            say = _("There is a query about this return. Please answer it on its page:")
            return _write(sheet, sheet.organisation, News(_("Query: %(what)s"), say, page, KIND_QUERY, item), now)
        say = _("A query about this return was answered:")
        return _write(sheet, sheet.form.owner, News(_("Answer to a query: %(what)s"), say, page, KIND_QUERY, item), now)


def _write(sheet: Return, to: Organisation, news: News, now: datetime) -> int:
    subject = news.title % {"what": f"{sheet.form.title} {period_name(sheet)} {sheet.organisation.name}"}
    facts = [
        (pgettext("letter", "Form"), sheet.form.title),
        (pgettext("letter", "Period"), period_name(sheet)),
        (pgettext("letter", "Sender"), sheet.organisation.name),
        *([(pgettext("letter", "Item"), news.item)] if news.item else []),
    ]
    written = 0
    for person in recorders_of([to.pk], on=timezone.localdate(now))[to.pk]:
        parts = [
            _("Dear %(name)s,") % {"name": person.name},
            news.say,
            "\n".join(f"{label}：{value}" for label, value in facts),
            settings.BASE_URL.rstrip("/") + news.page,
            _("This letter was sent automatically."),
        ]
        body = "\n\n".join(parts) + "\n"
        try:
            post(to=person.email, subject=subject, body=body, about=about(sheet), kind=news.kind, now=now)
        except AddressInvalid:
            continue
        written += 1
    return written
