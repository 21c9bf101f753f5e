"""The groups on paper: lists to hang up at the entrance, name cards to cut out."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.views import download
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.models import GroupPlan
from zaitaku.programme.meetings.queries.group_sheet import sheet
from zaitaku.reports import groups as paper


@page(Permission.RECORD)
@require_GET
def lists(request: StaffRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, paper.lists, _("table-lists"))


@page(Permission.RECORD)
@require_GET
def cards(request: StaffRequest, pk: int) -> HttpResponse:
    return _paper(request, pk, paper.cards, _("name-cards"))


def _paper(request: StaffRequest, pk: int, render: Callable[[paper.Sheet], bytes], name: str) -> HttpResponse:
    plans = GroupPlan.objects.select_related("session__series", "session__place")
    plan = get_object_or_404(plans, session__pk=pk, session__series__owner__in=written(request))
    content = sheet(plan, created=timezone.now().replace(microsecond=0))
    if not any(table.people for table in content.tables):
        messages.error(request, _("Nobody sits at a table yet. Make the groups first."))
        return redirect("meetings:groups", pk)
    return download(render(content), f"{name}-{plan.session.number}.pdf", paper.CONTENT_TYPE, shown=True)
