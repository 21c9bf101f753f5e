"""The sheet as an Excel file: handed out, taken in, mended."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from zaitaku.analysis.intake import IntakeRefused
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.pages import worded
from zaitaku.core.pages.views import download
from zaitaku.core.records.actions import RecordRefused
from zaitaku.programme.returns.actions import uploads as actions
from zaitaku.programme.returns.choices import Answer
from zaitaku.programme.returns.forms.excel import MendForm, UploadForm
from zaitaku.programme.returns.models import Return, Upload
from zaitaku.programme.returns.queries import sheets_reached
from zaitaku.programme.returns.queries import uploads as queries
from zaitaku.programme.returns.queries.workbooks import handed_out, period_words
from zaitaku.programme.returns.views.reach import own_form_or_404, rights, seen_sheet_or_404, sheet_or_404, written
from zaitaku.reports import return_sheet


@page(Permission.VIEW_PROGRAMME)
@require_GET
def workbook(request: StaffRequest, pk: int) -> HttpResponse:
    sheet, _rights = seen_sheet_or_404(request, pk)
    now = timezone.now()
    made = return_sheet.render(handed_out([sheet], made=now)[0], created=now)
    return download(made, f"{_file_name(sheet)}.xlsx", return_sheet.CONTENT_TYPE)


def _file_name(sheet: Return) -> str:
    return f"{sheet.form.title}_{sheet.organisation.name}_{sheet.end:%Y-%m}"[:150]


@page(Permission.RECORD)
@require_GET
def workbooks(request: StaffRequest, pk: int) -> HttpResponse:
    """The workbooks of all organisations of the month that `start` names, else of the latest; for the form's owner."""
    form = own_form_or_404(pk, written(request))
    rounds = form.rounds.order_by("-start")
    asked = request.GET.get("start", "")
    found = next((one for one in rounds if not asked or one.start.isoformat() == asked), None)
    if found is None:
        raise Http404
    sheets = list(found.sheets.select_related("form__owner", "organisation", "round").order_by("organisation__code"))
    name = f"{form.title}_{period_words(found.start, found.end)}.zip"
    return download(_zipped(sheets, timezone.now()), name, "application/zip")


def _zipped(sheets: Sequence[Return], now: datetime) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:  # workbooks are packed already
        for sheet, shown in zip(sheets, handed_out(sheets, made=now), strict=True):
            name = f"{sheet.organisation.code}_{_file_name(sheet)}.xlsx".replace("/", "／").replace("\\", "＼")
            archive.writestr(name, return_sheet.render(shown, created=now))
    return made.getvalue()


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: StaffRequest, pk: int) -> HttpResponse:
    """A file to take in, and those of before."""
    sheet = sheet_or_404(pk, written(request))
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made, is_new = actions.take_in(
                sheet=sheet, name=file.name, data=file.read(), by=request.user, now=timezone.now()
            )
        except (IntakeRefused, actions.NotOurSheet) as refused:
            form.add_error("file", worded(refused))
        except RecordRefused as refused:
            form.add_error("file", str(refused))
        else:
            if not is_new:
                messages.info(request, _said_again(made))
            return redirect("returns:mend", made.pk)
    context = {
        "sheet": sheet,
        "form": sheet.form,
        "page_form": form,
        "uploads": sheet.uploads.select_related("by")[:20],
    }
    return render(request, "returns/excel/upload.html", context, status=422 if form.errors else 200)


def _said_again(made: Upload) -> str:
    if made.taken_at is not None:
        return _("This very file was taken in and saved before. Nothing was changed.")
    return _("This very file was taken in before; here it is again. Nothing was changed.")


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "POST"])
def mend(request: StaffRequest, pk: int) -> HttpResponse:
    """What was read of a file; a POST saves all of it or nothing."""
    uploads = Upload.objects.select_related("sheet__form__owner", "sheet__organisation", "by")
    found = get_object_or_404(uploads, pk=pk, sheet__in=sheets_reached(written(request)))
    lines = queries.lines_of(found)
    is_open = found.taken_at is None and found.sheet.may_be_filled
    if request.method == "POST" and not is_open:
        messages.error(request, _("The file's values were saved already, or the sheet was sent. Nothing was changed."))
        return redirect("returns:mend", pk)
    forms, problem = _forms(request, lines)
    if request.method == "POST" and not problem and all(form.is_valid() for form in forms):
        problem = _save(request, found, forms)
        if not problem:
            return redirect("returns:sheet", found.sheet_id)
        forms, _changed = _forms(request, queries.lines_of(found))
    return _mending(request, found, forms, problem=problem, is_open=is_open)


def _forms(request: StaffRequest, lines: Sequence[queries.Line]) -> tuple[list[MendForm], str]:
    """With the rows that count now as those seen: whoever saves again has seen them. A value recorded since the page
    was opened is a problem once, in words."""
    if request.method != "POST":
        return [MendForm(None, line=line) for line in lines], ""
    data = request.POST.copy()
    changed = []
    for line in lines:
        name, seen = f"e{line.item.element.pk}-seen", str(line.row.pk) if line.row else ""
        if data.get(name, "") != seen and not line.is_as_recorded and not line.is_blank:
            changed.append(line.asked.label)
        data[name] = seen
    words = _("Somebody recorded other values since the page was opened: %(items)s. Look at them and save again.")
    return [MendForm(data, line=line) for line in lines], words % {"items": "、".join(changed)} if changed else ""


def _save(request: StaffRequest, upload: Upload, forms: Sequence[MendForm]) -> str:
    """The refusal in words, or ""."""
    entered = [(form, found) for form in forms if (found := form.entry()) is not None]
    entries = {form.line.item.element.pk: (found[0], form.cleaned_data["seen"]) for form, found in entered}
    answers: dict[int, Answer] = {form.line.item.element.pk: found[1] for form, found in entered}
    try:
        actions.save_upload(
            upload=upload,
            entries=entries,
            answers=answers,
            by=request.user,
            now=timezone.now(),
            on_behalf=rights(request, upload.sheet).on_behalf,
        )
    except RecordRefused as refused:
        return str(refused)
    kept = sum(form.line.is_newer and not form.cleaned_data["take"] for form in forms)
    if entries:
        messages.success(
            request, _("Saved %(count)s items of the file. Look at them and send.") % {"count": len(entries)}
        )
    else:
        messages.info(request, _("Everything in the file is recorded already. Nothing was changed."))
    if kept:
        messages.warning(
            request, _("%(count)s items keep what was recorded after the file was handed out.") % {"count": kept}
        )
    return ""


def _mending(
    request: StaffRequest, upload: Upload, forms: Sequence[MendForm], *, problem: str, is_open: bool
) -> HttpResponse:
    """Cells that cannot be saved come first in the list above the table, each with a link to its field."""
    is_sent = request.method == "POST"
    wrong = [form for form in forms if (form.errors if is_sent else form.line.problem)]
    lines = [form.line for form in forms]
    context = {
        "upload": upload,
        "sheet": upload.sheet,
        "form": upload.sheet.form,
        "forms": forms,
        "wrong": wrong,
        "problem": problem,
        "is_open": is_open,
        "is_sent": is_sent,
        "blank": sum(line.is_blank for line in lines),
        "newer": sum(line.is_newer for line in lines),
        "missing": [line for line in lines if not line.is_in_file],
        "not_asked": queries.not_asked(upload, lines),
    }
    return render(request, "returns/excel/mend.html", context, status=422 if is_sent else 200)
