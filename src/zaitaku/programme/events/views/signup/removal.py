"""What personal data a series holds, when it goes, and what went."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.programme.events.actions.refused import EventRefused
from zaitaku.programme.events.actions.removal import remove_now
from zaitaku.programme.events.models import Series
from zaitaku.programme.events.queries import removal as queries
from zaitaku.programme.events.views.reach import series_or_404, written

# The words of Removal.what, of every part of the product that removes.
WHAT = {
    "sign_ups": gettext_lazy("Sign-ups: names, contacts, support needs, offices"),
    "letters": gettext_lazy("Letters to them"),
    "check_ins": gettext_lazy("Arrivals: names, e-mail addresses, offices"),
    "invitations": gettext_lazy("Personal links to questionnaires"),
    "online_reports": gettext_lazy("Participants' reports of online meetings"),
    "members": gettext_lazy("Members of groups: names, offices"),
    "enrolments": gettext_lazy("Participants of courses: names, e-mail addresses, offices"),
    "trainees": gettext_lazy("Trainees of accompanied visits: names, e-mail addresses"),
}


@page(Permission.RECORD)
@require_http_methods(["GET", "POST"])
def personal_data(request: StaffRequest, pk: int) -> HttpResponse:
    """POST removes at once; it needs the box ticked."""
    series = series_or_404(pk, written(request))
    refusal = ""
    if request.method == "POST":
        try:
            refusal = _remove(request, series)
        except EventRefused as refused:
            refusal = str(refused)
        if not refusal:
            return redirect("events:personal_data", pk)
    kept, last = queries.kept_anywhere(series), queries.last_day(series)
    context = {
        "series": series,
        "refusal": refusal,
        "kept": [(WHAT[what], rows) for what, rows in kept.items()],
        "is_kept": any(kept.values()),
        "last_day": last,
        "removal_day": queries.removal_day(series, last),
        "is_over": last < timezone.localdate(),
        "is_late": any(kept.values()) and queries.removal_day(series, last) <= timezone.localdate(),
        "removals": [(one.at, WHAT.get(one.what, one.what), one.rows) for one in queries.removals(series)],
    }
    return render(request, "events/signup/personal_data.html", context, status=422 if refusal else 200)


def _remove(request: StaffRequest, series: Series) -> str:
    """Why nothing was removed; empty when it was."""
    if request.POST.get("sure") != "on":
        return _("Tick the box to say that you mean it. Nothing was removed.")
    removed = remove_now(series=series, by=request.user, now=timezone.now())
    if removed:
        messages.success(request, _("Removed: %(rows)s rows.") % {"rows": sum(removed.values())})
    else:
        messages.info(request, _("There was nothing left to remove."))
    return ""
