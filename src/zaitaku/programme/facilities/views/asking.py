"""The public form by which a group asks to be listed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zaitaku.core.pages.views import is_too_often
from zaitaku.core.records.views import try_to
from zaitaku.programme.facilities.actions.requests import ask_to_be_listed
from zaitaku.programme.facilities.forms.public import AskForm
from zaitaku.programme.facilities.models import Directory
from zaitaku.programme.facilities.queries import groups as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Where several sections take requests, the first page asks for which."""
    open_ones = list(Directory.objects.filter(takes_requests=True).select_related("owner__area__parent"))
    if not open_ones:
        raise Http404
    asked = request.GET.get("directory", "")
    chosen = [one for one in open_ones if str(one.pk) == asked] or open_ones
    if len(chosen) > 1:
        return render(request, "facilities/own/which.html", {"directories": open_ones})
    directory, now = chosen[0], timezone.now()
    form = AskForm(request.POST or None, areas=queries.areas_for(directory, on=timezone.localdate(now)))
    if request.method == "POST" and is_too_often(request, "groups"):
        form.add_error(None, _("Too much came from your network in a short time. Please wait ten minutes."))
        return _page(request, form, directory, 429)

    def ask() -> None:
        ask_to_be_listed(directory=directory, entry=form.entry(), contact=form.contact(), now=now)

    if try_to(form, ask):
        return redirect("facilities:asked_to_be_listed")
    return _page(request, form, directory, 422 if form.errors else 200)


def _page(request: HttpRequest, form: AskForm, directory: Directory, status: int) -> HttpResponse:
    return render(request, "facilities/own/ask.html", {"form": form, "directory": directory}, status=status)


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody: it tells nothing about which addresses are known."""
    return render(request, "facilities/own/sent.html")
