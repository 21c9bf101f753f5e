"""How often one address may send what anybody can send."""

from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

# Each count is a file, and writing one looks through all of them: ten thousand visitors would make every form slow. The
# counts lie on so many shelves; addresses that share one share its limit, far above what a rush puts there.
SHELVES = 1024


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Counts this time too. Many people share the address of a library's terminals or of a mobile network, hence the
    limit is generous; it stops machines. Counts of a moment may be lost between processes, which only lets more by."""
    if not settings.POSTS_PER_ADDRESS:
        return False
    key = f"{what}:{shelf_of(str(get_adapter(request).get_client_ip(request) or ''))}"
    if cache.add(key, 1, settings.POSTS_PER_ADDRESS_SECONDS):
        return False
    try:
        return bool(cache.incr(key) > settings.POSTS_PER_ADDRESS)
    except ValueError:  # it ran out between the two
        return False


def shelf_of(address: str) -> int:
    """Keyed, so that nobody can work out which address shares a shelf with somebody whom they want to keep out. Of IPv6
    the network of one subscriber (/64) counts: within it everybody has as many addresses as they like."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        found = None
    if isinstance(found, IPv6Address):
        address = str(found.ipv4_mapped or int(found) >> 64)
    digest = salted_hmac("zaitaku.events.limits", address, algorithm="sha256").digest()
    return int.from_bytes(digest[:4], "big") % SHELVES
