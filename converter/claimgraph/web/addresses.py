"""The addresses behind the name of a host, and whether they are open to all."""

from __future__ import annotations

import queue
import socket
import threading
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from claimgraph.errors import ClaimgraphError, UnsafeInput

_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address


def looked_up(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a host, which is asked for once.

    Raises ClaimgraphError where it has none, UnsafeInput where it takes longer.
    """
    found: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()
    threading.Thread(target=_look_up, args=(host, port, found), daemon=True).start()
    try:
        answer = found.get(timeout=seconds)
    except queue.Empty as error:
        raise UnsafeInput(f"{host}: no address was found in time") from error
    if not isinstance(answer, list):
        raise ClaimgraphError(f"{host}: the host has no address: {answer}") from answer
    return answer


def is_public(text: str) -> bool:
    """Whether an address is one of the open Internet; IPv4 inside IPv6 counts as what it is."""
    address = ip_address(text.partition("%")[0])
    inner = _inside(address) if isinstance(address, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    local = isinstance(address, IPv6Address) and address.is_site_local
    unusual = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not (address.is_private or unusual or local)


def _inside(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _look_up(
    host: str, port: int, found: queue.SimpleQueue[list[str] | OSError | UnicodeError]
) -> None:
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found.put(list(dict.fromkeys(str(answer[4][0]) for answer in answers)))
    except (OSError, UnicodeError) as error:
        found.put(error)
