"""How often one address may send what anybody can send."""

from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def is_too_often(request: HttpRequest, what: str) -> bool:
    """Counts this time too, within ten minutes from the first time on. Many people share the address of a library's
    terminals or of a mobile network, hence the limit is generous; it stops machines.

    Each process of the server counts for itself: writing a count where all of them see it costs more than the form.
    """
    if not settings.POSTS_PER_ADDRESS:
        return False
    counts = caches["posts"]
    key = f"{what}:{known_as(str(get_adapter(request).get_client_ip(request) or ''))}"
    if counts.add(key, 1, settings.POSTS_PER_ADDRESS_SECONDS):
        return False
    try:
        return bool(counts.incr(key) > settings.POSTS_PER_ADDRESS)
    except ValueError:  # it ran out between the two
        return False


def known_as(address: str) -> str:
    """Keyed, so that memory holds no addresses. Of IPv6 the network of one subscriber (/64) counts: within it everybody
    has as many addresses as they like."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        found = None
    if isinstance(found, IPv6Address):
        address = str(found.ipv4_mapped or int(found) >> 64)
    return salted_hmac("zaitaku.events.limits", address, algorithm="sha256").hexdigest()
