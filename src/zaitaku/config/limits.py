"""What no page needs to read is refused before anything reads it, whoever sent it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse

Answer = Callable[[HttpRequest], HttpResponse]


def limits(get_response: Answer) -> Answer:
    """Bodies over LARGEST_BODY bytes, and NUL characters, which PostgreSQL takes in no text.

    Django writes an upload to the disk however large it is, and does so for people who are not signed in. A body whose
    length is not told beforehand is read by nobody here, so that the told length is what counts.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        told = request.META.get("CONTENT_LENGTH") or "0"
        if not (told.isascii() and told.isdigit()) or int(told[:20]) > settings.LARGEST_BODY:
            raise RequestDataTooBig(f"a body of {told[:20]} bytes")
        if "\0" in request.path:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL character in the query string")
        return get_response(request)

    return middleware
