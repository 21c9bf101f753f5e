"""All formats of a paper at once, made behind the page."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.jobs.actions import ask
from zaitaku.core.jobs.choices import JobStatus
from zaitaku.core.jobs.queries import jobs_of
from zaitaku.programme.council.views.papers import visible_paper
from zaitaku.workspace.actions import bundle_file


@require_POST
@page(Permission.VIEW_PROGRAMME)
def bundle(request: StaffRequest, pk: int) -> HttpResponse:
    paper = visible_paper(request, pk)
    asked = {"paper": paper.pk}
    # Asking again while it waits asks for nothing more: nobody fills the queue for others.
    waiting = jobs_of(request.user).filter(task="bundle_paper", params=asked, status=JobStatus.WAITING).first()
    job = waiting or ask(task="bundle_paper", params=asked, by=request.user)
    return redirect("jobs:job", pk=job.pk)


@require_safe
@page(Permission.VIEW_PROGRAMME)
def bundle_download(request: StaffRequest, pk: int) -> HttpResponse:
    """Only to the person who asked, and only while the paper is still within reach."""
    job = get_object_or_404(jobs_of(request.user), pk=pk, task="bundle_paper", status=JobStatus.DONE)
    paper = visible_paper(request, job.params["paper"])
    path = bundle_file(job.pk)
    if not path.is_file():
        raise Http404
    name = content_disposition_header(as_attachment=True, filename=f"{paper.title}.zip")
    return HttpResponse(path.read_bytes(), content_type="application/zip", headers={"Content-Disposition": name})
