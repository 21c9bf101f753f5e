"""Who sends a form from when to when."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.period import FiscalYear
from zaitaku.core.accounts.access import Permission, StaffRequest, allowed, page
from zaitaku.core.areas.models import Area, Organisation, below, exists_on
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.returns.actions.senders import add_senders, end_sender
from zaitaku.programme.returns.forms.board import EndForm, SendersForm
from zaitaku.programme.returns.models import Form, Sender
from zaitaku.programme.returns.views.reach import own_collected_or_404, written


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def senders(request: StaffRequest, pk: int) -> HttpResponse:
    """The list, and the form that adds several at once."""
    found = own_collected_or_404(pk, written(request))
    today = timezone.localdate()
    choices = _choices(request, found)
    asked = SendersForm(request.POST or None, organisations=choices, initial={"valid_from": FiscalYear.of(today).start})
    if asked.is_valid():
        data = asked.cleaned_data
        chosen, since = data["organisations"], data["valid_from"]
        try:
            count = add_senders(form=found, organisations=chosen, valid_from=since, by=request.user, now=timezone.now())
        except RecordRefused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(request, _("%(count)s senders were added.") % {"count": count})
            return redirect("returns:senders", pk)
    rows = found.senders.select_related("organisation").order_by("organisation__code", "valid_from")
    context = {"form": found, "page_form": asked, "rows": rows, "today": today, "choices": choices}
    return render(request, "returns/board/senders.html", context, status=422 if asked.errors else 200)


def _choices(request: StaffRequest, form: Form) -> QuerySet[Organisation]:
    """Organisations that exist and do not send the form yet: of the owner's area and below for officers, for partners
    those they record for, since whoever is asked gets duties and letters."""
    today = timezone.localdate()
    of_area = Organisation.objects.filter(below("area", Area.objects.filter(pk=form.owner.area_id)), exists_on(today))
    if not allowed(request.user, Permission.CONFIRM, on=today, organisation=form.owner):
        of_area = of_area.filter(pk__in=written(request).values("pk"))
    sending = form.senders.filter(valid_to=None).values("organisation")
    return of_area.exclude(pk__in=sending).order_by("kind", "code")


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def end(request: StaffRequest, pk: int) -> HttpResponse:
    rows = Sender.objects.select_related("form__owner", "organisation")
    sender = get_object_or_404(rows, pk=pk, form__owner__in=written(request))
    asked = EndForm(request.POST or None, initial={"last_day": sender.valid_to})
    if asked.is_valid():
        try:
            excused = end_sender(sender=sender, **asked.cleaned_data, by=request.user, now=timezone.now())
        except RecordRefused as refused:
            asked.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Saved. Sheets not begun that need not be sent: %(count)s.") % {"count": excused}
            )
            return redirect("returns:senders", sender.form_id)
    heading = _("%(organisation)s sends no longer") % {"organisation": sender.organisation.name}
    context = {"page_form": asked, "heading": heading, "button": _("Save"), "form": sender.form}
    return render(request, "returns/entry.html", context, status=422 if asked.errors else 200)
