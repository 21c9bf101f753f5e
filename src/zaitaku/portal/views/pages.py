"""Pages anybody may read without signing in."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

TESTED_ON = date(2026, 11, 21)  # the day the pages were last gone through as the statement describes


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/accessibility.html", {"contact": settings.CONTACT, "tested_on": TESTED_ON})
