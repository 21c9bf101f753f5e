"""The audit: who changed what, when and why."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zaitaku.core.accounts import queries
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.accounts.forms import AuditFilter
from zaitaku.core.audit.models import AuditEntry
from zaitaku.core.audit.queries import actions, narrowed

PER_PAGE = 100
ADMINISTRATIVE = ("accounts.", "areas.", "audit.", "jobs.")


@require_GET
@page(Permission.VIEW_AUDIT)
def entries(request: StaffRequest) -> HttpResponse:
    today = timezone.localdate()
    reach = queries.entries_for(request.user, on=today)
    form = AuditFilter(request.GET, actions=actions(reach))
    form.is_valid()
    found = narrowed(reach, **{name: value for name, value in form.cleaned_data.items() if value})
    listed = Paginator(found.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    sees_data = queries.may_see_data(request.user, on=today)
    rows = [(entry, _told(entry, sees_data)) for entry in listed]
    return render(request, "accounts/audit.html", {"form": form, "listed": listed, "rows": rows})


def _told(entry: AuditEntry, sees_data: bool) -> list[tuple[str, str]] | None:
    """What an entry tells, as name and text; None for an administrator who may not see the programme's data."""
    if not sees_data and not entry.subject_type.startswith(ADMINISTRATIVE):
        return None
    return [(name, _text(value)) for name, value in entry.details.items()]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
