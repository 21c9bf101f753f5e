"""Supporters of a centre: labels and offers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.actions.wishes import save_supporter
from zaitaku.programme.meetings.forms.wishes import SupporterFilter, SupporterForm
from zaitaku.programme.meetings.models import Supporter
from zaitaku.programme.meetings.queries.wishes import listed_supporters
from zaitaku.programme.meetings.views.wishes import reached

PER_PAGE = 50


@page(Permission.RECORD)
@require_GET
def supporters(request: StaffRequest) -> HttpResponse:
    form = SupporterFilter(request.GET, centers=reached(request))
    asked = form.cleaned_data if form.is_valid() else {}
    found = Paginator(listed_supporters(written(request), asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {"filter": form, "listed": found, "is_narrowed": any(asked.values())}
    return render(request, "meetings/wishes/supporters.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def add(request: StaffRequest) -> HttpResponse:
    own = reached(request)[:2]
    initial = {"center": own[0] if len(own) == 1 else None}
    return _save(request, None, SupporterForm(request.POST or None, centers=reached(request), initial=initial))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Supporter.objects.select_related("center"), pk=pk, center__in=written(request))
    initial = {name: getattr(found, name) for name in ("center", "label", "offers", "is_active")}
    return _save(request, found, SupporterForm(request.POST or None, centers=reached(request), initial=initial))


def _save(request: StaffRequest, supporter: Supporter | None, form: SupporterForm) -> HttpResponse:
    if form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("center", "label", "offers", "is_active")}
        try:
            save_supporter(supporter=supporter, **data, by=request.user)
        except RecordRefused as refused:
            form.add_error("label", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("meetings:supporters")
    heading = _("Change the supporter") if supporter else _("Add a supporter")
    context = {"page_form": form, "heading": heading, "button": _("Save"), "supporters": True}
    return render(request, "meetings/wishes/form.html", context, status=422 if form.errors else 200)
