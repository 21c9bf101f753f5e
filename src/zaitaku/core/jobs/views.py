"""A person's jobs: the list, one with its progress, cancelling it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.core.accounts.access import StaffRequest, page
from zaitaku.core.jobs import actions
from zaitaku.core.jobs.queries import beats, jobs_of

PER_PAGE = 50


@require_GET
@page()
def jobs(request: StaffRequest) -> HttpResponse:
    listed = Paginator(jobs_of(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/jobs.html", {"listed": listed, "beats": beats()})


@require_GET
@never_cache
@page()
def job(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole page, or only the part that changes when htmx asks."""
    found = get_object_or_404(jobs_of(request.user), pk=pk)
    template = "jobs/progress.html" if request.headers.get("HX-Request") else "jobs/job.html"
    return render(request, template, {"job": found})


@require_POST
@page()
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(jobs_of(request.user), pk=pk)
    try:
        actions.cancel(by=request.user, job=found)
    except actions.AlreadyOver:
        messages.info(request, _("It was over already."))
    else:
        messages.success(request, _("It is being cancelled."))
    return redirect("jobs:job", pk=pk)
