"""How often one address may send what anybody can send."""

from zlib import crc32

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

# Each count is a file, and writing one looks through all of them: ten thousand visitors would make every form slow. The
# counts lie on so many shelves; addresses that share one share its limit, far above what a rush puts there.
SHELVES = 1024


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Counts this time too. Many people share the address of a library's terminals or of a mobile network, hence the
    limit is generous; it stops machines. Counts of a moment may be lost between processes, which only lets more by."""
    if not settings.POSTS_PER_ADDRESS:
        return False
    address = str(get_adapter(request).get_client_ip(request) or "")
    key = f"{what}:{crc32(address.encode()) % SHELVES}"
    if cache.add(key, 1, settings.POSTS_PER_ADDRESS_SECONDS):
        return False
    try:
        return bool(cache.incr(key) > settings.POSTS_PER_ADDRESS)
    except ValueError:  # it ran out between the two
        return False
