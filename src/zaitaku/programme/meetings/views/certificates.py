"""Certificates of a course, and its register as Excel."""

from datetime import UTC, date, datetime, time

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.wareki import fiscal_year_label, format_wareki
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import download, workbook
from zaitaku.core.records.views import try_to
from zaitaku.programme.meetings.actions import courses as actions
from zaitaku.programme.meetings.forms.courses import CertifyForm
from zaitaku.programme.meetings.models import Course
from zaitaku.programme.meetings.queries import courses as queries
from zaitaku.programme.meetings.queries.courses import Line, Register
from zaitaku.programme.meetings.views.courses import CERTIFICATE_TITLE, course_or_404
from zaitaku.programme.meetings.views.enrolment import enrolment_or_404
from zaitaku.reports import certificate, xlsx_list

# A certificate is a Japanese document whatever language its maker reads.
DEFAULT_TEXT = "あなたは、{year}「{course}」において所定の課程を修了されましたので、これを証します。"


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def certificates(request: StaffRequest, pk: int) -> HttpResponse:
    """Who completed, who holds a certificate, and giving one to those who have none yet."""
    course = course_or_404(request, pk)
    form = CertifyForm(request.POST or None, initial={"on": timezone.localdate()})

    def give() -> None:
        chosen = {key for text in request.POST.getlist("number") if (key := key_of(text)) is not None}
        made = actions.certify(course=course, numbers=chosen, on=form.cleaned_data["on"], by=request.user)
        messages.success(request, _("Certificates given: %(count)s. Print them now.") % {"count": len(made)})

    if try_to(form, give):
        return redirect("meetings:certificates", pk)
    context = {
        "course": course,
        "series": course.series,
        "register": queries.register(course),
        "page_form": form,
        "crumb": _("Certificates"),
    }
    return render(request, "meetings/courses/certificates.html", context)


@page(Permission.RECORD)
@require_GET
def certificates_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    """All certificates that were given and still have a name."""
    course = course_or_404(request, pk)
    return _pdf(queries.register(course), None)


@page(Permission.RECORD)
@require_GET
def certificate_pdf(request: StaffRequest, pk: int) -> HttpResponse:
    one = enrolment_or_404(request, pk)
    return _pdf(queries.register(one.course), one.number)


def _pdf(register: Register, number: int | None) -> HttpResponse:
    lines = [line for line in register.certified if line.enrolment.removed_at is None]
    if number is not None:
        lines = [line for line in lines if line.enrolment.number == number]
    if not lines:
        raise Http404
    pages = [_certificate(register.course, line) for line in lines]
    newest = max(line.enrolment.certified_on for line in lines if line.enrolment.certified_on)
    created = datetime.combine(newest, time(), tzinfo=UTC)
    title = f"{register.course.certificate_title or CERTIFICATE_TITLE} {register.course.series.title}"
    made = certificate.render(pages, title=title, created=created)
    name = f"certificate-{register.course.series.code}{f'-{number}' if number else ''}.pdf"
    return download(made, name, certificate.CONTENT_TYPE)


def _certificate(course: Course, line: Line) -> certificate.Certificate:
    series, one = course.series, line.enrolment
    text = course.certificate_text or DEFAULT_TEXT.format(
        year=fiscal_year_label(series.fiscal_year), course=series.title
    )
    parts = tuple(
        "　".join(word for word in (session.label, _day(session.held_on), session.title) if word)
        for session in line.attended
    )
    return certificate.Certificate(
        number=f"第{one.number}号",
        title=course.certificate_title or CERTIFICATE_TITLE,
        name=one.name,
        text=text,
        parts=parts,
        day=_day(one.certified_on),
        issuer=course.issuer,
    )


def _day(day: date | None) -> str:
    return format_wareki(day) if day else ""


@page(Permission.RECORD)
@require_GET
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """The register as Excel: one row per participant, one column per part, and how many came."""
    course = course_or_404(request, pk)
    register = queries.register(course)
    columns = [_("Number"), _("Full name"), _("Name in kana"), _("Profession"), _("Office"), _("E-mail address")]
    columns += [f"{part.session.label} {_day(part.session.held_on)}".strip() for part in register.parts]
    columns += [_("Parts attended"), _("Completed"), _("Withdrawn on"), _("Certificate")]
    rows: list[list[xlsx_list.Value]] = [
        [
            line.enrolment.number,
            line.enrolment.name,
            line.enrolment.kana,
            line.enrolment.get_profession_display() if line.enrolment.profession else "",
            line.enrolment.office,
            line.enrolment.email,
            *("" if cell.came is None else cell.word for cell in line.cells),
            len(line.attended),
            "○" if line.is_complete else "",
            line.enrolment.withdrawn_on,
            line.enrolment.certified_on,
        ]
        for line in register.lines
    ]
    came: list[xlsx_list.Value] = [count for _part, count, _unsaid in register.tallies()]
    total: list[xlsx_list.Value] = [None, _("Came"), None, None, None, None]
    rows.append([*total, *came, None, len(register.completed), None, None])
    sheet = xlsx_list.ListSheet(course.series.title, columns, rows)
    return workbook([sheet], f"course-{course.series.code}")
