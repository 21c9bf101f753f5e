"""The letters of the installation, for whoever runs it.

An administrator holds no data of the programme. The list therefore shows what is needed to see that mail leaves, the
kind of a letter, when, and the server's answer, but neither text nor subject, and of the address only the server.
"""

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.core.accounts.access import Permission, StaffRequest, page
from zaitaku.core.mail import actions, queries
from zaitaku.core.mail.forms import LetterFilter
from zaitaku.core.mail.models import Letter

PER_PAGE = 100


@require_GET
@never_cache
@page(Permission.MANAGE_PEOPLE)
def letters(request: StaffRequest) -> HttpResponse:
    form = LetterFilter(request.GET)
    state = form.cleaned_data["state"] if form.is_valid() else ""
    listed = Paginator(queries.in_state(state), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "listed": listed,
        "is_ready": settings.MAIL_READY,
        "is_demo": settings.MAIL_READY and not settings.EMAIL_HOST,
        "trouble": queries.server_trouble(),
    }
    return render(request, "mail/letters.html", shown)


@require_POST
@page(Permission.MANAGE_PEOPLE)
def again(request: StaffRequest, pk: int) -> HttpResponse:
    letter = get_object_or_404(Letter, pk=pk)
    try:
        actions.try_again(by=request.user, letter=letter)
    except actions.NotFailed:
        messages.info(request, _("This letter is not among the failed ones any more."))
    else:
        messages.success(request, _("The letter will be sent again within a minute."))
    return redirect("mail:letters")
