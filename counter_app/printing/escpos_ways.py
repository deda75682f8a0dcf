"""How a configuration names the way to a roll printer; the ways themselves take time to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from counter_app.printing.escpos_devices import Device

PORT = 9100
BAUD = 115200


def way_to(spec: str) -> Callable[[], Device]:
    """Makes an unopened connection. `spec`: "tcp:HOST[:PORT]", "usb:VENDOR:PRODUCT" (in hex) or
    "serial:DEVICE[@BAUD]". Raises ValueError for anything else."""
    kind, _, place = spec.partition(":")
    if kind not in _WAYS:
        raise ValueError(spec)
    return _WAYS[kind](place)


def _tcp(place: str) -> Callable[[], Device]:
    parts = urlsplit(f"//{place}")
    if not parts.hostname or parts.netloc != place or parts.username is not None:
        raise ValueError(place)
    host, port = parts.hostname, parts.port or PORT

    def connection() -> Device:
        from counter_app.printing.escpos_devices import Tcp  # noqa: PLC0415

        return Tcp(host, port)

    return connection


def _serial(place: str) -> Callable[[], Device]:
    device, _, baud = place.partition("@")
    if not device:
        raise ValueError(place)
    rate = int(baud or BAUD)

    def connection() -> Device:
        from counter_app.printing.escpos_devices import Line  # noqa: PLC0415

        return Line(device, rate)

    return connection


def _usb(place: str) -> Callable[[], Device]:
    vendor, product = (int(part, 16) for part in place.split(":"))

    def connection() -> Device:
        from counter_app.printing.escpos_devices import UsbDevice  # noqa: PLC0415

        return UsbDevice(vendor, product)

    return connection


_WAYS = {"tcp": _tcp, "serial": _serial, "usb": _usb}
