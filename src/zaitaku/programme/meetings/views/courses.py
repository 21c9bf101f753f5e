"""The register of a course: participants by parts, its rule, undo."""

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import tried, try_to
from zaitaku.programme.events.views.reach import series_or_404, written
from zaitaku.programme.meetings.actions import courses as actions
from zaitaku.programme.meetings.actions.courses import Change, Changes
from zaitaku.programme.meetings.forms.courses import CourseForm, RegisterRefused, read_changes, seen_text
from zaitaku.programme.meetings.models import Course
from zaitaku.programme.meetings.queries import courses as queries

CERTIFICATE_TITLE = "修了証"
PER_PAGE = 50


def course_or_404(request: StaffRequest, pk: int) -> Course:
    """By the series' id, of those the person records for: the register names people."""
    return get_object_or_404(
        Course.objects.select_related("series__owner"), series__pk=pk, series__owner__in=written(request)
    )


@page(Permission.RECORD)
@require_GET
def courses(request: StaffRequest) -> HttpResponse:
    """Courses that one runs, the newest first."""
    listed = Paginator(queries.courses_of(written(request)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/courses/index.html", {"listed": listed})


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def course(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    found = Course.objects.filter(series=series).first()
    if found is None:
        if request.method == "POST":
            raise Http404
        return redirect("meetings:set_up_course", pk)
    found.series = series
    problem = ""
    if request.method == "POST":
        problem = _save(request, found)
        if not problem:
            return redirect("meetings:course", pk)
    return _register_page(request, found, problem)


def _save(request: StaffRequest, found: Course) -> str:
    """The refusal in words, or "" when all was saved."""
    try:
        changes = read_changes(request.POST) | _arrived(request, found)
        count = actions.save_register(
            course=found,
            changes=changes,
            replace=request.POST.get("replace") == "on",
            today=timezone.localdate(),
            by=request.user,
        )
    except (RecordRefused, RegisterRefused) as refused:
        return str(refused)
    if count:
        _remember(request, found, changes)
        messages.success(request, _("Saved: %(count)s entries.") % {"count": count})
    else:
        messages.info(request, _("Nothing was changed."))
    return ""


def _arrived(request: StaffRequest, found: Course) -> dict[tuple[int, int], Change]:
    """With the button of a part that has check-ins: who was checked in came, where nobody has said so yet."""
    sent = request.POST.get("arrived", "")
    register = queries.register(found)
    part = next((one for one in register.parts if str(one.session.pk) == sent), None)
    if part is None:
        return {}
    here = queries.arrived(found, part.session)
    open_lines = [line for line in register.lines if line.enrolment.pk in here and not line.is_withdrawn]
    return {
        (line.enrolment.pk, part.session.pk): Change(None, True, None, part.way_of(here[line.enrolment.pk]))
        for line in open_lines
        for cell in line.cells
        if cell.part.session.pk == part.session.pk and cell.came is None
    }


def _remember(request: StaffRequest, found: Course, changes: Changes) -> None:
    """For undo: the cells with the changes that take everything back."""
    rows = [[*key, *astuple(change.undone())] for key, change in changes.items()]
    request.session["register_undo"] = {"course": found.pk, "rows": rows}


def _register_page(request: StaffRequest, found: Course, problem: str) -> HttpResponse:
    """After a refusal the page shows what counts now, with the cells as they were typed."""
    register = queries.register(found)
    typed = request.POST if problem else {}
    rows = [
        (line, [(cell, typed.get(f"c{line.enrolment.pk}-{cell.part.session.pk}", cell.value)) for cell in line.cells])
        for line in register.lines
    ]
    undo = request.session.get("register_undo", {})
    context: dict[str, Any] = {
        "course": found,
        "series": found.series,
        "register": register,
        "rows": rows,
        "tallies": register.tallies(),
        "is_hybrid": any(part.others for part in register.parts),
        "problem": problem,
        "may_undo": undo.get("course") == found.pk and not problem,
        "is_typed": any(part.is_typed for part in register.parts),
        "seen": seen_text(register),
        "crumb": _("Course register"),
    }
    return render(request, "meetings/courses/register.html", context, status=422 if problem else 200)


@page(Permission.RECORD)
@require_http_methods(["POST"])
def undo(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back the last entries of one's own, where nobody changed them since."""
    found = course_or_404(request, pk)
    last = request.session.get("register_undo", {})
    if last.get("course") != found.pk:
        messages.info(request, _("There is nothing to undo."))
        return redirect("meetings:course", pk)
    changes = {(person, part): Change(*told) for person, part, *told in last["rows"]}

    def take_back() -> str:
        actions.save_register(course=found, changes=changes, replace=False, today=timezone.localdate(), by=request.user)
        return _("Your last entries were taken back.")

    tried(request, take_back)
    del request.session["register_undo"]
    return redirect("meetings:course", pk)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def set_up(request: StaffRequest, pk: int) -> HttpResponse:
    series = series_or_404(pk, written(request))
    found = Course.objects.filter(series=series).first()
    names = ("parts_needed", "certificate_title", "certificate_text", "issuer")
    initial: dict[str, Any] = {"certificate_title": CERTIFICATE_TITLE, "issuer": series.owner.name}
    if found is not None:
        initial = {name: getattr(found, name) for name in names}
    form = CourseForm(request.POST or None, initial=initial)
    if try_to(form, lambda: actions.set_up_course(series=series, **form.cleaned_data, by=request.user)):
        messages.success(request, _("Saved."))
        return redirect("meetings:course", pk)
    context = {
        "series": series,
        "course": found,
        "page_form": form,
        "heading": _("Rule and certificate of the course"),
        "button": _("Save"),
        "register_url": reverse("meetings:course", args=[pk]) if found else "",
    }
    return render(request, "meetings/courses/form.html", context)


@page(Permission.RECORD)
@require_GET
def missing(request: StaffRequest, pk: int) -> HttpResponse:
    """Who is missing which part, by person and by part; to be printed."""
    found = course_or_404(request, pk)
    register = queries.register(found)
    by_part = [
        (part, [line for line in register.behind if part.session in line.missing])
        for part in register.parts
        if not part.lies_ahead
    ]
    context = {
        "course": found,
        "series": found.series,
        "register": register,
        "by_part": by_part,
        "crumb": _("Missing parts"),
    }
    return render(request, "meetings/courses/missing.html", context)
