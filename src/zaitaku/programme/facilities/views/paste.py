"""An existing list pasted from Excel: shown as understood, then entered all or none."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zaitaku.analysis.contacts import folded
from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.records.forms import BlockForm
from zaitaku.core.records.views import pasting
from zaitaku.programme.facilities.actions.pasted import PastedGroup, enter_groups
from zaitaku.programme.facilities.forms.paste import columns, read_groups
from zaitaku.programme.facilities.queries import groups as queries
from zaitaku.programme.facilities.views.groups import chosen_directory, which_directory


@page(Permission.RECORD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: StaffRequest) -> HttpResponse:
    directory = chosen_directory(request)
    if directory is None:
        return which_directory(request)
    now = timezone.now()
    today = timezone.localdate(now)

    def save(found: list[PastedGroup]) -> HttpResponse:
        made = enter_groups(directory=directory, groups=found, by=request.user, now=now)
        messages.success(request, _("Entered: %(count)s groups.") % {"count": len(made)})
        return redirect("facilities:groups")

    context = {
        "directory": directory,
        "columns": columns(),
        "heading": _("Paste a list from Excel"),
        "save_label": _("Enter these groups"),
    }
    areas = queries.areas_for(directory, on=today)
    names = {folded(one.shown.name) for one in directory.groups.select_related("current", "pending") if one.shown}
    return pasting(
        request,
        "facilities/paste.html",
        context,
        form=BlockForm(request.POST or None),
        read=lambda block: read_groups(block, areas=areas, known=names, today=today),
        save=save,
    )
