"""What somebody without an account sees behind a private link: the document, and whether a newer version replaced it.

Opening takes a button: programs that look at the links in letters do not press it, so that "opened" means a person.
"""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zaitaku.core.pages.forms import key_of
from zaitaku.core.pages.views import download, is_too_often, private
from zaitaku.programme.events.actions.signup_entry import is_key
from zaitaku.programme.library.actions.sharing import open_by_link
from zaitaku.programme.library.models import Addressee, Version
from zaitaku.programme.library.queries import documents as queries


def _own(key: str) -> Addressee:
    if not is_key(key):
        raise Http404
    return get_object_or_404(queries.by_key(key))


def _page(request: HttpRequest, own: Addressee, *, opened: Version | None = None) -> HttpResponse:
    shared = own.sharing.version
    current = queries.current_of(shared.document)
    context = {
        "addressee": own,
        "version": shared,
        "document": shared.document,
        "current": current,
        "is_current": current is not None and current.pk == shared.pk,
        "opened": opened,
    }
    return private(render(request, "library/documents/shared.html", context))


@never_cache
@require_GET
def shared(request: HttpRequest, key: str) -> HttpResponse:
    return _page(request, _own(key))


@never_cache
@require_POST
def open_shared(request: HttpRequest, key: str) -> HttpResponse:
    """The current version, or the one that was shared while it is not withdrawn. An address is shown to be followed:
    the content security policy keeps a form from leading elsewhere."""
    own = _own(key)
    if is_too_often(request, "library"):
        messages.error(request, _("Too much came from your network in a short time. Please wait ten minutes."))
        return redirect("library:shared", key)
    number = key_of(request.POST.get("number", ""))
    current = queries.current_of(own.sharing.version.document)
    allowed = {one.number: one.pk for one in (own.sharing.version, current) if one is not None and not one.withdrawn_at}
    if number not in allowed:  # withdrawn or replaced since the page was opened
        return redirect("library:shared", key)
    found = Version.objects.select_related("document__owner").get(pk=allowed[number])
    open_by_link(addressee=own, version=found, now=timezone.now())
    if found.address:
        return _page(request, own, opened=found)
    return private(download(bytes(found.content or b""), found.file_name, found.media_type))
