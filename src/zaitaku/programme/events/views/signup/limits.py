"""How often one address may send what anybody can send."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Counts this time too. Many people share the address of a library's terminals or of a mobile network, hence the
    limit is generous; it stops machines. Counts of a moment may be lost between processes, which only lets more by."""
    if not settings.POSTS_PER_ADDRESS:
        return False
    key = f"{what}:{get_adapter(request).get_client_ip(request)}"
    if cache.add(key, 1, settings.POSTS_PER_ADDRESS_SECONDS):
        return False
    try:
        return bool(cache.incr(key) > settings.POSTS_PER_ADDRESS)
    except ValueError:  # it ran out between the two
        return False
