"""Where a request may go: web addresses whose host is public, checked after its name is resolved.

A page, a feed or a redirect may name an address inside the network that OnRecord runs in, such as a router, a database
or the machine's own metadata service. So every address is checked right before it is connected to, and the connection
goes to the address that was checked: a name that resolves to another address a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from ipaddress import IPv4Address, IPv6Address

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from analytics.fetch.policy import FetchError, FetchPolicy
from analytics.ingest.skips import SkipReason

LONGEST_URL = 2000
"""Characters of an address; longer ones do not fit into the index of a database."""

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_BAD = re.compile(r"[\x00-\x20\x7f\\]")


def parse_web_address(url: str, policy: FetchPolicy) -> Url:
    """Return ``url`` in its parts and in ASCII, without user, password and fragment.

    Raises ``FetchError`` for anything but an http or https address on a port that ``policy`` lets through.
    """
    url = url.strip()
    if _BAD.search(url) or len(url) > LONGEST_URL:
        raise _refused("The address holds white space or control characters, or is too long: check it.")
    try:
        parsed = parse_url(url)
    except LocationParseError as error:
        raise _refused("The address cannot be read: check it.") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _refused("Only addresses that begin with http:// or https:// are fetched.")
    if parsed.auth is not None:
        raise _refused("An address with a user or password in it is not fetched.")
    if port_of(parsed) not in policy.ports:
        raise _refused(f"Port {port_of(parsed)} is not fetched from: only the usual ports of web servers are.")
    plain = parsed._replace(fragment=None, path=parsed.path or "/")
    if len(plain.url) > LONGEST_URL:  # in ASCII it may be longer
        raise _refused("The address is too long.")
    return plain


def typed_address(text: str, policy: FetchPolicy) -> str:
    """Return the address that a person typed, who may have left "https://" out. Raises ``FetchError`` as above."""
    text = text.strip()
    return parse_web_address(text if "://" in text else f"https://{text}", policy).url


def port_of(url: Url) -> int:
    """Return the port that an address names or means."""
    return url.port or (443 if url.scheme == "https" else 80)


def resolve(url: Url, policy: FetchPolicy) -> list[str]:
    """Return the numeric addresses of a host, in the resolver's order.

    Raises ``FetchError`` when it has none, or one that is not public.
    """
    host = (url.host or "").strip("[]")
    try:
        found = socket.getaddrinfo(host, port_of(url), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FetchError(SkipReason.UNREACHABLE, f"There is no host {host}: check the address.") from error
    places = list(dict.fromkeys(str(place[0]) for _, _, _, _, place in found))
    for place in places:
        if not _may_be_asked(ipaddress.ip_address(place.split("%", 1)[0]), policy):
            raise _refused(f"{host} is an address inside a network, not on the web: it is not fetched.")
    return places


def _may_be_asked(address: IPv4Address | IPv6Address, policy: FetchPolicy) -> bool:
    if any(address in network for network in policy.networks if network.version == address.version):
        return True
    if isinstance(address, IPv6Address):
        if address.sixtofour is not None or address.teredo is not None or address.is_site_local:
            return False
        if address.ipv4_mapped is not None:
            return _may_be_asked(address.ipv4_mapped, policy)
        if address in _NAT64:
            return _may_be_asked(IPv4Address(int(address) & 0xFFFFFFFF), policy)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refused(sentence: str) -> FetchError:
    return FetchError(SkipReason.ADDRESS, sentence)
