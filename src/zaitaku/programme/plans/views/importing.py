"""Import in two steps: what was understood is shown first, and only then taken in. The file waits on the server."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.council_table import CouncilReading, read_council_table
from zaitaku.analysis.refusal import Refusal
from zaitaku.core.accounts.access import Permission, StaffRequest, areas_for, page
from zaitaku.core.areas.choices import AreaKind
from zaitaku.core.areas.models import Area
from zaitaku.core.pages import is_japanese, worded
from zaitaku.programme.plans import actions, queries
from zaitaku.programme.plans.forms import UploadForm
from zaitaku.programme.plans.models import Plan
from zaitaku.programme.plans.views import scope

REFUSED = 422
WAITING_SECONDS = 3600
SESSION = "plan_imports"
MOST_WAITING = 5


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def upload(request: StaffRequest) -> HttpResponse:
    areas = areas_for(request.user, Permission.EDIT_PLAN, on=timezone.localdate()).filter(kind=AreaKind.MUNICIPALITY)
    plans = scope.plans(request, Permission.EDIT_PLAN).order_by("-first_year", "title")
    sent = request.method == "POST"
    form = UploadForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        plans=plans,
        areas=areas,
        initial={"plan": plans.first(), "area": areas.first()},
    )
    if sent and form.is_valid():
        plan, area = form.cleaned_data["plan"], form.cleaned_data["area"] or areas.first()
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            reading = _read(data, file.name, plan.area if plan else area)
        except Refusal as refusal:
            form.add_error("file", worded(refusal))
        else:
            if plan is None and (problem := _cannot_found(reading, area)):
                form.add_error("file", problem)
            else:
                return redirect("plans:preview", _keep(request, data, file, plan, area))
    return render(request, "plans/import.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@page(Permission.EDIT_PLAN)
def preview(request: StaffRequest, token: str) -> HttpResponse:
    waiting = _waiting(request, token)
    if waiting is None:
        messages.error(request, _("This preview has expired. Choose the file again."))
        return redirect("plans:import")
    plan, area, data = waiting["plan"], waiting["area"], waiting["data"]
    reading = _read(data, waiting["name"], plan.area if plan else area)
    seen = queries.preview_import(plan or _future(reading, area), reading.table)
    refused = ""
    if request.method == "POST":
        if request.POST.get("state") != _state(seen):
            refused = _("The plan was changed meanwhile. This is the preview against what stands now.")
        else:
            try:
                return _take_in(request, token, reading, plan, area)
            except actions.PlanRefused as refusal:
                refused = str(refusal)
    context = {
        "name": waiting["name"],
        "reading": reading,
        "preview": seen,
        "plan": plan,
        "state": _state(seen),
        "refused": refused,
        "remarks": [line for line in reading.understood if line.remark_ja],
        "in_japanese": is_japanese(),
        "groups": _groups(seen),
    }
    return render(request, "plans/preview.html", context, status=REFUSED if refused else 200)


def _groups(seen: queries.Preview) -> list[tuple[str, list[queries.Change]]]:
    found: dict[str, list[queries.Change]] = {}
    for change in seen.changes:
        found.setdefault(str(change.kind.label), []).append(change)
    return list(found.items())


def _take_in(request: StaffRequest, token: str, reading: CouncilReading, plan: Plan | None, area: Area) -> HttpResponse:
    table = reading.table
    with transaction.atomic():
        into = plan or actions.create_plan(
            area=area,
            title=table.title,
            first_year=table.first_year or 0,
            last_year=table.last_year or 0,
            by=request.user,
        )
        done = actions.import_plan(
            plan=into, table=table, by=request.user, create_missing_owners=request.POST.get("create_owners") == "1"
        )
    _forget(request, token)
    if done.outcome == "unchanged":
        messages.info(request, _("The file says what the plan says already. Nothing was changed."))
    else:
        count = len(done.changes)
        messages.success(
            request,
            ngettext("The plan was taken in: %(count)d change.", "The plan was taken in: %(count)d changes.", count)
            % {"count": count},
        )
    return redirect("plans:version", done.version.pk)


def _read(data: bytes, name: str, area: Area | None) -> CouncilReading:
    return read_council_table(data, name, organisations=queries.owner_names(area) if area is not None else ())


def _cannot_found(reading: CouncilReading, area: Area | None) -> str:
    """Why no new plan can be made of the file; "" when one can."""
    table = reading.table
    if area is None:
        return _("You may edit the plan of no municipality. Ask your administrator.")
    if not table.title:
        return _("The file has no title. Write one above the table, or choose a plan.")
    if table.first_year is None or table.last_year is None:
        return _("The title names no plan period such as （令和3年度～令和5年度）. Add it, or choose a plan.")
    if Plan.objects.filter(area=area, title=table.title).exists():
        return str(actions.PlanExists(table.title)) + " " + _("Choose it above.")
    return ""


def _future(reading: CouncilReading, area: Area) -> Plan:
    """The plan that the import would make; it is not saved."""
    table = reading.table
    return Plan(area=area, title=table.title, first_year=table.first_year or 0, last_year=table.last_year or 0)


def _state(seen: queries.Preview) -> str:
    """Tells whether the plan is still what the preview was made against."""
    parts = [f"{one.kind.value}|{one.node.key}|{one.was}|{one.now}" for one in seen.changes]
    standing = str(seen.standing.pk) if seen.standing is not None else ""
    return hashlib.sha256("\n".join([standing, str(seen.draft), *parts]).encode()).hexdigest()


def _folder() -> Path:
    folder = Path(settings.DATA) / "waiting-imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _keep(request: StaffRequest, data: bytes, file: UploadedFile[Any], plan: Plan | None, area: Area | None) -> str:
    """Returns the token of the waiting file. Files that waited too long go away, whoever brought them."""
    for old in _folder().iterdir():
        if old.stat().st_mtime < time.time() - WAITING_SECONDS:
            old.unlink(missing_ok=True)
    token = hashlib.sha256(f"{request.user.pk}|".encode() + data).hexdigest()
    path = _folder() / token
    path.write_bytes(data)
    path.chmod(0o600)
    waiting = dict(list(request.session.get(SESSION, {}).items())[-MOST_WAITING + 1 :])
    waiting[token] = {
        "name": (file.name or "")[:200],
        "plan": plan.pk if plan is not None else None,
        "area": area.pk if area is not None else None,
    }
    request.session[SESSION] = waiting
    return token


def _waiting(request: StaffRequest, token: str) -> dict[str, Any] | None:
    """Only what this session brought, into what this person may still edit."""
    kept = request.session.get(SESSION, {}).get(token)
    path = _folder() / token if kept is not None else None
    if path is None or not path.exists() or path.stat().st_mtime < time.time() - WAITING_SECONDS:
        return None
    areas = areas_for(request.user, Permission.EDIT_PLAN, on=timezone.localdate())
    plan = scope.plans(request, Permission.EDIT_PLAN).filter(pk=kept["plan"]).first() if kept["plan"] else None
    area = areas.filter(pk=kept["area"]).first()
    if (kept["plan"] and plan is None) or (plan is None and area is None):
        return None
    return {"name": kept["name"], "data": path.read_bytes(), "plan": plan, "area": area}


def _forget(request: StaffRequest, token: str) -> None:
    waiting = dict(request.session.get(SESSION, {}))
    waiting.pop(token, None)
    request.session[SESSION] = waiting
    (_folder() / token).unlink(missing_ok=True)
