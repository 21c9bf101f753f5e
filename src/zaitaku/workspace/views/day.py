"""The day a page is asked for, from `?as_of=`."""

from datetime import date

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _


def asked_day(request: HttpRequest) -> date | None:
    """None where the address names no day. Raises Http404 for a day that does not exist."""
    text = request.GET.get("as_of", "")
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404(_("“%(text)s” is not a date; write it as 2023-12-31.") % {"text": text[:40]}) from None
