"""Files of a session: the list, taking one in, handing it out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.accounts.models import Person
from zaitaku.core.pages.views import download
from zaitaku.programme.events import actions
from zaitaku.programme.events.forms.handouts import HandoutChangeForm, HandoutForm
from zaitaku.programme.events.models import Handout, Session
from zaitaku.programme.events.views.pages import form_page, remove_page
from zaitaku.programme.events.views.reach import may_write, seen, session_or_404, written


def handout_or_404(pk: int, request: StaffRequest, *, to_write: bool) -> Handout:
    """Without its content."""
    reach = written(request) if to_write else seen(request)
    found = Handout.objects.defer("content").select_related("session__series__owner")
    return get_object_or_404(found, pk=pk, session__series__owner__in=reach)


@page(Permission.VIEW_PROGRAMME)
@require_http_methods(["GET", "POST"])
def handouts(request: StaffRequest, pk: int) -> HttpResponse:
    session = session_or_404(pk, written(request) if request.method == "POST" else seen(request))
    form = HandoutForm(request.POST, request.FILES) if request.method == "POST" else HandoutForm()
    if form.is_bound and form.is_valid():
        try:
            _take_in(session, form, by=request.user)
        except actions.EventRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(request, _("The file was added."))
            return redirect("events:handouts", pk)
    context = {
        "session": session,
        "series": session.series,
        "handouts": session.handouts.defer("content"),
        "page_form": form,
        "may_write": may_write(request, session.series),
        "heading": _("Handouts"),
    }
    return render(request, "events/planning/handouts.html", context, status=422 if form.errors else 200)


def _take_in(session: Session, form: HandoutForm, *, by: Person) -> Handout:
    file = form.cleaned_data["file"]
    return actions.add_handout(
        session=session,
        title=form.cleaned_data["title"],
        file_name=file.name or "",
        content=file.read(),
        is_public=form.cleaned_data["is_public"],
        by=by,
    )


@page(Permission.VIEW_PROGRAMME)
@require_GET
def handout(request: StaffRequest, pk: int) -> HttpResponse:
    """Always as a download, never shown by the browser: what is inside was made elsewhere."""
    found = handout_or_404(pk, request, to_write=False)
    return download(bytes(found.content), found.file_name, found.media_type)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def change_handout(request: StaffRequest, pk: int) -> HttpResponse:
    found = handout_or_404(pk, request, to_write=True)
    initial = {"title": found.title, "is_public": found.is_public}
    return form_page(
        request,
        HandoutChangeForm(request.POST or None, initial=initial),
        lambda data: actions.change_handout(handout=found, **data, by=request.user),
        heading=_("Change “%(label)s”") % {"label": found.title},
        to=("events:handouts", found.session_id),
        series=found.session.series,
        session=found.session,
    )


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def remove_handout(request: StaffRequest, pk: int) -> HttpResponse:
    found = handout_or_404(pk, request, to_write=True)
    return remove_page(
        request,
        lambda: actions.remove_handout(handout=found, by=request.user),
        heading=_("Remove the file"),
        what=found.title,
        to=("events:handouts", found.session_id),
        session=found.session,
    )
