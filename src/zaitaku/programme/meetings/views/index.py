"""The way into everything that happens within meetings."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events.views.reach import seen, written
from zaitaku.programme.meetings.choices import WishStatus
from zaitaku.programme.meetings.models import Wish
from zaitaku.programme.meetings.queries import committees, issues
from zaitaku.programme.meetings.queries.due import OPEN, overdue


@page(Permission.VIEW_PROGRAMME)
@require_GET
def index(request: StaffRequest) -> HttpResponse:
    today, organisations = timezone.localdate(), written(request)
    open_issues = issues.visible(seen(request), organisations).filter(status__in=OPEN)
    actions = committees.visible_actions(seen(request)).filter(status__in=OPEN)
    context = {
        "may_record": organisations.exists(),
        "waiting": Wish.objects.filter(center__in=organisations, status=WishStatus.VOICED).count(),
        "matched": Wish.objects.filter(center__in=organisations, status=WishStatus.MATCHED).count(),
        "issues": open_issues.count(),
        "late_issues": open_issues.filter(overdue(today)).count(),
        "actions": actions.count(),
        "late_actions": actions.filter(overdue(today)).count(),
    }
    return render(request, "meetings/index.html", context)
