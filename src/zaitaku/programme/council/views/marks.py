"""追記: the open marks of frozen papers, whose they are and by when they are due."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, organisations_for, page
from zaitaku.programme.council.choices import MarkFilter
from zaitaku.programme.council.forms import MarkQueue
from zaitaku.programme.council.queries import marks_shown
from zaitaku.programme.council.queries import open_marks as marks_of

PER_PAGE = 50


@require_safe
@page(Permission.VIEW_PROGRAMME)
def open_marks(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    form = MarkQueue(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    mine = organisations_for(request.user, Permission.RECORD, on=today)
    found = marks_of(areas_for(request.user, Permission.VIEW_PROGRAMME, on=today))
    owners = mine if asked.get("whose") == "mine" else None
    shown = marks_shown(found, shown=asked.get("show") or MarkFilter.OPEN, on=today, owners=owners)
    context = {
        "filter": form,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "today": today,
        "overdue": marks_shown(found, shown=MarkFilter.OVERDUE, on=today, owners=owners).count(),
    }
    return render(request, "council/open_marks.html", context)
