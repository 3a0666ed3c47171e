"""Keeps a program from the network and remembers whom it would have called."""

import ipaddress
import sys
from typing import Any, Final


LOCAL: Final = ("localhost", "")

_called: Final[list[str]] = []


def guard() -> list[str]:
    """Lets this process speak to itself only, from here on; the list gets what it tried.

    A connection elsewhere fails as it does on a machine without a network.
    """
    sys.addaudithook(_watch)
    return _called


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        _refuse_unless_local(arguments[0])
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        _refuse_unless_local(arguments[1][0])


def _refuse_unless_local(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host or ""
    if name in LOCAL or _is_loopback(name):
        return
    _called.append(name)
    raise OSError(f"this program may not call {name}")


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
