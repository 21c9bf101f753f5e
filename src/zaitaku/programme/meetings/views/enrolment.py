"""Enrolling people in a course: from sign-ups, from Excel, singly; changing and taking back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.records.actions import RecordRefused
from zaitaku.core.records.views import pasting, try_to
from zaitaku.programme.events.views.reach import written
from zaitaku.programme.meetings.actions import courses as course_actions
from zaitaku.programme.meetings.actions import enrolment as actions
from zaitaku.programme.meetings.actions.enrolment import Participant
from zaitaku.programme.meetings.forms.courses import EnrolmentForm, NewParticipantForm, PeoplePasteForm, read_people
from zaitaku.programme.meetings.models import Course, Enrolment
from zaitaku.programme.meetings.queries import courses as queries
from zaitaku.programme.meetings.views.courses import course_or_404


def enrolment_or_404(request: StaffRequest, pk: int) -> Enrolment:
    rows = Enrolment.objects.select_related("course__series__owner")
    return get_object_or_404(rows, pk=pk, course__series__owner__in=written(request))


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def enrol_one(request: StaffRequest, pk: int) -> HttpResponse:
    course = course_or_404(request, pk)
    form = NewParticipantForm(request.POST or None, initial={"enrolled_on": timezone.localdate()})

    def enrol() -> None:
        made = actions.enrol(
            course=course,
            people=[form.participant()],
            enrolled_on=form.cleaned_data["enrolled_on"],
            allow_same=form.cleaned_data["allow_same"],
            by=request.user,
        )
        messages.success(request, _("Enrolled as No.%(number)s.") % {"number": made[0].number})

    if try_to(form, enrol, "name"):
        return redirect("meetings:enrol_one" if request.POST.get("next") else "meetings:course", pk)
    context = {"course": course, "series": course.series, "page_form": form, "heading": _("Enrol somebody")}
    context |= {"button": _("Enrol"), "register_url": reverse("meetings:course", args=[pk])}
    return render(request, "meetings/courses/form.html", context)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def enrol_paste(request: StaffRequest, pk: int) -> HttpResponse:
    course = course_or_404(request, pk)
    form = PeoplePasteForm(request.POST or None, initial={"enrolled_on": timezone.localdate()})

    def save(people: list[Participant]) -> HttpResponse:
        enrolled_on = form.cleaned_data["enrolled_on"]
        made = actions.enrol(course=course, people=people, enrolled_on=enrolled_on, by=request.user)
        messages.success(request, _("Enrolled: %(count)s people.") % {"count": len(made)})
        return redirect("meetings:course", pk)

    columns = [_("Full name"), _("Name in kana"), _("Profession"), _("Office"), _("E-mail address")]
    context = {"course": course, "series": course.series, "heading": _("Enrol people from Excel"), "columns": columns}
    context["save_label"] = _("Enrol these people")
    return pasting(
        request,
        "meetings/courses/paste.html",
        context,
        form=form,
        read=lambda block: read_people(block, _known(course)),
        save=save,
    )


def _known(course: Course) -> set[tuple[str, str]]:
    return {queries.same_person(row.name, row.office) for row in course.enrolments.filter(removed_at=None)}


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def enrol_sign_ups(request: StaffRequest, pk: int) -> HttpResponse:
    course = course_or_404(request, pk)
    problem = ""
    if request.method == "POST":
        chosen = {key for text in request.POST.getlist("sign_up") if (key := key_of(text)) is not None}
        try:
            if not chosen:
                problem = _("Choose at least one sign-up.")
            else:
                made = actions.enrol_sign_ups(course=course, sign_ups=chosen, by=request.user)
                messages.success(request, _("Enrolled: %(count)s people.") % {"count": len(made)})
                return redirect("meetings:course", pk)
        except RecordRefused as refused:
            problem = str(refused)
    known = _known(course)
    rows = [(one, queries.same_person(one.name, one.office) in known) for one in queries.to_enrol(course)]
    context = {"course": course, "series": course.series, "rows": rows, "problem": problem}
    context["crumb"] = _("Enrol from sign-ups")
    return render(request, "meetings/courses/sign_ups.html", context, status=422 if problem else 200)


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def enrolment(request: StaffRequest, pk: int) -> HttpResponse:
    one = enrolment_or_404(request, pk)
    names = ("name", "kana", "profession", "office", "email", "enrolled_on", "withdrawn_on")
    form = EnrolmentForm(
        request.POST if request.POST.get("step") == "save" else None,
        initial={name: getattr(one, name) for name in names},
    )
    series = one.course.series
    try:
        if request.POST.get("step") == "drop":
            actions.drop_enrolment(enrolment=one, by=request.user)
            messages.success(request, _("The enrolment was taken back."))
            return redirect("meetings:course", series.pk)
        if request.POST.get("step") == "revoke":
            course_actions.revoke_certificate(enrolment=one, by=request.user)
            messages.success(request, _("The certificate was taken back."))
            return redirect("meetings:enrolment", pk)
        if form.is_valid():
            actions.change_enrolment(
                enrolment=one,
                to=form.participant(),
                enrolled_on=form.cleaned_data["enrolled_on"],
                withdrawn_on=form.cleaned_data["withdrawn_on"],
                today=timezone.localdate(),
                by=request.user,
            )
            messages.success(request, _("Saved."))
            return redirect("meetings:course", series.pk)
    except RecordRefused as refused:
        if form.is_bound:
            form.add_error(None, str(refused))
        else:
            messages.error(request, str(refused))
            return redirect("meetings:enrolment", pk)
    may_drop = one.certified_on is None and not one.attendance.exists()
    context = {"one": one, "course": one.course, "series": series, "page_form": form, "may_drop": may_drop}
    context["crumb"] = f"No.{one.number}"
    return render(request, "meetings/courses/enrolment.html", context)
